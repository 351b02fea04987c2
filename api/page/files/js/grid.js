// What drawing the week and its controls share: where a piece lies, what is
// drawn, how it is called.

import * as store from "./store.js";
import { find } from "./dom.js";
import { spoken } from "./time.js";
import { keyOf } from "./week.js";

/** @import { Request, Run, Scale, Span } from "../../types" */

export const RUN_MINUTES = 45;
export const WINDOW_MINUTES = 60;

export const narrow = matchMedia("(max-width: 46rem)");

/**
 * What a press on the empty week adds.
 * @returns {{ type: "run" | "window", kind?: Run["kind"] }}
 */
export function whatIsDrawn() {
  const { view, drawing } = store.now();
  const chosen = view === "setup" ? drawing : "window";
  return chosen === "window" ? { type: "window" } : { type: "run", kind: chosen };
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
  return `${span.name}, ${spoken(span.start, span.end, request.week.start)}`;
}
