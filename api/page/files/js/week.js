// The runs and windows of a request as spans of the week, and edits of them.

import { DAY, minuteOf, written } from "./time.js";
import { runName } from "./words.js";

/** @import { Request, Result, Run, Span, Window } from "../../types" */

export const GRID = 5;
const LEAST = { run: 5, window: 15, session: 1 };
const LONGEST = { run: 2880, window: 1440, session: 1440 };

const SPAN = { name: "", kind: null, place: null, id: null, session: null };

/**
 * Every run and window of a request as a span in minutes of the week.
 * @returns {Span[]}
 */
export function spans(/** @type {Request} */ request) {
  const first = request.week.start;
  const runs = (request.runs ?? []).map((run, index) => {
    const start = minuteOf(run.start, first);
    return {
      ...SPAN,
      type: /** @type {const} */ ("run"),
      index,
      start,
      end: start + run.minutes,
      kind: run.kind ?? "easy",
      name: runName(run.kind ?? "easy"),
    };
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

/** `Mon 00:30` after `Sun 23:00` is the Monday after the week. */
const endAfter = (start, end) =>
  end <= start && end + 7 * DAY <= start + LONGEST.window ? end + 7 * DAY : end;

/** As many of `days` as leave the start of a span in the week that it starts in. */
export function daysWithin(/** @type {Span} */ span, days) {
  const day = Math.floor(span.start / DAY);
  if (day < 0 || day > 6) return days;
  return Math.min(Math.max(days, -day), 6 - day);
}

export const keyOf = (/** @type {Span} */ span) => `${span.type}-${span.index}`;

/** The same span at other times, within what the week and a day allow. */
export function fitted(/** @type {Span} */ span, start, end) {
  const length = Math.min(Math.max(end - start, LEAST[span.type]), LONGEST[span.type]);
  const latest = 7 * DAY - GRID;
  const outside = span.start < 0 || span.start > latest;
  const from = outside ? start : Math.min(Math.max(start, 0), latest);
  return { ...span, start: from, end: from + length };
}

/** Writes a span's times into a request, in place. */
export function place(/** @type {Request} */ request, /** @type {Span} */ span) {
  const first = request.week.start;
  const entry = span.type === "run" ? request.runs[span.index] : request.availability[span.index];
  entry.start = written(span.start, first);
  entry.minutes = span.end - span.start;
  if ("end" in entry) delete entry.end;
}

/** Adds a run or a window to a request, in place; its span. */
export function add(
  /** @type {Request} */ request,
  type,
  start,
  end,
  /** @type {Run["kind"]} */ kind = "easy",
) {
  const first = request.week.start;
  const times = { start: written(start, first), minutes: end - start };
  if (type === "run") {
    request.runs = [
      ...(request.runs ?? []),
      { id: unused("r", request.runs ?? []), ...times, kind },
    ];
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
  if (span.type === "run") {
    request.runs = request.runs.filter((_, index) => index !== span.index);
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
