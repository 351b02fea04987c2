// The session that is being done: which block, which sets, with what; and the log that it leaves.

import * as store from "./store.js";
import { say } from "./dom.js";
import { same } from "./patch.js";
import { markDone } from "./planning.js";
import { said } from "./texts.js";
import { today } from "./time.js";
import { goTo } from "./views.js";

/** @import { Item, Request, Session, Training } from "../../types" */

const MOST_ENTRIES = 2000;
const REST_OF_DRILLS_SECONDS = 0;
export const NOT_LOGGED = "This is not your own week: nothing of it goes into your log.";

/** Begins a session of the plan, or goes on with it. */
export function begin(/** @type {Session} */ session, /** @type {Request} */ request) {
  const { training, opened } = store.now();
  if (!isUnderWay(training, session, request, !opened)) {
    if (training !== null && !mayLeave()) return;
    store.change({
      training: {
        week: request.week.start,
        units: request.athlete.units ?? "kg",
        session,
        at: 0,
        sets: setsOf(session, request.athlete.units),
        notes: {},
        rest: null,
        isOwn: !opened,
      },
    });
  }
  goTo("train");
}

/** Of an example or another plan of the week, a session may have the same name. */
const isUnderWay = (
  /** @type {Training} */ training,
  /** @type {Session} */ session,
  /** @type {Request} */ request,
  isOwn,
) =>
  training !== null &&
  training.isOwn === isOwn &&
  training.week === request.week.start &&
  same(training.session, session);

/** What each set begins with: the plan's load, and the repetitions of last time or its least. */
function setsOf(/** @type {Session} */ session, units = "kg") {
  /** @type {Training["sets"]} */
  const found = {};
  for (const [at, block] of session.blocks.entries()) {
    for (const [index, item] of block.items.entries()) {
      const last = lastTime(item.exercise)?.sets.at(-1);
      const fits =
        last?.reps && item.reps && last.reps >= item.reps[0] && last.reps <= item.reps[1];
      const one = {
        done: false,
        // Of repetitions that are held, they are counted.
        reps: item.reps ? (fits ? last.reps : item.reps[0]) : null,
        seconds: item.hold_seconds && !item.reps ? item.hold_seconds[0] : null,
        load: item.load?.[units] ?? item.load?.kg ?? last?.[units] ?? null,
      };
      found[keyOf(at, index)] = Array.from({ length: item.sets }, () => ({ ...one }));
    }
  }
  return found;
}

export const keyOf = (at, index) => `${at}-${index}`;

/** The newest entry of the log for an exercise, of an earlier session. */
export function lastTime(exercise) {
  return (
    store.now().log.findLast((entry) => entry.exercise === exercise && entry.sets?.length) ?? null
  );
}

function edit(change) {
  const training = structuredClone(store.now().training);
  change(training);
  store.change({ training });
}

export const turnTo = (at) =>
  edit((training) => {
    training.at = Math.min(Math.max(at, 0), training.session.blocks.length);
  });

export const writeSet = (key, index, parts) =>
  edit((training) => {
    // What is written for one set is likely so for those that follow.
    training.sets[key].forEach((one, at) => {
      if (at === index || (at > index && !one.done)) Object.assign(one, parts);
    });
  });

export const note = (key, parts) =>
  edit((training) => {
    training.notes[key] = { ...training.notes[key], ...parts };
  });

/** Ticks a set or takes its tick back; a tick begins the rest. */
export function tick(key, index, /** @type {Item} */ item) {
  edit((training) => {
    const one = training.sets[key][index];
    one.done = !one.done;
    const seconds = item.rest_seconds ?? REST_OF_DRILLS_SECONDS;
    training.rest = one.done && seconds ? { until: Date.now() + seconds * 1000, seconds } : null;
  });
}

/** Ticks every set that is not ticked yet: all was done as it was planned. */
export const tickAll = () =>
  edit((training) => {
    for (const one of Object.values(training.sets).flat()) one.done = true;
    training.rest = null;
  });

export const endRest = () =>
  edit((training) => {
    training.rest = null;
  });

const mayLeave = () => window.confirm(said("Leave this session without writing it into the log?"));

export function giveUp() {
  if (mayLeave()) store.change({ training: null });
}

/** Writes what was ticked into the log, where it is one's own, and marks the week's session. */
export function finish() {
  const { training } = store.now();
  store.change({ training: null, ...(training.isOwn ? { log: logWith(training) } : {}) });
  const { answer, request, marks, opened } = store.now();
  const planned = answer?.result.plan?.sessions.some(({ id }) => id === training.session.id);
  goTo("week");
  say(training.isOwn ? "The session is in the log." : NOT_LOGGED);
  if (
    planned &&
    training.isOwn === !opened &&
    request.week.start === training.week &&
    !marks.done.includes(training.session.id)
  )
    markDone(training.session.id);
}

function logWith(/** @type {Training} */ training) {
  const others = store
    .storedBeside()
    .log.filter(
      (entry) => !(entry.week === training.week && entry.session === training.session.id),
    );
  return [...others, ...entriesOf(training, today())].slice(-MOST_ENTRIES);
}

/** As `previous.log` of a request has them; `week` beside, which the log alone knows. */
function entriesOf({ week, session, sets, notes, units }, date) {
  return session.blocks
    .flatMap((block, at) =>
      block.items.map((item, index) => {
        const key = keyOf(at, index);
        const { rir = null, pain = null } = notes[key] ?? {};
        const isWarmUp = ["warm_up", "ramp", "mobility"].includes(block.kind);
        const done = sets[key]
          .filter((one) => one.done)
          .map(({ reps, seconds, load }) =>
            compact({
              reps,
              hold_seconds: reps === null ? seconds : null,
              [units]: item.load ? load : null,
              rir: isWarmUp ? null : rir,
              warm_up: isWarmUp || null,
            }),
          )
          .filter((one) => "reps" in one || "hold_seconds" in one);
        return done.length || pain !== null
          ? compact({ week, date, session: session.id, exercise: item.exercise, sets: done, pain })
          : null;
      }),
    )
    .filter(Boolean);
}

const compact = (parts) =>
  Object.fromEntries(
    Object.entries(parts).filter(([, value]) => value !== null && value !== undefined),
  );
