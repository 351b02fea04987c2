// The athlete: level, season, time, emphasis, injuries, places.  A change here asks for no plan of
// its own; the next one has it.

import { button, el, field, fold, refill, segments, select } from "./dom.js";
import { dropPin, edit } from "./planning.js";
import { byId, known } from "./catalog.js";
import { contradictions, emphasisSides } from "./disagreement.js";
import { fitnessPart } from "./fitness.js";
import { placesForm } from "./places.js";
import { LEVELS, PHASES } from "./words.js";

const calmly = (change) => edit(change, { again: false });

export function drawWishes(root, { request }) {
  refill(
    root,
    el("h2", {}, "What do you have?"),
    placesForm(request, calmly),
    el("h2", {}, "Does anything hurt?"),
    injuries(request),
    el("h2", {}, "You"),
    segments("level", "Level", LEVELS, request.athlete.level, (value) => calmly((next) => { next.athlete.level = value; })),
    fitnessPart(request),
    el(
      "div",
      { class: "pair" },
      field("Season", select(PHASES, request.week.phase ?? "in_season", (value) => calmly((next) => { next.week.phase = value; }), { key: "phase" })),
      field("Most minutes a session", numberInput("max-minutes", request.limits?.max_session_minutes, 1, 600, "the window", limit("max_session_minutes"))),
    ),
    el(
      "div",
      { class: "pair" },
      field("Fewest sessions", numberInput("min-sessions", request.limits?.min_sessions, 0, 7, "any", limit("min_sessions"))),
      field("Most sessions", numberInput("max-sessions", request.limits?.max_sessions, 0, 7, "the season’s", limit("max_sessions"))),
    ),
    fold("emphasis", "Emphasis, where the sources disagree", { class: "wish" }, emphasisSides(request, calmly), contradictions()),
    pins(request),
    fold("more", "The week and further wishes", { class: "wish" }, more(request)),
  );
}

