// A season under way: planned week by week, each shown as it comes, and its weeks opened.

import * as service from "./service.js";
import * as store from "./store.js";
import { replaceWeek } from "./asking.js";
import { download, say } from "./dom.js";
import { filledForm, formFaults, GOALS, seasonRequest } from "./season_form.js";
import { patched, withoutNulls } from "./patch.js";
import { goTo } from "./views.js";

/** @import { Season, SeasonForm, SeasonWeek, State, Trouble } from "../../types" */

let running = null;

/** One's own week, whatever is shown in this tab; null where there is none. */
export const ownWeek = (/** @type {State} */ { request, opened }) =>
  opened ? (store.storedHere().request ?? null) : request;

export function fillIn(/** @type {Partial<SeasonForm>} */ parts) {
  const { season } = store.now();
  store.change({ season: { ...season, form: { ...season.form, ...parts } } });
}

/** Plans the season anew; the last one stays until the first week of this one is here. */
export function planSeason() {
  const week = ownWeek(store.now());
  const form = filledForm(store.now().season.form, week);
  const faults = formFaults(form, week);
  if (faults.length) return tell({ heading: "Something is missing", problems: faults });
  return work((signal) => service.season(seasonRequest(form, week, 1), signal), form.exact);
}

/** The weeks of the season that are still to be planned. */
export function goOnWithSeason() {
  const { season } = store.now();
  return work(async () => season.answer, filledForm(season.form, null).exact);
}

/** A week more at a time, so that there is something to see; weeks that are there stay. */
async function work(begin, exact) {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  store.change({ seasonAt: { planned: 0, trouble: null }, trouble: null });
  showHowFar();
  say("Planning the season.");
  try {
    let answer = await begin(mine.signal);
    while (keep(mine, answer) && exactWeeks(answer) < Math.min(exact, answer.weeks.length)) {
      const change = { exact_weeks: exactWeeks(answer) + 1 };
      answer = await service.seasonWith(answer, change, mine.signal);
    }
    if (running === mine) end(answer.sentence);
  } catch (error) {
    if (running !== mine) return;
    if (!(error instanceof service.Refusal)) throw error;
    running = null;
    tell(error.trouble("This season cannot be planned as it is"));
  }
}

/** Brings what the press led to before the eyes, on a small screen too. */
function showHowFar() {
  document.querySelector("#season .club-progress")?.scrollIntoView({ block: "start" });
}

const exactWeeks = (/** @type {Season} */ { request }) => request.exact_weeks;

/** False: nobody waits for it any more. */
function keep(mine, /** @type {Season} */ answer) {
  if (running !== mine) return false;
  store.change({
    season: { ...store.now().season, answer },
    seasonAt: { planned: exactWeeks(answer), trouble: null },
  });
  return true;
}

function end(sentence) {
  running = null;
  store.change({ seasonAt: { planned: null, trouble: null } });
  say(sentence);
}

export function stopSeason() {
  running?.abort();
  end("Stopped; the weeks that are planned stay.");
}

function tell(/** @type {Trouble} */ trouble) {
  store.change({ seasonAt: { planned: null, trouble } });
  document.querySelector("#season [role=alert]")?.scrollIntoView({ block: "nearest" });
  say(trouble.problems.join(" "));
}

/** What would do instead, taken over into the form, and planned. */
export function takeCure(/** @type {Season["cures"][number]} */ { patch }) {
  const { goal } = patched(store.now().season.answer.request, patch);
  const length = String(goal.distance_km);
  fillIn({
    goal: /** @type {SeasonForm["goal"]} */ (
      GOALS.some(([id]) => id === length) ? length : "other"
    ),
    race: goal.race,
    distance_km: goal.distance_km,
  });
  return planSeason();
}

/** A planned week in My week, beside the week that this browser keeps. */
export function openSeasonWeek(/** @type {SeasonWeek} */ week) {
  const request = withoutNulls(week.request);
  const answer = { request, result: week.result, changes: null };
  replaceWeek({ request, answer, opened: true, ofSeason: true });
  goTo("week");
  document.getElementById("week").focus();
  scrollTo(0, 0);
}

export async function saveSeason(format) {
  try {
    const { name, content } = await service.seasonFile(format, store.now().season.answer);
    download(name, content.type, content);
    say(`${name} is ready.`);
  } catch (error) {
    if (!(error instanceof service.Refusal)) throw error;
    tell(error.trouble("This file could not be made"));
  }
}
