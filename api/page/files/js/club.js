// A club: a roster handed in, followed while it is planned, and read as a table.

import * as service from "./service.js";
import { replaceWeek } from "./asking.js";
import { columnsFor, mapping, SAMPLE } from "./columns.js";
import { button, download, el, field, fileButton, refill, say, select, table } from "./dom.js";
import { nameOf } from "./catalog.js";
import { recall, remember, forget } from "./memory.js";
import { goTo } from "./views.js";
import { WEEKDAYS } from "./time.js";
import { count, listed, plainId, shortName } from "./words.js";

const NAME = "runstrong.club";
const PAUSE_MILLISECONDS = 1000;
const FORMS = {
  csv: ["csv", "text/csv"],
  lines: ["json lines", "application/jsonl"],
  array: ["json array", "application/json"],
};
const WORDS = {
  optimal: "Proven best",
  feasible: "Not yet proven",
  relaxed: "Something gives",
  infeasible: "No week fits",
  unsolved: "No answer yet",
  unusable: "Cannot be read",
  fault: "Our fault",
};

// Without these nobody may follow the batch, or there is none; all else passes.
const FINAL = [401, 403, 404];

// The roster with what its columns mean, the batch and its lines; nothing of it outlives the browser's tab.
let club = empty();

function empty() {
  return { roster: null, form: null, columns: [], name: null, batch: null, lines: [], rows: [], trouble: null, shown: "", requests: null, packing: false, gone: new AbortController() };
}

/** Another club in place of this one, whose calls end. */
function begin(parts) {
  club.gone.abort();
  club = { ...empty(), ...parts };
  return club;
}

const root = () => document.getElementById("club");

export function beginClub() {
  try {
    const found = JSON.parse(recall("sessionStorage", NAME) ?? "null");
    if (found?.batch) follow(begin(found));
  } catch {
    forget("sessionStorage", NAME);
  }
  drawClub();
}

/** One too large for the tab's memory lasts as long as the page. */
function keep({ roster, form, columns, name, batch }) {
  remember("sessionStorage", NAME, JSON.stringify({ roster, form, columns, name, batch }));
}

export async function takeRoster(file) {
  await handIn(file.name, await file.text());
}

async function takeExamples() {
  const examples = await service.examples();
  const weeks = await Promise.all(examples.map(({ id }) => service.example(id)));
  await handIn("the eight examples", weeks.map((week) => JSON.stringify(week)).join("\n"));
}

function formOf(name, text) {
  if (/\.csv$/i.test(name)) return "csv";
  const start = text.trimStart()[0];
  return start === "[" ? "array" : start === "{" ? "lines" : "csv";
}

async function handIn(name, roster) {
  const form = formOf(name, roster);
  const mine = begin({ name, roster, form, columns: form === "csv" ? columnsFor(roster) : [] });
  drawClub();
  try {
    mine.batch = await service.handIn(roster, FORMS[form][1], mine.columns, mine.gone.signal);
    if (mine !== club) return;
    keep(mine);
    say(`${count(mine.batch.athletes, "athlete")} handed in.`);
    await follow(mine);
  } catch (error) {
    tell(error, mine);
  }
}

function tell(error, mine = club, heading = "This roster was not planned") {
  if (mine !== club || error.name === "AbortError") return;
  if (!(error instanceof service.Refusal)) throw error;
  mine.trouble = error.trouble(heading);
  drawClub();
}

