// The athlete: level, season, time, emphasis, injuries, places.  A change here asks for no plan of
// its own; the next one has it.

import { button, el, field, fold, numberInput, refill, segments, select } from "./dom.js";
import { dropPin, edit } from "./planning.js";
import { byId } from "./catalog.js";
import { contradictions, emphasisSides } from "./disagreement.js";
import { injuries } from "./injuries.js";
import { more } from "./more_wishes.js";
import { fitnessPart } from "./fitness.js";
import { placesForm } from "./places.js";
import { LEVELS, PHASES } from "./words.js";

/** @import { Request, State } from "../../types" */

const calmly = (change) => edit(change, { again: false });

export function drawWishes(/** @type {HTMLElement} */ root, /** @type {State} */ state) {
  const { request } = state;
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
    fold("more", "The week and further wishes", { class: "wish" }, more(state, calmly)),
  );
}

const limit = (name) => (value) =>
  calmly((next) => {
    next.limits = { ...next.limits };
    if (value === null) delete next.limits[name];
    else next.limits[name] = value;
  });

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
