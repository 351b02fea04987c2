// Where the sources contradict each other, and what a person can choose.

import { el } from "./dom.js";
import { byId, known } from "./catalog.js";
import { EMPHASES, listed } from "./words.js";

/** @import { Request } from "../../types" */

// The contradiction that the field `emphasis` decides.
const DECIDED = "C1";
const SIDE_OF = { quads_first: 0, posterior_chain: 1 };

export function emphasisSides(/** @type {Request} */ request, change) {
  const contradiction = byId("contradictions", DECIDED);
  const chosen = request.emphasis ?? "balanced";
  return el(
    "fieldset",
    { class: "sides" },
    el("legend", {}, contradiction?.topic ?? "Emphasis"),
    EMPHASES.map(([id, label]) => {
      const side = contradiction?.positions[SIDE_OF[id]];
      return el(
        "label",
        { class: "position" },
        el("input", {
          type: "radio",
          name: "emphasis",
          value: id,
          checked: chosen === id,
          key: `emphasis-${id}`,
          onchange: () =>
            change((next) => {
              next.emphasis = id;
            }),
        }),
        el(
          "span",
          {},
          el("strong", {}, label),
          side
            ? [el("span", { class: "says" }, side.says), cited(side.sources)]
            : el("span", { class: "says" }, "Both sides count."),
        ),
      );
    }),
  );
}

/** All of them, each side with its sources. */
export function contradictions() {
  return el(
    "details",
    { class: "plain-fold" },
    el("summary", {}, "All the points on which they disagree"),
    el(
      "dl",
      { class: "contradictions" },
      known("contradictions").map((one) => [
        el("dt", {}, one.topic),
        el(
          "dd",
          {},
          el(
            "ul",
            {},
            one.positions.map((side) => el("li", {}, side.says, " ", cited(side.sources))),
          ),
          el("p", { class: "small" }, one.decided_by),
        ),
      ]),
    ),
  );
}

function cited(ids) {
  return el("cite", {}, listed(ids.map((id) => `“${byId("sources", id)?.title ?? id}”`)));
}
