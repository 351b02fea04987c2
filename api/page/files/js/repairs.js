// What would help where no week keeps every rule: cards that show the week each leads to.

import { button, drawn, el } from "./dom.js";
import { patched } from "./patch.js";
import { plainly } from "./plain.js";
import { applyRepair, isEdited } from "./planning.js";
import { byDay, DAY } from "./time.js";
import { spans } from "./spans.js";

/** @import { Answer, LeadsTo, Repair, Request, State } from "../../types" */

// Name in `leads_to`, how it is called, and whether more of it is better.
/** @type {[keyof LeadsTo["after"], string, boolean][]} */
const OF_A_WEEK = [
  ["sessions", "Sessions", true],
  ["main_lift_sets", "Main-lift sets", true],
  ["minimum_missed_half_sets", "Sets below the minimum", false],
  ["sessions_inside_recovery", "Sessions inside recovery", false],
  ["heavy_before_key_run", "Heavy work before a key run", false],
];

export function repairCards(/** @type {State} */ state) {
  const { answer } = state;
  const { repairs, repairs_withheld: withheld = [], conflict } = answer.result;
  if (!repairs.length && !withheld.length && !conflict) return null;
  const edited = isEdited(state);
  return el(
    "div",
    { class: "repairs" },
    repairs.length || !withheld.length ? el("h3", {}, "What would help") : null,
    edited && repairs.length
      ? el("p", { class: "small" }, "These are for the week before it was edited.")
      : null,
    repairs.length
      ? el(
          "ul",
          { class: "repair-cards" },
          repairs.map((repair, index) => card(repair, index, answer, edited)),
        )
      : withheld.length
        ? null
        : el(
            "p",
            { class: "small" },
            isOfRunsAlone(answer)
              ? "No part of run_rules alone does it: give one of these runs other times."
              : "No small change of one window, run, limit, thing, muscle or pin alone does it.",
          ),
    withheld.length ? notAdvised(withheld, answer) : null,
  );
}

/** True: runs to place cannot stand, so that no week of sessions was looked for. */
const isOfRunsAlone = (/** @type {Answer} */ { result: { conflict } }) =>
  Boolean(conflict?.rules.every(({ rule }) => rule === "run_placement"));

function card(/** @type {Repair} */ repair, index, /** @type {Answer} */ answer, edited) {
  return el(
    "li",
    { class: "repair-card" },
    el("p", {}, plainly(repair.sentence, answer)),
    strip(answer.request, repair.patch),
    leadsTo(repair.leads_to),
    button("Do this", () => applyRepair(repair), {
      class: "primary",
      disabled: edited,
      key: `repair-${index}`,
      "aria-label": `Do this: ${plainly(repair.sentence, answer)}`,
    }),
  );
}

function leadsTo(/** @type {LeadsTo | null} */ found) {
  if (!found)
    return el(
      "p",
      { class: "small" },
      "What week it leads to was not known when the search ended.",
    );
  const { before, after } = found;
  const shown = OF_A_WEEK.filter(([name]) => after[name] || before?.[name]);
  const amount = (week, name) => week[name] / (name === "minimum_missed_half_sets" ? 2 : 1);
  return el(
    "dl",
    { class: "leads-to" },
    shown.map(([name, label, moreIsBetter]) => {
      const gain = before ? (after[name] - before[name]) * (moreIsBetter ? 1 : -1) : 0;
      return el(
        "div",
        { class: gain > 0 ? "better" : gain < 0 ? "worse" : "" },
        el("dt", {}, label),
        el(
          "dd",
          {},
          before && before[name] !== after[name]
            ? `${amount(before, name)} → ${amount(after, name)}`
            : String(amount(after, name)),
        ),
      );
    }),
  );
}

const WIDE = 210;
const HIGH = 64;

/** The seven days with the runs and times of the repaired week; what it changes stands out. */
function strip(/** @type {Request} */ request, patch) {
  let repaired;
  try {
    repaired = patched(request, patch);
  } catch {
    return null;
  }
  const asBefore = new Set(spans(request).map(nameOf));
  const parts = spans(repaired).flatMap((span) =>
    byDay(span.start, span.end).map(({ day, from, to }) =>
      drawn("rect", {
        class: `${span.type}${asBefore.has(nameOf(span)) ? "" : " new"}`,
        x: (day * WIDE) / 7 + 2,
        width: WIDE / 7 - 4,
        y: (from / DAY) * HIGH,
        height: Math.max(((to - from) / DAY) * HIGH, 3),
        rx: 1.5,
      }),
    ),
  );
  const lines = [1, 2, 3, 4, 5, 6].map((day) =>
    drawn("line", { x1: (day * WIDE) / 7, x2: (day * WIDE) / 7, y1: 0, y2: HIGH }),
  );
  return drawn(
    "svg",
    { class: "repair-strip", viewBox: `0 0 ${WIDE} ${HIGH}`, "aria-hidden": "true" },
    lines,
    parts,
  );
}

const nameOf = ({ type, start, end }) => `${type} ${start} ${end}`;

function notAdvised(withheld, /** @type {Answer} */ answer) {
  return el(
    "div",
    { class: "withheld" },
    el("h3", {}, "Not advised: cures it, and leaves a worse week"),
    el(
      "ul",
      {},
      withheld.map(({ sentence, why }) =>
        el("li", {}, `${plainly(sentence, answer)} ${plainly(why, answer)}`),
      ),
    ),
  );
}
