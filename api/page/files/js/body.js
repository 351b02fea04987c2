// The body map: drawn by the service, shown as it is.

import * as service from "./service.js";
import * as store from "./store.js";
import { el } from "./dom.js";
import { same } from "./patch.js";

/** @import { State } from "../../types" */

const wide = matchMedia("(min-width: 56rem)");
// The drawing of one coverage; null while it is asked for, `failed` where none came.
let latest = { coverage: null, arrangement: null, drawing: null, failed: false };

wide.addEventListener("change", () => store.redraw("arrivals"));

/** The map of a plan, once it is there; until then its place. */
export function bodyMap(/** @type {State} */ state) {
  const drawing = drawingOf(state);
  if (!drawing) {
    return latest.failed
      ? el(
          "p",
          { class: "body-map-place small" },
          "The body map did not come; the bars say the same.",
        )
      : el("div", { class: "body-map-place", "aria-busy": "true" });
  }
  const picture = document.importNode(drawing.picture, true);
  const caption = el("figcaption", { class: "small" });
  const figure = el("figure", { class: "body-map-place" }, picture, caption);
  const point = (event) => mark(caption, event.target.closest?.("[data-muscle]"));
  picture.addEventListener("pointerover", point);
  picture.addEventListener("click", point);
  return figure;
}

/** The number of a muscle on the map, where the map has numbers and no names. */
export function numberOf(/** @type {State} */ state, muscle) {
  return wide.matches ? null : (drawingOf(state)?.numbers[muscle] ?? null);
}

function drawingOf(/** @type {State} */ { answer }) {
  const { coverage } = answer.result.plan;
  const arrangement = wide.matches ? "labelled" : "tall";
  if (latest.arrangement !== arrangement || !same(latest.coverage, coverage)) {
    latest = { coverage, arrangement, drawing: null, failed: false };
    fetchDrawing(latest);
  }
  return latest.drawing;
}

async function fetchDrawing(mine) {
  try {
    const { svg, numbers } = await service.bodyMap(mine.coverage, mine.arrangement);
    mine.drawing = {
      picture: new DOMParser().parseFromString(svg, "image/svg+xml").documentElement,
      numbers,
    };
  } catch (error) {
    if (!(error instanceof service.Refusal)) throw error;
    mine.failed = true;
  }
  if (latest === mine) store.redraw("arrivals");
}

function mark(caption, region) {
  const muscle = region?.dataset.muscle;
  /** @type {NodeListOf<HTMLElement>} */
  const rows = document.querySelectorAll(".bars li");
  for (const row of rows) row.classList.toggle("pointed", row.dataset.muscle === muscle);
  caption.textContent = region?.querySelector("title")?.textContent ?? "";
}
