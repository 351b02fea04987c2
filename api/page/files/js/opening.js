// The head of the page: whose week this is, and where it came from.

import * as service from "./service.js";
import * as store from "./store.js";
import { button, el, field, refill, select } from "./dom.js";
import { pasteJson, takeFile } from "./files.js";
import { aboutAthlete } from "./wishes.js";
import { dayLabel, DAY } from "./time.js";

let examples = [];

export async function loadExamples() {
  const answer = await service.examples();
  examples = Array.isArray(answer) ? answer : answer.examples ?? answer.entries;
}

export async function chooseExample(id) {
  store.mark();
  const body = await service.example(id);
  store.change({ request: body.request ?? body, answer: null, example: id, problems: [] });
}

export const firstExample = () => examples[0]?.id;

export function drawOpening(root, { request, example }) {
  const chosen = examples.find(({ id }) => id === example);
  const first = request.week.start;
  refill(
    root,
    el(
      "div",
      { class: "title" },
      el("h1", {}, chosen ? chosen.title : `Week of ${request.athlete.id}`),
      el("p", { class: "lead" }, chosen ? chosen.about : `${dayLabel(0, first)} to ${dayLabel(6 * DAY, first)}, ${aboutAthlete(request)}.`),
    ),
    el(
      "div",
      { class: "begin" },
      field("Begin with", select(
        [["", "Your own week"], ...examples.map(({ id, title }) => [id, title])],
        example ?? "",
        (id) => id && chooseExample(id),
        { key: "example" },
      )),
      el(
        "div",
        { class: "begin-row" },
        el(
          "label",
          { class: "file" },
          el("input", {
            type: "file",
            class: "unseen",
            key: "file",
            accept: ".ics,.json,text/calendar,application/json",
            onchange: (event) => event.target.files[0] && takeFile(event.target.files[0]),
          }),
          el("span", {}, "Open a file"),
        ),
        button("Paste JSON", pasteJson, { key: "paste-top" }),
      ),
    ),
  );
}
