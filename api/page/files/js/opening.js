// The head of the page: whose week this is, and where it came from.

import * as service from "./service.js";
import * as store from "./store.js";
import { expectWeek, replaceWeek, weekNumber } from "./asking.js";
import { button, el, field, fileButton, refill, say, select } from "./dom.js";
import { pasteJson, takeFile } from "./files.js";
import { aboutAthlete } from "./wishes.js";
import { dayLabel, DAY, nextMonday } from "./time.js";

let examples = [];
let chosen = 0;

/** Without them the page begins with an empty week. */
export async function loadExamples() {
  try {
    examples = await service.examples();
  } catch (error) {
    if (!(error instanceof service.Refusal) || error.status === 401) throw error;
  }
}

/** The first example, or where none comes a week without anything in it. */
export async function beginAnew(trouble = null) {
  if (!(await chooseExample(examples[0]?.id, trouble)) && !store.now().request) replaceWeek({ request: emptyWeek(), trouble: trouble ?? store.now().trouble });
}

/** True: it is here.  Of two that are chosen one after the other, the later one comes. */
async function chooseExample(id, trouble = null) {
  if (!id) return false;
  const mine = (chosen += 1);
  const week = weekNumber();
  const isLate = () => mine !== chosen || week !== weekNumber();
  try {
    const request = await service.example(id);
    if (isLate()) return false;
    replaceWeek({ request, example: id, trouble });
    return true;
  } catch (error) {
    if (!(error instanceof service.Refusal)) throw error;
    if (!isLate()) store.change({ trouble: error.trouble("This example did not come") });
    return false;
  }
}

function choose(id) {
  if (id) return expectWeek(chooseExample(id));
  replaceWeek({ request: emptyWeek() });
  return say("An empty week. Draw your runs and free time.");
}

/** Next week, with nothing in it yet. */
export function emptyWeek() {
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  return { athlete: { id: "me", level: "beginner" }, week: { start: nextMonday(new Date()), timezone }, runs: [], availability: [], places: { home: [] } };
}

/** Back from an athlete of a club to the week that this browser keeps. */
export function ownWeek() {
  const { faults, ...found } = store.keptHere();
  if (found.request) replaceWeek(found);
  else replaceWeek({ request: emptyWeek() });
}

export function drawOpening(root, { request, example, opened }) {
  const shown = examples.find(({ id }) => id === example);
  const first = request.week.start;
  refill(
    root,
    el(
      "div",
      { class: "title" },
      el("h1", {}, shown ? shown.title : `Week of ${request.athlete.id}`),
      el("p", { class: "lead" }, shown ? shown.about : `${dayLabel(0, first)} to ${dayLabel(6 * DAY, first)}, ${aboutAthlete(request)}.`),
      opened
        ? el("p", { class: "small" }, "An athlete of the club, kept in this tab only. ", button("Back to my own week", ownWeek, { class: "link", key: "own-week" }), " or ", el("a", { href: "#club" }, "back to the club"), ".")
        : null,
    ),
    el(
      "div",
      { class: "begin" },
      field("Begin with", select(
        [["", "Your own week"], ...examples.map(({ id, title }) => [id, title])],
        example ?? "",
        choose,
        { key: "example" },
      )),
      el(
        "div",
        { class: "begin-row" },
        fileButton("Open a file", ".ics,.json,text/calendar,application/json", takeFile, { key: "file" }),
        button("Paste JSON", pasteJson, { key: "paste-top" }),
      ),
    ),
  );
}
