// Why a session stands here and an exercise is in the plan, with the price of another choice.

import * as service from "./service.js";
import * as store from "./store.js";
import { button, el, say } from "./dom.js";
import { nameOf } from "./catalog.js";
import { plainly } from "./plain.js";
import { swap } from "./planning.js";
import { count, listed, number, shortName, signed, tierName } from "./words.js";

/** @import { Explanation, Served } from "../../types" */

// By what was asked: the answer, or that it is on its way.  Valid for one result only: the same
// week planned twice can have two plans.
let answered = { result: null, found: new Map() };

const said = (sentence) => plainly(sentence, store.now().answer);

export const whyHere = (session) => ask(`session ${session}`, { session });
const whyNot = (exercise) => ask(`why_not ${exercise}`, { why_not: `exercise:${exercise}` });
export const whyThis = (exercise) => ask(`exercise ${exercise}`, { exercise });

async function ask(about, question) {
  const { request, result } = store.now().answer;
  if (answered.result !== result) answered = { result, found: new Map() };
  const { found } = answered;
  if (found.has(about)) {
    found.delete(about);
    return store.redraw("arrivals");
  }
  found.set(about, { busy: true });
  store.redraw("arrivals");
  try {
    const explanation = await service.explain({ request, result, ...question });
    found.set(about, { explanation });
    say("Explained.");
  } catch (error) {
    if (!(error instanceof service.Refusal)) throw error;
    found.set(about, { problems: error.problems });
  }
  return store.redraw("arrivals");
}

export function explanationOf(about) {
  const { answer } = store.now();
  const found = answered.result === answer?.result ? answered.found.get(about) : null;
  if (!found) return null;
  if (found.busy)
    return el(
      "div",
      { class: "why", "aria-busy": "true" },
      "Asking what another choice would cost …",
    );
  if (found.problems)
    return el(
      "div",
      { class: "why" },
      found.problems.map((problem) => el("p", {}, problem)),
    );
  const [kind, ...id] = about.split(" ");
  return el(
    "div",
    { class: "why" },
    kind === "session"
      ? session(found.explanation, id.join(" "))
      : exercise(found.explanation, id.join(" ")),
  );
}

function session(/** @type {Explanation} */ explanation, id) {
  const choice = explanation.sessions.find((one) => one.session === id);
  if (!choice) return el("p", {}, "Nothing more is known of this session.");
  const window = explanation.windows.find((one) => one.window === choice.window);
  const rules = [...(window?.reasons ?? []), ...choice.limits];
  const others = [choice.sooner, ...choice.elsewhere].filter(Boolean);
  const closed = explanation.windows.filter((one) => !one.session && !one.earliest_start);
  return [
    rules.length
      ? el(
          "ul",
          {},
          rules.map((reason) => el("li", {}, said(reason.sentence))),
        )
      : el("p", {}, "No rule asks for another time: it may start when the free time begins."),
    others.map(whatIf),
    closed.length
      ? el(
          "p",
          {},
          `No session may start in ${listed(closed.map((one) => said(`window ${one.window}`)))}. `,
          closed.flatMap((one) => one.reasons).map((reason) => `${said(reason.sentence)} `),
        )
      : null,
  ];
}

function exercise(/** @type {Explanation} */ explanation, id) {
  const choice = explanation.exercises.find((one) => one.exercise === id);
  if (!choice) return el("p", {}, "Nothing more is known of this exercise.");
  return [
    el(
      "ul",
      {},
      choice.serves
        .filter((one) => one.role === "primary")
        .map((one) =>
          el(
            "li",
            {},
            `${shortName(nameOf("muscles", one.muscle))}: ${number(one.sets)} of the ` +
              `week’s ${number(one.of_sets)} sets${worth(one)}, target ` +
              `${number(one.target)}${one.neglected ? "; running neglects it" : ""}` +
              `${one.alone ? "; nothing else trains it directly" : ""}.`,
          ),
        ),
    ),
    choice.tiers.length
      ? el(
          "p",
          { class: "small" },
          "Struck, with nothing in its place: ",
          listed(
            choice.tiers.map(
              (tier) => `${tierName(tier.name).toLowerCase()} ${tier.value} → ${tier.without}`,
            ),
          ),
          ".",
        )
      : null,
    choice.without ? whatIf(choice.without) : null,
    swaps(choice),
  ];
}

/** What the sets are worth, where it is not what they count: the target is read in it. */
function worth(/** @type {Served} */ served) {
  const { sets, of_sets: ofSets, effective_sets: ours, of_effective_sets: all } = served;
  if (all === null || all === undefined || (ours === sets && all === ofSets)) return "";
  return `, worth ${number(ours)} of ${number(all)}`;
}

function whatIf(other) {
  return el(
    "div",
    { class: "what-if" },
    el(
      "p",
      {},
      el("strong", {}, `What if: ${said(other.question).replace(/^A /, "a ")}? `),
      said(other.sentence),
    ),
    other.reasons.length
      ? el(
          "ul",
          { class: "small" },
          other.reasons.map((reason) => el("li", {}, said(reason.sentence))),
        )
      : null,
    other.price.length
      ? el(
          "details",
          { class: "plain-fold" },
          el("summary", {}, count(other.price.length, "line differs", "lines differ")),
          el(
            "ul",
            { class: "small" },
            other.price.map((tier) =>
              el(
                "li",
                {},
                `${tierName(tier.name)}: ${tier.plan} → ${tier.other} ${tier.unit} ` +
                  `(${signed(tier.difference)})`,
              ),
            ),
          ),
        )
      : null,
  );
}

const MOST_SWAPS = 8;

/** What could stand in its place; what each costs is asked when somebody wants to know. */
function swaps({ exercise: id, windows, instead = [] }) {
  if (!instead.length) return null;
  return el(
    "div",
    { class: "swaps" },
    el("p", {}, el("strong", {}, "Instead")),
    el(
      "ul",
      {},
      instead.slice(0, MOST_SWAPS).map((other) =>
        el(
          "li",
          { class: "swap" },
          el("span", {}, other.name),
          button("What it costs", () => whyNot(other.exercise), {
            key: `price-${other.exercise}`,
            "aria-label": `What ${other.name} costs`,
          }),
          button("Take it", () => swap(id, other, windows), {
            key: `swap-${other.exercise}`,
            "aria-label": `Take ${other.name}`,
          }),
          priceOf(other.exercise),
        ),
      ),
    ),
  );
}

function priceOf(id) {
  const { answer } = store.now();
  const found = answered.result === answer?.result ? answered.found.get(`why_not ${id}`) : null;
  if (!found) return null;
  if (found.busy) return el("p", { class: "small", "aria-busy": "true" }, "Asking …");
  if (found.problems) return el("p", { class: "small" }, found.problems.join(" "));
  return el("div", { class: "price" }, whatIf(found.explanation.why_not));
}
