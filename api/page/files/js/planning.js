// What a person can do to the week, and the answers it brings.

import * as service from "./service.js";
import * as store from "./store.js";
import { say } from "./dom.js";
import { abandon, ask, askOn, isPausing, later, replaceWeek, weekOnItsWay } from "./asking.js";
import { differences, patched, same, withoutNulls } from "./patch.js";
import { written } from "./time.js";
import { spans } from "./spans.js";
import { planFaults, weekFaults } from "./shape.js";
import { goTo } from "./views.js";

/** @import { Marks, Repair, Request, Result, Session, State } from "../../types" */

const SOON_SECONDS = 0.6;

// The week on its way that is planned when it is here: pressed twice is pressed once.
let awaited = null;

/** True: the week was edited since it was planned, or a session marked. */
export function isEdited(/** @type {State} */ { request, answer, marks }) {
  return answer !== null && (!same(request, answer.request) || isMarked(marks));
}

const isMarked = ({ missed, done }) => missed.length + done.length > 0;

/** True: the first day was changed, so that nothing of the plan is of this week. */
const isAnotherWeek = (/** @type {Pick<State, "request" | "answer">} */ { request, answer }) =>
  answer !== null && request.week.start !== answer.request.week.start;

/** True: some of the week has gone by, which planning it from nothing would forget. */
export function isUnderWay(/** @type {State} */ state) {
  const {
    request: { current },
    marks,
  } = state;
  if (isAnotherWeek(state)) return false;
  return (
    isMarked(marks) ||
    Boolean(current && (current.done?.length || current.missed?.length || current.now))
  );
}

export function planLabel(/** @type {State} */ state) {
  if (isUnderWay(state)) return "Plan the rest again";
  return state.answer ? "Plan afresh" : "Plan my week";
}

/** The one button: the best week for the request; of a week under way, for what is left of it. */
export async function planWeek() {
  const coming = weekOnItsWay();
  if (coming) {
    if (coming === awaited) return null;
    awaited = coming;
    say("The example is on its way; it is planned when it is here.");
    if (!(await coming)) return null;
  }
  if (!store.now().request.availability.length) return sayNoTime();
  store.mark();
  const state = store.now();
  goTo("week");
  const answered =
    state.answer && isUnderWay(state)
      ? planAgain()
      : planNew(isUnderWay(state) ? state.request : withoutCurrent(state.request), showVerdict);
  await answered;
  return showVerdict();
}

function sayNoTime() {
  goTo("setup");
  const problem =
    "A session needs a time. Choose Free time above the week, and draw or tap " +
    "where you could train.";
  store.change({ trouble: { heading: "Draw when you could train", problems: [problem] } });
  say(problem);
  return null;
}

/** Brings what the press led to before the eyes, on a small screen too. */
function showVerdict() {
  const place = document.querySelector("#week [role=alert], #week .verdict");
  place?.scrollIntoView({ block: "nearest" });
}

/** Plans the whole week as if nothing of it had gone by. */
export function forgetProgress() {
  store.mark();
  store.change({ marks: store.NO_MARKS });
  return planNew(withoutCurrent(store.now().request));
}

function withoutCurrent(/** @type {Request} */ request) {
  const { current, ...rest } = request;
  return rest;
}

/**
 * A week that takes longer is shown as soon as there is one, then its proof, and then why no week
 * keeps every rule.
 */
export async function planNew(/** @type {Request} */ request, shown = () => {}) {
  store.change({ request });
  const answered = await ask("Planning", async (signal) => {
    const soon = await planSoon(request, signal);
    const result =
      soon?.plan || (soon && !isCutShort(soon)) ? soon : await service.planOnly(request, signal);
    return { request, result, changes: null };
  });
  shown();
  if (answered) await goOn(answered);
}

const isCutShort = (/** @type {Result} */ result) =>
  result.warnings.some(({ code }) => code === "time_limit");

/** What there is after a moment; null where the service has no room so soon. */
async function planSoon(/** @type {Request} */ request, signal) {
  try {
    return await service.planOnly(request, signal, SOON_SECONDS);
  } catch (error) {
    if (error instanceof service.Refusal && error.status === 503) return null;
    throw error;
  }
}

async function goOn(answered) {
  const again = () => goOn(answered);
  let found = answered;
  if (isCutShort(found.result))
    found = await askOn(
      found,
      "Looking for a better week, and for the proof",
      service.planOnly,
      again,
    );
  if (["relaxed", "infeasible"].includes(found?.result.status))
    await askOn(found, "Looking for why, and for what would help", service.plan, again);
}

