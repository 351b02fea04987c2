// The head of My week: whose week this is, and what went wrong with the last press.

import { el, refill } from "./dom.js";
import { besideOwnWeek } from "./opening.js";
import { leadOf, titleOf } from "./titles.js";
import { troubleNote } from "./trouble.js";

/** @import { State } from "../../types" */

export function drawHeading(/** @type {HTMLElement} */ root, /** @type {State} */ state) {
  refill(
    root,
    el(
      "div",
      { class: "title" },
      el("h1", {}, titleOf(state)),
      el("p", { class: "lead" }, leadOf(state)),
      besideOwnWeek(state),
    ),
    state.trouble ? troubleNote(state.trouble) : null,
  );
}
