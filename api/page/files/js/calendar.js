// The week as a grid of days and hours.

import * as store from "./store.js";
import { block, HELP } from "./blocks.js";
import { button, el, fold, refill, say, segments } from "./dom.js";
import { byDay, dateLabel, DAY, dayOfMonth, hourWords, weekdayName } from "./time.js";
import { undo } from "./asking.js";
import { edit, forgetProgress, isEdited, isUnderWay, planLabel, planWeek } from "./planning.js";
import {
  add,
  freePlace,
  isRunAtATime,
  keyOf,
  sessionSpans,
  shownHours,
  shownSpans,
} from "./spans.js";
import { count, KINDS, standing } from "./words.js";
import { showThreads } from "./threads.js";
import { editSpan } from "./editor.js";
import { chooseDrawn, describe, focusSpan, narrow, positioned, whatIsDrawn } from "./grid.js";
import { listForm } from "./list.js";
import { followPointer } from "./pointer.js";

/** @import { Answer, Request, Scale, Span, State } from "../../types" */

// On My week the answer has to have room beneath it.
const ROWS = { setup: 36, week: 24 };
const NARROW_ROWS = { setup: 32, week: 18 };
const DECIDES = [
  ["false", "At a fixed time"],
  ["true", "The week decides"],
];
const HOURS = { setup: [6, 22], week: [8, 21] };

export function drawCalendar(/** @type {HTMLElement} */ root, /** @type {State} */ state) {
  const { request, answer } = state;
  const all = shownSpans(state);
  const sessions = sessionSpans(request, answer?.result);
  const [from, to] = state.wholeDay
    ? [0, 24]
    : shownHours([...all, ...sessions], ...(HOURS[state.view] ?? HOURS.setup));
  const row = (narrow.matches ? NARROW_ROWS : ROWS)[state.view] ?? ROWS.setup;
  const scale = {
    from: from * 60,
    to: to * 60,
    row,
    top: (minute) => ((minute - from * 60) / 60) * row,
  };
  const layer = el("div", { class: "layer" });
  const grid = el(
    "div",
    { class: "grid", "data-from": from, "data-to": to },
    heads(request),
    el("div", { class: "hours", "aria-hidden": "true" }, hourMarks(from, to, scale)),
    layer,
  );
  layer.style.height = `${(to - from) * row}px`;
  grid.style.setProperty("--row", `${row}px`);
  layer.append(...recovery(request, all, scale));
  const inOrder = [...all, ...sessions].sort(
    (one, other) => one.start - other.start || order(one) - order(other),
  );
  for (const span of inOrder) layer.append(...block(span, state, scale));
  followPointer(layer, scale, state);
  refill(
    root,
    toolbar(state),
    el(
      "p",
      { id: HELP, class: "unseen" },
      "Arrow keys move it by a quarter of an hour or a day, with Shift its length, " +
        "with Alt by five minutes. Enter opens it, Delete removes it.",
    ),
    state.view === "setup" ? hint(request) : null,
    grid,
    beside(all, request),
    state.view === "setup"
      ? [
          legend(answer),
          fold("list", "The week as a list", { class: "plain-fold" }, listForm(state)),
        ]
      : null,
  );
  showThreads(layer, sessions, all, scale);
}

const order = (/** @type {Span} */ span) => ["window", "run", "session"].indexOf(span.type);

function toolbar(/** @type {State} */ state) {
  const edited = isEdited(state);
  return el(
    "div",
    { class: "toolbar" },
    state.view === "setup" ? whatToDraw() : undoButton(),
    isUnderWay(state)
      ? button("Forget what is done", forgetProgress, {
          key: "forget-progress",
          title: "Plans the whole week as if nothing of it had gone by",
        })
      : null,
    button(state.busy ? "Planning …" : planLabel(state), planWeek, {
      class: `primary press${edited ? " wanted" : ""}`,
      key: "plan",
      "aria-busy": state.busy ? "true" : null,
    }),
    state.view === "setup" ? addTools() : null,
    state.view === "setup" && state.answer && !state.busy && !isEdited(state)
      ? resultLine(state.answer)
      : null,
  );
}

function resultLine(/** @type {Answer} */ { request, result }) {
  const sessions = result.plan ? ` ${count(result.plan.sessions.length, "session")}.` : "";
  return el(
    "p",
    { class: "result-line small" },
    `${standing(request, result)[0]}.${sessions} `,
    el("a", { href: "#week", key: "see" }, "See the plan"),
  );
}

const undoButton = () => button("Undo", undo, { key: "undo", disabled: !store.canGoBack() });

