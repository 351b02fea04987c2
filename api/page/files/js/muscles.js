// What the week does for each muscle.

import { el, fold } from "./dom.js";
import { byId, nameOf } from "./catalog.js";
import { bodyMap, numberOf } from "./body.js";
import { count, listed, number, shortName } from "./words.js";

/** @import { State } from "../../types" */

export function muscles(/** @type {State} */ state) {
  const { coverage } = state.answer.result.plan;
  const neglected = coverage.filter((one) => one.neglected);
  const others = coverage.filter((one) => !one.neglected && one.sets);
  const direct = neglected.filter((one) => one.direct.length || one.carried_over).length;
  return el(
    "section",
    { class: "muscles", "aria-label": "Muscles" },
    el("h2", {}, "Muscles"),
    el(
      "p",
      { class: "small" },
      `${direct} of ${count(neglected.length, "muscle")} that running neglects have ` +
        `direct work. The marks on a bar are the weekly minimum and target, which are ` +
        `read in what the sets are worth; all sets are the pale bar behind.`,
    ),
    el(
      "div",
      { class: "map-and-bars" },
      bodyMap(state),
      el(
        "div",
        {},
        el(
          "ul",
          { class: "bars" },
          neglected.map((one) => bar(one, state)),
        ),
        others.length
          ? fold(
              "others",
              count(others.length, "other muscle"),
              { class: "plain-fold" },
              el(
                "ul",
                { class: "bars" },
                others.map((one) => bar(one, state)),
              ),
            )
          : null,
      ),
    ),
    fold(
      "muscle-table",
      "Sets, exercises and sources",
      { class: "plain-fold" },
      table([...neglected, ...others]),
    ),
  );
}

/** What minimum and target are held against: plain sets where no worth was told. */
const worthOf = (one) => one.effective_sets ?? one.sets;

const isMissing = (one) => one.neglected && !one.direct.length && !one.carried_over;

function bar(one, /** @type {State} */ state) {
  const mapped = numberOf(state, one.muscle);
  const worth = worthOf(one);
  const most = Math.max(one.maximum, one.sets, worth, one.target, 1);
  const fills = [
    ["all", one.sets],
    ["fill", worth],
  ].map(([kind, sets]) => {
    const fill = el("i", { class: kind });
    fill.style.width = `${(100 * sets) / most}%`;
    return fill;
  });
  const marks = [one.minimum, one.target]
    .filter((value) => value > 0)
    .map((value) => {
      const mark = el("i", { class: "tick" });
      mark.style.left = `${(100 * value) / most}%`;
      return mark;
    });
  return el(
    "li",
    {
      class: isMissing(one) ? "missing" : worth < one.minimum ? "low" : "",
      "data-muscle": one.muscle,
    },
    el(
      "span",
      { class: "muscle" },
      mapped ? el("b", { "aria-hidden": "true" }, mapped) : null,
      el("span", {}, shortName(nameOf("muscles", one.muscle)), isMissing(one) ? ": left out" : ""),
    ),
    el("span", { class: "track", "aria-hidden": "true" }, fills, marks),
    el(
      "span",
      { class: "sets" },
      number(worth),
      el("span", { class: "unseen" }, ` of ${number(one.sets)} sets, target ${number(one.target)}`),
    ),
  );
}

function table(all) {
  const heads = [
    "Muscle",
    "Sets",
    "Worth",
    "Min–target–max",
    "Direct exercises",
    "Neglected, says",
  ];
  return [
    el(
      "p",
      { class: "small" },
      "A set counts as one for a primary muscle and as half for a secondary one. " +
        "What sets are worth depends on the load, the level and the phase; minimum and " +
        "target are read in it, the maximum in sets.",
    ),
    el(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "Muscles as a table" },
      el(
        "table",
        {},
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            heads.map((head) => el("th", { scope: "col" }, head)),
          ),
        ),
        el(
          "tbody",
          {},
          all.map((one) =>
            el(
              "tr",
              {},
              el("th", { scope: "row" }, shortName(nameOf("muscles", one.muscle))),
              el("td", {}, number(one.sets)),
              el("td", {}, number(worthOf(one))),
              el("td", {}, [one.minimum, one.target, one.maximum].map(number).join("–")),
              el(
                "td",
                {},
                one.direct.length
                  ? listed(one.direct.map((id) => nameOf("exercises", id)))
                  : one.carried_over
                    ? "carried over from last week"
                    : "none",
              ),
              el(
                "td",
                {},
                listed(one.claimed_by.map((id) => byId("sources", id)?.title ?? id)) || "–",
              ),
            ),
          ),
        ),
      ),
    ),
  ];
}
