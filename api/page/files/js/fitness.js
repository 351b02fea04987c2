// The fitness test: the health screen first, then the tests by what there is, then what they say.

import * as service from "./service.js";
import * as store from "./store.js";
import { button, dialog, el, field, refill, segments, select } from "./dom.js";
import { withoutNulls } from "./patch.js";
import { resultsOf, resultsView } from "./fitness_results.js";
import { about, testView } from "./fitness_tests.js";
import { plainly } from "./plain.js";
import { edit } from "./planning.js";
import { today } from "./time.js";
import { count } from "./words.js";

/** @import { Assessment } from "../../types" */

const KITS = [
  ["home", "At home"],
  ["short", "Little time"],
  ["gym", "In a gym"],
];
// What the tests are read by, where it is told.
const OF_ATHLETE = ["injuries", "weeks_of_strength", "sex", "age_years", "body_mass_kg", "level"];

// Beside injuries and level what norms and caps go by.
const TOLD = ["weeks_of_strength", "sex", "age_years", "body_mass_kg"];

// By which two results are of the same day's same test.
const KIND = ["test", "date", "side", "variant", "exercise"];

const isSame = (one, other) => KIND.every((name) => one[name] === other[name]);

export function fitnessPart({ athlete }) {
  const tests = athlete.tests ?? [];
  const last = tests
    .map(({ date }) => date)
    .sort()
    .at(-1);
  return el(
    "div",
    { class: "fitness" },
    el(
      "p",
      { class: "small" },
      tests.length
        ? `${count(tests.length, "result")} of the fitness test, the last of ${last}.`
        : "Not sure of your level? A test of half an hour finds it, and what is weak.",
    ),
    el(
      "div",
      { class: "item-foot" },
      button(tests.length ? "Test again" : "Take the fitness test", openTest, { key: "fitness" }),
      tests.length
        ? button(
            "Drop the results",
            () =>
              edit(
                ({ athlete: edited }) => {
                  delete edited.tests;
                  edited.level ??= "beginner";
                },
                { again: false },
              ),
            { class: "quiet", key: "fitness-drop" },
          )
        : null,
    ),
  );
}

function openTest() {
  const { athlete, week } = store.now().request;
  const draft = { kit: "home", screen: { ...(athlete.screen ?? {}) }, values: {} };
  const date = [today(), week.start].sort()[0];
  let turn = 0;
  const content = el("div", { class: "stack" });
  const box = dialog("Fitness test", content);
  box.classList.add("wide");
  const known = Object.fromEntries(
    OF_ATHLETE.filter((name) => athlete[name] !== undefined).map((name) => [name, athlete[name]]),
  );

  async function ask(tests = []) {
    // A test that is done again on the same day replaces its result; all others are kept.
    const earlier = (athlete.tests ?? []).filter(
      (one) => !tests.some((other) => isSame(one, other)),
    );
    // What was asked before is out of date, and may be answered after this.
    const mine = ++turn;
    // With the answers of the screen alone, the service names the tests to do.
    const body = {
      athlete: withoutNulls(known),
      screen: draft.screen,
      kit: draft.kit,
      date: today(),
      ...(tests.length ? { tests: [...earlier, ...tests] } : {}),
    };
    try {
      const answer = await service.assess(body);
      if (mine === turn) show(answer);
    } catch (error) {
      if (!(error instanceof service.Refusal)) throw error;
      if (mine !== turn) return;
      content.querySelector("[role=alert]")?.remove();
      content.append(
        el(
          "div",
          { class: "note poor", role: "alert" },
          error.problems.map((problem) =>
            el("p", {}, plainly(ofTest(problem, body.tests ?? []), store.now())),
          ),
        ),
      );
    }
  }

  /** A problem of a result with the name of its test, where the service counts them. */
  function ofTest(problem, asked) {
    return problem.replace(/^tests\[(\d+)\](?:\.(\w+))?(:?)/, (whole, index, name, colon) => {
      const found = asked[index];
      if (!found) return whole;
      const test = `${[found.test, found.side].filter(Boolean).join(", ")}:`;
      // What is missing has no value after its name.
      return colon || !name ? test : `${test} ${name}`;
    });
  }

  function show(/** @type {Assessment} */ answer) {
    const parts = { screen_first: questions, battery, assessed: said };
    refill(content, (parts[answer.status] ?? referred)(answer));
  }

  function questions({ screen }) {
    const isDone = () => screen.every(({ question }) => question in draft.screen);
    const next = button("Go on", () => ask(), {
      class: "primary",
      disabled: !isDone(),
      key: "screen-done",
    });
    return [
      el(
        "p",
        { class: "small" },
        "Seven questions first, so that nobody tests who should not. The answers stay " +
          "in your week, in this browser.",
      ),
      screen.map(({ question, asks }) =>
        segments(
          `screen-${question}`,
          asks,
          [
            ["no", "No"],
            ["yes", "Yes"],
          ],
          question in draft.screen ? (draft.screen[question] ? "yes" : "no") : null,
          (value) => {
            draft.screen[question] = value === "yes";
            next.disabled = !isDone();
          },
        ),
      ),
      next,
    ];
  }

  function referred({ sentence, screen }) {
    return [
      el("p", {}, plainly(sentence, store.now())),
      el(
        "ul",
        {},
        screen
          .filter(({ answer, refer }) => answer && refer)
          .map(({ refer }) => el("li", {}, refer)),
      ),
      button(
        "Answer again",
        () => {
          draft.screen = {};
          ask();
        },
        { key: "screen-again" },
      ),
    ];
  }

  function battery({ sentence, battery: { tests, left_out: leftOut, when }, claim }) {
    return [
      field(
        "Where",
        select(
          KITS,
          draft.kit,
          (kit) => {
            draft.kit = kit;
            ask();
          },
          { key: "fitness-kit" },
        ),
      ),
      about(tests, { known, draft, ask }),
      el("p", {}, sentence),
      el(
        "ul",
        { class: "small" },
        when.map((line) => el("li", {}, line)),
      ),
      el(
        "ol",
        { class: "fitness-tests" },
        tests.map((test) => testView(test, draft)),
      ),
      leftOut.length
        ? [
            el("h3", {}, "Left out"),
            el(
              "ul",
              {},
              leftOut.map(({ name, why }) => el("li", {}, `${name}: ${why}`)),
            ),
          ]
        : null,
      el("p", { class: "small" }, claim),
      button("What does it say?", () => ask(resultsOf(tests, draft.values, date)), {
        class: "primary",
        key: "fitness-say",
      }),
    ];
  }

  function said(/** @type {Assessment} */ answer) {
    return [
      resultsView(answer),
      el(
        "div",
        { class: "dialog-foot" },
        button("Back to the tests", () => ask(), { class: "quiet", key: "fitness-back" }),
        button("Use it", () => use(answer), { class: "primary", key: "fitness-use" }),
      ),
    ];
  }

  function use(/** @type {Assessment} */ { athlete: found, level }) {
    box.close();
    // Loads that were found follow from the results; lifts of one's own stay beside them.
    const { screen, tests } = withoutNulls(found);
    edit(
      (request) => {
        for (const name of TOLD) {
          const value = known[name] ?? null;
          // What was cleared is not told any longer.
          if (value === null) delete request.athlete[name];
          else request.athlete[name] = value;
        }
        Object.assign(request.athlete, { screen, tests });
        const name = level?.level ?? level;
        if (typeof name === "string") request.athlete.level = name;
      },
      { again: false },
    );
  }

  ask();
}