/** Follows the batch to its end; a line that breaks is taken up again. */
async function follow(mine) {
  while (mine === club) {
    try {
      await service.followBatch(mine.batch.id, (batch) => goOn(mine, batch), mine.gone.signal);
      if (hasEnded(mine.batch)) return say(`The club is ${mine.batch.state}.`);
    } catch (error) {
      if (mine !== club) return;
      if (error instanceof service.Refusal) tell(error, mine, "The club cannot be followed");
      if (FINAL.includes(error.status)) return forget("sessionStorage", NAME);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  }
}

const hasEnded = ({ state }) => ["finished", "cancelled"].includes(state);

async function goOn(mine, batch) {
  mine.batch = batch;
  mine.trouble = null;
  for (const line of await service.batchLines(batch.id, mine.lines.length, mine.gone.signal)) {
    mine.lines.push(line);
    mine.rows.push(rowOf(JSON.parse(line)));
  }
  if (mine === club) drawClub();
}

/** What the table tells of one line; the rest stays text until it is asked for. */
function rowOf(line) {
  const { status, athlete_id: athlete, plan, relaxations = [], problems = [] } = line;
  return {
    athlete: athlete ?? "",
    row: line.row ?? null,
    status,
    days: plan ? plan.sessions.map((session) => session.start.slice(0, 10)) : [],
    sessions: plan ? plan.sessions.length : null,
    minutes: plan ? plan.sessions.reduce((sum, session) => sum + Math.ceil(session.minutes), 0) : null,
    leftOut: plan ? plan.coverage.filter((one) => one.neglected && !one.direct.length && !one.carried_over).map((one) => one.muscle) : [],
    relaxed: [...new Set(relaxations.map((one) => one.rule))],
    problems: problems.map(({ field: name, value, message }) => [[name, value].filter(Boolean).join(": "), message].filter(Boolean).join(" ")),
  };
}

export function drawClub() {
  refill(root(), opening(), club.trouble ? told(club.trouble) : null, mapping(club, () => handIn(club.name, club.roster)), club.batch ? progress() : null, club.rows.length ? results() : null);
}

function opening() {
  return el(
    "div",
    { class: "club-opening" },
    el(
      "div",
      { class: "title" },
      el("h1", {}, "A club’s week"),
      el("p", { class: "lead" }, "Drop a roster here: JSON Lines or a JSON array of weeks, or a CSV with one row an athlete. Every athlete is planned, and a row that cannot be read spoils no other."),
      el("p", { class: "small" }, "Unlike a single week, a club is kept by the service while it is planned, so that nothing is lost when it is stopped; it deletes finished clubs after some weeks."),
    ),
    el(
      "div",
      { class: "begin-row" },
      fileButton("Open a roster", ".jsonl,.json,.csv,.ndjson", takeRoster, { key: "roster" }),
      button("A sample to fill in (CSV)", () => download("roster.csv", "text/csv", SAMPLE), { key: "club-sample" }),
      button("Try the eight examples", () => takeExamples().catch(tell), { key: "club-examples" }),
    ),
  );
}

function told({ heading, problems }) {
  return el("div", { class: "note poor", role: "alert" }, el("h2", {}, heading), el("ul", {}, problems.map((problem) => el("li", {}, problem))));
}

function progress() {
  const { batch } = club;
  const ended = hasEnded(batch);
  const left = batch.seconds_left ? `, about ${Math.ceil(batch.seconds_left)} s left` : "";
  return el(
    "div",
    { class: "note club-progress" },
    el("p", {}, el("strong", {}, club.name ?? "The club"), `: ${batch.answered} of ${count(batch.athletes, "athlete")} answered${ended ? "" : left}${batch.state === "cancelled" ? "; cancelled" : ""}.`),
    el("progress", { max: batch.athletes, value: batch.answered, "aria-label": "Athletes answered" }),
    el("ul", { class: "chips" }, Object.entries(batch.statuses).filter(([, number]) => number).map(([status, number]) => el("li", { class: `chip status ${status}` }, `${WORDS[status] ?? status} ${number}`))),
    ended ? null : button("Cancel", cancel, { key: "club-cancel" }),
  );
}

async function cancel() {
  const mine = club;
  try {
    mine.batch = await service.cancelBatch(mine.batch.id);
    if (mine === club) drawClub();
  } catch (error) {
    tell(error, mine, "The club was not cancelled");
  }
}

function results() {
  const { rows, shown } = club;
  const statuses = [...new Set(rows.map(({ status }) => status))];
  const chosen = rows.map((row, index) => ({ row, index })).filter(({ row }) => !shown || row.status === shown);
  return el(
    "section",
    { class: "club-results", "aria-label": "The club as a table" },
    el(
      "div",
      { class: "club-tools" },
      field("Show", select([["", `All ${rows.length}`], ...statuses.map((status) => [status, WORDS[status] ?? status])], shown, (value) => {
        club.shown = value;
        drawClub();
      }, { key: "club-filter" })),
      button("All results (JSON Lines)", () => download("club-results.jsonl", "application/jsonl", club.lines.map((line) => `${line}\n`).join("")), { key: "club-download" }),
      hasEnded(club.batch) ? button(club.packing ? "Packing …" : "Files for everyone (archive)", () => takeFiles().catch((error) => tell(error, club, "The files were not made")), { key: "club-files", disabled: club.packing, title: "A calendar, a page to print and watch files for each athlete" }) : null,
      button("The table (CSV)", () => download("club.csv", "text/csv", csv(rows)), { key: "club-csv" }),
    ),
    table(
      ["Row", "Athlete", "Status", "Week", "Sessions", "Muscles left out", "Relaxed rules"],
      chosen.map(({ row, index }) => ({
        class: row.status,
        cells: [
          String(row.row ?? index + 1),
          row.status === "unusable" || row.status === "fault" ? row.athlete || "–" : button(row.athlete, () => openAthlete(index), { class: "link", key: `athlete-${index}` }),
          el("span", { class: `tag status ${row.status}` }, WORDS[row.status] ?? row.status),
          weekDots(row.days),
          row.problems.length ? row.problems.join(" ") : row.sessions === null ? "–" : `${row.sessions}, ${row.minutes} min`,
          row.leftOut.length ? listed(row.leftOut.map((muscle) => shortName(nameOf("muscles", muscle)))) : "–",
          row.relaxed.length ? listed(row.relaxed.map(plainId)) : "–",
        ],
      })),
      { class: "stacked" },
    ),
  );
}

/** The days of its sessions, Monday to Sunday. */
function weekDots(days) {
  if (!days.length) return "–";
  const on = days.map((day) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7);
  return el("span", { class: "week-dots", role: "img", "aria-label": on.map((day) => WEEKDAYS[day]).join(", ") }, WEEKDAYS.map((name, day) => el("i", { class: on.includes(day) ? "on" : "", "aria-hidden": "true" }, name[0])));
}

async function takeFiles() {
  const mine = club;
  mine.packing = true;
  drawClub();
  try {
    const content = await service.clubFiles(mine.roster, mine.lines.map((line) => `${line}\n`).join(""), FORMS[mine.form][0], mine.columns);
    download("club-files.zip", "application/zip", content);
    say("club-files.zip is ready.");
  } finally {
    mine.packing = false;
    if (mine === club) drawClub();
  }
}

function csv(rows) {
  const cell = (value) => {
    const text = String(value ?? "");
    // A spreadsheet must not take a name for a formula.
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = rows.map((row) => [row.athlete, row.status, row.sessions, row.minutes, row.leftOut.join(" "), row.relaxed.join(" "), row.problems.join(" ")]);
  return [["athlete", "status", "sessions", "minutes", "muscles_left_out", "relaxed_rules", "problems"], ...lines].map((line) => line.map(cell).join(",")).join("\n") + "\n";
}

/** The athlete's week in the other view, as if it had been planned there, beside the kept one. */
async function openAthlete(index) {
  const mine = club;
  try {
    mine.requests ??= await service.rosterRequests(mine.roster, FORMS[mine.form][0], mine.columns);
    if (mine !== club) return;
    const request = mine.requests[index];
    replaceWeek({ request, answer: { request, result: JSON.parse(mine.lines[index]), changes: null }, opened: true });
    goTo("week");
    document.getElementById("week").focus();
    scrollTo(0, 0);
  } catch (error) {
    tell(error, mine, "This athlete cannot be opened");
  }
}
