// The weeks of a season as rows; one that is planned opens at a press.

import { button, el, table } from "./dom.js";
import { openSeasonWeek } from "./season_work.js";
import { DAY, dateLabel, dayLabel } from "./time.js";
import { count, labelOf, loadWords, PHASES, standing } from "./words.js";

/** @import { Item, Season, SeasonWeek } from "../../types" */

export const seasonWeeks = (/** @type {Season} */ { weeks }) =>
  table(
    ["Week", "Phase", "Runs", "Strength", "Main lifts"],
    weeks.map((week) => ({
      class: `season-week ${week.state}`,
      cells: [name(week), phase(week), runs(week), strength(week), lifts(week)],
    })),
    { class: "stacked" },
  );

function name(/** @type {SeasonWeek} */ week) {
  const days = `${dateLabel(0, week.start)} – ${dateLabel(6 * DAY, week.start)}`;
  const words = [el("strong", {}, `Week ${week.number}`), " ", el("span", { class: "days" }, days)];
  return week.result?.plan
    ? button(words, () => openSeasonWeek(week), { class: "link", key: `week-${week.number}` })
    : el("span", {}, words);
}

function phase(/** @type {SeasonWeek} */ week) {
  const label = labelOf(PHASES, week.phase);
  return [
    el("span", { class: week.phase === "taper" ? "tag marked" : "phase" }, label),
    week.deload ? [" ", el("span", { class: "tag" }, "lighter")] : null,
    week.state === "done" ? [" ", el("span", { class: "tag" }, "done")] : null,
    racesOf(week).length ? [" ", el("span", { class: "tag race" }, "Race")] : null,
  ];
}

const racesOf = (/** @type {SeasonWeek} */ { runs: all }) =>
  all.filter(({ kind }) => kind === "race");

function runs(/** @type {SeasonWeek} */ week) {
  const races = racesOf(week);
  const others = week.runs.length - races.length;
  return [
    others
      ? [count(others, "run"), ", ", `${week.running_minutes} min`]
      : races.length
        ? null
        : "–",
    races.map((race) =>
      el("div", {}, el("strong", {}, race.name), ", ", dayLabel(0, race.start.slice(0, 10))),
    ),
    // Of a week without strength it says why there is none.
    week.note && week.sessions[1] ? el("div", { class: "small" }, week.note) : null,
  ];
}

function strength(/** @type {SeasonWeek} */ week) {
  if (!week.sessions[1]) return week.note ? el("span", { class: "small" }, week.note) : "–";
  const stretches = week.flexibility?.length ?? 0;
  return [
    between(week.sessions, week.sessions[1] === 1 ? "session" : "sessions"),
    ", ",
    between(week.strength_minutes, "min"),
    stretches
      ? el("div", { class: "small" }, count(stretches, "time of stretching", "times of stretching"))
      : null,
    week.result ? el("div", {}, standingTag(week)) : null,
  ];
}

const between = ([least, most], words) => `${least === most ? most : `${least}–${most}`} ${words}`;

function standingTag(/** @type {SeasonWeek} */ { request, result }) {
  return el(
    "span",
    { class: `tag status ${result.status}`, title: standing(request, result)[1] },
    standing(request, result)[0],
  );
}

/** Each main lift of a planned week once, as heavy as it is. */
function lifts(/** @type {SeasonWeek} */ { state, result }) {
  /** @type {Map<string, Item>} */
  const found = new Map();
  for (const session of result?.plan?.sessions ?? [])
    for (const block of session.blocks)
      for (const item of block.items)
        if (item.role === "main_lift" && !found.has(item.exercise)) found.set(item.exercise, item);
  if (!found.size)
    return state === "coarse" ? el("span", { class: "small" }, "planned as it comes near") : "–";
  return el(
    "ul",
    { class: "lifts" },
    [...found.values()].map((item) => el("li", {}, item.name, " ", loadOf(item))),
  );
}

/** How a load is found says nothing beside a week's other sets. */
function loadOf(/** @type {Item} */ item) {
  if (!item.load) return null;
  return (item.load.kg ?? null) === null
    ? el("span", { class: "small" }, "load to be found")
    : el("b", { class: "load" }, loadWords(item));
}
