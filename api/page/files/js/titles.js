// Whose week it is, in words.

import { DAY, dayLabel } from "./time.js";
import { labelOf, LEVELS, PHASES } from "./words.js";

/** @import { Request, State } from "../../types" */

/** The name that an empty week of one's own begins with: it is nobody else's. */
export const NOBODY = "me";

let examples = [];

export const knownExamples = () => examples;

export function keepExamples(found) {
  examples = found;
}

export function titleOf(/** @type {State} */ { request, example, ofSeason }) {
  const shown = examples.find(({ id }) => id === example);
  if (shown) return shown.title;
  if (ofSeason) return "A week of the season";
  const { id } = request.athlete;
  return id === NOBODY ? "My week" : `${id}’s week`;
}

/** One line about the athlete and the days. */
export function leadOf(/** @type {State} */ { request, example }) {
  const shown = examples.find(({ id }) => id === example);
  const first = request.week.start;
  return [
    shown?.about,
    `${dayLabel(0, first)} to ${dayLabel(6 * DAY, first)}, ${aboutAthlete(request)}.`,
  ]
    .filter(Boolean)
    .join(" ");
}

function aboutAthlete(/** @type {Request} */ request) {
  return [
    request.athlete.level
      ? labelOf(LEVELS, request.athlete.level).toLowerCase()
      : "level by the fitness test",
    labelOf(PHASES, request.week.phase ?? "in_season").toLowerCase(),
  ].join(", ");
}
