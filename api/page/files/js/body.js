// The body map: drawn by the service, shown as it is.

import * as service from "./service.js";
import * as store from "./store.js";
import { el } from "./dom.js";

const wide = matchMedia("(min-width: 56rem)");
let kept = { of: null, drawing: null };

wide.addEventListener("change", () => store.redraw("told"));

/** The map of a plan, once it is there; until then its place. */
export function bodyMap(state) {
  const drawing = drawingOf(state);
  if (!drawing) return el("div", { class: "body-map-place", "aria-busy": "true" });
  const picture = document.importNode(drawing.picture, true);
  const caption = el("figcaption", { class: "small" });
  const figure = el("figure", { class: "body-map-place" }, picture, caption);
  const point = (event) => mark(figure, caption, event.target.closest?.("[data-muscle]"));
  picture.addEventListener("pointerover", point);
  picture.addEventListener("click", point);
  return figure;
}

/** The number of a muscle on the map, where the map has numbers and no names. */
export function numberOf(state, muscle) {
  return wide.matches ? null : drawingOf(state)?.numbers[muscle] ?? null;
}

function drawingOf({ answer }) {
  const { coverage } = answer.result.plan;
  const arrangement = wide.matches ? "labelled" : "tall";
  const of = `${answer.result.fingerprint} ${arrangement}`;
  if (kept.of !== of) {
    kept = { of, drawing: null };
    fetchDrawing(of, coverage, arrangement);
  }
  return kept.drawing;
}

async function fetchDrawing(of, coverage, arrangement) {
  try {
    const { svg, numbers } = await service.bodyMap(coverage, arrangement);
    const picture = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    if (kept.of !== of) return;
    kept = { of, drawing: { picture, numbers } };
    store.redraw("told");
  } catch (error) {
    // Without the picture the bars and the table say the same.
    if (!(error instanceof service.Refusal)) throw error;
  }
}

function mark(figure, caption, region) {
  const muscle = region?.dataset.muscle;
  for (const row of document.querySelectorAll(".bars li")) row.classList.toggle("pointed", row.dataset.muscle === muscle);
  caption.textContent = region?.querySelector("title")?.textContent ?? "";
}
