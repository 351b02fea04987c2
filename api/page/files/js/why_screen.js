// Why this week: what it does for each muscle, and how far it is proven.

import { el, refill } from "./dom.js";
import { muscles } from "./muscles.js";
import { proof } from "./proof.js";
import { titleOf } from "./titles.js";

/** @import { State } from "../../types" */

export function drawReasons(/** @type {HTMLElement} */ root, /** @type {State} */ state) {
  const { answer } = state;
  refill(
    root,
    el(
      "div",
      { class: "title" },
      el("h1", {}, "Why this week"),
      el(
        "p",
        { class: "lead" },
        answer
          ? `${titleOf(state)}: what it does for each muscle, and what is proven of it.`
          : "Plan a week first: here stands then what it does for each muscle, and what is " +
              "proven of it.",
      ),
    ),
    answer?.result.plan ? muscles(state) : null,
    answer ? proof(answer.result) : null,
  );
}
