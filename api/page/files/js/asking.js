// One question to the service at a time: a newer one takes the place of the one under way, and
// whoever puts another week here gives it up.

import * as service from "./service.js";
import * as store from "./store.js";
import { say } from "./dom.js";
import { withEdits } from "./patch.js";
import { standing } from "./words.js";

const PAUSE_MILLISECONDS = 450;

let running = null;
let waiting = null;
let coming = null;
let replaced = 0;

/** Gives up what is asked or about to be. */
export function abandon() {
  clearTimeout(waiting);
  waiting = null;
  running?.abort();
  running = null;
}

/** Remembers a week that was chosen and is on its way; `week` ends with true where it came. */
export function expectWeek(week) {
  const mine = week.finally(() => {
    if (coming === mine) coming = null;
  });
  coming = mine;
  return mine;
}

/** The chosen week, where one is on its way: who asks for a plan means that one. */
export const weekOnItsWay = () => coming;

/** Puts another week in place of this one; Undo brings this one back. */
export function replaceWeek(parts) {
  abandon();
  coming = null;
  replaced += 1;
  if (store.now().opened && !("opened" in parts)) store.markOwn();
  else store.mark();
  store.change({
    ...store.AT_REST,
    answer: null,
    example: null,
    marks: store.NO_MARKS,
    opened: false,
    ofSeason: false,
    ...parts,
  });
}

/** Changes whenever another week is put here, so that who fetches one can see that it is late. */
export const weekNumber = () => replaced;

export function undo() {
  abandon();
  coming = null;
  replaced += 1;
  store.back();
}

export const isPausing = () => waiting !== null;

/** Does it after a short pause, in which it may be put off again. */
export function later(action) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    waiting = null;
    action();
  }, PAUSE_MILLISECONDS);
}

/** The answer, which the week has then; null where none came or nobody waits for it any more. */
export async function ask(what, question) {
  abandon();
  const mine = new AbortController();
  running = mine;
  store.change({ ...store.AT_REST, busy: what });
  say(`${what}.`);
  const before = store.now().request;
  try {
    const answer = await question(mine.signal);
    if (running !== mine) return null;
    running = null;
    const request = withEdits(answer.request, before, store.now().request);
    store.change({ request, answer, marks: store.NO_MARKS, busy: null });
    say(standing(answer.request, answer.result)[0]);
    return answer;
  } catch (error) {
    if (running !== mine) return null;
    running = null;
    store.change({ busy: null });
    if (!(error instanceof service.Refusal)) throw error;
    store.change({ trouble: error.trouble("This week cannot be planned as it is") });
    say(error.problems.join(" "));
    return null;
  }
}

/** Asks further about an answer that is on the screen; the answer then, null without one. */
export async function askOn(answered, what, question, again) {
  const mine = new AbortController();
  running = mine;
  store.change({ goingOn: what, stalled: null });
  try {
    const result = await question(answered.request, mine.signal);
    if (running !== mine) return null;
    running = null;
    store.change({ answer: { ...answered, result }, goingOn: null });
    return store.now().answer;
  } catch (error) {
    if (running !== mine) return null;
    running = null;
    store.change({ goingOn: null });
    if (!(error instanceof service.Refusal)) throw error;
    store.change({ stalled: { problem: error.problems.join(" "), again } });
    say(error.problems.join(" "));
    return null;
  }
}
