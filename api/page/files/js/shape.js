// Whether a document is a week, a plan, a session under way, a log or a season, as far as the page
// has to draw it.  What is wrong in it besides, the service says in full sentences.

import { minuteOf } from "./time.js";

/** @import { Block, Item, Request, Result, SeasonWeek, Session, Training } from "../../types" */

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === "string" && value !== "";
const isOptional = (test) => (value) => value === undefined || value === null || test(value);
const isListOf = (test) => (value) => Array.isArray(value) && value.every(test);
const isDate = (value) =>
  isText(value) && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));

/** Sentences about what keeps a request from being shown. */
export function weekFaults(/** @type {Request} */ request) {
  if (!isObject(request)) return ["This is no week."];
  const { athlete, week } = request;
  const first = week?.start;
  const isTime = (value) => !Number.isNaN(minuteOf(value, first));
  const isEnd = (value) => isTime(value) || /^\d{2}:\d{2}$/.test(value);
  const isRange = (range) => isObject(range) && isTime(range.start) && isEnd(range.end);
  const isRun = (run) =>
    isObject(run) &&
    (run.when?.length ? isListOf(isRange)(run.when) : isTime(run.start)) &&
    Number.isFinite(run.minutes);
  const isWindow = (window) =>
    isObject(window) &&
    isText(window.id) &&
    isTime(window.start) &&
    (Number.isFinite(window.minutes) || isTime(window.end));
  const isPlace = (value) =>
    isListOf(isText)(value) || (isObject(value) && isListOf(isText)(value.equipment));
  const places = isOptional((value) => isObject(value) && Object.values(value).every(isPlace));
  return said([
    [
      isText(athlete?.id) && (isText(athlete?.level) || isListOf(isObject)(athlete?.tests)),
      "athlete: needs an id and a level, or the results of tests.",
    ],
    [isDate(first), "week.start: needs the date of the first day, such as 2026-11-23."],
    [
      isOptional(isListOf(isRun))(request.runs),
      "runs: each needs a start, such as Mon 18:00, or when, and minutes.",
    ],
    [
      isListOf(isWindow)(request.availability),
      "availability: each window needs an id, a start, such as Tue 19:00, and an end or minutes.",
    ],
    [
      isOptional(isListOf((injury) => isText(injury) || (isObject(injury) && isText(injury.id))))(
        athlete?.injuries,
      ),
      "athlete.injuries: has to be a list of names, or of objects with an id.",
    ],
    [
      places(request.places),
      "places: each has to be a list of things, or an object with equipment.",
    ],
    [isOptional(isListOf(isObject))(request.pinned), "pinned: has to be a list."],
    ...["limits", "rules", "preferences", "current"].map((name) => [
      isOptional(isObject)(request[name]),
      `${name}: has to be an object.`,
    ]),
  ]);
}

/** Sentences about what keeps a result from being shown. */
export function planFaults(/** @type {Result} */ result) {
  if (!isObject(result)) return ["result: is no plan."];
  const { plan } = result;
  return said([
    [isText(result.status), "result.status: is missing."],
    ...["objective", "warnings", "relaxations", "repairs"].map((name) => [
      isListOf(isObject)(result[name]),
      `result.${name}: has to be a list.`,
    ]),
    [isObject(result.versions) && isObject(result.stats), "result: needs its versions and stats."],
    [isOptional(isObject)(plan), "result.plan: is no plan."],
    ...(isObject(plan)
      ? ["sessions", "coverage", "windows"].map((name) => [
          isListOf(isObject)(plan[name]),
          `result.plan.${name}: has to be a list.`,
        ])
      : []),
  ]);
}

const isNumber = (value) => Number.isFinite(value);
const isSet = (one) =>
  isObject(one) &&
  ["reps", "seconds", "hold_seconds", "kg", "lb", "load"].every((name) =>
    isOptional(isNumber)(one[name]),
  );
const isItem = (/** @type {Item} */ item) =>
  isObject(item) && isText(item.exercise) && isText(item.name) && isNumber(item.sets);
const isBlock = (/** @type {Block} */ block) =>
  isObject(block) && isText(block.kind) && isListOf(isItem)(block.items);
const isSession = (/** @type {Session} */ session) =>
  isObject(session) &&
  isText(session.id) &&
  isText(session.start) &&
  isListOf(isBlock)(session.blocks);

/** How its owner has things shown. */
export const isSettings = (settings) =>
  isObject(settings) && isOptional((value) => ["km", "mi"].includes(value))(settings.distances);

/** An entry of the log, as the page writes it; a name alone of what the catalog does not know. */
export const isLogEntry = (entry) =>
  isObject(entry) &&
  isDate(entry.date) &&
  (isText(entry.exercise) || isText(entry.name)) &&
  isOptional(isListOf(isSet))(entry.sets) &&
  isOptional(isNumber)(entry.pain);

/** A session under way, with a list of sets for every exercise of it. */
export function isTraining(/** @type {Training} */ training) {
  if (!isObject(training) || !isDate(training.week) || !isSession(training.session)) return false;
  const { at, sets, notes, session } = training;
  const hasSets = (/** @type {Block} */ block, place) =>
    block.items.every((_, index) => isListOf(isSet)(sets[`${place}-${index}`]));
  return (
    Number.isInteger(at) &&
    at >= 0 &&
    isObject(notes) &&
    isObject(sets) &&
    session.blocks.every(hasSets) &&
    isOptional(({ until }) => isNumber(until))(training.rest)
  );
}

/** Sentences about what keeps them from being taken over; none about what is not there. */
export const trainingFaults = (/** @type {Training} */ training) =>
  said([[isOptional(isTraining)(training), "training: is no session under way."]]);
export const logFaults = (log) =>
  said([
    [
      isOptional(isListOf(isLogEntry))(log),
      "log: has to be a list of exercises, each with its date.",
    ],
  ]);

/** @type {(week: SeasonWeek) => boolean} */
const isSeasonWeek = (week) =>
  isObject(week) &&
  isNumber(week.number) &&
  isDate(week.start) &&
  isText(week.phase) &&
  isListOf(isObject)(week.runs) &&
  [week.sessions, week.strength_minutes].every(isListOf(isNumber)) &&
  (!week.result || (!weekFaults(week.request).length && !planFaults(week.result).length));

/** What the page keeps of a season: what was chosen for it, and the answer, where there is one. */
export const isSeason = (season) =>
  isObject(season) &&
  isObject(season.form) &&
  isOptional(
    (answer) =>
      isObject(answer) &&
      isText(answer.status) &&
      isText(answer.sentence) &&
      isObject(answer.request) &&
      isListOf(isSeasonWeek)(answer.weeks),
  )(season.answer);
export const seasonFaults = (season) =>
  said([[isOptional(isSeason)(season), "season: is no season of this page."]]);

const said = (tests) => tests.filter(([holds]) => !holds).map(([, sentence]) => sentence);
