// The blocks of the calendar, one span after the other, and what keys do to them.

import * as store from "./store.js";
import { el, find, say } from "./dom.js";
import { byDay, clockWords, DAY, spoken } from "./time.js";
import { edit, isEdited, moveSession } from "./planning.js";
import { daysWithin, fitted, keyOf, place, remove, shownSpans } from "./spans.js";
import { hours, KINDS, labelOf } from "./words.js";
import { editSpan } from "./editor.js";
import { describe, narrow, positioned } from "./grid.js";
import { openSession } from "./sessions.js";

/** @import { Scale, Span, State } from "../../types" */

const SHORT_KINDS = [...KINDS, ["interval", "Int."]].reverse();
const STEP_MINUTES = 15;
/** Where the calendar says what the keys do. */
export const HELP = "calendar-help";

/** The buttons of one span: one a day that it touches, the first of which takes the focus. */
export function block(
  /** @type {Span} */ span,
  /** @type {State} */ state,
  /** @type {Scale} */ scale,
) {
  return byDay(span.start, span.end).map((piece, index) => {
    const node =
      span.type === "session" ? sessionBlock(span, state) : spanBlock(span, state, index);
    if (index) node.setAttribute("tabindex", "-1");
    node.classList.toggle("short", ((piece.to - piece.from) / 60) * scale.row < 34);
    return positioned(node, piece, scale);
  });
}

function spanBlock(/** @type {Span} */ span, /** @type {State} */ state, index) {
  const { request } = state;
  const node = el(
    "button",
    {
      type: "button",
      class: `block ${span.type} ${span.kind ?? ""} ${howPlaced(span)}`,
      key: index ? null : keyOf(span),
      "data-span": keyOf(span),
      "aria-label": describe(span, request),
      "aria-describedby": HELP,
      title: describe(span, request),
      onclick: () => editSpan(span),
      onkeydown: (event) => moveByKey(event, span),
    },
    el(
      "span",
      { class: "what" },
      span.type === "run"
        ? labelOf(narrow.matches ? SHORT_KINDS : KINDS, span.kind)
        : (span.place ?? "Free"),
    ),
    el("span", { class: "when" }, clockWords(span.start)),
    el("span", { class: "handle", "aria-hidden": "true" }),
  );
  return node;
}

function howPlaced(/** @type {Span} */ { range, placed }) {
  if (range !== null) return "range";
  return placed ? "placed" : "";
}

function sessionBlock(/** @type {Span} */ span, /** @type {State} */ state) {
  const { session } = span;
  const changed =
    state.answer.changes?.some((one) => one.session === session.id) && state.request.current;
  const gap = session.hours_since_run;
  const label = [
    `Strength session ${spoken(span.start, Math.ceil(span.end), state.request.week.start)}`,
    gap === null || gap === undefined ? "no run before" : `${hours(gap)} after the last run`,
    changed ? "changed" : "",
  ];
  return el(
    "button",
    {
      type: "button",
      class: `block session${changed ? " changed" : ""}${isEdited(state) ? " stale" : ""}`,
      key: `session-${session.id}`,
      "data-session": session.id,
      "aria-label": label.filter(Boolean).join(", "),
      onclick: () => openSession(session.id),
      onkeydown: (event) => moveSessionByKey(event, span),
    },
    el(
      "span",
      { class: "what" },
      changed ? (narrow.matches ? "New" : "Changed") : narrow.matches ? "Lift" : "Strength",
    ),
    el("span", { class: "when" }, clockWords(span.start)),
  );
}

/** Up and down by a quarter of an hour, to the sides by a day, where there is free time. */
function moveSessionByKey(event, { session, start }) {
  const by = { ArrowUp: -STEP_MINUTES, ArrowDown: STEP_MINUTES, ArrowLeft: -DAY, ArrowRight: DAY }[
    event.key
  ];
  if (by === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  event.preventDefault();
  moveSession(session, start + by);
}

function moveByKey(event, /** @type {Span} */ drawn) {
  // As it is now: it may have been moved since it was drawn.
  const span = shownSpans(store.now()).find((one) => keyOf(one) === keyOf(drawn));
  if (!span) return;
  const step = event.altKey ? 5 : STEP_MINUTES;
  const by = { ArrowUp: -step, ArrowDown: step, ArrowLeft: -DAY, ArrowRight: DAY }[event.key];
  if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    edit((request) => remove(request, span), { pause: true });
    find('[data-key="add-run"]')?.focus();
    say("Removed.");
    return;
  }
  if (by === undefined || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (event.shiftKey && Math.abs(by) === DAY) return;
  if (Math.abs(by) === DAY && !daysWithin(span, by / DAY)) return;
  const moved = event.shiftKey
    ? fitted(span, span.start, span.end + by)
    : fitted(span, span.start + by, span.end + by);
  edit((request) => place(request, moved), { pause: true });
  say(describe({ ...moved, placed: false }, store.now().request));
}
