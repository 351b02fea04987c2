// The runs and windows of a request as spans of the week, and edits of them.

import { DAY, minuteOf, written } from "./time.js";
import { runName } from "./words.js";

/** @import { Plan, Request, Result, Run, Span, State, Window } from "../../types" */

export const GRID = 5;
/** A usual run. */
export const RUN_MINUTES = 45;
const LEAST = { run: 5, window: 15, session: 1 };
const LONGEST = { run: 2880, window: 1440, session: 1440 };

const SPAN = {
  ...{ name: "", kind: null, place: null, id: null, session: null },
  ...{ range: null, minutes: null, placed: false },
};
/** A usual room for a run whose time the week decides. */
export const RANGE_MINUTES = 180;

/**
 * Every run and window of a request as a span in minutes of the week.  A run whose time the week
 * decides is there with each of its ranges or, where a plan has placed it, where that is.
 * @returns {Span[]}
 */
export function spans(/** @type {Request} */ request, /** @type {Plan | null} */ plan = null) {
  const first = request.week.start;
  const runs = (request.runs ?? []).flatMap((run, index) => {
    const kind = run.kind ?? "easy";
    const span = {
      ...SPAN,
      type: /** @type {const} */ ("run"),
      index,
      kind,
      minutes: run.minutes,
      name: runName(kind),
    };
    const placed = run.when && placedRun(plan, index, run);
    if (run.when && !placed)
      return run.when.map((range, number) => ({
        ...span,
        range: number,
        start: minuteOf(range.start, first),
        end: rangeEnd(range, first),
      }));
    const start = minuteOf((placed ?? run).start, first);
    return [{ ...span, start, end: start + run.minutes, placed: Boolean(placed) }];
  });
  const windows = request.availability.map((window, index) => {
    const start = minuteOf(window.start, first);
    const end = window.minutes
      ? start + window.minutes
      : endAfter(start, minuteOf(window.end, first));
    return {
      ...SPAN,
      type: /** @type {const} */ ("window"),
      index,
      start,
      end,
      id: window.id,
      place: window.place ?? null,
      name: window.place ? `Free, ${window.place}` : "Free",
    };
  });
  return [...runs, ...windows];
}

/** Where the plan has put a run; one without an id goes by its place among the runs. */
const placedRun = (plan, index, { id = `run ${index + 1}` }) =>
  plan?.runs?.find((one) => one.placed && one.id === id);

/** `Mon 00:30` after `Sun 23:00` is the Monday after the week. */
const endAfter = (start, end) =>
  end <= start && end + 7 * DAY <= start + LONGEST.window ? end + 7 * DAY : end;

/** What is shown: on My week the runs stand where the plan of this week has placed them. */
export const shownSpans = (/** @type {Pick<State, "request" | "answer" | "view">} */ state) => {
  const { request, answer, view } = state;
  const isPlanned = view === "week" && answer?.request.week.start === request.week.start;
  return spans(request, isPlanned ? answer.result.plan : null);
};

/** True: a run at a time that is known. */
export const isRunAtATime = (/** @type {Span} */ { type, range }) =>
  type === "run" && range === null;

/** `08:00` alone is the next one after the start. */
function rangeEnd({ start, end }, first) {
  const from = minuteOf(start, first);
  const clock = /^(\d{2}):(\d{2})$/.exec(end);
  if (!clock) return endAfter(from, minuteOf(end, first));
  const to = Math.floor(from / DAY) * DAY + Number(clock[1]) * 60 + Number(clock[2]);
  return to > from ? to : to + DAY;
}

/** As many of `days` as leave the start of a span in the week that it starts in. */
export function daysWithin(/** @type {Span} */ span, days) {
  const day = Math.floor(span.start / DAY);
  if (day < 0 || day > 6) return days;
  return Math.min(Math.max(days, -day), 6 - day);
}

export const keyOf = (/** @type {Span} */ { type, index, range }) =>
  `${type}-${index}${range ? `-${range}` : ""}`;

/** The same span at other times, within what the week and a day allow. */
export function fitted(/** @type {Span} */ span, start, end) {
  const isRange = span.range !== null;
  const least = isRange ? span.minutes : LEAST[span.type];
  const length = Math.min(Math.max(end - start, least), LONGEST[isRange ? "window" : span.type]);
  const latest = 7 * DAY - GRID;
  const outside = span.start < 0 || span.start > latest;
  const from = outside ? start : Math.min(Math.max(start, 0), latest);
  return { ...span, start: from, end: from + length };
}

/** Writes a span's times into a request, in place; a run that was placed has its start then. */
export function place(/** @type {Request} */ request, /** @type {Span} */ span) {
  const first = request.week.start;
  if (span.range !== null) {
    request.runs[span.index].when[span.range] = {
      start: written(span.start, first),
      end: written(span.end, first),
    };
    return;
  }
  const entry = span.type === "run" ? request.runs[span.index] : request.availability[span.index];
  if ("when" in entry) delete entry.when;
  entry.start = written(span.start, first);
  entry.minutes = span.end - span.start;
  if ("end" in entry) delete entry.end;
}

