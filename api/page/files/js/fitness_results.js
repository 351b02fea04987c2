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
  const { single_leg: oneLeg, lifts, starts, changes, uncounted } = answer;
  return [
    el("p", {}, plainly(sentence, store.now())),
    level
      ? [
          el("p", {}, `Level: ${labelOf(LEVELS, level.level)}.`),
          el("ul", {}, line(level, plainly(level.why, store.now()))),
        ]
      : null,
    list("Weak", weak, weakView),
    list("Weaker side", sides, ofTest),
    list("Jumps", jumps?.why ? [jumps] : [], line),
    list("On one leg", oneLeg ? [oneLeg] : [], line),
    list("Loads to begin with", lifts, (one) => line(one, `${named(one.lift)}: ${one.why}`)),
    list("Where to begin", starts, (one) => line(one, `${one.why} ${one.says}`)),
    list("Since last time", changes, line),
    list("Does not count", uncounted, line),
  ];
}

function weakView(found) {
  const names = found.muscles.map((id) => shortName(byId("muscles", id)?.name ?? id));
  return el("li", {}, el("strong", {}, listed(names)), `: ${found.why}`, sourceOf(found));
}

const named = ({ exercise }) => byId("exercises", exercise)?.name ?? exercise;

/** A side is told of its test, whose name its sentence does not have. */
const ofTest = (found) => line(found, `${testName(found.test)}: ${found.why}`);

function testName(id) {
  const words = id.replaceAll("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function line(found, text = found.why) {
  return el("li", {}, text, sourceOf(found));
}

const sourceOf = ({ source }) => (source ? el("div", { class: "small" }, source) : null);

function list(title, found, view) {
  if (!found.length) return null;
  return [
    el("h3", {}, title),
    el(
      "ul",
      {},
      found.map((one) => view(one)),
    ),
  ];
}
