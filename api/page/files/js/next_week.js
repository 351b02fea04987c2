// The week after this one: the same times, places and runs, and what was done as what went before.

import * as store from "./store.js";
import { replaceWeek } from "./asking.js";
import { withoutNulls } from "./patch.js";
import { planNew } from "./planning.js";
import { DAY, dayOfDate, minuteOf, shifted, written } from "./time.js";
import { spans } from "./spans.js";

/** @import { Answer, Request, Run } from "../../types" */

const WEEK_DAYS = 7;
// Runs of so many days before a week still bear on its first session.
const DAYS_THAT_BEAR = 2;
const DAYS_OF_LOG = 28;
const BEFORE = "before-";
const MOST_NUMBER = 520;
// As the catalog has it in its evidence `deload`.
const LIGHTER_EVERY_WEEKS = 4;
const LIGHTER_PHASES = ["taper", "post_race"];
// A workout further from the day of its session is not that session's.
const MOST_DAYS_FROM_PLAN = 6;

export function nextWeek() {
  const { request, answer, log, opened, example } = store.now();
  const next = weekAfter(request, answer, opened ? [] : log);
  replaceWeek({ request: next, opened, example });
  scrollTo(0, 0);
  return planNew(next);
}

/** The request for the week after the one that `answer` plans. */
function weekAfter(/** @type {Request} */ request, /** @type {Answer} */ answer, log) {
  const { current, previous, pinned = [], ...rest } = structuredClone(request);
  const first = request.week.start;
  const start = shifted(first, WEEK_DAYS);
  const { weeks_of_strength: weeks } = rest.athlete;
  const { number } = rest.week;
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
    runs: runsAfter(request, answer, first),
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

/** The week's own runs again, but no race, and the last ones of the week before, as they were. */
function runsAfter(/** @type {Request} */ request, /** @type {Answer} */ { result }, first) {
  const runs = request.runs ?? [];
  const all = spans(request, result.plan).filter(({ type }) => type === "run");
  const isInside = ({ start }) => start >= 0 && start < WEEK_DAYS * DAY;
  const again = all
    .filter(isInside)
    .filter(({ index }) => runs[index].kind !== "race")
    .map(({ index }) => later(runs[index]));
  const bearing = all
    .filter((span) => isInside(span) && span.end > (WEEK_DAYS - DAYS_THAT_BEAR) * DAY)
    .map(({ index, start }) => ({
      ...atATime(runs[index]),
      id: `${BEFORE}${runs[index].id ?? index}`.slice(0, 64),
      start: dated(start, first),
    }));
  return [...bearing, ...again];
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
