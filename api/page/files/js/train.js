// Train: one block of a session at a time, for a phone in the gym.

import { button, el, field, fileButton, fold, refill, select } from "./dom.js";
import { byId } from "./catalog.js";
import { figureOf } from "./figures.js";
import { takeLog } from "./log_file.js";
import { clockWords, dayLabel, minuteOf } from "./time.js";
import {
  begin,
  endRest,
  giveUp,
  keyOf,
  lastTime,
  note,
  tick,
  turnTo,
  writeSet,
} from "./training.js";
import { stayAwake } from "./awake.js";
import { restClock } from "./rest_clock.js";
import { ending } from "./train_end.js";
import {
  clockSeconds,
  count,
  dose,
  effortSentence,
  isBand,
  lastWords,
  loadWords,
  wholeMinutes,
} from "./words.js";

/** @import { Item, State, Training } from "../../types" */

const KINDS = {
  warm_up: "Warm-up",
  ramp: "Ramp sets",
  weaker_side: "Once more, the weaker side",
  mobility: "Mobility and release",
  superset: "In turn",
  straight: "One after the other",
};

export function drawTrain(/** @type {HTMLElement} */ root, /** @type {State} */ state) {
  stayAwake(state.training !== null);
  refill(root, state.training ? block(state.training) : choice(state));
}

/** Which session, where none is under way. */
function choice(/** @type {State} */ { answer, request, marks, opened }) {
  const sessions = answer?.result.plan?.sessions ?? [];
  const first = request.week.start;
  const done = [...(answer?.done ?? []), ...marks.done];
  return [
    el(
      "div",
      { class: "title" },
      el("h1", {}, "Train"),
      el(
        "p",
        { class: "lead" },
        sessions.length
          ? "Choose a session: one block at a time, with every set to tick. What you do is " +
              "kept in this browser alone, and works without a network."
          : "Plan a week first; its sessions are done from here.",
      ),
    ),
    el(
      "div",
      { class: "train-choice" },
      sessions.map((session) => {
        const start = minuteOf(session.start, first);
        const isDone = done.includes(session.id);
        return button(
          [
            el("strong", {}, dayLabel(start, first)),
            el(
              "span",
              {},
              `${clockWords(start)}, ${session.place}, ` +
                `${wholeMinutes(session.minutes)}${isDone ? ", done" : ""}`,
            ),
          ],
          () => begin(session, answer.request),
          { key: `begin-${session.id}` },
        );
      }),
    ),
    opened
      ? null
      : fileButton("Take in an activity or a log", ".fit,.csv", takeLog, { key: "take-in" }),
  ];
}

function block(/** @type {Training} */ training) {
  const { session, at } = training;
  if (at >= session.blocks.length)
    return [head(training, "Finish"), ending(training), foot(training)];
  const shown = session.blocks[at];
  const rounds = shown.kind === "superset" ? `, ${count(shown.rounds, "round")}` : "";
  return [
    head(training, `${KINDS[shown.kind] ?? "Block"}${rounds}`),
    el(
      "ol",
      { class: "train-items" },
      shown.items.map((item, index) => itemView(item, keyOf(at, index), training, shown)),
    ),
    foot(training),
  ];
}

function head({ session, at, week }, title) {
  const start = minuteOf(session.start, week);
  const all = session.blocks.length;
  return el(
    "div",
    { class: "train-head" },
    el("p", { class: "small" }, `${dayLabel(start, week)}, ${session.place}`),
    el("h1", {}, title),
    el("progress", {
      max: all,
      value: at,
      "aria-label": `Block ${Math.min(at + 1, all)} of ${all}`,
    }),
  );
}

