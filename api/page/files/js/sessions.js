// The sessions: what to do in order, and why each stands where it does.

import * as store from "./store.js";
import { button, el, fold, setOpen } from "./dom.js";
import { byId } from "./catalog.js";
import { begin } from "./training.js";
import { editSpan } from "./editor.js";
import { isLocked, markDone, markMissed, refuse, toggleLock } from "./planning.js";
import { clockWords, dayLabel, minuteOf } from "./time.js";
import { spans } from "./spans.js";
import { explanationOf, whyHere, whyThis } from "./prices.js";
import {
  clockSeconds,
  dose,
  effortWords,
  hours,
  loadWords,
  restWords,
  roleName,
  roundsWords,
  stepKind,
  wholeMinutes,
} from "./words.js";

/** @import { Block, Item, Session, State } from "../../types" */

const wide = matchMedia("(min-width: 56rem)");
const KINDS = {
  warm_up: "Warm-up",
  ramp: "Ramp sets",
  weaker_side: "Once more, the weaker side",
  mobility: "Mobility and release",
};

export function sessionCards(/** @type {State} */ state) {
  return state.answer.result.plan.sessions.map((session, index) => card(session, index, state));
}

export function openSession(id) {
  const node = setOpen(`card-${id}`, true);
  node?.scrollIntoView({ behavior: "smooth", block: "start" });
  node?.querySelector("summary")?.focus({ preventScroll: true });
}

function card(/** @type {Session} */ session, index, /** @type {State} */ state) {
  const { request, changes, done = [] } = state.answer;
  const first = request.week.start;
  const start = minuteOf(session.start, first);
  const end = start + Math.ceil(session.minutes);
  const change = request.current ? changes?.find((one) => one.session === session.id) : null;
  const isDone = done.includes(session.id) || state.marks.done.includes(session.id);
  const isMissed = state.marks.missed.includes(session.id);
  const window = spans(state.request).find(
    (span) => span.type === "window" && span.id === session.window,
  );
  const head = el(
    "span",
    { class: "card-head" },
    el("strong", {}, dayLabel(start, first)),
    el("span", {}, `${clockWords(start)}–${clockWords(end)}`),
    el("span", { class: "muted" }, `${session.place}, ${wholeMinutes(session.minutes)}`),
    change ? el("span", { class: "tag new" }, "changed") : null,
    isDone ? el("span", { class: "tag" }, "done") : null,
    isMissed ? el("span", { class: "tag" }, "missed") : null,
  );
  return fold(
    `card-${session.id}`,
    [head, strip(session)],
    { class: `card${change ? " changed" : ""}`, startsOpen: index === 0 || wide.matches },
    gaps(session),
    session.blocks.map((block) => blockView(block, session, change)),
    change?.exercises_out.length
      ? el(
          "p",
          { class: "small out" },
          "Left out now: ",
          change.exercises_out.map((id) => byId("exercises", id)?.name ?? id).join(", "),
        )
      : null,
    el(
      "div",
      { class: "card-foot" },
      button("Train", () => begin(session, request), {
        class: "primary",
        key: `train-${session.id}`,
      }),
      button("Why here?", () => whyHere(session.id), { key: `why-${session.id}` }),
      // On a small screen a session can hide all of the free time that it fills.
      window
        ? button("Its free time", () => editSpan(window), { key: `window-${session.id}` })
        : null,
      isDone || isMissed
        ? null
        : button("I missed it", () => markMissed(session.id), { key: `missed-${session.id}` }),
      isDone || isMissed
        ? null
        : button("Done", () => markDone(session.id), { key: `done-${session.id}` }),
    ),
    explanationOf(`session ${session.id}`),
  );
}

/** The session's time at a glance: one stripe a block, as long as it takes. */
function strip(/** @type {Session} */ session) {
  return el(
    "span",
    { class: "strip", "aria-hidden": "true" },
    session.blocks.map((block) => {
      const stripe = el("i", { class: block.kind });
      stripe.style.flexGrow = String(block.items.reduce((sum, item) => sum + item.seconds, 0));
      return stripe;
    }),
  );
}

/** `next key run Sun, 18:00`; plans that were saved before its start was told have the hours. */
function keyRunWords(/** @type {Session} */ { next_key_run: start, hours_to_key_run: until }) {
  const first = store.now().answer.request.week.start;
  if (start) {
    const at = minuteOf(start, first);
    return `next key run ${dayLabel(at, first)}, ${clockWords(at)}`;
  }
  return until === null || until === undefined
    ? "no key run ahead"
    : `next key run ${hours(until)} after its start`;
}

