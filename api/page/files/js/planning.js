// What a person can do to the week, and the answers it brings.

import * as service from "./service.js";
import * as store from "./store.js";
import { say } from "./dom.js";
import { differences, patched, same, withoutNulls } from "./patch.js";
import { standing } from "./words.js";

const PAUSE_MILLISECONDS = 450;
const SOON_SECONDS = 0.8;

let running = null;
let waiting = null;

/** True: the week was edited since it was planned. */
export function isEdited({ request, answer }) {
  return answer !== null && !same(request, answer.request);
}

/**
 * The best week for the request as it is, whatever was planned before.
 *
 * A week that takes longer is shown as soon as there is one, then its proof, and then why no week
 * keeps every rule.
 */
export async function planAfresh() {
  store.mark();
  const { current, ...request } = store.now().request;
  let answered = await ask("Planning", async (signal) => {
    const soon = await planSoon(request, signal);
    const result = soon?.plan || (soon && !isCutShort(soon)) ? soon : await service.planOnly(request, signal);
    return { request, result, changes: null };
  }, { request });
  if (answered && isCutShort(answered.result)) answered = await goOn(answered, "Looking for a better week, and for the proof", service.planOnly);
  if (["relaxed", "infeasible"].includes(answered?.result.status)) await goOn(answered, "Looking for why, and for what would help", service.plan);
}

const isCutShort = (result) => result.warnings.some(({ code }) => code === "time_limit");

/** What there is after a moment; null where the service has no room so soon. */
async function planSoon(request, signal) {
  try {
    return await service.planOnly(request, signal, SOON_SECONDS);
  } catch (error) {
    if (error instanceof service.Refusal && error.status === 503) return null;
    throw error;
  }
}

/** Asks further about an answer that is on the screen already; the answer then, null without one. */
async function goOn(answered, what, question) {
  const mine = new AbortController();
  running = mine;
  store.change({ goingOn: what });
  try {
    const result = await question(answered.request, mine.signal);
    if (running !== mine || store.now().answer !== answered) return null;
    store.change({ answer: { ...answered, result } });
    return store.now().answer;
  } catch (error) {
    if (!(error instanceof service.Refusal) && error.name !== "AbortError") throw error;
    return null;
  } finally {
    if (running === mine) store.change({ goingOn: null });
  }
}

/** The week with the fewest changes of the plan so far. */
async function planAgain({ missed = [], done = [] } = {}) {
  const { request, answer } = store.now();
  // Without a plan so far there is nothing to stay near to.
  if (!answer.result.plan && !answer.request.current) return planAfresh();
  return ask("Planning with the fewest changes", async (signal) => {
    const body = { request: answer.request, result: answer.result, missed, done, change: differences(answer.request, request) };
    const again = await service.replan(body, signal);
    const { result, changes, unchanged } = again;
    return { request: withoutNulls(again.request), result, changes, done: again.done, unchanged };
  });
}

async function ask(what, question, parts = {}) {
  clearTimeout(waiting);
  waiting = null;
  running?.abort();
  const mine = new AbortController();
  running = mine;
  store.change({ ...parts, busy: what, problems: [], goingOn: null, pausing: false });
  say(`${what}.`);
  const asked = store.now().request;
  try {
    const answer = await question(mine.signal);
    if (running !== mine) return;
    const edits = same(asked, store.now().request) ? answer.request : store.now().request;
    store.change({ request: edits, answer, busy: null });
    say(standing(answer.request, answer.result)[0]);
    return answer;
  } catch (error) {
    if (error.name === "AbortError" || running !== mine) return;
    if (!(error instanceof service.Refusal)) throw error;
    store.change({ busy: null, problems: error.problems, refused: error.status });
    say(error.problems.join(" "));
  }
}

/**
 * Edits the request by `edit`, which may change it in place.  With `again` a planned week is
 * planned again at once, after a short pause where more edits may follow.
 */
export function edit(change, { again = true, pause = false } = {}) {
  const { request, answer } = store.now();
  const next = structuredClone(request);
  change(next);
  if (same(next, request)) return;
  clearTimeout(waiting);
  if (!pause || waiting === null) store.mark();
  waiting = null;
  const replans = again && answer !== null;
  store.change({ request: next, problems: [], pausing: replans && pause });
  if (!replans) return;
  if (!pause) planAgain();
  else
    waiting = setTimeout(() => {
      waiting = null;
      planAgain();
    }, PAUSE_MILLISECONDS);
}

export function applyRepair(repair) {
  const { answer } = store.now();
  store.mark();
  const request = patched(answer.request, repair.patch);
  store.change({ request });
  // A week under way keeps what was done and planned.
  return request.current ? planAgain() : planAfresh();
}

export function markMissed(id) {
  store.mark();
  return planAgain({ missed: [id] });
}

export function markDone(id) {
  store.mark();
  return planAgain({ done: [id] });
}

const isLock = (pin, window, exercise) => pin.window === window && pin.exercise === exercise && pin.sets !== 0;
const isRefusal = (pin, exercise) => pin.exercise === exercise && pin.sets === 0;

export const isLocked = (request, window, exercise) => (request.pinned ?? []).some((pin) => isLock(pin, window, exercise));

export function toggleLock(window, exercise, sets) {
  edit((request) => {
    const pins = request.pinned ?? [];
    const others = pins.filter((pin) => !isLock(pin, window, exercise));
    request.pinned = others.length < pins.length ? others : [...pins, { window, exercise, sets }];
  });
}

export function refuse(exercise) {
  edit((request) => {
    const pins = (request.pinned ?? []).filter((pin) => pin.exercise !== exercise);
    request.pinned = [...pins, { exercise, sets: 0 }];
  });
}

export function dropPin(index) {
  edit((request) => {
    request.pinned = request.pinned.filter((_, place) => place !== index);
  });
}

/** A document that a person pasted or dropped: a request, a result of it, or both. */
export function take(document) {
  store.mark();
  if (document?.request?.availability && document?.result?.status) {
    const request = withoutNulls(document.request);
    store.change({ request, answer: { request, result: document.result, changes: document.changes ?? null }, example: null, problems: [] });
    return "The week and its plan are here.";
  }
  if (document?.athlete && document?.availability) {
    store.change({ request: withoutNulls(document), answer: null, example: null, problems: [] });
    return "The week is here; plan it.";
  }
  throw new Error("This is neither a week nor a week with its plan. Paste what this page, the command line or the HTTP interface gave you.");
}

export { isRefusal };