/** The week with the fewest changes of the plan so far. */
function planAgain() {
  const { request, answer, marks } = store.now();
  if (isAnotherWeek({ request, answer })) return planNew(withoutCurrent(request));
  // Without a plan so far there is nothing to stay near to.
  if (!answer.result.plan && !answer.request.current) return planNew(request);
  return ask("Planning with the fewest changes", async (signal) => {
    const body = {
      request: answer.request,
      result: answer.result,
      ...marks,
      change: differences(answer.request, request),
    };
    const again = await service.replan(body, signal);
    const { result, changes, unchanged } = again;
    return { request: withoutNulls(again.request), result, changes, done: again.done, unchanged };
  });
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
  if (!pause || !isPausing()) store.mark();
  const replans = again && answer !== null;
  store.change({ request: next, trouble: null, ...(replans && pause ? { pausing: true } : {}) });
  if (!replans) return;
  if (pause) later(planAgain);
  else planAgain();
}

/** A repair is a patch of the week that was planned, so an edited one does not take it. */
export function applyRepair(/** @type {Repair} */ repair) {
  const state = store.now();
  if (isEdited(state)) return;
  store.mark();
  const request = patched(state.request, repair.patch);
  store.change({ request });
  // A week under way keeps what was done and planned.
  if (request.current) planAgain();
  else planNew(request);
}

export const markMissed = (id) => markAs("missed", "done", id);
export const markDone = (id) => markAs("done", "missed", id);

function markAs(/** @type {keyof Marks} */ name, /** @type {keyof Marks} */ other, id) {
  const { marks, request, answer } = store.now();
  store.mark();
  const window = answer.result.plan.sessions.find((session) => session.id === id)?.window;
  // What was locked in a session that was missed is not asked for in its window any more.
  const isGone = (pin) =>
    name === "missed" && pin.window === window && pin.exercise && pin.sets !== 0;
  const pinned = (request.pinned ?? []).filter((pin) => !isGone(pin));
  store.change({
    request: pinned.length < (request.pinned ?? []).length ? { ...request, pinned } : request,
    marks: {
      ...marks,
      [name]: [...new Set([...marks[name], id])],
      [other]: marks[other].filter((one) => one !== id),
    },
  });
  return planAgain();
}

const isLock = (pin, window, exercise) =>
  pin.window === window && pin.exercise === exercise && pin.sets !== 0;

export const isLocked = (/** @type {Request} */ request, window, exercise) =>
  (request.pinned ?? []).some((pin) => isLock(pin, window, exercise));

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

/** Puts `other` in the place of an exercise, with as many sets, wherever both may be done. */
export function swap(exercise, other, windows) {
  edit((request) => {
    const pins = (request.pinned ?? []).filter(
      (pin) => pin.exercise !== exercise && pin.exercise !== other.exercise,
    );
    const taken = windows
      .filter(({ window }) => other.windows.includes(window))
      .map(({ window, before }) => ({ window, exercise: other.exercise, sets: before }));
    request.pinned = [...pins, { exercise, sets: 0 }, ...taken];
  });
}

/** Moves a session to a start in the free time of its week; false where there is none. */
export function moveSession(/** @type {Session} */ session, start) {
  const { request } = store.now();
  const length = Math.ceil(session.minutes);
  const window = spans(request).find(
    (span) => span.type === "window" && span.start <= start && start + length <= span.end,
  );
  if (!window) {
    const problem =
      "A session stands where you have free time, from its beginning to its end. Add " +
      "some on Set up, or drop it on a dashed block.";
    store.change({ trouble: { heading: "There is no free time there", problems: [problem] } });
    say(problem);
    return false;
  }
  edit((next) => {
    const others = (next.pinned ?? []).filter(
      (pin) => !(pin.start && (pin.window === session.window || pin.window === window.id)),
    );
    next.pinned = [...others, { window: window.id, start: written(start, next.week.start) }];
  });
  return true;
}

export function dropPin(index) {
  edit((request) => {
    request.pinned = request.pinned.filter((_, place) => place !== index);
  });
}

/** A document that a person pasted or dropped: a request, a result of it, or both. */
export function take(document) {
  if (document?.runstrong === 1) {
    store.takeEverything(document);
    if (document.week) abandon();
    return "All that the file had is here: the week, its plan and the log.";
  }
  const hasPlan = Boolean(document?.request && document?.result);
  if (!hasPlan && !(document?.athlete && document?.availability)) {
    throw new Error(
      "This is neither a week nor a week with its plan. Paste what this page, the " +
        "command line or the HTTP interface gave you.",
    );
  }
  const request = withoutNulls(hasPlan ? document.request : document);
  const faults = [...weekFaults(request), ...(hasPlan ? planFaults(document.result) : [])];
  if (faults.length) throw new Error(`This week cannot be shown. ${faults.join(" ")}`);
  replaceWeek({
    request,
    answer: hasPlan
      ? { request, result: document.result, changes: document.changes ?? null }
      : null,
  });
  return hasPlan ? "The week and its plan are here." : "The week is here; plan it.";
}
