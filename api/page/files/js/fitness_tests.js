// The tests to do, with the fields for their results, and what norms go by.

import { el, field, fold, numberInput, segments, select } from "./dom.js";
import { byId } from "./catalog.js";

/** What norms and the highest level go by; it is kept with the results. */
export function about(tests, { known, draft, ask }) {
  const number = (name, label, least, most) =>
    field(
      label,
      numberInput(`fitness-${name}`, known[name], least, most, "untold", (value) => {
        known[name] = value;
        // It decides which tests there are.
        if (name === "weeks_of_strength" && draft.kit === "gym") ask();
      }),
    );
  return el(
    "div",
    { class: "pair" },
    number("weeks_of_strength", "Weeks of strength so far", 0, 5000),
    number("age_years", "Age", 10, 110),
    field(
      "Norms of",
      select(
        [
          ["", "untold"],
          ["f", "women"],
          ["m", "men"],
        ],
        known.sex ?? "",
        (sex) => {
          known.sex = sex || null;
        },
        { key: "fitness-sex" },
      ),
    ),
    tests.some(({ unit }) => unit === "kilograms")
      ? number("body_mass_kg", "Body mass, kg", 25, 300)
      : null,
  );
}

export function testView(test, draft) {
  const sides = test.per_side ? ["left", "right"] : [null];
  return el(
    "li",
    { class: "fitness-test" },
    el("strong", {}, test.name),
    test.caution ? el("p", { class: "small" }, test.caution) : null,
    fold(
      `steps-${test.test}`,
      "How to",
      { class: "plain-fold" },
      el(
        "ol",
        { class: "steps" },
        [...test.steps, ...test.stop_rules].map((step) => el("li", {}, step)),
      ),
    ),
    el(
      "div",
      { class: "pair" },
      sides.map((side) =>
        amount(draft, test, side ?? "both", `${side ? `${side}, ` : ""}${test.unit}`),
      ),
    ),
    test.variants.length ? variant(draft, test) : null,
    test.exercises.length
      ? el(
          "div",
          { class: "pair" },
          exercise(draft, test),
          amount(draft, test, "reps", "Repetitions"),
          amount(draft, test, "rir", "Left in reserve"),
        )
      : null,
  );
}

function amount(draft, { test }, what, label) {
  const key = `${test} ${what}`;
  const input = el("input", {
    type: "number",
    min: 0,
    max: 1000,
    step: "any",
    inputmode: "decimal",
    value: draft.values[key] ?? "",
    key: `fitness-${test}-${what}`,
    onchange: () => {
      draft.values[key] = input.value;
    },
  });
  return field(label, input);
}

const named = (id) => byId("exercises", id)?.name ?? `${id[0].toUpperCase()}${id.slice(1)}`;

/** Nothing is chosen beforehand: norms go by it, and nobody looks at what stands there. */
function variant(draft, { test, variants }) {
  const key = `${test} variant`;
  return segments(
    `fitness-${test}-variant`,
    "How",
    variants.map((id) => [id, named(id)]),
    draft.values[key] ?? null,
    (id) => {
      draft.values[key] = id;
    },
  );
}

function exercise(draft, { test, exercises }) {
  const key = `${test} exercise`;
  const control = select(
    [["", "Choose …"], ...exercises.map((id) => [id, named(id)])],
    draft.values[key] ?? "",
    (id) => {
      draft.values[key] = id;
    },
    { key: `fitness-${test}-exercise` },
  );
  return field("Exercise", control);
}
