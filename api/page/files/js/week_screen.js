// The answer: what it is worth, what changed, what gives way and what would help.

import { button, el, fold, refill } from "./dom.js";
import { placedRuns, TOGETHER } from "./placed_runs.js";
import { plainly } from "./plain.js";
import { isEdited, planLabel } from "./planning.js";
import { repairCards } from "./repairs.js";
import { downloads } from "./files.js";
import { nextWeek } from "./next_week.js";
import { sessionCards } from "./sessions.js";
import { clockWords, minuteOf, weekdayName } from "./time.js";
import { verdictSentence } from "./verdict.js";
import { count, hours, standing } from "./words.js";

/** @import { Answer, Plan, State } from "../../types" */

const ABOUT_EFFORT =
  "“2 left” is to stop a set while you could still do 2 more with good form, “10 s left” while " +
  "you could hold for 10 s more.";

export function drawAnswer(/** @type {HTMLElement} */ root, /** @type {State} */ state) {
  const { answer } = state;
  root.classList.toggle("busy", state.busy !== null);
  root.setAttribute(
    "aria-busy",
    String(state.busy !== null || state.goingOn !== null || state.pausing),
  );
  refill(root, answer ? parts(state) : invitation(state));
}

function invitation(/** @type {State} */ { busy }) {
  return el(
    "p",
    { class: "invitation" },
    busy
      ? `${busy} …`
      : "Press Plan my week: the strength sessions appear among the runs, with the " +
          "proof that no other week does better.",
  );
}

function parts(/** @type {State} */ state) {
  const { result } = state.answer;
  return [
    verdict(state),
    placedRuns(state.answer),
    changes(state),
    result.plan
      ? el(
          "section",
          { class: "sessions", "aria-label": "Sessions" },
          el("h2", {}, count(result.plan.sessions.length, "session")),
          el("p", { class: "small" }, ABOUT_EFFORT),
          el("div", { class: "cards" }, sessionCards(state)),
          unusedWindows(state),
        )
      : null,
    givenUp(state),
    result.plan ? nextSteps(result.plan) : null,
    result.plan && !state.ofSeason ? ahead() : null,
    downloads(state),
  ];
}

/** What to do next week, which a printed page has too. */
function nextSteps(/** @type {Plan} */ { next_week: steps = [] }) {
  return steps.length
    ? el(
        "div",
        { class: "note next-steps" },
        el("h3", {}, "Next week"),
        el(
          "ul",
          { class: "small" },
          steps.map(({ sentence }) => el("li", {}, sentence)),
        ),
      )
    : null;
}

function ahead() {
  return el(
    "section",
    { class: "ahead note", "aria-label": "Next week" },
    el(
      "p",
      {},
      "When the week is over, the next one takes over your times, places and runs, " +
        "and follows from what the log says.",
    ),
    button("Plan next week", nextWeek, { key: "next-week" }),
  );
}

function verdict(/** @type {State} */ state) {
  const { answer, busy, goingOn, pausing, stalled } = state;
  const { result } = answer;
  const warnings = result.warnings.filter(({ code }) => code !== TOGETHER);
  const [word, meaning, tone] = standing(answer.request, result);
  // What is being planned again must not look as if it held.
  const isOld = busy !== null || pausing || isEdited(state);
  const mark = { good: "✓", fair: "≈", poor: "×" }[tone];
  return el(
    "div",
    { class: `verdict ${isOld ? "old" : tone}` },
    el("h2", {}, isOld ? beingPlanned(state) : verdictSentence(answer)),
    el(
      "a",
      { class: "badge", href: "#why", title: meaning, key: "badge" },
      isOld ? null : el("span", { class: "mark", "aria-hidden": "true" }, `${mark} `),
      isOld ? `Before the edit: ${word}` : word,
    ),
    goingOn && !isOld ? el("p", { class: "small going-on" }, `${goingOn} …`) : null,
    stalled
      ? el(
          "p",
          { class: "small" },
          `The search broke off. ${stalled.problem} `,
          button("Go on", stalled.again, { class: "link", key: "go-on" }),
        )
      : null,
    warnings.length
      ? el(
          "ul",
          { class: "small" },
          warnings.map((warning) => el("li", {}, plainly(warning.sentence, answer))),
        )
      : null,
  );
}

