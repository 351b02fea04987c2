// How the page says things.

/** @import { Block, Item, LogEntry, Request, Result } from "../../types" */

export const KINDS = [
  ["easy", "Easy"],
  ["long", "Long"],
  ["tempo", "Tempo"],
  ["interval", "Interval"],
  ["race", "Race"],
];

export const LEVELS = [
  ["beginner", "Beginner"],
  ["intermediate", "Intermediate"],
  ["advanced", "Advanced"],
];

export const PHASES = [
  ["off_season", "Off season"],
  ["pre_season", "Pre-season"],
  ["in_season", "In season"],
  ["taper", "Taper"],
  ["post_race", "After a race"],
];

export const EMPHASES = [
  ["balanced", "Balanced"],
  ["quads_first", "Quadriceps first"],
  ["posterior_chain", "Posterior chain"],
];

export const runName = (kind) => (kind === "race" ? "Race" : `${labelOf(KINDS, kind)} run`);

export function labelOf(options, id) {
  return options.find(([known]) => known === id)?.[1] ?? plainId(id);
}

export const plainId = (id) => id.replaceAll("_", " ");

/** `24 h 15 min` from hours. */
export function hours(value) {
  const minutes = Math.round(value * 60);
  const whole = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (!whole) return `${rest} min`;
  return rest ? `${whole} h ${String(rest).padStart(2, "0")} min` : `${whole} h`;
}