function gaps(/** @type {Session} */ session) {
  const since = session.hours_since_run;
  return el(
    "p",
    { class: "gaps" },
    el(
      "span",
      {},
      since === null || since === undefined
        ? "No run before"
        : `${hours(since)} after the last run`,
    ),
    el("span", {}, keyRunWords(session)),
  );
}

function blockView(/** @type {Block} */ block, /** @type {Session} */ session, change) {
  const rounds = block.kind === "superset" ? `In turn, ${roundsWords(block)}` : null;
  return el(
    "div",
    { class: `work ${block.kind}` },
    KINDS[block.kind] || rounds ? el("h3", {}, KINDS[block.kind] ?? rounds) : null,
    el(
      "ol",
      {},
      block.items.map((item) => itemView(item, block, session, change)),
    ),
  );
}

function itemView(
  /** @type {Item} */ item,
  /** @type {Block} */ block,
  /** @type {Session} */ session,
  change,
) {
  const { request } = store.now();
  const isNew = change?.exercises_in.includes(item.exercise);
  const sets = change?.sets.find((one) => one.exercise === item.exercise);
  const counts = block.kind === "straight" || block.kind === "superset";
  const locked = isLocked(request, session.window, item.exercise);
  const total = setsInSession(session, item.exercise);
  const key = `${session.id}-${item.label}`;
  return el(
    "li",
    { class: locked ? "item is-locked" : "item" },
    fold(
      `item-${key}`,
      [
        el("span", { class: "label" }, item.label),
        el(
          "span",
          { class: "name-line" },
          el("span", { class: "name" }, item.name),
          counts && item.role ? el("span", { class: "tag role" }, roleName(item)) : null,
          locked ? el("span", { class: "tag locked" }, "locked") : null,
          isNew ? el("span", { class: "tag new" }, "new") : null,
          sets ? el("span", { class: "tag new" }, `${sets.before} → ${sets.after} sets`) : null,
        ),
        el(
          "span",
          { class: "dose" },
          dose(item),
          loadWords(item) ? el("b", { class: "load" }, ` ${loadWords(item)}`) : null,
          effortWords(item) ? el("span", { class: "effort" }, effortWords(item)) : null,
        ),
      ],
      {},
      el("p", {}, byId("exercises", item.exercise)?.how_to ?? ""),
      item.effort?.lighter_because
        ? el("p", { class: "small" }, item.effort.lighter_because)
        : null,
      item.load && counts ? el("p", { class: "small" }, item.load.why) : null,
      counts ? todayWords(item) : null,
      item.progress && item.progress.sentence !== item.load?.why
        ? el("p", { class: "small" }, item.progress.sentence)
        : null,
      el(
        "p",
        { class: "small" },
        `${restWords(item, block)}${clockSeconds(item.seconds)} min in all.`,
      ),
      counts
        ? el(
            "div",
            { class: "item-foot" },
            button("Why this?", () => whyThis(item.exercise), { key: `this-${key}` }),
            button(
              locked ? "Unlock" : "Lock",
              () => toggleLock(session.window, item.exercise, total),
              { key: `lock-${key}`, "aria-pressed": locked ? "true" : "false" },
            ),
            button("Refuse", () => refuse(item.exercise), {
              key: `refuse-${key}`,
              "aria-label": `Refuse ${item.name}`,
            }),
          )
        : null,
      counts ? explanationOf(`exercise ${item.exercise}`) : null,
    ),
  );
}

/** What to do where a set leaves more than it should, or falls short. */
function todayWords(/** @type {Item} */ item) {
  const steps = store.now().answer.result.plan?.next_week ?? [];
  const isFound = stepKind(item) === "load" && item.load?.kg == null;
  // What is held in each repetition is not lowered, and a load that is found is not known yet.
  const today =
    item.hold_seconds || isFound ? null : steps.find((step) => step.kind === stepKind(item))?.today;
  return today ? el("p", { class: "small" }, today) : null;
}

function setsInSession(/** @type {Session} */ session, exercise) {
  return session.blocks
    .flatMap((block) => block.items)
    .filter((item) => item.exercise === exercise)
    .reduce((sum, item) => sum + item.sets, 0);
}
