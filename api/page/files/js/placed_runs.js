// The runs whose time the week has decided: when each is, why there, and what that is worth.

import { el } from "./dom.js";
import { plainly } from "./plain.js";
import { runName } from "./words.js";

/** @import { Answer } from "../../types" */

/** The warning that says how the week would be with each run at its earliest time. */
export const TOGETHER = "runs_placed_together";

export function placedRuns(/** @type {Answer} */ answer) {
  const { plan, warnings } = answer.result;
  const placed = (plan?.runs ?? []).filter((run) => run.placed);
  if (!placed.length) return null;
  const gained = warnings.filter(({ code }) => code === TOGETHER);
  return el(
    "section",
    { class: "note placed-runs", "aria-label": "Runs that the week placed" },
    el("h3", {}, "When to run"),
    el(
      "ul",
      {},
      placed.map(({ kind, why }) =>
        el("li", {}, el("strong", {}, runName(kind)), `: ${plainly(why ?? "", answer)}`),
      ),
    ),
    gained.map(({ sentence }) =>
      el(
        "p",
        { class: "gained" },
        el("strong", {}, "What that is worth"),
        `: ${plainly(sentence, answer)}`,
      ),
    ),
  );
}
