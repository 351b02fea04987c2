// What drawing the week and its controls share: where a piece lies, what is drawn, how it is called.

import * as store from "./store.js";
import { spoken } from "./time.js";
import { keyOf } from "./week.js";

export const RUN_MINUTES = 45;
export const WINDOW_MINUTES = 60;

// Free time, or a run of a kind; null until somebody chooses.
let drawing = null;

/** `{ type, kind }`; runs come first where there is none yet. */
export function whatIsDrawn() {
  const { request, view } = store.now();
  drawing ??= request.runs?.length ? "window" : "easy";
  const chosen = view === "setup" ? drawing : "window";
  return chosen === "window" ? { type: "window" } : { type: "run", kind: chosen };
}

export function chooseDrawn(value) {
  drawing = value;
}

export function focusSpan(span) {
  document.querySelector(`[data-key="${keyOf(span)}"]`)?.focus();
}

/** Lays a node over a piece of a day, as far as the hours are shown. */
export function positioned(node, { day, from, to }, scale) {
  const top = Math.max(from, scale.from);
  const bottom = Math.min(to, scale.to);
  node.style.left = `${(day * 100) / 7}%`;
  node.style.top = `${scale.top(top)}px`;
  node.style.height = `${Math.max(((bottom - top) / 60) * scale.row, 0)}px`;
  node.hidden = bottom <= top;
  return node;
}

export function describe(span, request) {
  return `${span.name}, ${spoken(span.start, span.end, request.week.start)}`;
}
