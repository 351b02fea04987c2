// How far a plan is proven, line by line.

import { el, fold } from "./dom.js";
import { count, ORDER_AMONG_EQUALS, tierName } from "./words.js";

/** @import { Result } from "../../types" */

/** Every tier in the order that decides, with its value and how far it is proven. */
export function proof(/** @type {Result} */ result) {
  if (!result.objective.length) return null;
  const open = result.objective.filter((tier) => tier.value !== tier.bound).length;
  const tiers = result.objective.filter((tier) => !ORDER_AMONG_EQUALS.includes(tier.name));
  const summary = open
    ? `What is proven: ${count(result.objective.length - open, "tier")} of ` +
      `${result.objective.length}`
    : `What is proven: all ${result.objective.length} tiers`;
  return fold(
    "proof",
    summary,
    { startsOpen: true, class: "plain-fold proof" },
    el(
      "p",
      { class: "small" },
      "Less is better, and an earlier line decides before a later one. Proven means " +
        "that no week has less there without losing more above.",
    ),
    el(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "The tiers of the plan" },
      el(
        "table",
        {},
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            ["What counts", "This week", "Proven"].map((head) => el("th", { scope: "col" }, head)),
          ),
        ),
        el(
          "tbody",
          {},
          tiers.map((tier) =>
            el(
              "tr",
              { class: tier.value ? "" : "zero" },
              el("th", { scope: "row" }, tierName(tier.name)),
              el("td", {}, tier.value ? `${tier.value} ${tier.unit}` : "none"),
              el("td", {}, tier.value === tier.bound ? "yes" : `no less than ${tier.bound}`),
            ),
          ),
        ),
      ),
    ),
    el(
      "p",
      { class: "small" },
      `runstrong ${result.versions.software}${took(result.stats.total_ms)}.`,
    ),
  );
}

const took = (milliseconds) => (milliseconds ? `, ${(milliseconds / 1000).toFixed(2)} s` : "");