/** Lets the week decide when a run is run, around the time it had, or no more; in place. */
export function letDecide(/** @type {Request} */ request, /** @type {Span} */ span, decides) {
  const run = request.runs[span.index];
  if (!decides) return place(request, { ...span, range: null, end: span.start + run.minutes });
  delete run.start;
  run.when = [];
  const [start, end] = asRange(span.start, span.end);
  return place(request, { ...span, range: 0, start, end });
}

/** Room for a run that is not too narrow, from its start on and within its day. */
function asRange(start, end) {
  const to = Math.max(end, start + RANGE_MINUTES);
  const midnight = (Math.floor(start / DAY) + 1) * DAY;
  return [start, end > midnight ? end : Math.min(to, midnight)];
}

/** One more range of a run, on the day after its last; in place. */
export function addRange(/** @type {Request} */ request, /** @type {Span} */ span) {
  const { when } = request.runs[span.index];
  const last = spans(request).findLast((one) => one.type === "run" && one.index === span.index);
  const by = last.start + DAY < 7 * DAY ? DAY : -DAY * Math.floor(last.start / DAY);
  place(request, {
    ...last,
    range: when.length,
    start: last.start + by,
    end: last.end + by,
  });
}

/** Adds a run or a window to a request, in place; its span. */
export function add(
  /** @type {Request} */ request,
  type,
  start,
  end,
  /** @type {Run["kind"]} */ kind = "easy",
  decides = false,
) {
  const first = request.week.start;
  const times = { start: written(start, first), minutes: end - start };
  if (type === "run") {
    const id = unused("r", request.runs ?? []);
    const minutes = Math.min(end - start, RUN_MINUTES);
    const when = [{ start: times.start, end: written(end, first) }];
    const run = decides ? { id, minutes, kind, when } : { id, ...times, kind };
    request.runs = [...(request.runs ?? []), run];
    return spans(request).find(
      (span) => span.type === "run" && span.index === request.runs.length - 1,
    );
  }
  /** @type {Window} */
  const window = {
    id: unused(written(start, first).slice(0, 3).toLowerCase(), request.availability, true),
    ...times,
  };
  const place = request.availability.at(-1)?.place ?? Object.keys(request.places ?? {})[0];
  if (place) window.place = place;
  request.availability = [...request.availability, window];
  return spans(request).find(
    (span) => span.type === "window" && span.index === request.availability.length - 1,
  );
}

function unused(stem, entries, bare = false) {
  const taken = new Set(entries.map((entry) => entry.id));
  if (bare && !taken.has(stem)) return stem;
  let number = bare ? 2 : 1;
  while (taken.has(`${stem}${number}`)) number += 1;
  return `${stem}${number}`;
}

export function remove(/** @type {Request} */ request, /** @type {Span} */ span) {
  const when = span.range !== null && request.runs[span.index].when;
  if (when?.length > 1) {
    when.splice(span.range, 1);
    return;
  }
  if (span.type === "run") {
    const { id: gone } = request.runs[span.index];
    request.runs = request.runs.filter((_, index) => index !== span.index);
    const rules = request.run_rules;
    if (rules?.order) rules.order = rules.order.filter((name) => name !== gone);
    return;
  }
  const { id } = request.availability[span.index];
  request.availability = request.availability.filter((_, index) => index !== span.index);
  if (request.pinned) request.pinned = request.pinned.filter((pin) => pin.window !== id);
}

/** A free stretch of `length` minutes for something new, in the evening of the emptiest day. */
export function freePlace(/** @type {Request} */ request, length) {
  const taken = spans(request);
  const load = (day) => taken.filter((span) => Math.floor(span.start / DAY) === day).length;
  const days = [0, 1, 2, 3, 4, 5, 6].sort((one, other) => load(one) - load(other) || one - other);
  for (const day of days) {
    for (let minute = 18 * 60; minute >= 6 * 60; minute -= 30) {
      const start = day * DAY + minute;
      if (!taken.some((span) => span.start < start + length && start < span.end)) return start;
    }
  }
  return 18 * 60;
}

/**
 * Sessions of a result as spans.
 * @returns {Span[]}
 */
export function sessionSpans(/** @type {Request} */ request, /** @type {Result} */ result) {
  return (result?.plan?.sessions ?? []).map((session, index) => {
    const start = minuteOf(session.start, request.week.start);
    const end = start + session.minutes;
    return { ...SPAN, type: /** @type {const} */ ("session"), index, start, end, session };
  });
}

/** The week's hours that are worth showing, as whole hours; at least those `from` and `to`. */
export function shownHours(all, from, to) {
  for (const { start, end } of all) {
    if (end <= 0 || start >= 7 * DAY) continue;
    const crosses = Math.floor(start / DAY) !== Math.floor((end - 1) / DAY);
    from = Math.min(from, crosses ? 0 : Math.floor((((start % DAY) + DAY) % DAY) / 60));
    to = Math.max(to, crosses ? 24 : Math.ceil(((((end - 1) % DAY) + DAY) % DAY) / 60));
  }
  return [from, to];
}
