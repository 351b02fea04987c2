// What the week does for each muscle.

import { el, fold } from "./dom.js";
import { byId, nameOf } from "./catalog.js";
import { bodyMap, numberOf } from "./body.js";
import { count, listed, number, shortName } from "./words.js";

export function muscles(state) {
  const { coverage } = state.answer.result.plan;
  const neglected = coverage.filter((one) => one.neglected);
  const others = coverage.filter((one) => !one.neglected && one.sets);
  const direct = neglected.filter((one) => one.direct.length || one.carried_over).length;
  return el(
    "section",
    { class: "muscles", "aria-label": "Muscles" },
    el("h2", {}, "Muscles"),
    el("p", { class: "small" }, `${direct} of ${count(neglected.length, "muscle")} that running neglects have direct work. The marks on a bar are the weekly minimum and target.`),
    el(
      "div",
      { class: "map-and-bars" },
      bodyMap(state),
      el(
        "div",
        {},
        el("ul", { class: "bars" }, neglected.map((one) => bar(one, state))),
        others.length ? fold("others", count(others.length, "other muscle"), { class: "plain-fold" }, el("ul", { class: "bars" }, others.map((one) => bar(one, state)))) : null,
      ),
    ),
    fold("muscle-table", "Sets, exercises and sources", { class: "plain-fold" }, table([...neglected, ...others])),
  );
}

const isMissing = (one) => one.neglected && !one.direct.length && !one.carried_over;

function bar(one, state) {
  const mapped = numberOf(state, one.muscle);
  const most = Math.max(one.maximum, one.sets, one.target, 1);
  const fill = el("i", { class: "fill" });
  fill.style.width = `${(100 * one.sets) / most}%`;
  const marks = [one.minimum, one.target].filter((value) => value > 0).map((value) => {
    const mark = el("i", { class: "tick" });
    mark.style.left = `${(100 * value) / most}%`;
    return mark;
  });
  return el(
    "li",
    { class: isMissing(one) ? "missing" : one.sets < one.minimum ? "low" : "", "data-muscle": one.muscle },
    el("span", { class: "muscle" }, mapped ? el("b", { "aria-hidden": "true" }, mapped) : null, el("span", {}, shortName(nameOf("muscles", one.muscle)), isMissing(one) ? ": left out" : "")),
    el("span", { class: "track", "aria-hidden": "true" }, fill, marks),
    el("span", { class: "sets" }, number(one.sets), el("span", { class: "unseen" }, ` sets, target ${number(one.target)}`)),
  );
}

function table(all) {
  const heads = ["Muscle", "Sets", "Min–target–max", "Direct exercises", "Neglected, says"];
  return [
    el("p", { class: "small" }, "A set counts as one for a primary muscle and as half for a secondary one."),
    el(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "Muscles as a table" },
      el(
        "table",
        {},
        el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))),
        el("tbody", {}, all.map((one) => el(
          "tr",
          {},
          el("th", { scope: "row" }, shortName(nameOf("muscles", one.muscle))),
          el("td", {}, number(one.sets)),
          el("td", {}, [one.minimum, one.target, one.maximum].map(number).join("–")),
          el("td", {}, one.direct.length ? listed(one.direct.map((id) => nameOf("exercises", id))) : one.carried_over ? "carried over from last week" : "none"),
          el("td", {}, listed(one.claimed_by.map((id) => byId("sources", id)?.title ?? id)) || "–"),
        ))),
      ),
    ),
  ];
}
