// Runs and free windows as a plain list of forms, for those who would rather write than draw.

import { button, el } from "./dom.js";
import { edit } from "./planning.js";
import { fields } from "./editor.js";
import { keyOf, remove, spans } from "./spans.js";
import { describe } from "./grid.js";

/** @import { Request, Span, State } from "../../types" */

export function listForm(/** @type {State} */ { request }) {
  const all = spans(request).sort((one, other) => one.start - other.start);
  return el(
    "div",
    { class: "list" },
    part(
      "Runs",
      all.filter((span) => span.type === "run"),
      request,
    ),
    part(
      "Free time",
      all.filter((span) => span.type === "window"),
      request,
    ),
  );
}

function part(title, found, /** @type {Request} */ request) {
  if (!found.length) return el("p", {}, `${title}: none yet.`);
  return [
    el("h3", {}, title),
    el(
      "ul",
      { class: "rows" },
      found.map((span) => row(span, request)),
    ),
  ];
}

function row(/** @type {Span} */ span, /** @type {Request} */ request) {
  const name = describe(span, request);
  return el(
    "li",
    {},
    el(
      "fieldset",
      { class: `controls ${span.type} ${span.kind ?? ""}` },
      el("legend", {}, name),
      fields(span, request, "list", (change) => edit(change, { pause: true })),
      button("Remove", () => edit((document) => remove(document, span)), {
        class: "quiet",
        key: `list-remove-${keyOf(span)}`,
        "aria-label": `Remove ${name}`,
      }),
    ),
  );
}
