// Moving, stretching and drawing spans with a mouse, a pen or a finger.
//
// A mouse drags at once.  A finger scrolls the page unless it rests for a moment first, or takes a
// handle, so that the calendar never holds the page fast.

import * as store from "./store.js";
import { say } from "./dom.js";
import { clockWords, DAY } from "./time.js";
import { edit, moveSession } from "./planning.js";
import { add, daysWithin, fitted, GRID, keyOf, place, sessionSpans, shownSpans } from "./spans.js";
import { describe, focusSpan, positioned, whatIsDrawn } from "./grid.js";

/** @import { Scale, Span, State } from "../../types" */

const REST_MILLISECONDS = 320;
const SLACK_PIXELS = 5;
const DRAWN_STEP = 15;
const LEAST_DRAWN = 15;
const TAPPED_STEP = 30;

export function followPointer(layer, /** @type {Scale} */ scale, /** @type {State} */ state) {
  let drag = null;

  layer.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || drag) return;
    const node = event.target.closest("[data-span]");
    const own = node ?? event.target.closest("[data-session]");
    const span = own && spanOf(own);
    const stretches = event.target.closest(".handle") !== null;
    drag = {
      id: event.pointerId,
      x: event.clientX,
      y: event.clientY,
      span,
      node: own,
      stretches,
      active: false,
      moved: false,
      touch: event.pointerType === "touch",
      timer: null,
    };
    if (drag.touch && stretches) begin();
    else if (drag.touch) drag.timer = setTimeout(begin, REST_MILLISECONDS);
  });

  layer.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.id) return;
    const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > SLACK_PIXELS;
    if (!drag.active && far) {
      if (drag.touch) return end();
      begin();
    }
    if (drag?.active && (far || drag.moved)) follow(event);
  });

  layer.addEventListener("pointerup", (event) => drag && event.pointerId === drag.id && drop());
  layer.addEventListener("pointercancel", () => drag && cancel());
  layer.addEventListener("touchmove", (event) => drag?.active && event.preventDefault(), {
    passive: false,
  });
  layer.addEventListener("contextmenu", (event) => drag?.touch && event.preventDefault());
  layer.addEventListener(
    "click",
    (event) => {
      // The click that ends a drag is no click.
      if (layer.dataset.dragged) event.stopPropagation();
      else if (!event.target.closest("[data-span], [data-session]"))
        tap(event.clientX, event.clientY);
      delete layer.dataset.dragged;
    },
    { capture: true },
  );

  function spanOf({ dataset }) {
    if (dataset.session)
      return sessionSpans(state.request, state.answer.result).find(
        ({ session }) => session.id === dataset.session,
      );
    return shownSpans(state).find((one) => keyOf(one) === dataset.span);
  }

  function begin() {
    drag.active = true;
    clearTimeout(drag.timer);
    try {
      layer.setPointerCapture(drag.id);
    } catch {
      // The pointer has gone already.
    }
    document.addEventListener("keydown", giveUp);
    if (drag.span) {
      drag.now = drag.span;
      for (const node of pieces(drag.span)) node.classList.add("moving");
    } else {
      drag.anchor = minuteAt(drag.x, drag.y);
      drag.node = document.createElement("div");
      const { type, kind = "", decides } = whatIsDrawn();
      drag.node.className = `block drawn ${type} ${kind}${decides ? " range" : ""}`;
      layer.append(drag.node);
      drag.now = { type, ...between(drag.anchor, drag.anchor + LEAST_DRAWN) };
      show();
    }
  }

  function follow(event) {
    drag.moved = true;
    if (!drag.span) {
      const minute = minuteAt(event.clientX, event.clientY, Math.floor(drag.anchor / DAY));
      drag.now = { ...drag.now, ...between(drag.anchor, minute) };
    } else {
      const minutes = Math.round(((event.clientY - drag.y) / scale.row) * (60 / GRID)) * GRID;
      const days = daysWithin(
        drag.span,
        Math.round((event.clientX - drag.x) / (layer.clientWidth / 7)),
      );
      const by = minutes + (drag.stretches ? 0 : days * DAY);
      const { start, end: last } = drag.span;
      drag.now = drag.stretches
        ? fitted(drag.span, start, last + by)
        : fitted(drag.span, start + by, last + by);
    }
    show();
  }

  function show() {
    const { start, end: last } = drag.now;
    const day = Math.floor(start / DAY);
    positioned(
      drag.node,
      { day, from: start - day * DAY, to: Math.min(last - day * DAY, DAY) },
      scale,
    );
    const when =
      drag.node.querySelector(".when") ?? drag.node.appendChild(document.createElement("span"));
    when.className = "when";
    when.textContent = `${clockWords(start)}–${clockWords(last)}`;
  }

  function drop() {
    const { active, moved, span, now, x, y } = drag;
    if (!active) return end();
    layer.dataset.dragged = "yes";
    setTimeout(() => delete layer.dataset.dragged, 50);
    end();
    if (!span && !moved) {
      tap(x, y);
      return;
    }
    if (span?.type === "session") {
      if (now.start === span.start || !moveSession(span.session, now.start))
        store.redraw("calendar");
      return;
    }
    let placed = now;
    edit((request) => {
      if (span) place(request, now);
      else {
        const { kind, decides } = whatIsDrawn();
        placed = add(request, now.type, now.start, now.end, kind, decides);
      }
    });
    if (span && now.start === span.start && now.end === span.end) return store.redraw("calendar");
    focusSpan(placed);
    say(describe({ ...placed, placed: false }, store.now().request));
  }

  /** A press in an empty place adds what is drawn, of a usual length. */
  function tap(x, y) {
    const { type, kind, decides, length } = whatIsDrawn();
    if (store.now().view !== "setup") {
      say("Runs and free time are added on Set up.");
      return store.redraw("calendar");
    }
    const start = minuteAt(x, y, undefined, TAPPED_STEP);
    let added;
    edit((request) => {
      added = add(request, type, start, start + length, kind, decides);
    });
    focusSpan(added);
    return say(`Added: ${describe(added, store.now().request)}.`);
  }

  function cancel() {
    if (!drag.span) drag.node?.remove();
    end();
    store.redraw("calendar");
  }

  function giveUp(event) {
    if (event.key === "Escape") cancel();
  }

  function end() {
    clearTimeout(drag.timer);
    document.removeEventListener("keydown", giveUp);
    drag = null;
  }

  function pieces(/** @type {Span} */ span) {
    const name =
      span.type === "session"
        ? `[data-session="${CSS.escape(span.session.id)}"]`
        : `[data-span="${keyOf(span)}"]`;
    return layer.querySelectorAll(name);
  }

  /** The minute of the week under a point, on a whole quarter of an hour. */
  function minuteAt(x, y, onDay, step = DRAWN_STEP) {
    const box = layer.getBoundingClientRect();
    const day = onDay ?? Math.min(6, Math.max(0, Math.floor(((x - box.left) / box.width) * 7)));
    const minute = scale.from + ((y - box.top) / scale.row) * 60;
    const snapped = (step === DRAWN_STEP ? Math.round : Math.floor)(minute / step) * step;
    return day * DAY + Math.min(scale.to, Math.max(scale.from, snapped));
  }

  function between(one, other) {
    const start = Math.min(one, other);
    return { start, end: Math.max(one, other, start + LEAST_DRAWN) };
  }
}
