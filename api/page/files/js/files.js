// The plan as files, and documents pasted or dropped in.

import * as store from "./store.js";
import { button, dialog, download, el, say } from "./dom.js";
import { take } from "./planning.js";

export function downloads(state) {
  const { request, result } = state.answer;
  const name = `${request.athlete.id.replaceAll(/[^A-Za-z0-9_-]+/g, "_") || "week"}-${request.week.start}`;
  return el(
    "div",
    { class: "downloads" },
    el("h2", {}, "Take it with you"),
    el(
      "div",
      { class: "download-row" },
      button("Week and plan (JSON)", () => download(`${name}.json`, "application/json", `${JSON.stringify({ request, result }, null, 2)}\n`), { key: "download-json" }),
      button("Paste JSON", pasteJson, { key: "paste" }),
    ),
  );
}

export function pasteJson() {
  const area = el("textarea", { rows: 10, spellcheck: "false", "aria-label": "JSON", placeholder: '{"athlete": …}' });
  const told = el("p", { class: "small", role: "status" });
  const box = dialog(
    "Paste JSON",
    el("p", { class: "small" }, "A week as this page, the command line or the HTTP interface has it, with or without its plan."),
    area,
    told,
    el("div", { class: "dialog-foot" }, button("Use it", () => {
      try {
        say(take(JSON.parse(area.value)));
        box.close();
      } catch (error) {
        told.textContent = error instanceof SyntaxError ? `This is no JSON: ${error.message}.` : error.message;
      }
    }, { class: "primary" })),
  );
  area.focus();
}

export async function takeFile(file) {
  try {
    say(take(JSON.parse(await file.text())));
  } catch (error) {
    store.change({ problems: [error instanceof SyntaxError ? `${file.name} is no JSON: ${error.message}.` : error.message] });
  }
}
