// The athlete: level, season, time, emphasis, injuries, places.  A change here asks for no plan of
// its own; the next one has it.

import { button, el, field, fold, refill, segments, select } from "./dom.js";
import { dropPin, edit } from "./planning.js";
import { byId } from "./catalog.js";
import { contradictions, emphasisSides } from "./disagreement.js";
import { injuries } from "./injuries.js";
import { fitnessPart } from "./fitness.js";
import { placesForm } from "./places.js";
import { LEVELS, PHASES } from "./words.js";

/** @import { Request, State } from "../../types" */

const calmly = (change) => edit(change, { again: false });

export function drawWishes(/** @type {HTMLElement} */ root, /** @type {State} */ { request }) {
  refill(
    root,
    el("h2", {}, "What do you have?"),
    placesForm(request, calmly),
    el("h2", {}, "Does anything hurt?"),
    injuries(request, calmly),
    el("h2", {}, "You"),
    segments("level", "Level", LEVELS, request.athlete.level, (value) =>
      calmly((next) => {
        next.athlete.level = value;
      }),
    ),
    fitnessPart(request),
    el(
      "div",
      { class: "pair" },
      field(
        "Season",
        select(
          PHASES,
          request.week.phase ?? "in_season",
          (value) =>
            calmly((next) => {
              next.week.phase = value;
            }),
          { key: "phase" },
        ),
      ),
      field(
        "Most minutes a session",
        numberInput(
          "max-minutes",
          request.limits?.max_session_minutes,
          1,
          600,
          "the window",
          limit("max_session_minutes"),
        ),
      ),
    ),
    el(
      "div",
      { class: "pair" },
      field(
        "Fewest sessions",
        numberInput(
          "min-sessions",
          request.limits?.min_sessions,
          0,
          7,
          "any",
          limit("min_sessions"),
        ),
      ),
      field(
        "Most sessions",
        numberInput(
          "max-sessions",
          request.limits?.max_sessions,
          0,
          7,
          "the season’s",
          limit("max_sessions"),
        ),
      ),
    ),
    fold(
      "emphasis",
      "Emphasis, where the sources disagree",
      { class: "wish" },
      emphasisSides(request, calmly),
      contradictions(),
    ),
    pins(request),
    fold("more", "The week and further wishes", { class: "wish" }, more(request)),
  );
}

const limit = (name) => (value) =>
  calmly((next) => {
    next.limits = { ...next.limits };
    if (value === null) delete next.limits[name];
    else next.limits[name] = value;
  });

function numberInput(key, value, least, most, empty, onvalue) {
  const input = el("input", {
    type: "number",
    min: least,
    max: most,
    step: 1,
    placeholder: empty,
    value: value === undefined || value === null ? "" : String(value),
    key,
    onchange: () => onvalue(input.value === "" ? null : Math.round(Number(input.value))),
  });
  return input;
}

function pins(/** @type {Request} */ request) {
  const found = request.pinned ?? [];
  if (!found.length) return null;
  return el(
    "div",
    { class: "pins" },
    el("h3", {}, "Locked and refused"),
    el(
      "ul",
      { class: "chips" },
      found.map((pin, index) => {
        const what = pin.exercise
          ? (byId("exercises", pin.exercise)?.name ?? pin.exercise)
          : "A session";
        const where = pin.window ? ` in ${pin.window}` : "";
        const text =
          pin.sets === 0
            ? `No ${what}${where}`
            : `${what}${where}${pin.start ? `, ${pin.start}` : ""}`;
        return el(
          "li",
          { class: pin.sets === 0 ? "chip refused" : "chip locked" },
          text,
          button("×", () => dropPin(index), {
            class: "quiet icon",
            key: `pin-${index}`,
            "aria-label": `Drop: ${text}`,
          }),
        );
      }),
    ),
  );
}

function more(/** @type {Request} */ request) {
  const recovery = request.rules?.recovery_after_run ?? {};
  return el(
    "div",
    { class: "stack" },
    el(
      "div",
      { class: "pair" },
      field(
        "First day",
        el("input", {
          type: "date",
          value: request.week.start,
          key: "week-start",
          onchange: (event) =>
            event.target.value &&
            calmly((next) => {
              next.week.start = event.target.value;
            }),
        }),
      ),
      field(
        "Time zone",
        select(
          zones(request.week.timezone ?? "UTC"),
          request.week.timezone ?? "UTC",
          (value) =>
            calmly((next) => {
              next.week.timezone = value;
            }),
          { key: "zone" },
        ),
      ),
    ),
    el(
      "div",
      { class: "pair" },
      field(
        "Loads in",
        select(
          [
            ["kg", "kilograms"],
            ["lb", "pounds"],
          ],
          request.athlete.units ?? "kg",
          (value) =>
            calmly((next) => {
              next.athlete.units = value;
            }),
          { key: "units" },
        ),
      ),
      field(
        "Weeks of strength so far",
        numberInput(
          "weeks-of-strength",
          request.athlete.weeks_of_strength,
          0,
          5000,
          "untold",
          (value) =>
            calmly((next) => {
              if (value === null) delete next.athlete.weeks_of_strength;
              else next.athlete.weeks_of_strength = value;
            }),
        ),
      ),
      field(
        "Sets",
        select(
          [
            ["supersets", "In turn (supersets)"],
            ["straight", "One after the other"],
          ],
          request.preferences?.style ?? "supersets",
          (value) =>
            calmly((next) => {
              next.preferences = { ...next.preferences, style: value };
            }),
          { key: "style" },
        ),
      ),
    ),
    field(
      "Sessions keep clear of runs by",
      select(
        [
          ["every_session", "24 hours after every run"],
          ["leg_loading", "24 hours, where they load the legs"],
          ["hard_days_hard", "24 hours, or on the day of a hard run"],
        ],
        request.recovery === "hard_days_hard"
          ? request.recovery
          : (recovery.applies_to ?? "every_session"),
        (value) =>
          calmly((next) => {
            // The named choice leaves no room for the hours and sessions of the rule itself.
            const { applies_to, hours, ...others } = recovery;
            const hard = value === "hard_days_hard";
            next.rules = {
              ...next.rules,
              recovery_after_run: hard ? others : { ...recovery, applies_to: value },
            };
            if (hard) next.recovery = value;
            else delete next.recovery;
          }),
        { key: "recovery" },
      ),
    ),
    field(
      "When no week keeps every rule",
      select(
        [
          ["relax", "Give up as little as can be"],
          ["fail", "Plan nothing and say why"],
        ],
        request.on_conflict ?? "relax",
        (value) =>
          calmly((next) => {
            next.on_conflict = value;
          }),
        { key: "on-conflict" },
      ),
    ),
    field(
      "Name",
      el("input", {
        type: "text",
        maxlength: 64,
        value: request.athlete.id,
        key: "athlete-id",
        onchange: (event) =>
          event.target.value.trim() &&
          calmly((next) => {
            next.athlete.id = event.target.value.trim();
          }),
      }),
    ),
  );
}

function zones(current) {
  const all =
    typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];
  return [...new Set([current, "UTC", ...all])].map((zone) => [zone, zone.replaceAll("_", " ")]);
}
