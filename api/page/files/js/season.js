// From today to the race: the form of a season, how far it is, and its weeks as rows.

import { button, download, el, field, fold, numberInput, refill, select } from "./dom.js";
import { takeItWithYou } from "./files.js";
import { filledForm, GOALS, isRace, keepsTimes, MOST_EXACT_WEEKS } from "./season_form.js";
import { seasonPicture } from "./season_picture.js";
import { seasonWeeks } from "./season_weeks.js";
import {
  fillIn,
  goOnWithSeason,
  ownWeek,
  planSeason,
  saveSeason,
  stopSeason,
  takeCure,
} from "./season_work.js";
import { troubleNote } from "./trouble.js";
import { distanceField } from "./units.js";
import { count } from "./words.js";

/** @import { Request, Season, SeasonAt, SeasonForm, Settings, State } from "../../types" */

const STANDINGS = {
  proven: ["Every planned week is proven best", "good", "✓"],
  feasible: ["Not every week is proven best yet", "fair", "≈"],
  relaxed: ["In some weeks something has to give", "fair", "≈"],
  infeasible: ["There is no such season", "poor", "×"],
};

export function drawSeason(/** @type {HTMLElement} */ root, /** @type {State} */ state) {
  const { season, seasonAt, settings, trouble } = state;
  const week = ownWeek(state);
  const form = filledForm(season.form, week);
  refill(
    root,
    el(
      "div",
      { class: "title" },
      el("h1", {}, "From today to the race"),
      el(
        "p",
        { class: "lead" },
        "Runs and strength week by week: the next weeks planned and proven one after the " +
          "other, those further ahead in outline.",
      ),
    ),
    formOf(form, week, settings, seasonAt),
    [seasonAt.trouble, trouble].map((one) => (one ? troubleNote(one) : null)),
    seasonAt.planned === null ? null : progress(form, seasonAt),
    season.answer ? answer(season.answer, form, seasonAt) : null,
  );
}

function formOf(
  /** @type {SeasonForm} */ form,
  /** @type {Request | null} */ week,
  /** @type {Settings} */ settings,
  /** @type {SeasonAt} */ { planned },
) {
  const isCouch = form.goal === "couch";
  const amount = (label, name, least, most, empty = "–") =>
    field(
      label,
      numberInput(`season-${name}`, form[name], least, most, empty, (value) =>
        fillIn({ [name]: value }),
      ),
    );
  return el(
    "section",
    { class: "season-form", "aria-label": "What the season is for" },
    el(
      "div",
      { class: "controls" },
      field(
        "What for?",
        select(
          GOALS,
          form.goal,
          (value) => fillIn({ goal: /** @type {SeasonForm["goal"]} */ (value) }),
          { key: "season-goal" },
        ),
      ),
      isRace(form) ? dateField("Day of the race", "race", form.race) : null,
      form.goal === "other" ? lengthField(form, settings) : null,
      form.goal === "weeks" ? amount("Weeks", "weeks", 1, 52) : null,
      dateField("First day", "start", form.start),
      isCouch ? null : amount("Running days a week", "days", 1, 7),
      isCouch ? null : amount("Minutes of running a week now", "minutes", 0, 2000),
      amount(
        isCouch ? "Longest run without a walk, minutes" : "Longest run now, minutes",
        "longest",
        0,
        600,
      ),
      amount("Most strength sessions a week", "sessions", 0, 7, "the season’s"),
      amount("Weeks to plan exactly", "exact", 1, MOST_EXACT_WEEKS),
    ),
    el("p", { class: "small" }, takenOver(form, week), " ", el("a", { href: "#setup" }, "Set up")),
    button(planned === null ? "Plan my season" : "Planning …", planSeason, {
      class: "primary",
      key: "plan-season",
      "aria-busy": planned === null ? null : "true",
    }),
  );
}

const dateField = (label, name, value) =>
  field(
    label,
    el("input", {
      type: "date",
      value: value ?? "",
      key: `season-${name}`,
      onchange: (event) => fillIn({ [name]: event.target.value || null }),
    }),
  );

