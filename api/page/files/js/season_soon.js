// The season's scripts come when its screen is shown for the first time.

import * as store from "./store.js";
import { button, el, refill } from "./dom.js";

let drawSeason = null;

export function drawSeasonSoon(/** @type {HTMLElement} */ root, state) {
  if (drawSeason) drawSeason(root, state);
  else fetchScripts(root);
}

async function fetchScripts(/** @type {HTMLElement} */ root) {
  try {
    ({ drawSeason } = await import("./season.js"));
    store.redraw("arrivals");
  } catch {
    refill(
      root,
      el(
        "div",
        { class: "note poor", role: "alert" },
        el("p", {}, "The season’s screen did not come. "),
        button("Try again", () => location.reload()),
      ),
    );
  }
}
