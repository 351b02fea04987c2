// The week after one: the same times, places and runs, and what was done as what went before.

import { withoutNulls } from "./patch.js";
import { DAY, dayOfDate, minuteOf, shifted, written } from "./time.js";
import { spans } from "./spans.js";

/** @import { Answer, Request, Run } from "../../types" */

const WEEK_DAYS = 7;
// So far back a race, and any other run, still bears on a week.
const DAYS_OF_RACES = 28;
const DAYS_OF_RUNS = 7;
const DAYS_OF_LOG = 28;
const BEFORE = "before-";
const MOST_ID = 64;
const MOST_NUMBER = 520;
// As the catalog has it in its evidence `deload`.
const LIGHTER_EVERY_WEEKS = 4;
const LIGHTER_PHASES = ["taper", "post_race"];
// A workout further from the day of its session is not that session's.
const MOST_DAYS_FROM_PLAN = 6;

/** The request for the week after the one that `answer` plans. */
export function weekAfter(/** @type {Request} */ request, /** @type {Answer} */ answer, log) {
  const { current, previous, pinned = [], ...rest } = structuredClone(request);
  const first = request.week.start;
  const start = shifted(first, WEEK_DAYS);
  const { weeks_of_strength: weeks } = rest.athlete;
  const { number } = rest.week;
  const [bearing, again] = runsAfter(request, answer, first);
  return {
    ...rest,
    athlete: {
      ...rest.athlete,
      ...(Number.isFinite(weeks) ? { weeks_of_strength: weeks + 1 } : {}),
    },
    week: {
      ...rest.week,
      start,
      ...(Number.isFinite(number) ? { number: Math.min(number + 1, MOST_NUMBER) } : {}),
    },
    runs: [...bearing, ...again],
    ...(rest.run_rules ? { run_rules: rulesOf(rest.run_rules, again) } : {}),
    availability: rest.availability.map((window) => later(window)),
    // What was refused stays so; what was locked was so for this week's sessions.
    pinned: pinned.filter((pin) => pin.sets === 0 && !pin.window),
    previous: {
      plan: withoutNulls(answer.result.plan),
      missed: answer.request.current?.missed ?? [],
      log: entriesBefore(log, answer.result.plan, first, start),
      ...baseOf(request),
    },
  };
}

/** After a lighter week the one before it says what is usual. */
function baseOf(/** @type {Request} */ { week, previous }) {
  const isLighter =
    LIGHTER_PHASES.includes(week.phase) ||
    previous?.ill ||
    (week.number > 0 && week.number % LIGHTER_EVERY_WEEKS === 0);
  const base = previous?.base ?? previous?.plan;
  return isLighter && base ? { base } : {};
}

function later(entry) {
  const found = { ...entry };
  for (const name of ["start", "end"])
    if (entry[name]) found[name] = shifted(entry[name], WEEK_DAYS);
  if (entry.when) found.when = entry.when.map(later);
  return found;
}

/** Without the runs that are no more. */
function rulesOf(rules, runs) {
  if (!rules.order) return rules;
  const known = new Set(runs.map(({ id }) => id));
  return { ...rules, order: rules.order.filter((id) => known.has(id)) };
}

/** The week's own runs again, but no race, and those so far that bear on it, as they were. */
function runsAfter(/** @type {Request} */ request, /** @type {Answer} */ { result }, first) {
  const runs = request.runs ?? [];
  const all = spans(request, result.plan).filter(({ type }) => type === "run");
  const isInside = ({ start }) => start >= 0 && start < WEEK_DAYS * DAY;
  const again = new Set(
    all.filter((span) => isInside(span) && span.kind !== "race").map(({ index }) => index),
  );
  const bears = ({ kind, range, start }) =>
    range === null &&
    start >= (WEEK_DAYS - (kind === "race" ? DAYS_OF_RACES : DAYS_OF_RUNS)) * DAY &&
    start < WEEK_DAYS * DAY;
  const taken = new Set(runs.map(({ id }) => id));
  const bearing = all.filter(bears).map((span) => {
    const { index, start } = span;
    let { id } = runs[index];
    if (!id || isInside(span)) {
      id = unused(`${BEFORE}${id ?? index}`, taken);
      taken.add(id);
    }
    return { ...atATime(runs[index]), id, start: dated(start, first) };
  });
  return [bearing, [...again].map((index) => later(runs[index]))];
}

/** `name`, or with a number where it is taken. */
function unused(name, taken) {
  let found = name.slice(0, MOST_ID);
  for (let number = 2; taken.has(found); number += 1)
    found = `${name.slice(0, MOST_ID - 4)}-${number}`;
  return found;
}

const atATime = (/** @type {Run} */ { when, ...run }) => run;

/** Always with its date: the weekday would be another one's. */
const dated = (minute, first) => written(minute - WEEK_DAYS * DAY, shifted(first, WEEK_DAYS));

/** What was done up to the week that is planned; a session of the plan only near its day. */
function entriesBefore(log, plan, first, start) {
  const oldest = shifted(start, -DAYS_OF_LOG);
  const end = shifted(start, WEEK_DAYS);
  const planned = new Map(
    plan.sessions.map(({ id, start: at }) => [id, Math.floor(minuteOf(at, first) / DAY)]),
  );
  const isNear = ({ week, session, date }) =>
    week === first &&
    Math.abs(dayOfDate(date, first) - planned.get(session)) <= MOST_DAYS_FROM_PLAN;
  return log
    .filter(({ date }) => date >= oldest && date < end)
    .map((entry) => {
      const { week, session, ...rest } = entry;
      return isNear(entry) ? { ...rest, session } : rest;
    });
}
