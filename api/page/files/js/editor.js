// One run or window as a small form, in a dialog or as a row of the list.

import * as store from "./store.js";
import { button, dialog, el, field, refill, select } from "./dom.js";
import { clock, DAY, dateOfDay, dayLabel, dayOfDate, spoken } from "./time.js";
import { same } from "./patch.js";
import { edit } from "./planning.js";
import { distanceField } from "./units.js";
import { addRange, keyOf, letDecide, place, remove, spans } from "./spans.js";
import { KINDS } from "./words.js";

/** @import { Request, Span } from "../../types" */

/** Opens the form of a span; what is written counts when it is done. */
export function editSpan(/** @type {Span} */ shown) {
  const title = shown.type === "run" ? "Run" : "Free time";
  const before = store.now().request;
  const draft = structuredClone(before);
  const span = () =>
    spans(draft).find((one) => keyOf(one) === keyOf(shown)) ??
    spans(draft).find((one) => one.type === shown.type && one.index === shown.index);
  const controls = el("div", { class: "controls" });
  const draw = () => refill(controls, fields(span(), draft, "edit", change));
  const ranges = () => draft.runs?.[shown.index]?.when?.length;
  const change = (edits) => {
    const asBefore = ranges();
    edits(draft);
    if (shown.type === "run" && ranges() !== asBefore) draw();
  };
  draw();
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
          edit((request) => remove(request, span()));
        },
        { class: "quiet" },
      ),
      button(
        "Done",
        () => {
          box.close();
          edit((request) => putEntry(request, shown, before, draft));
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
  const isRange = span.range !== null;
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
    isRange
      ? untilField(`${key}-end`, span.end, (value) => {
          state.length = value > state.inDay ? value - state.inDay : value + DAY - state.inDay;
          retime();
        })
      : null,
    field(
      "Minutes",
      el("input", {
        type: "number",
        min: 5,
        max: span.type === "run" ? 2880 : 1440,
        step: 5,
        value: String(isRange ? span.minutes : length),
        required: true,
        key: `${key}-minutes`,
        onchange: (event) => {
          const value = Math.round(Number(event.target.value));
          if (!(value > 0)) return;
          if (isRange) {
            change((document) => {
              entry(document).minutes = value;
            });
            return;
          }
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
              // A race has its start.
              if (isRange && value === "race") letDecide(document, span, false);
              entry(document).kind = value;
            }),
          { key: `${key}-kind` },
        ),
      ),
    );
    if (span.kind !== "race") controls.unshift(whenField(span, key, change));
    if (isRange) controls.push(otherRanges(span, request, key, change));
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

const untilField = (key, end, retime) =>
  field(
    "Until",
    el("input", {
      type: "time",
      value: clock(end),
      step: 300,
      required: true,
      key,
      onchange: ({ target }) => target.value && retime(minutesOf(target.value)),
    }),
  );

const whenField = (/** @type {Span} */ span, key, change) =>
  field(
    "When it is run",
    select(
      [
        ["fixed", "At a fixed time"],
        ["decides", "The week decides"],
      ],
      span.range === null ? "fixed" : "decides",
      (value) => change((document) => letDecide(document, span, value === "decides")),
      { key: `${key}-when` },
    ),
    { class: "field when-run" },
  );

/** The other times at which the week may place the run. */
function otherRanges(/** @type {Span} */ span, /** @type {Request} */ request, key, change) {
  const others = spans(request).filter(
    ({ type, index, range }) => type === "run" && index === span.index && range !== span.range,
  );
  return el(
    "div",
    { class: "other-ranges" },
    others.map(({ start, end }) =>
      el("p", { class: "small" }, `or ${spoken(start, end, request.week.start)}`),
    ),
    button("Or at another time", () => change((document) => addRange(document, span)), {
      key: `${key}-another`,
    }),
  );
}

const minutesOf = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