const limit = (name) => (value) => calmly((next) => {
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

function injuries(request) {
  const chosen = request.athlete.injuries ?? [];
  const others = known("injuries").filter((injury) => !chosen.some((told) => idOf(told) === injury.id));
  const put = (change) => calmly((next) => { next.athlete.injuries = change(next.athlete.injuries ?? []); });
  return el(
    "div",
    { class: "injuries" },
    el("p", { class: "small" }, "Write where, in your own words: knee, heel, hamstring, low back."),
    search(others, (id) => put((ids) => [...ids, id])),
    field("Injuries", select(
      [["", chosen.length ? "Add another …" : "None"], ...others.map(({ id, name }) => [id, name])],
      "",
      (id) => id && put((ids) => [...ids, id]),
      { key: "add-injury" },
    )),
    chosen.map((told, index) => {
      const id = idOf(told);
      const injury = byId("injuries", id);
      const say = (change) => put((all) => all.map((one, at) => (at === index ? spoken({ ...asObject(one), ...change }) : one)));
      return el(
        "div",
        { class: "note warning" },
        el("strong", {}, injury?.name ?? id),
        button("×", () => put((all) => all.filter((_, at) => at !== index)), { class: "quiet icon", key: `injury-${id}`, "aria-label": `Remove ${injury?.name ?? id}` }),
        stateOf("stage", "Stage", "The first", injury?.stages, told, say),
        stateOf("site", "Site", "Not told", injury?.sites, told, say),
        el("p", {}, injury?.refer ?? ""),
        el("p", { class: "small" }, "This filters exercises; it is no diagnosis and no treatment."),
      );
    }),
  );
}

const MOST_FOUND = 6;

/** Injuries by any of their names, as somebody would say them. */
function search(others, take) {
  const found = el("div", { class: "found", "aria-live": "polite" });
  const input = el("input", { type: "search", placeholder: "Where does it hurt?", "aria-label": "Where does it hurt?", key: "injury-search", autocomplete: "off" });
  input.addEventListener("input", () => {
    const words = plain(input.value).split(" ").filter((word) => word.length > 2 && !["bad", "sore", "pain", "hurts", "the", "and"].includes(word));
    const matches = words.length ? others.filter((injury) => words.every((word) => plain([injury.name, ...(injury.synonyms ?? []), ...(injury.emphasise ?? []), injury.refer ?? ""].join(" ")).includes(word))) : [];
    refill(found, matches.slice(0, MOST_FOUND).map(({ id, name }) => button(name, () => take(id), { key: `found-${id}` })), input.value.length > 2 && !matches.length ? el("p", { class: "small" }, "Nothing is known by that word; look through the list below, and see somebody about it.") : null);
  });
  return [input, found];
}

const plain = (text) => text.toLowerCase().normalize("NFD").replaceAll(/[^a-z0-9 ]+/g, " ");

// An injury is told as its id alone, or as an object with its stage and its site.
const asObject = (told) => (typeof told === "string" ? { id: told } : told);
const idOf = (told) => asObject(told).id;

function spoken({ id, stage, site }) {
  if (!stage && !site) return id;
  return { id, ...(stage ? { stage } : {}), ...(site ? { site } : {}) };
}

function stateOf(name, label, untold, known, told, say) {
  if (!known?.length) return null;
  const chosen = asObject(told)[name] ?? "";
  return field(label, select(
    [["", untold], ...known.map((one) => [one.id, one.name])],
    chosen,
    (value) => say({ [name]: value || undefined }),
    { key: `${name}-${idOf(told)}` },
  ));
}

function pins(request) {
  const found = request.pinned ?? [];
  if (!found.length) return null;
  return el(
    "div",
    { class: "pins" },
    el("h3", {}, "Locked and refused"),
    el("ul", { class: "chips" }, found.map((pin, index) => {
      const what = pin.exercise ? byId("exercises", pin.exercise)?.name ?? pin.exercise : "A session";
      const where = pin.window ? ` in ${pin.window}` : "";
      const text = pin.sets === 0 ? `No ${what}${where}` : `${what}${where}${pin.start ? `, ${pin.start}` : ""}`;
      return el("li", { class: pin.sets === 0 ? "chip refused" : "chip locked" }, text, button("×", () => dropPin(index), { class: "quiet icon", key: `pin-${index}`, "aria-label": `Drop: ${text}` }));
    })),
  );
}

function more(request) {
  const recovery = request.rules?.recovery_after_run ?? {};
  return el(
    "div",
    { class: "stack" },
    el(
      "div",
      { class: "pair" },
      field("First day", el("input", {
        type: "date",
        value: request.week.start,
        key: "week-start",
        onchange: (event) => event.target.value && calmly((next) => { next.week.start = event.target.value; }),
      })),
      field("Time zone", select(zones(request.week.timezone ?? "UTC"), request.week.timezone ?? "UTC", (value) => calmly((next) => { next.week.timezone = value; }), { key: "zone" })),
    ),
    el(
      "div",
      { class: "pair" },
      field("Loads in", select([["kg", "kilograms"], ["lb", "pounds"]], request.athlete.units ?? "kg", (value) => calmly((next) => { next.athlete.units = value; }), { key: "units" })),
      field("Weeks of strength so far", numberInput("weeks-of-strength", request.athlete.weeks_of_strength, 0, 5000, "untold", (value) => calmly((next) => {
        if (value === null) delete next.athlete.weeks_of_strength;
        else next.athlete.weeks_of_strength = value;
      }))),
      field("Sets", select([["supersets", "In turn (supersets)"], ["straight", "One after the other"]], request.preferences?.style ?? "supersets", (value) => calmly((next) => {
        next.preferences = { ...next.preferences, style: value };
      }), { key: "style" })),
    ),
    field("Sessions keep clear of runs by", select(
      [
        ["every_session", "24 hours after every run"],
        ["leg_loading", "24 hours, where they load the legs"],
        ["hard_days_hard", "24 hours, or on the day of a hard run"],
      ],
      request.recovery === "hard_days_hard" ? request.recovery : recovery.applies_to ?? "every_session",
      (value) => calmly((next) => {
        // The named choice leaves no room for the hours and sessions of the rule itself.
        const { applies_to, hours, ...others } = recovery;
        const hard = value === "hard_days_hard";
        next.rules = { ...next.rules, recovery_after_run: hard ? others : { ...recovery, applies_to: value } };
        if (hard) next.recovery = value;
        else delete next.recovery;
      }),
      { key: "recovery" },
    )),
    field("When no week keeps every rule", select(
      [["relax", "Give up as little as can be"], ["fail", "Plan nothing and say why"]],
      request.on_conflict ?? "relax",
      (value) => calmly((next) => { next.on_conflict = value; }),
      { key: "on-conflict" },
    )),
    field("Name", el("input", {
      type: "text",
      maxlength: 64,
      value: request.athlete.id,
      key: "athlete-id",
      onchange: (event) => event.target.value.trim() && calmly((next) => { next.athlete.id = event.target.value.trim(); }),
    })),
  );
}

function zones(current) {
  const all = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];
  return [...new Set([current, "UTC", ...all])].map((zone) => [zone, zone.replaceAll("_", " ")]);
}