function lengthField(/** @type {SeasonForm} */ form, /** @type {Settings} */ settings) {
  const distance = distanceField(settings, form.distance_km);
  return field(
    distance.label,
    el("input", {
      type: "number",
      min: 1,
      max: distance.most,
      step: "any",
      value: distance.value,
      key: "season-distance",
      onchange: ({ target }) =>
        fillIn({
          distance_km:
            Number(target.value) > 0 ? distance.inKilometres(Number(target.value)) : null,
        }),
    }),
  );
}

/** What of the week that is set up holds for every week. */
function takenOver(/** @type {SeasonForm} */ form, /** @type {Request | null} */ week) {
  if (!week?.availability.length)
    return (
      "Free time, places, level and injuries are those of your own week, which has no free " +
      "time yet:"
    );
  return keepsTimes(form, week)
    ? "Free time, places, level, injuries and the times of the runs are those of your own week:"
    : "Free time, places, level and injuries are those of your own week, and the runs are spread " +
        "over it:";
}

function progress(/** @type {SeasonForm} */ { exact }, /** @type {SeasonAt} */ { planned }) {
  return el(
    "div",
    { class: "note club-progress" },
    el("p", {}, `Week ${Math.min(planned + 1, exact)} of ${exact} is being planned …`),
    el("progress", { max: exact, value: planned, "aria-label": "Weeks planned" }),
    button("Stop", stopSeason, { key: "season-stop" }),
  );
}

function answer(
  /** @type {Season} */ season,
  /** @type {SeasonForm} */ { exact },
  /** @type {SeasonAt} */ { planned },
) {
  const [words, tone, mark] = STANDINGS[season.status];
  const left = Math.min(exact, season.weeks.length) - season.request.exact_weeks;
  return [
    el(
      "div",
      { class: `verdict ${tone}` },
      el("h2", {}, season.sentence),
      el(
        "p",
        {},
        el("span", { class: "mark", "aria-hidden": "true" }, `${mark} `),
        words,
        season.reason ? ": " : ".",
      ),
      season.reason ? el("p", { class: "small" }, season.reason) : null,
    ),
    season.cures.length ? cures(season) : null,
    left > 0 && planned === null
      ? el(
          "div",
          { class: "note" },
          el("p", {}, `${count(left, "week")} still to be planned.`),
          el("div", {}, button("Go on", goOnWithSeason, { key: "season-go-on" })),
        )
      : null,
    season.weeks.length
      ? el(
          "section",
          { class: "club-results", "aria-label": "The weeks of the season" },
          seasonPicture(season),
          el("p", { class: "small" }, "Press a planned week to open it in My week."),
          seasonWeeks(season),
        )
      : null,
    fold(
      "season-notes",
      "What was chosen, and why",
      { class: "plain-fold" },
      el(
        "ul",
        { class: "small" },
        season.choices.map(({ name, source }) =>
          el("li", {}, el("strong", {}, name), `: ${source}`),
        ),
        season.notes.map((note) => el("li", {}, note)),
      ),
    ),
    season.weeks.length ? files(season) : null,
  ];
}

function cures(/** @type {Season} */ season) {
  return el(
    "div",
    { class: "note" },
    el("h3", {}, "What would do instead"),
    el(
      "ul",
      {},
      season.cures.map((cure, index) =>
        el(
          "li",
          {},
          cure.sentence,
          " ",
          cure.patch?.length
            ? button("Take it", () => takeCure(cure), { key: `season-cure-${index}` })
            : null,
        ),
      ),
    ),
  );
}

function files(/** @type {Season} */ season) {
  return takeItWithYou(
    button("Calendar", () => saveSeason("ics"), { key: "season-ics" }),
    button("Page to print", () => saveSeason("html"), { key: "season-html" }),
    button(
      "Season (JSON)",
      () => download("season.json", "application/json", `${JSON.stringify(season, null, 2)}\n`),
      { key: "season-json" },
    ),
  );
}
