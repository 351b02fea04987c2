// What the page knows: the week as it is edited, and the last answer.  Both are kept in this
// browser alone, and only until `forgetAll`; an athlete of a club only in this tab.

import { forget, recall, remember } from "./memory.js";
import { planFaults, weekFaults } from "./shape.js";

const NAME = "runstrong.week.2";
// Of an older version the week itself is taken over, its plan is not.
const OLDER = "runstrong.week";
const OPENED = "runstrong.opened";
const MOST_STEPS_BACK = 50;

export const NO_MARKS = Object.freeze({ missed: [], done: [] });
/** Nothing is being asked, and nothing went wrong. */
export const AT_REST = Object.freeze({ busy: null, goingOn: null, pausing: false, stalled: null, trouble: null });

/**
 * `request`: the week as edited.  `answer`: what was planned last, with the request that it
 * answers, or null.  `example`: the example it is.  `marks`: sessions told to be missed or done
 * that no answer knows of yet.  `opened`: an athlete of a club.  The rest is of the moment and not
 * kept.
 */
let state = {
  request: null,
  answer: null,
  example: null,
  marks: NO_MARKS,
  opened: false,
  ...AT_REST,
  isKept: true,
  // Changed to have a part drawn anew that shows more than what stands here.
  calendar: 0,
  told: 0,
};
const KEPT = ["request", "answer", "example", "marks"];
const steps = [];
const listeners = new Set();

export const now = () => state;

export function listen(listener) {
  listeners.add(listener);
}

export function change(parts) {
  state = { ...state, ...parts };
  if ([...KEPT, "opened"].some((name) => name in parts)) state.isKept = keep();
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
  const { request, answer, example, marks, opened } = state;
  steps.push({ request, answer, example, marks, opened });
  if (steps.length > MOST_STEPS_BACK) steps.shift();
}

export const canGoBack = () => steps.length > 0;

export function back() {
  const step = steps.pop();
  if (step) change({ ...step, ...AT_REST });
}

function keep() {
  const text = JSON.stringify(Object.fromEntries(KEPT.map((name) => [name, state[name]])));
  if (state.opened) return remember("sessionStorage", OPENED, text);
  forget("sessionStorage", OPENED);
  forget("localStorage", OLDER);
  return remember("localStorage", NAME, text);
}

/** What this tab or this browser keeps: parts of the state, or the `faults` of what cannot be used. */
export function kept() {
  const opened = recall("sessionStorage", OPENED);
  return opened === null ? keptHere() : { ...readable(opened), opened: true };
}

/** The same without an athlete of a club. */
export function keptHere() {
  const text = recall("localStorage", NAME);
  if (text !== null) return readable(text);
  const older = recall("localStorage", OLDER);
  return older === null ? {} : { ...readable(older), answer: null, marks: NO_MARKS };
}

function readable(text) {
  try {
    const { request, answer = null, example = null, marks = NO_MARKS } = JSON.parse(text);
    const faults = weekFaults(request);
    if (faults.length) return { faults };
    const plan = answer && !weekFaults(answer.request).length && !planFaults(answer.result).length ? answer : null;
    return { request, answer: plan, example, marks: plan ? marks : NO_MARKS };
  } catch {
    return { faults: ["It is no JSON."] };
  }
}

/** Calls `told` when another tab has kept another week, `gone` when it has forgotten all. */
export function listenElsewhere(told, gone) {
  addEventListener("storage", (event) => {
    if (event.key !== NAME && event.key !== null) return;
    if (event.newValue === null) return gone();
    const found = readable(event.newValue);
    if (!found.request || state.opened) return;
    mark();
    told();
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
  for (const name of [NAME, OLDER]) forget("localStorage", name);
  try {
    sessionStorage.clear();
  } catch {
    // Nothing was kept.
  }
}