/** `24 h` or `24½ h`-like short form for a narrow mark: `24:30 h`. */
export function shortHours(value) {
  const minutes = Math.round(value * 60);
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)}${rest ? `:${String(rest).padStart(2, "0")}` : ""} h`;
}

/** `39 min` from minutes with a fraction. */
export const wholeMinutes = (value) => `${Math.ceil(value)} min`;

/** `3:39` from seconds. */
export function clockSeconds(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export const number = (value) => String(Math.round(value * 100) / 100);

export const signed = (value) => (value > 0 ? `+${value}` : String(value).replace("-", "−"));

/** Near enough to choose a weight by. */
const near = (value) =>
  value >= 10 ? String(Math.round(value)) : String(Math.round(value * 10) / 10);

const between = ([least, most]) => (least === most ? String(least) : `${least}–${most}`);

/** `3 × 8–12 each side`, `2 × 20–40 s`. */
export function dose(/** @type {Item} */ item) {
  let amount;
  if (!item.reps) amount = item.hold_seconds ? holdWords(item.hold_seconds) : "once";
  else {
    amount = between(item.reps);
    if (item.hold_seconds) amount += `, hold ${between(item.hold_seconds)} s`;
  }
  return `${item.sets} × ${amount}${sides(item)}`;
}

const MOST_IN_SECONDS = 90;

/** `20–40 s`; of a walk that is one length, from a minute and a half on `2 min 15 s`. */
function holdWords(/** @type {[number, number]} */ [least, most]) {
  if (least !== most || most <= MOST_IN_SECONDS) return `${between([least, most])} s`;
  const rest = most % 60;
  return `${Math.floor(most / 60)} min${rest ? ` ${rest} s` : ""}`;
}

/** ` each side, left first`, ` left side`; empty where both work at once. */
function sides(/** @type {Item} */ { per_side: each, first_side: first }) {
  if (!each) return first ? ` ${first} side` : "";
  return first ? ` each side, ${first} first` : " each side";
}

/** A band is told in no kilograms. */
export const isBand = (load) => load?.is_band === true;

/** `62.5 kg`, `135 lb`, `44 lb (20 kg)`; empty where nothing is loaded.  Where no weight is known
    what to do instead, `begin with 60 kg`; plans that were saved before do not tell it. */
export function loadWords(/** @type {Item} */ { load, role }) {
  if (!load) return "";
  const words = weightWords(load);
  if (words) return `${words}${load.at_once === 2 ? " each hand" : ""}`;
  return load.how ?? (role === "ramp" ? "" : "load to be found");
}

function weightWords(load) {
  const pounds = load.lb ?? null;
  if (pounds !== null && load.also_in === "kg") return `${number(pounds)} lb (${near(load.kg)} kg)`;
  if (pounds !== null && load.also_in !== "lb") return `${number(pounds)} lb`;
  if ((load.kg ?? null) !== null)
    return `${number(load.kg)} kg${pounds === null ? "" : ` (${near(pounds)} lb)`}`;
  return "";
}

/** `4 rounds`, `4 rounds, 1B only in rounds 1–2`. */
export function roundsWords(/** @type {Block} */ block) {
  const shorter = block.items
    .filter((item) => item.sets < block.rounds)
    .map(
      (item) => `${item.label} only in ${item.sets === 1 ? "round 1" : `rounds 1–${item.sets}`}`,
    );
  return [count(block.rounds, "round"), ...shorter].join(", ");
}

/** `90 s rest, `, `15 s before the next, 180 s rest from round 3 on, `; else empty. */
export function restWords(/** @type {Item} */ item, /** @type {Block} */ block) {
  const partners = block.kind === "superset";
  const rest = item.rest_seconds
    ? `${item.rest_seconds} s ${partners ? "before the next" : "rest"}, `
    : "";
  if (item.set_to_set_seconds)
    return `${rest}at least ${item.set_to_set_seconds} s between its own sets, `;
  const after = block.items.slice(block.items.indexOf(item) + 1).map((one) => one.sets);
  const most = Math.max(...after, after.length ? 0 : item.sets);
  const later = item.later_rest_seconds ?? item.rest_seconds;
  const when = most + 1 === block.rounds ? "after the last round" : `from round ${most + 1} on`;
  return partners && item.sets > most && later !== item.rest_seconds
    ? `${rest}${later} s rest ${when}, `
    : rest;
}

/** `2–3 left, 80–85 % of max`, `15–30 s left`; empty where no effort is told.
    Of a load that is not known a share says nothing. */
export function effortWords(/** @type {Item} */ { effort, load }) {
  if (!effort) return "";
  if (effort.reserve_seconds) return `${between(effort.reserve_seconds)} s left`;
  if (!effort.rir) return "";
  return (
    `${between(effort.rir)} ` +
    `left${effort.percent_1rm && load?.kg ? `, ${between(effort.percent_1rm)} % of max` : ""}`
  );
}

/** By what an item goes on from week to week; null of drills, ramp sets and stretches. */
export function stepKind(/** @type {Item} */ { role, effort, load }) {
  if (role === "plyometric") return "jumps";
  if (!effort) return null;
  if (load && ((load.kg ?? null) !== null || load.method)) return "load";
  if (effort.reserve_seconds) return "hold";
  return load ? "band" : "body";
}

/** `leave 2 to 3`, `stop 10 to 20 s before you must`. */
export function effortSentence(/** @type {Item} */ { effort }) {
  const between = ([least, most]) => (least === most ? String(least) : `${least} to ${most}`);
  if (effort?.rir) return `leave ${between(effort.rir)}`;
  return effort?.reserve_seconds ? `stop ${between(effort.reserve_seconds)} s before you must` : "";
}

/** `8 × 60 kg, 8 × 60 kg` of a log's entry. */
export function lastWords(/** @type {LogEntry} */ { sets }) {
  return sets.map((one) => `${done(one)}${withLoad(one)}`).join(", ");
}

function done(/** @type {LogEntry["sets"][number]} */ { reps, hold_seconds: seconds }) {
  return reps ?? (seconds === undefined ? "–" : `${seconds} s`);
}

function withLoad(/** @type {LogEntry["sets"][number]} */ { kg, lb }) {
  if (kg !== undefined) return ` × ${number(kg)} kg`;
  return lb === undefined ? "" : ` × ${number(lb)} lb`;
}

const ROLES = { plyometric: "jumps", main_lift: "main lift" };

/** What an item is for: `main lift`, `jumps, 24 contacts`. */
export function roleName(/** @type {Item} */ { role, contacts }) {
  const words = ROLES[role] ?? plainId(role);
  return contacts ? `${words}, ${count(contacts, "contact")}` : words;
}

export function count(amount, one, many = `${one}s`) {
  return `${amount} ${amount === 1 ? one : many}`;
}

export function listed(words) {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** `Hip adductors` of `Hip adductors (longus, …)`. */
export const shortName = (name) => name.split(" (")[0];

const TIERS = {
  neglected_major_left_out: "Neglected major muscles left out",
  neglected_minor_left_out: "Neglected minor muscles left out",
  neglected_accessory_left_out: "Neglected accessory muscles left out",
  sessions_missing: "Sessions fewer than usual",
  patterns_missing: "Movement patterns left out",
  kept_exercises_missing: "Exercises of last week not kept",
  sets_above_progression: "Sets above what progression allows",
  sessions_inside_recovery: "Sessions too soon after a run",
  recovery_short_before_key_run: "Legs tired too soon after a run and on the eve of a key run",
  main_lift_families_missing: "Kinds of main lifts left out",
  main_lift_sets_missing: "Sets of main lifts missing",
  main_lifts_not_kept: "Other main lifts than last week",
  recovery_short_for_leg_loading: "Recovery cut short, with leg work",
  recovery_short_without_leg_loading: "Recovery cut short, without leg work",
  sessions_changed: "Sessions changed",
  sessions_dropped: "Sessions dropped",
  sessions_moved: "Sessions moved to another window",
  starts_changed: "Sessions at another time",
  exercises_changed: "Exercises changed",
  sets_changed: "Sets changed",
  heavy_before_key_run: "Heavy work within a day of a key run",
  injury_work_missing: "Sessions missing that an injury asks for",
  heavy_lifts_missing: "Only light lifts for knee or hip",
  contacts_missing: "Foot contacts missing",
  minimum_dose_missed: "Below a muscle’s weekly minimum",
  movements_missing: "Movements missing: push, row, leg curl, calf raise, a lift again",
  exercises_above_cap: "More exercises than a session should hold",
  target_dose_shortfall: "Below a muscle’s weekly target",
  strength_on_neighbouring_days: "Strength on days in a row",
  heavy_across_weeks: "Heavy work soon after a long run or near runs of the weeks beside",
  balance_outside_band: "Opposing muscles out of balance",
  freshness_and_preferences: "Tired legs before key runs, wishes not met",
  exercises_not_kept: "Other exercises than last week",
  session_time: "Time in the sessions, without main lifts",
  coach_rank: "A coach’s order of the exercises",
  tie_break: "Order among equals",
};

/** Tiers that only choose among weeks that are as good; the second one in answers saved before. */
export const ORDER_AMONG_EQUALS = ["coach_rank", "tie_break"];

export const tierName = (name) => TIERS[name] ?? plainId(name);

/** What the answer is worth: a word, a sentence and a tone. */
export function standing(/** @type {Request} */ request, /** @type {Result} */ result) {
  const unproven = result.objective.some((tier) => tier.value !== tier.bound);
  switch (result.status) {
    case "optimal":
      return request.current
        ? [
            "Proven: the fewest changes",
            "Every required rule holds. No week changes less, or does better with as few changes.",
            "good",
          ]
        : [
            "Proven best",
            "Every required rule holds, and no other week does better by the published rules.",
            "good",
          ];
    case "feasible":
      return [
        "A good week, not yet proven best",
        "Every required rule holds. The limit of the search came before the last proof.",
        "fair",
      ];
    case "relaxed":
      return unproven
        ? [
            "Something has to give",
            "No week keeps every required rule. The search ended before the proof that " +
              "none gives up less than this one.",
            "fair",
          ]
        : [
            "Something has to give, proven the least",
            "No week keeps every required rule, and none gives up less than this one.",
            "fair",
          ];
    case "infeasible":
      return ["No week fits", "The rules cannot hold together this week.", "poor"];
    default:
      return ["No answer yet", "The limit of the search came before any plan.", "poor"];
  }
}
