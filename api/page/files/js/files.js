// The plan as files, and documents pasted or dropped in.

import * as service from "./service.js";
import * as store from "./store.js";
import { button, dialog, download, el, say } from "./dom.js";
import { calendarDialog, isCalendar } from "./calendar_file.js";
import { isLog, takeLog } from "./log_file.js";
import { take } from "./planning.js";

/** @import { Request, Result, State } from "../../types" */

const FORMATS = [
  ["ics", "Calendar", "Sessions as events; importing it again updates them."],
  ["fit", "Watch files", "One FIT workout a session."],
  ["html", "Page to print", "With boxes to tick and the body map."],
  ["markdown", "Text", "For a note or a message."],
];

export function downloads(/** @type {State} */ state) {
  const { request, result } = state.answer;
  const athlete = request.athlete.id.replaceAll(/[^A-Za-z0-9_-]+/g, "-") || "athlete";
  const name = `${athlete}-${request.week.start}`;
  return takeItWithYou(
    result.plan
      ? FORMATS.map(([format, label, about]) =>
          button(label, () => save(format, request, result), {
            key: `download-${format}`,
            title: about,
          }),
        )
      : null,
    button(
      "Week and plan (JSON)",
      () =>
        download(
          `${name}.json`,
          "application/json",
          `${JSON.stringify({ request, result }, null, 2)}\n`,
        ),
      { key: "download-json" },
    ),
    button("Paste JSON", pasteJson, { key: "paste" }),
  );
}

/** A section of buttons that bring files. */
export function takeItWithYou(...buttons) {
  return el(
    "section",
    { class: "downloads", "aria-label": "Files" },
    el("h2", {}, "Take it with you"),
    el("div", { class: "download-row" }, ...buttons),
  );
}

async function save(format, /** @type {Request} */ request, /** @type {Result} */ result) {
  try {
    const { name, content } = await service.exported(format, request, result);
    download(name, content.type, content);
    say(`${name} is ready.`);
  } catch (error) {
    if (!(error instanceof service.Refusal)) throw error;
    store.change({ trouble: error.trouble("This file could not be made") });
  }
}

export function pasteJson() {
  const area = el("textarea", {
    rows: 10,
    spellcheck: "false",
    "aria-label": "JSON",
    placeholder: '{"athlete": …}',
  });
  const status = el("p", { class: "small", role: "status" });
  const box = dialog(
    "Paste JSON",
    el(
      "p",
      { class: "small" },
      "A week as this page, the command line or the HTTP interface has it, with or " +
        "without its plan.",
    ),
    area,
    status,
    el(
      "div",
      { class: "dialog-foot" },
      button(
        "Use it",
        () => {
          try {
            say(take(JSON.parse(area.value)));
            box.close();
          } catch (error) {
            status.textContent =
              error instanceof SyntaxError ? `This is no JSON: ${error.message}.` : error.message;
          }
        },
        { class: "primary" },
      ),
    ),
  );
  area.focus();
}

/** A file that was dropped or chosen: a calendar, a week, or what was done. */
export async function takeFile(file) {
  if (isLog(file.name)) return takeLog(file);
  const text = await file.text();
  if (isCalendar(file.name, text)) return calendarDialog(file.name, text);
  try {
    say(take(JSON.parse(text)));
  } catch (error) {
    const problem =
      error instanceof SyntaxError
        ? `${file.name} is neither a calendar nor JSON: ${error.message}.`
        : error.message;
    store.change({ trouble: { heading: "This file cannot be used", problems: [problem] } });
    say(problem);
  }
}
