// One run or window as a small form, in a dialog or as a row of the list.

import * as store from "./store.js";
import { button, dialog, el, field, select } from "./dom.js";
import { clock, DAY, dateOfDay, dayLabel, dayOfDate } from "./time.js";
import { same } from "./patch.js";
import { edit } from "./planning.js";
import { distanceField } from "./units.js";
import { keyOf, place, remove, spans } from "./week.js";
import { KINDS } from "./words.js";

/** @import { Request, Span } from "../../types" */

/** Opens the form of a span; what is written counts when it is done. */
export function editSpan(/** @type {Span} */ span) {
  const title = span.type === "run" ? "Run" : "Free time";
  const before = store.now().request;
  const draft = structuredClone(before);
  const controls = el(
    "div",
    { class: "controls" },
    fields(span, draft, "edit", (change) => change(draft)),
  );
  const box = dialog(
    title,
    controls,
    el(
      "div",
      { class: "dialog-foot" },
      button(
        "Remove",
        () => {
          box.close();
          edit((request) => remove(request, span));
        },
        { class: "quiet" },
      ),
      button(
        "Done",
        () => {
          box.close();
          edit((request) => putEntry(request, span, before, draft));
        },
        { class: "primary" },
      ),
    ),
  );
}

/** Writes what the draft says of one span, if it was edited there, and nothing else. */
function putEntry(/** @type {Request} */ request, /** @type {Span} */ span, before, draft) {
  const list = span.type === "run" ? "runs" : "availability";
  const edited = draft[list][span.index];
  const asBefore = before[list][span.index];
  if (same(edited, asBefore)) return;
  // The week may have been answered meanwhile, and then its entries say more; their order stays.
  if (request[list]?.[span.index]?.id === asBefore.id) request[list][span.index] = edited;
}

/** The controls of one span; `change` takes an edit of the request. */
export function fields(/** @type {Span} */ span, /** @type {Request} */ request, prefix, change) {
  const key = `${prefix}-${keyOf(span)}`;
  const entry = (document) =>
    (span.type === "run" ? document.runs : document.availability)[span.index];
  const first = request.week.start;
  const retimed = (start, end) =>
    change((document) =>
      place(document, { ...spans(document).find((one) => keyOf(one) === keyOf(span)), start, end }),
    );
  const day = Math.floor(span.start / DAY);
  const inDay = span.start - day * DAY;
  const length = span.end - span.start;
  const state = { day, inDay, length };
  const retime = () =>
    retimed(state.day * DAY + state.inDay, state.day * DAY + state.inDay + state.length);
  const dayControl =
    day >= 0 && day < 7
      ? select(
          [0, 1, 2, 3, 4, 5, 6].map((n) => [String(n), dayLabel(n * DAY, first)]),
          String(day),
          (value) => {
            state.day = Number(value);
            retime();
          },
          { key: `${key}-day` },
        )
      : el("input", {
          type: "date",
          value: dateOfDay(day, first),
          key: `${key}-day`,
          onchange: (event) => {
            if (!event.target.value) return;
            state.day = dayOfDate(event.target.value, first);
            retime();
          },
        });
  const controls = [
    field("Day", dayControl),
    field(
      "From",
      el("input", {
        type: "time",
        value: clock(inDay),
        step: 300,
        required: true,
        key: `${key}-start`,
        onchange: (event) => {
          if (!event.target.value) return;
          state.inDay = minutesOf(event.target.value);
          retime();
        },
      }),
    ),
    field(
      "Minutes",
      el("input", {
        type: "number",
        min: 5,
        max: span.type === "run" ? 2880 : 1440,
        step: 5,
        value: String(length),
        required: true,
        key: `${key}-minutes`,
        onchange: (event) => {
          const value = Math.round(Number(event.target.value));
          if (!(value > 0)) return;
          state.length = value;
          retime();
        },
      }),
    ),
  ];
  if (span.type === "run") {
    controls.unshift(
      field(
        "Kind",
        select(
          KINDS,
          span.kind,
          (value) =>
            change((document) => {
              entry(document).kind = value;
            }),
          { key: `${key}-kind` },
        ),
      ),
    );
    const distance = distanceField(store.now().settings, entry(request).distance_km);
    controls.push(
      field(
        distance.label,
        el("input", {
          type: "number",
          min: 0,
          max: distance.most,
          step: "any",
          placeholder: "–",
          value: distance.value,
          key: `${key}-distance`,
          onchange: (event) =>
            change((document) => {
              const value = Number(event.target.value);
              if (value > 0) entry(document).distance_km = distance.inKilometres(value);
              else delete entry(document).distance_km;
            }),
        }),
      ),
    );
  } else {
    const places = Object.keys(request.places ?? {});
    controls.push(
      field(
        "Place",
        select(
          [["", "no equipment"], ...places.map((name) => [name, name])],
          span.place ?? "",
          (value) =>
            change((document) => {
              if (value) entry(document).place = value;
              else delete entry(document).place;
            }),
          { key: `${key}-place` },
        ),
      ),
    );
  }
  return controls;
}

const minutesOf = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
