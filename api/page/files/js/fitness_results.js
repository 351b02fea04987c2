// The results of a fitness test: as they were entered, and what they say.

import * as store from "./store.js";
import { el } from "./dom.js";
import { byId } from "./catalog.js";
import { withoutNulls } from "./patch.js";
import { plainly } from "./plain.js";
import { labelOf, LEVELS, listed, shortName } from "./words.js";

/** @import { Assessment } from "../../types" */

export function resultsOf(tests, values, date) {
  return tests
    .flatMap((test) =>
      (test.per_side ? ["left", "right"] : [null]).map((side) => {
        const given = (what) => values[`${test.test} ${what}`] || null;
        const number = (what) => (given(what) === null ? null : Number(given(what)));
        const value = number(side ?? "both");
        if (value === null) return null;
        const found = { test: test.test, date, value, side };
        if (test.variants.length) Object.assign(found, { variant: given("variant") });
        if (test.exercises.length) {
          Object.assign(found, {
            exercise: given("exercise"),
            reps: number("reps"),
            rir: number("rir"),
          });
        }
        return withoutNulls(found);
      }),
    )
    .filter(Boolean);
}

export function resultsView(/** @type {Assessment} */ answer) {
  const { sentence, level, weak, first_side: sides, ready_for_impact: jumps } = answer;
  const { starts, changes, uncounted } = answer;
  return [
    el("p", {}, plainly(sentence, store.now())),
    level ? el("p", {}, `Level: ${labelOf(LEVELS, level.level ?? level)}.`) : null,
    weak.length ? el("ul", {}, weak.map(weakView)) : null,
    list(
      "Weaker side",
      sides.map(({ why }) => why),
    ),
    jumps?.why ? el("p", { class: "small" }, jumps.why) : null,
    list(
      "Where to begin",
      starts.map(({ why, says }) => `${why} ${says}`),
    ),
    list(
      "Since last time",
      changes.map(({ why }) => why),
    ),
    list(
      "Does not count",
      uncounted.map(({ why }) => why),
    ),
  ];
}

function weakView({ muscles, why }) {
  const names = muscles.map((id) => shortName(byId("muscles", id)?.name ?? id));
  return el("li", {}, el("strong", {}, listed(names)), `: ${why}`);
}

function list(title, lines) {
  if (!lines.length) return null;
  return [
    el("h3", {}, title),
    el(
      "ul",
      {},
      lines.map((line) => el("li", {}, line)),
    ),
  ];
}
