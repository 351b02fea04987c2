// What was done elsewhere, taken into the log: the activity of a watch, or another program's table.

import * as service from "./service.js";
import * as store from "./store.js";
import { button, dialog, el, say } from "./dom.js";
import { nameOf } from "./catalog.js";
import { markDone } from "./planning.js";
import { withoutNulls } from "./patch.js";
import { dateOfDay, DAY, dayLabel, dayOfDate, minuteOf } from "./time.js";
import { NOT_LOGGED } from "./training.js";
import { count, lastWords } from "./words.js";

/** @import { LogEntry, LogReading } from "../../types" */

const WEEK_DAYS = 7;

export const isLog = (name) => /\.(fit|csv)$/i.test(name);

/** Reads it, shows what is in it, and takes it over where its owner says so. */
export async function takeLog(
  /** @type {File} */ file,
  /** @type {{ units?: "kg" | "lb" }} */ options = {},
) {
  if (store.now().opened) return refuse([NOT_LOGGED]);
  try {
    const isOfWatch = /\.fit$/i.test(file.name);
    const reading = await service.readLog(
      isOfWatch ? { fit: await inBase64(file) } : { text: await file.text(), options },
    );
    show(file.name, withoutNulls(reading));
  } catch (error) {
    if (!(error instanceof service.Refusal)) throw error;
    if (error.fields.length === 1 && error.fields[0] === "units") askUnits(file);
    else refuse(error.problems, error.trouble("").heading);
  }
}

/** Some files do not tell it, and nobody guesses. */
function askUnits(/** @type {File} */ file) {
  const choice = (units, label) =>
    button(
      label,
      () => {
        box.close();
        void takeLog(file, { units });
      },
      { key: `log-in-${units}` },
    );
  const box = dialog(
    `Log ${file.name}`,
    el("p", {}, "The file does not say in what its weights are."),
    el("div", { class: "dialog-foot" }, choice("kg", "Kilograms"), choice("lb", "Pounds")),
  );
}

function refuse(problems, heading = "") {
  store.change({ trouble: { heading: heading || "This log cannot be used", problems } });
  say(problems.join(" "));
}

async function inBase64(/** @type {File} */ file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function show(name, /** @type {LogReading} */ { log, guessed = [], unknown = [] }) {
  const sets = log.flatMap((entry) => entry.sets ?? []);
  const box = dialog(
    `Log ${name}`,
    el("p", { role: "status" }, `${count(log.length, "exercise")}, ${count(sets.length, "set")}.`),
    el("ul", { class: "events" }, log.map(entryRow)),
    guessed.length
      ? el("p", { class: "small" }, "What the watch guessed stands with it: look whether it is so.")
      : null,
    unknown.length
      ? el("p", { class: "small" }, "What the catalog does not know is kept under its name alone.")
      : null,
    el(
      "div",
      { class: "dialog-foot" },
      button("Leave it", () => box.close(), { class: "quiet" }),
      button(
        "Put it into the log",
        () => {
          box.close();
          accept(log);
        },
        { class: "primary", key: "take-log", disabled: !log.length },
      ),
    ),
  );
  box.classList.add("wide");
}

function entryRow(/** @type {LogEntry} */ entry) {
  const { week } = store.now().request;
  const day = dayOfDate(entry.date, week.start) * DAY;
  return el(
    "li",
    {},
    el(
      "span",
      { class: "event-what" },
      el("strong", {}, entry.exercise ? nameOf("exercises", entry.exercise) : entry.name),
      " ",
      el("span", { class: "muted" }, dayLabel(day, week.start)),
    ),
    el("span", {}, lastWords({ ...entry, sets: entry.sets ?? [] })),
    entry.note ? el("span", { class: "small" }, entry.note) : null,
  );
}

/** Takes the entries over, and the planned session of their day as done. */
function accept(/** @type {LogEntry[]} */ read) {
  const { request, log, answer, marks } = store.now();
  const first = request.week.start;
  const sessions = answer?.result.plan?.sessions ?? [];
  const found = new Set();
  const entries = read.map((entry) => {
    const session = sessions.find(
      (one) =>
        dateOfDay(Math.floor(minuteOf(one.start, first) / DAY), first) === entry.date &&
        one.blocks.some(({ items }) => items.some(({ exercise }) => exercise === entry.exercise)),
    );
    const day = dayOfDate(entry.date, first);
    if (session) found.add(session.id);
    return {
      ...entry,
      ...(session ? { session: session.id } : {}),
      ...(day >= 0 && day < WEEK_DAYS ? { week: first } : {}),
    };
  });
  const nameAndDay = (/** @type {LogEntry} */ { date, exercise, name }) =>
    `${date} ${exercise ?? name}`;
  const incoming = new Set(entries.map(nameAndDay));
  store.change({ log: [...log.filter((entry) => !incoming.has(nameAndDay(entry))), ...entries] });
  say(`${count(entries.length, "exercise")} went into the log.`);
  const isDone = (id) => marks.done.includes(id) || answer.done?.includes(id);
  for (const id of found) if (!isDone(id)) markDone(id);
}
