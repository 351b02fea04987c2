// What drawing the week and its controls share: where a piece lies, what is
// drawn, how it is called.

import * as store from "./store.js";
import { find } from "./dom.js";
import { spoken } from "./time.js";
import { keyOf, RANGE_MINUTES, RUN_MINUTES } from "./spans.js";

/** @import { Request, Run, Scale, Span } from "../../types" */

const WINDOW_MINUTES = 60;

export const narrow = matchMedia("(max-width: 46rem)");

/**
 * What a press on the empty week adds, and how long it is; a run may be a range in which the week
 * `decides`.  `wanted`: a run or free time, whatever is chosen.
 * @returns {{ type: "run" | "window", kind?: Run["kind"], decides: boolean, length: number }}
 */
export function whatIsDrawn(/** @type {"run" | "window" | null} */ wanted = null) {
  const { view, drawing, decides } = store.now();
  const shown = view === "setup" && wanted !== "window" ? drawing : "window";
  const chosen = wanted === "run" && shown === "window" ? "easy" : shown;
  if (chosen === "window") return { type: "window", decides: false, length: WINDOW_MINUTES };
  // A race has its start.
  const ranges = decides && chosen !== "race";
  const length = ranges ? RANGE_MINUTES : RUN_MINUTES;
  return { type: "run", kind: chosen, decides: ranges, length };
}

export const chooseDrawn = (drawing) => store.change({ drawing });

/** Runs come first where there is none yet. */
export const beginDrawing = () => chooseDrawn(store.now().request.runs?.length ? "window" : "easy");

export function focusSpan(/** @type {Span} */ span) {
  find(`[data-key="${keyOf(span)}"]`)?.focus();
}

/** Lays a node over a piece of a day, as far as the hours are shown. */
export function positioned(node, { day, from, to }, /** @type {Scale} */ scale) {
  const top = Math.max(from, scale.from);
  const bottom = Math.min(to, scale.to);
  node.style.left = `${(day * 100) / 7}%`;
  node.style.top = `${scale.top(top)}px`;
  node.style.height = `${Math.max(((bottom - top) / 60) * scale.row, 0)}px`;
  node.hidden = bottom <= top;
  return node;
}

export function describe(/** @type {Span} */ span, /** @type {Request} */ request) {
  const when = spoken(span.start, span.end, request.week.start);
  if (span.range !== null) return `${span.name}, ${span.minutes} min within ${when}`;
  return `${span.name}, ${span.placed ? "placed at " : ""}${when}`;
}
