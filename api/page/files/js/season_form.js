// What is asked for a season, from its form and from the week that is set up.

import { DAY, nextMonday, today, written } from "./time.js";
import { spans } from "./spans.js";

/** @import { Request, SeasonForm, SeasonRequest, Span } from "../../types" */

/** By the length of the race in km, where it is one. */
export const GOALS = [
  ["5", "A race of 5 km"],
  ["10", "A race of 10 km"],
  ["21.0975", "A half marathon"],
  ["42.195", "A marathon"],
  ["other", "A race of another length"],
  ["weeks", "No race"],
  ["couch", "From the couch to 5 km"],
];
export const MOST_EXACT_WEEKS = 16;
const EXACT_WEEKS = 4;
const WEEKS_WITHOUT_RACE = 12;
const COUCH_DAYS = 3;

export const isRace = (/** @type {SeasonForm} */ { goal }) => !["weeks", "couch"].includes(goal);

/**
 * The form as far as it was filled in, and from the week what was not.
 * @returns {SeasonForm}
 */
export function filledForm(
  /** @type {Partial<SeasonForm>} */ form,
  /** @type {Request | null} */ week,
) {
  const runs = week ? weeklyRuns(week) : [];
  const lengths = runs.map(({ minutes }) => minutes);
  const planned = week?.week.start ?? "";
  return {
    goal: "21.0975",
    race: null,
    distance_km: null,
    weeks: WEEKS_WITHOUT_RACE,
    start: planned >= today() ? planned : nextMonday(new Date()),
    days: onePerDay(runs).length || null,
    minutes: lengths.length ? lengths.reduce((sum, one) => sum + one, 0) : null,
    longest: lengths.length ? Math.max(...lengths) : null,
    sessions: week?.limits?.max_sessions ?? null,
    exact: EXACT_WEEKS,
    ...form,
  };
}

/** Sentences about what is missing. */
export function formFaults(/** @type {SeasonForm} */ form, /** @type {Request | null} */ week) {
  const isCouch = form.goal === "couch";
  return [
    [week?.availability.length, "A session needs a time: draw on Set up when you could train."],
    [!isRace(form) || form.race, "Say on which day the race is."],
    [form.goal !== "other" || form.distance_km, "Say how long the race is."],
    [form.goal !== "weeks" || form.weeks, "Say how many weeks the season has."],
    [isCouch || form.days, "Say on how many days a week you run."],
    [isCouch || form.minutes !== null, "Say how many minutes a week you run now."],
    [isCouch || form.longest !== null, "Say how long your longest run of the last month was."],
  ]
    .filter(([holds]) => !holds)
    .map(([, sentence]) => String(sentence));
}

/**
 * The request for as many exact weeks.
 * @returns {SeasonRequest}
 */
export function seasonRequest(/** @type {SeasonForm} */ form, /** @type {Request} */ week, exact) {
  const { places, limits, emphasis, recovery, preferences, rules, pinned = [] } = week;
  const wanted = { ...limits, max_sessions: form.sessions };
  return {
    athlete: week.athlete,
    start: form.start,
    timezone: week.week.timezone,
    ...goalOf(form),
    running: running(form, week),
    week: {
      availability: windows(week),
      // What was refused stays so; what was locked was so in its one week.
      pinned: pinned.filter((pin) => pin.sets === 0 && !pin.window),
      ...given({ places, limits: given(wanted), emphasis, recovery, preferences, rules }),
      ...given({ run_windows: runWindows(form, week) }),
    },
    exact_weeks: exact,
  };
}

function goalOf(/** @type {SeasonForm} */ form) {
  if (form.goal === "couch") return {};
  if (form.goal === "weeks") return { goal: { weeks: form.weeks } };
  return {
    goal: {
      race: form.race,
      distance_km: form.goal === "other" ? form.distance_km : Number(form.goal),
    },
  };
}

const timesOf = (/** @type {Request} */ week) =>
  onePerDay(weeklyTimes(week)).map(({ start }) => written(start, week.week.start));

/** For more runs than the program has, the planner takes the times that are furthest apart. */
const runWindows = (/** @type {SeasonForm} */ form, /** @type {Request} */ week) => {
  const times = timesOf(week);
  if (form.goal !== "couch" || times.length <= COUCH_DAYS) return null;
  return times.map((start) => ({ start }));
};

/** @returns {SeasonRequest["running"]} */
function running(/** @type {SeasonForm} */ form, /** @type {Request} */ week) {
  const { days, minutes, longest } = form;
  const times = timesOf(week);
  if (form.goal === "couch")
    return {
      plan: "couch_to_5k",
      ...given({ longest_minutes: longest }),
      ...(runWindows(form, week) ? {} : atTimes(times, COUCH_DAYS)),
    };
  return {
    plan: "custom",
    days_a_week: days,
    minutes_a_week: minutes,
    longest_minutes: longest,
    ...atTimes(times, days),
  };
}

/** With fewer times than days of running, the planner spreads the runs over the week. */
const atTimes = (times, days) => (times.length >= days ? { times } : {});

/** True: the runs of the season stand at the times of those of the week. */
export const keepsTimes = (/** @type {SeasonForm} */ form, /** @type {Request} */ week) =>
  Boolean(running(form, week).times ?? runWindows(form, week));

/** When runs are each week, no race and none beside it: also every time at which one may be. */
const weeklyTimes = (/** @type {Request} */ week) =>
  spans(week).filter(
    ({ type, kind, start }) => type === "run" && kind !== "race" && isInside(start),
  );

/** The same with each run once. */
const weeklyRuns = (/** @type {Request} */ week) => weeklyTimes(week).filter(({ range }) => !range);

const isInside = (start) => start >= 0 && start < 7 * DAY;

const dayOf = (/** @type {Span} */ { start }) => Math.floor(start / DAY);

/** The longest run of each day. */
function onePerDay(/** @type {Span[]} */ runs) {
  const byLength = [...runs].sort(
    (one, other) => other.minutes - one.minutes || one.start - other.start,
  );
  const found = byLength.filter(
    (run, index) => byLength.findIndex((one) => dayOf(one) === dayOf(run)) === index,
  );
  return found.sort((one, other) => one.start - other.start);
}

/** The free time of the week, as that of each. */
const windows = (/** @type {Request} */ week) =>
  spans(week)
    .filter(({ type, start }) => type === "window" && isInside(start))
    .map(({ id, start, end, place }) => ({
      id,
      start: written(start, week.week.start),
      minutes: end - start,
      ...given({ place }),
    }));

/** What is told of it. */
const given = (parts) =>
  Object.fromEntries(
    Object.entries(parts).filter(([, value]) => value !== null && value !== undefined),
  );
