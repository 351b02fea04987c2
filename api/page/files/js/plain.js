// Sentences of the service in a runner's words: no id of a window, session or exercise in them.

import { byId } from "./catalog.js";
import { clockWords, LONG_DAYS, minuteOf, weekdayName } from "./time.js";

/** @import { Request, Run, Shown } from "../../types" */

/** `Tuesday’s free time` for `window tue`, `Bear hover` for `bear_hover`. */
export function plainly(text, /** @type {Shown} */ { request, result = null }) {
  const windows = new Map(
    request.availability.map((window) => [window.id, windowName(window, request)]),
  );
  const sessions = new Map(
    (result?.plan?.sessions ?? []).map((session) => [session.id, sessionName(session, request)]),
  );
  const runs = new Map((request.runs ?? []).map((run) => [run.id, run]));
  const words = text
    // What moves stands in its sentence with both of its times.
    .replace(/^s\d+ (?=moves|is|stays|keeps|starts)/, "A session ")
    .replaceAll(/\bwindow (\S+?)(?=[\s.,:;)]|$)/gi, (whole, id) => windows.get(id) ?? whole)
    .replaceAll(/\b(none in) (\S+?)(?=[\s.,:;)?]|$)/g, (whole, where, id) =>
      windows.has(id) ? `${where} ${windows.get(id)}` : whole,
    )
    .replaceAll(/\b(session )?(s\d+)\b/gi, (whole, _, id) => sessions.get(id) ?? whole)
    .replaceAll(/\bavailability\[(\d+)\](\.\w+)?/g, (whole, index) =>
      request.availability[index] ? windowName(request.availability[index], request) : whole,
    )
    .replaceAll(/\bruns\[(\d+)\](\.\w+)?/g, (whole, index) =>
      request.runs?.[index] ? runWords(request.runs[index]) : whole,
    )
    .replaceAll(/\brun (\S+?)(?=[\s.,:;)]|$)/g, (whole, id) =>
      runs.has(id) ? runWords(runs.get(id)) : whole,
    )
    .replaceAll(
      /\b[a-z0-9]+(?:_[a-z0-9]+)+\b/g,
      (id) =>
        byId("exercises", id)?.name ??
        byId("muscles", id)?.name ??
        byId("equipment", id)?.name ??
        byId("injuries", id)?.name ??
        id.replaceAll("_", " "),
    )
    .replaceAll("is as good in every tier", "is just as good");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `the run of Mon 18:00`, or of its kind alone where the week decides when it is. */
const runWords = (/** @type {Run} */ { start, kind = "easy" }) =>
  start ? `the run of ${start}` : `the ${kind} run`;

function windowName(window, /** @type {Request} */ request) {
  const minute = minuteOf(window.start, request.week.start);
  if (Number.isNaN(minute)) return "free time";
  const day = weekdayName(minute, request.week.start, LONG_DAYS);
  const others = request.availability.filter(
    (one) =>
      weekdayName(minuteOf(one.start, request.week.start), request.week.start, LONG_DAYS) === day,
  );
  return `${day}’s free time${others.length > 1 ? ` at ${clockWords(minute)}` : ""}`;
}

function sessionName({ start }, /** @type {Request} */ request) {
  return (
    `the session of ` +
    `${weekdayName(minuteOf(start, request.week.start), request.week.start, LONG_DAYS)}`
  );
}