function itemView(/** @type {Item} */ item, key, /** @type {Training} */ training, shown) {
  const counts = ["straight", "superset", "weaker_side"].includes(shown.kind);
  const last = lastTime(item.exercise);
  const effort = effortSentence(item);
  return el(
    "li",
    { class: "train-item" },
    figureOf(item.exercise, byId("exercises", item.exercise)),
    el(
      "div",
      { class: "train-what" },
      el("h2", {}, el("span", { class: "label" }, item.label), " ", item.name),
      el(
        "p",
        { class: "train-dose" },
        el("strong", {}, dose(item)),
        loadWords(item) ? `, ${loadWords(item)}` : "",
        effort ? `, ${effort}` : "",
      ),
      last ? el("p", { class: "small" }, `Last time: ${lastWords(last)}`) : null,
    ),
    el(
      "ul",
      { class: "sets" },
      training.sets[key].map((one, index) => setRow(one, index, item, key, training.units)),
    ),
    fold(
      `train-how-${key}`,
      "How to",
      { class: "plain-fold" },
      el(
        "p",
        {},
        byId("exercises", item.exercise)?.how_to ??
          "What to do stands in the catalog, which is not here now.",
      ),
      item.load && counts ? el("p", { class: "small" }, item.load.why) : null,
    ),
    counts ? el("div", { class: "pair" }, reserve(item, key, training), pain(key, training)) : null,
  );
}

function setRow(one, index, /** @type {Item} */ item, key, units) {
  const name = `${item.name}, set ${index + 1}`;
  return el(
    "li",
    { class: one.done ? "set done" : "set" },
    button(one.done ? "✓" : String(index + 1), () => tick(key, index, item), {
      class: "tick-set",
      key: `tick-${key}-${index}`,
      "aria-pressed": one.done ? "true" : "false",
      "aria-label": `${name} ${one.done ? "done" : "to do"}`,
    }),
    one.reps === null
      ? null
      : amount(one.reps, 1, "reps", `${name}: repetitions`, `reps-${key}-${index}`, (value) =>
          writeSet(key, index, { reps: value }),
        ),
    one.seconds === null
      ? null
      : amount(one.seconds, 5, "s", `${name}: seconds`, `seconds-${key}-${index}`, (value) =>
          writeSet(key, index, { seconds: value }),
        ),
    item.load && !isBand(item.load)
      ? amount(one.load, 0.5, units, `${name}: load in ${units}`, `load-${key}-${index}`, (value) =>
          writeSet(key, index, { load: value }),
        )
      : null,
  );
}

function amount(value, step, unit, label, key, onvalue) {
  const input = el("input", {
    type: "number",
    inputmode: "decimal",
    min: 0,
    max: 1000,
    step,
    value: value === null ? "" : String(value),
    placeholder: "–",
    "aria-label": label,
    key,
    onchange: () => onvalue(input.value === "" ? null : Number(input.value)),
  });
  return el("label", { class: "amount" }, input, el("span", {}, unit));
}

function reserve(/** @type {Item} */ item, key, { notes }) {
  if (!item.effort?.rir) return null;
  const choices = [
    ["", "not told"],
    ...[0, 1, 2, 3, 4, 5].map((left) => [String(left), left === 5 ? "5 or more" : String(left)]),
  ];
  const value = notes[key]?.rir ?? "";
  return field(
    "Could have done more",
    select(
      choices,
      String(value),
      (left) => note(key, { rir: left === "" ? null : Number(left) }),
      { key: `rir-${key}` },
    ),
  );
}

function pain(key, { notes }) {
  const choices = [
    ["", "none"],
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((value) => [String(value), `${value} of 10`]),
  ];
  return field(
    "Pain",
    select(
      choices,
      String(notes[key]?.pain ?? ""),
      (value) => note(key, { pain: value === "" ? null : Number(value) }),
      { key: `pain-${key}` },
    ),
  );
}

function foot(/** @type {Training} */ training) {
  const { at, session, rest } = training;
  const last = at >= session.blocks.length;
  return el(
    "div",
    { class: "train-foot" },
    rest && !last
      ? el(
          "div",
          { class: "rest", role: "timer" },
          el("span", {}, "Rest ", restClock(rest, clockSeconds)),
          button("Skip", endRest, { key: "skip-rest" }),
        )
      : null,
    el(
      "div",
      { class: "train-moves" },
      button("Back", () => turnTo(at - 1), { key: "block-back", disabled: at === 0 }),
      last
        ? button("Give up", giveUp, { class: "quiet", key: "give-up" })
        : button(
            at + 1 === session.blocks.length ? "To the end" : "Next block",
            () => forward(at),
            { class: "primary", key: "block-next" },
          ),
    ),
  );
}

function forward(at) {
  turnTo(at + 1);
  scrollTo(0, 0);
}