function whatToDraw() {
  const { type, kind } = whatIsDrawn();
  const choices = [["window", "Free time"], ...KINDS];
  return [
    segments("drawing", "Draw", choices, kind ?? type, chooseDrawn),
    type === "run" && kind !== "race"
      ? segments("decides", "When it is run", DECIDES, String(store.now().decides), (value) =>
          store.change({ decides: value === "true" }),
        )
      : null,
  ];
}

function addTools() {
  return el(
    "div",
    { class: "tools" },
    button("Add a run", () => addSpan("run"), { key: "add-run" }),
    button("Add free time", () => addSpan("window"), { key: "add-window" }),
    undoButton(),
  );
}

/** What to do next, where one of the first two questions has no answer. */
function hint({ runs = [], availability }) {
  if (runs.length && availability.length) return null;
  return el(
    "p",
    { class: "hint" },
    runs.length
      ? "Now your free time: choose Free time, then draw or tap where you could train. " +
          "Two or three times of 30 to 60 minutes are enough."
      : "Begin with your runs: choose their kind, then draw or tap them into the week. " +
          "A calendar file with your runs does it too: drop it here.",
  );
}

function addSpan(type) {
  let added;
  edit(
    (request) => {
      const { kind, decides, length } = whatIsDrawn(type);
      const start = freePlace(request, length);
      added = add(request, type, start, start + length, kind, decides);
    },
    { pause: true },
  );
  focusSpan(added);
  say(`Added: ${describe(added, store.now().request)}. Move it with the arrow keys.`);
}

function heads(/** @type {Request} */ request) {
  const days = [0, 1, 2, 3, 4, 5, 6];
  return el(
    "div",
    { class: "heads", "aria-hidden": "true" },
    days.map((day) =>
      el(
        "div",
        {},
        el("strong", {}, weekdayName(day * DAY, request.week.start)),
        " ",
        el("span", { class: "date" }, dateLabel(day * DAY, request.week.start)),
        el("span", { class: "day" }, String(dayOfMonth(day * DAY, request.week.start))),
      ),
    ),
  );
}

function hourMarks(from, to, /** @type {Scale} */ scale) {
  const marks = [];
  for (let hour = from; hour < to; hour += 1) {
    const mark = el("span", {}, hourWords(hour));
    mark.style.top = `${scale.top(hour * 60)}px`;
    marks.push(mark);
  }
  return marks;
}

/** Where the hours after a run lie, as soft shade. */
function recovery(/** @type {Request} */ request, all, /** @type {Scale} */ scale) {
  const length = Number(request.rules?.recovery_after_run?.hours ?? 24) * 60;
  const runs = all.filter(isRunAtATime).sort((one, other) => one.end - other.end);
  const united = [];
  for (const run of runs) {
    const last = united.at(-1);
    if (last && run.end <= last.end) last.end = Math.max(last.end, run.end + length);
    else united.push({ start: run.end, end: run.end + length });
  }
  return united.flatMap(({ start, end }) =>
    byDay(start, end).map((piece) =>
      positioned(el("div", { class: "recovery", "aria-hidden": "true" }), piece, scale),
    ),
  );
}

/** Runs before or after the week that still count. */
function beside(all, /** @type {Request} */ request) {
  const outside = all.filter((span) => span.end <= 0 || span.start >= 7 * DAY);
  if (!outside.length) return null;
  return el(
    "p",
    { class: "beside" },
    "Beside this week: ",
    outside.map((span, index) => [
      index ? ", " : "",
      button(describe(span, request), () => editSpan(span), { class: "link", key: keyOf(span) }),
    ]),
  );
}

function legend(/** @type {Answer} */ answer) {
  return el(
    "ul",
    { class: "legend" },
    el("li", {}, el("i", { class: "swatch run easy" }), "easy run"),
    el("li", {}, el("i", { class: "swatch run long" }), "key run"),
    el("li", {}, el("i", { class: "swatch run range" }), "run, the week decides when"),
    el("li", {}, el("i", { class: "swatch window" }), "free time"),
    answer ? el("li", {}, el("i", { class: "swatch session" }), "strength") : null,
    el("li", {}, el("i", { class: "swatch rest" }), "hours of recovery after a run"),
    el(
      "li",
      {},
      button(store.now().wholeDay ? "Fewer hours" : "All 24 hours", toggleHours, {
        class: "link",
        key: "hours",
      }),
    ),
  );
}

function toggleHours() {
  store.change({ wholeDay: !store.now().wholeDay });
}
