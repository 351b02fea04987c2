// What the page knows: the week as it is edited, and the last answer.  Both are kept in this
// browser alone, and only until `forgetAll`; an athlete of a club only in this tab.

import { forget, forgetBeginning, recall, remember } from "./memory.js";
import {
  isLogEntry,
  isSeason,
  isSettings,
  isTraining,
  logFaults,
  planFaults,
  seasonFaults,
  trainingFaults,
  weekFaults,
} from "./shape.js";

/** @import { Club, Stored, Marks, State, Training } from "../../types" */

const NAME = "runstrong.week.2";
// Of an older version the week itself is taken over, its plan is not.
const OLDER = "runstrong.week";
const OPENED = "runstrong.opened";
// What could not be read; nobody but its owner may throw it away.
const PUT_AWAY = "runstrong.week.unreadable";
// The session that is under way, what was done in those before, the season, and how things are
// shown, beside any week.
const BESIDE = {
  training: "runstrong.training",
  log: "runstrong.log",
  settings: "runstrong.settings",
  season: "runstrong.season",
};
const MOST_STEPS_BACK = 50;

/**
 * The roster with what its columns mean, the batch, its lines and their rows; nothing of it
 * outlives the browser's tab.
 * @type {Readonly<Club>}
 */
export const NO_CLUB = Object.freeze({
  roster: null,
  form: null,
  columns: [],
  name: null,
  batch: null,
  lines: [],
  rows: [],
  trouble: null,
  shown: "",
  requests: null,
  packing: false,
});
/** @type {Readonly<Marks>} */
export const NO_MARKS = Object.freeze({ missed: [], done: [] });
/** @type {Readonly<State["season"]>} */
const NO_SEASON = Object.freeze({ form: {}, answer: null });
/** Nothing is being asked, and nothing went wrong. */
export const AT_REST = Object.freeze({
  busy: null,
  goingOn: null,
  pausing: false,
  stalled: null,
  trouble: null,
});

/**
 * `request`: the week as edited.  `answer`: what was planned last, with the request that it
 * answers, or null.  `marks`: sessions told to be missed or done that no answer knows of yet.
 * `opened`: it is not one's own week but an athlete of a club, a week `ofSeason` or, with its id as
 * `example`, an example; all are for this tab alone.  The rest is of the moment and not kept.
 * @type {State}
 */
let state = {
  request: null,
  answer: null,
  example: null,
  marks: NO_MARKS,
  opened: false,
  ofSeason: false,
  ...AT_REST,
  training: null,
  log: [],
  settings: {},
  season: NO_SEASON,
  seasonAt: { planned: null, trouble: null },
  club: NO_CLUB,
  isKept: true,
  view: null,
  // What drawing adds: free time ("window") or a kind of run.
  drawing: "window",
  decides: false,
  wholeDay: false,
  // Changed to have a part drawn anew that shows more than what stands here.
  calendar: 0,
  arrivals: 0,
};
const STORED = ["request", "answer", "example", "marks", "ofSeason"];
const steps = [];
const listeners = new Set();

/** @returns {State} */
export const now = () => state;

export function listen(listener) {
  listeners.add(listener);
}

export function change(/** @type {Partial<State>} */ parts) {
  state = { ...state, ...parts };
  if ([...STORED, "opened"].some((name) => name in parts)) state.isKept = keep();
  for (const [name, place] of Object.entries(BESIDE)) {
    if (name in parts) state.isKept = remember("localStorage", place, JSON.stringify(state[name]));
  }
  tell();
}

function tell() {
  for (const listener of listeners) listener(state);
}

/** Has `calendar` or what is `told` of the answer drawn anew. */
export function redraw(part) {
  change({ [part]: state[part] + 1 });
}

/** Remembers the week as it is, so that `back` returns to it. */
export function mark() {
  if (!state.request) return;
  const { request, answer, example, marks, opened, ofSeason } = state;
  steps.push({ request, answer, example, marks, opened, ofSeason });
  if (steps.length > MOST_STEPS_BACK) steps.shift();
}

/** The same for the week that this browser keeps, where another one is shown in its place. */
export function markOwn() {
  const { faults, ...own } = storedHere();
  if (own.request) steps.push({ ...own, opened: false });
}

export const canGoBack = () => steps.length > 0;

export function back() {
  const step = steps.pop();
  if (!step) return;
  // One's own week as it is kept now: another tab may have edited it meanwhile.
  const own = state.opened && !step.opened ? storedHere() : {};
  change({ ...step, ...(own.request ? own : {}), ...AT_REST });
}

