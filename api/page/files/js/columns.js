// The columns of a coach's own roster: what each means, said once and remembered in this browser.

import { button, el, field, select } from "./dom.js";
import { recall, remember } from "./memory.js";
import { plainId } from "./words.js";

const COLUMNS = "runstrong.columns";
const FIELDS = [
  "id",
  "level",
  "start",
  "timezone",
  "phase",
  "runs",
  "availability",
  "place",
  "equipment",
  "injuries",
  "max_sessions",
  "min_sessions",
  "max_session_minutes",
];

/** The columns of a roster and what the coach said that they mean, as `Name=id`. */
export function columnsFor(roster) {
  const heads = headsOf(roster);
  return Object.entries(storedColumns())
    .filter(([name, meaning]) => meaning && heads.includes(name))
    .map(([name, meaning]) => `${name}=${meaning}`);
}

function storedColumns() {
  try {
    return JSON.parse(recall("localStorage", COLUMNS) ?? "{}");
  } catch {
    return {};
  }
}

function headsOf(roster) {
  const line =
    roster
      .replace(/^\uFEFF/, "")
      .split(/\r?\n/)
      .find((one) => one.trim() && !/^sep=/.test(one)) ?? "";
  const mark = [";", "\t", ","].find((one) => line.includes(one)) ?? ",";
  return line
    .split(mark)
    .map((head) => head.trim().replaceAll('"', ""))
    .filter(Boolean);
}

/** What each column of a CSV means, where it was not taken; it is remembered for the next one. */
export function mapping({ form, trouble, roster }, again) {
  if (form !== "csv" || !trouble || !roster) return null;
  const stored = storedColumns();
  return el(
    "section",
    { class: "note", "aria-label": "Columns" },
    el("h2", {}, "What do your columns mean?"),
    el("p", { class: "small" }, "Say it once; this browser remembers it for the next roster."),
    el(
      "div",
      { class: "columns" },
      headsOf(roster).map((head) =>
        field(
          head,
          select(
            [
              ["", FIELDS.includes(head.toLowerCase()) ? "as it is called" : "not told"],
              ...FIELDS.map((name) => [name, plainId(name)]),
            ],
            stored[head] ?? "",
            (value) =>
              remember(
                "localStorage",
                COLUMNS,
                JSON.stringify({ ...storedColumns(), [head]: value }),
              ),
            { key: `column-${head}` },
          ),
        ),
      ),
    ),
    button("Hand it in again", again, { class: "primary", key: "hand-in-again" }),
  );
}

/** A roster to fill in. */
export const SAMPLE = [
  "id,level,start,runs,availability,equipment\n",
  "Ana,beginner,2026-11-30,Mon 18:00 45 easy; Sat 09:00 80 long,",
  "Tue 18:00-19:00; Thu 18:00-19:00,kit:home_basic\n",
  "Ben,intermediate,2026-11-30,Tue 06:30 60 tempo; Sun 08:00 110 long,",
  "Mon 18:00-19:00; Fri 06:30 60,kit:gym\n",
].join("");