function beingPlanned(/** @type {State} */ state) {
  if (state.busy || state.pausing) return `${state.busy ?? "Planning again"} …`;
  return `The week was edited since; ${planLabel(state)} shows the effect.`;
}

function changes(/** @type {State} */ { answer }) {
  const { changes: found, unchanged = [], done = [] } = answer;
  if (!found) return null;
  const stays = [
    unchanged.length ? `${count(unchanged.length, "session")} unchanged` : "",
    done.length ? `${count(done.length, "session")} done` : "",
  ]
    .filter(Boolean)
    .join(", ");
  if (!found.length && !answer.result.plan) return null;
  if (!found.length)
    return el(
      "div",
      { class: "note changes" },
      el("h3", {}, "The plan stays as it is"),
      stays ? el("p", { class: "small" }, `${stays}.`) : null,
    );
  return el(
    "div",
    { class: "note changes" },
    el("h3", {}, "What changed, and why"),
    el(
      "ul",
      {},
      found.map((change) =>
        el(
          "li",
          {},
          plainly(change.sentence, answer),
          change.reasons.length
            ? el(
                "ul",
                { class: "small" },
                change.reasons.map((reason) => el("li", {}, plainly(reason, answer))),
              )
            : null,
        ),
      ),
    ),
    stays ? el("p", { class: "small" }, `${stays}.`) : null,
  );
}

function givenUp(/** @type {State} */ state) {
  const { result } = state.answer;
  if (!result.relaxations.length && !result.conflict) return null;
  return el(
    "div",
    { class: "gives" },
    result.relaxations.length
      ? el(
          "div",
          {},
          el("h3", {}, result.plan ? "What this week gives up" : "What a week would give up"),
          el(
            "ul",
            {},
            result.relaxations.map((one) => el("li", {}, plainly(one.sentence, state.answer))),
          ),
        )
      : null,
    result.conflict ? conflict(state.answer) : null,
    repairCards(state),
  );
}

function conflict(/** @type {Answer} */ answer) {
  const { rules } = answer.result.conflict;
  return el(
    "div",
    {},
    el("h3", {}, "Why"),
    el(
      "p",
      { class: "small" },
      rules.length === 1
        ? "This cannot hold this week:"
        : "These cannot all hold; without any one of them they could:",
    ),
    el(
      "ul",
      {},
      together(rules).map((sentence) => el("li", {}, plainly(sentence, answer))),
    ),
  );
}

/** Sentences of one rule that say the same of several things, as one. */
function together(rules) {
  const alike = new Map();
  for (const { rule, sentence } of rules) {
    const [, head, tail] = /^([^:]*)(: .*)$/.exec(sentence) ?? ["", sentence, ""];
    const key = tail ? `${rule}${tail}` : sentence;
    alike.set(key, { heads: [...(alike.get(key)?.heads ?? []), head], tail });
  }
  return [...alike.values()].map(({ heads, tail }) => `${heads.join(", ")}${tail}`);
}

function unusedWindows(/** @type {State} */ { answer }) {
  const { request, result } = answer;
  const notable = result.plan.windows.filter(
    (use) => use.reason || use.lost_minutes || !use.session,
  );
  if (!notable.length) return null;
  const first = request.week.start;
  const when = (use) => {
    const window = request.availability.find(({ id }) => id === use.window);
    const start = minuteOf(window?.start, first);
    return Number.isNaN(start) ? use.window : `${weekdayName(start, first)} ${clockWords(start)}`;
  };
  return fold(
    "unused",
    "Free time that is not or not fully used",
    { class: "plain-fold" },
    el(
      "ul",
      { class: "small" },
      notable.map((use) =>
        el("li", {}, el("strong", {}, when(use)), `: ${plainly(windowWords(use), answer)}`),
      ),
    ),
  );
}

function windowWords(use) {
  if (use.reason) return use.reason;
  if (use.lost_minutes) return `its first ${use.lost_minutes} min come too soon after a run.`;
  if (use.hours_since_run !== null && use.hours_since_run !== undefined)
    return `free, ${hours(use.hours_since_run)} after the last run.`;
  return "free.";
}