function keep() {
  const text = JSON.stringify(Object.fromEntries(STORED.map((name) => [name, state[name]])));
  if (state.request === null) return true;
  if (state.opened) return remember("sessionStorage", OPENED, text);
  forget("sessionStorage", OPENED);
  forget("localStorage", OLDER);
  return remember("localStorage", NAME, text);
}

/** Lays what this browser keeps and nobody can read aside, before another week takes its place. */
export function putAway() {
  const text = recall("localStorage", NAME);
  if (text !== null) remember("localStorage", PUT_AWAY, text);
}

/**
 * What this tab or browser keeps: parts of the state, or the `faults` of what is unusable.
 * @returns {Stored}
 */
export function stored() {
  const opened = recall("sessionStorage", OPENED);
  return opened === null ? storedHere() : { ...readable(opened), opened: true };
}

/**
 * The same without an athlete of a club.
 * @returns {Stored}
 */
export function storedHere() {
  const text = recall("localStorage", NAME);
  const own = { example: null, ofSeason: false };
  if (text !== null) return { ...readable(text), ...own };
  const older = recall("localStorage", OLDER);
  return older === null ? {} : { ...readable(older), ...own, answer: null, marks: NO_MARKS };
}

/** @returns {Stored} */
function readable(text) {
  try {
    const found = JSON.parse(text);
    const { request, answer = null, example = null, marks = NO_MARKS, ofSeason = false } = found;
    const faults = weekFaults(request);
    if (faults.length) return { faults };
    const plan =
      answer && !weekFaults(answer.request).length && !planFaults(answer.result).length
        ? answer
        : null;
    return { request, answer: plan, example, marks: plan ? marks : NO_MARKS, ofSeason };
  } catch {
    return { faults: ["It is no JSON."] };
  }
}

/** The session under way, the log, the season and the settings, as this browser keeps them now. */
export function storedBeside() {
  const found = {};
  for (const [name, place] of Object.entries(BESIDE)) {
    try {
      found[name] = JSON.parse(recall("localStorage", place) ?? "null");
    } catch {
      found[name] = null;
    }
  }
  const { training, log, settings, season } = found;
  return {
    settings: isSettings(settings) ? settings : {},
    training: isTraining(training) ? training : null,
    log: Array.isArray(log) ? log.filter(isLogEntry) : [],
    season: isSeason(season) ? season : NO_SEASON,
  };
}

/** All that this browser keeps of its owner, as one document; and back. */
export const everything = () => ({
  runstrong: 1,
  week: JSON.parse(recall("localStorage", NAME) ?? "null"),
  ...storedBeside(),
});

/** What the document does not have stays as it is; throws where something in it cannot be used. */
export function takeEverything({ week, training, log, settings, season }) {
  const { faults = [], ...found } = week ? readable(JSON.stringify(week)) : {};
  const all = [...faults, ...trainingFaults(training), ...logFaults(log), ...seasonFaults(season)];
  if (all.length) throw new Error(all.join(" "));
  if (week) {
    if (state.opened) markOwn();
    else mark();
  }
  change({
    ...(week ? { ...found, example: null, opened: false, ofSeason: false, ...AT_REST } : {}),
    ...(training === undefined ? {} : { training }),
    ...(log ? { log } : {}),
    ...(isSettings(settings) ? { settings } : {}),
    ...(season ? { season } : {}),
  });
}

/** Calls `onChange` when another tab has stored another week, else `onForgotten`: it forgot all. */
export function listenElsewhere(onChange, onForgotten) {
  addEventListener("storage", (event) => {
    if (event.key === BESIDE.season && event.newValue !== null) {
      // Kept there already.
      state = { ...state, season: storedBeside().season };
      tell();
    }
    if (event.key !== NAME && event.key !== null) return;
    if (event.newValue === null) return onForgotten();
    const found = readable(event.newValue);
    if (!found.request || state.opened) return;
    mark();
    onChange();
    // Kept there already.
    state = { ...state, ...AT_REST, ...found };
    tell();
  });
}

/** Leaves nothing behind; the page has to be loaded anew. */
export function forgetAll() {
  listeners.clear();
  state = { ...state, request: null };
  steps.length = 0;
  // Others keep here too: what columns mean, the language, the batch of a club.
  for (const store of ["localStorage", "sessionStorage"]) forgetBeginning(store, "runstrong.");
}
