// The head of Set up: the four questions, and where a week can come from.

import * as service from "./service.js";
import * as store from "./store.js";
import { expectWeek, replaceWeek, weekNumber } from "./asking.js";
import { button, el, field, fileButton, find, refill, say, select } from "./dom.js";
import { pasteJson, takeFile } from "./files.js";
import { keepExamples, knownExamples, leadOf, NOBODY, titleOf } from "./titles.js";
import { nextMonday } from "./time.js";
import { troubleNote } from "./trouble.js";
import { usualUnits } from "./units.js";
import { count } from "./words.js";

/** @import { Request, State, Trouble } from "../../types" */

let chosen = 0;

/** Without them there is none to be seen, and nothing else is missing. */
export async function loadExamples() {
  try {
    keepExamples(await service.examples());
  } catch (error) {
    if (!(error instanceof service.Refusal) || error.status === 401) throw error;
  }
}

/** A week of one's own without anything in it. */
export function beginAnew(/** @type {Trouble} */ trouble = null) {
  replaceWeek({ request: emptyWeek(), trouble });
}

/** Shows an example in this tab; of two chosen one after the other, the later one comes. */
async function showExample(id) {
  chosen += 1;
  const mine = chosen;
  const week = weekNumber();
  const isLate = () => mine !== chosen || week !== weekNumber();
  try {
    const request = await service.example(id);
    if (isLate()) return false;
    replaceWeek({ request, example: id, opened: true });
    return true;
  } catch (error) {
    if (!(error instanceof service.Refusal)) throw error;
    if (!isLate()) store.change({ trouble: error.trouble("This example did not come") });
    return false;
  }
}

function choose(id) {
  return id ? expectWeek(showExample(id)) : ownWeek();
}

/**
 * Next week, with nothing in it yet.
 * @returns {Request}
 */
export function emptyWeek() {
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  return {
    athlete: { id: NOBODY, level: "beginner", ...usualUnits() },
    week: { start: nextMonday(new Date()), timezone },
    runs: [],
    availability: [],
    places: { home: [] },
  };
}

/** Back from an example or an athlete of a club to the week that this browser keeps. */
function ownWeek() {
  const { faults, ...found } = store.storedHere();
  replaceWeek({ request: emptyWeek(), ...found, opened: false });
}

/**
 * Makes a week of one's own from the one that is shown; Undo brings one's own back.  A week of the
 * season is one's own already, with its plan.
 */
function takeAsOwn() {
  const { request, answer, marks, ofSeason } = store.now();
  const { current, ...rest } = structuredClone(request);
  if (ofSeason) replaceWeek({ request, answer, marks });
  else replaceWeek({ request: { ...rest, athlete: { ...rest.athlete, id: NOBODY } } });
  say("This is your own week now; Undo brings the one before back.");
}

/** Says that this is not one's own week, and the ways back; null where it is. */
export function besideOwnWeek(/** @type {State} */ { opened, example, ofSeason }) {
  if (!opened) return null;
  return el(
    "p",
    { class: "note beside-own" },
    whoseWeek(example, ofSeason),
    button("Back to my own week", ownWeek, { key: "own-week" }),
    example || ofSeason
      ? button(ofSeason ? "Make it my week" : "Begin my week from this", takeAsOwn, {
          key: "take-as-own",
        })
      : el("a", { href: "#club" }, "Back to the club"),
    ofSeason ? el("a", { href: "#season" }, "Back to the season") : null,
  );
}

function whoseWeek(example, ofSeason) {
  if (ofSeason) return "A week of the season, in this tab only: your own week stays as it is. ";
  return example
    ? "An example, in this tab only: your own week stays as it is. "
    : "An athlete of the club, kept in this tab only. ";
}

/** The four questions with what is answered so far. */
function questions({ runs = [], availability, places = {}, athlete }) {
  const things = Object.values(places).flatMap((place) => place.equipment ?? place);
  const injuries = athlete.injuries ?? [];
  return [
    [
      "calendar",
      "When do you run?",
      runs.length ? count(runs.length, "run") : "draw or tap it below",
      runs.length > 0,
    ],
    [
      "calendar",
      "When could you train?",
      availability.length ? count(availability.length, "free time") : "draw or tap it below",
      availability.length > 0,
    ],
    [
      "places",
      "What do you have?",
      things.length ? count(things.length, "kit or thing", "kits and things") : "only the floor",
      things.length > 0,
    ],
    [
      "injuries",
      "Does anything hurt?",
      injuries.length ? count(injuries.length, "injury", "injuries") : "nothing so far",
      injuries.length > 0,
    ],
  ];
}

export function drawOpening(/** @type {HTMLElement} */ root, /** @type {State} */ state) {
  const { request, example, opened, trouble } = state;
  refill(
    root,
    el(
      "div",
      { class: "title" },
      el(
        "h1",
        {},
        opened || request.athlete.id !== NOBODY ? titleOf(state) : "Your week in one minute",
      ),
      el("p", { class: "lead" }, leadOf(state)),
      besideOwnWeek(state),
    ),
    el(
      "div",
      { class: "begin" },
      el(
        "div",
        { class: "begin-row" },
        fileButton("Open a file", ".ics,.json,.fit,.csv,text/calendar,application/json", takeFile, {
          key: "file",
        }),
        button("Paste JSON", pasteJson, { key: "paste-top" }),
      ),
      field(
        "See an example",
        select(
          [
            ["", opened ? "My own week" : "Choose …"],
            ...knownExamples().map(({ id, title }) => [id, title]),
          ],
          example ?? "",
          choose,
          { key: "example" },
        ),
      ),
    ),
    el(
      "ol",
      { class: "questions" },
      questions(request).map(([target, question, answer, isDone], index) =>
        el(
          "li",
          { class: isDone ? "done" : "" },
          button(
            [
              el("b", { "aria-hidden": "true" }, isDone ? "✓" : String(index + 1)),
              el("span", {}, el("strong", {}, question), " ", el("span", {}, answer)),
            ],
            () => showPart(target),
            { class: "quiet", key: `question-${index + 1}` },
          ),
        ),
      ),
    ),
    trouble ? troubleNote(trouble) : null,
  );
}

function showPart(id) {
  const part = document.querySelector(`#${id}, #setup .${id}`);
  part?.scrollIntoView({ behavior: "smooth", block: "start" });
  if (part) find("button, select, input", part)?.focus({ preventScroll: true });
}
