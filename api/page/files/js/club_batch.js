// A club under way: a roster handed in, followed while it is planned, opened and packed.

import * as service from "./service.js";
import * as store from "./store.js";
import { replaceWeek } from "./asking.js";
import { columnsFor } from "./columns.js";
import { rowOf } from "./club_rows.js";
import { download, say } from "./dom.js";
import { forget, recall, remember } from "./memory.js";
import { goTo } from "./views.js";
import { count } from "./words.js";

const NAME = "runstrong.club";
const PAUSE_MILLISECONDS = 1000;
const FORMS = {
  csv: ["csv", "text/csv"],
  lines: ["json lines", "application/jsonl"],
  array: ["json array", "application/json"],
};

// Without these nobody may follow the batch, or there is none; all else passes.
const FINAL = [401, 403, 404];

// What is asked about the club that is shown, given up with it.
let running = new AbortController();

/** Another club in place of this one, whose calls end. */
function begin(parts) {
  running.abort();
  running = new AbortController();
  store.change({ club: { ...store.NO_CLUB, ...parts } });
  return running;
}

/** Changes the club of `mine`; false where another one has taken its place. */
function put(mine, parts) {
  if (mine !== running) return false;
  store.change({ club: { ...store.now().club, ...parts } });
  return true;
}

/** The club that this tab had under way, where there is one. */
export function beginClub() {
  try {
    const found = JSON.parse(recall("sessionStorage", NAME) ?? "null");
    if (found?.batch) follow(begin(found));
  } catch {
    forget("sessionStorage", NAME);
  }
}

/** One too large for the tab's memory lasts as long as the page. */
function keep({ roster, form, columns, name, batch }) {
  remember("sessionStorage", NAME, JSON.stringify({ roster, form, columns, name, batch }));
}

export async function takeRoster(file) {
  await handIn(file.name, await file.text());
}

export async function takeExamples() {
  const mine = running;
  try {
    const examples = await service.examples();
    const weeks = await Promise.all(examples.map(({ id }) => service.example(id)));
    if (mine !== running) return;
    await handIn("the eight examples", weeks.map((week) => JSON.stringify(week)).join("\n"));
  } catch (error) {
    tell(error, mine);
  }
}

/** The same roster once more, as after its columns were told. */
export function handInAgain() {
  const { name, roster } = store.now().club;
  return handIn(name, roster);
}

function formOf(name, text) {
  if (/\.csv$/i.test(name)) return "csv";
  const start = text.trimStart()[0];
  return start === "[" ? "array" : start === "{" ? "lines" : "csv";
}

async function handIn(name, roster) {
  const form = formOf(name, roster);
  const columns = form === "csv" ? columnsFor(roster) : [];
  const mine = begin({ name, roster, form, columns });
  try {
    const batch = await service.handIn(roster, FORMS[form][1], columns, mine.signal);
    if (!put(mine, { batch })) return;
    keep(store.now().club);
    say(`${count(batch.athletes, "athlete")} handed in.`);
    await follow(mine);
  } catch (error) {
    tell(error, mine);
  }
}

function tell(error, mine, heading = "This roster was not planned") {
  if (mine !== running || error.name === "AbortError") return;
  if (!(error instanceof service.Refusal)) throw error;
  put(mine, { trouble: error.trouble(heading) });
}

/** Follows the batch to its end; a line that breaks is taken up again. */
async function follow(mine) {
  while (mine === running) {
    const { batch } = store.now().club;
    try {
      await service.followBatch(batch.id, (progress) => goOn(mine, progress), mine.signal);
      if (mine !== running) return;
      const { state } = store.now().club.batch;
      if (hasEnded({ state })) return say(`The club is ${state}.`);
    } catch (error) {
      if (mine !== running) return;
      tell(error, mine, "The club cannot be followed");
      if (FINAL.includes(error.status)) return forget("sessionStorage", NAME);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  }
}

export const hasEnded = ({ state }) => ["finished", "cancelled"].includes(state);

async function goOn(mine, batch) {
  const { lines, rows } = store.now().club;
  const more = await service.batchLines(batch.id, lines.length, mine.signal);
  const read = more.map((line) => rowOf(JSON.parse(line)));
  put(mine, { batch, trouble: null, lines: [...lines, ...more], rows: [...rows, ...read] });
}

export async function cancel() {
  const mine = running;
  try {
    put(mine, { batch: await service.cancelBatch(store.now().club.batch.id) });
  } catch (error) {
    tell(error, mine, "The club was not cancelled");
  }
}

/** Which status is shown alone; empty: all. */
export const show = (shown) => put(running, { shown });

/** Calendars, paper and watch files of everyone, as one archive. */
export async function takeFiles() {
  const mine = running;
  const { roster, form, columns } = store.now().club;
  put(mine, { packing: true });
  try {
    const lines = allLines();
    const content = await service.clubFiles(roster, lines, FORMS[form][0], columns);
    download("club-files.zip", "application/zip", content);
    say("club-files.zip is ready.");
  } catch (error) {
    tell(error, mine, "The files were not made");
  } finally {
    put(mine, { packing: false });
  }
}

/** All results so far, one a line. */
export const allLines = () =>
  store
    .now()
    .club.lines.map((line) => `${line}\n`)
    .join("");

/** The athlete's week in the other view, as if it had been planned there, beside the kept one. */
export async function openAthlete(index) {
  const mine = running;
  const { roster, form, columns, lines, requests: known } = store.now().club;
  try {
    const requests = known ?? (await service.rosterRequests(roster, FORMS[form][0], columns));
    if (!put(mine, { requests })) return;
    const request = requests[index];
    const result = JSON.parse(lines[index]);
    replaceWeek({ request, answer: { request, result, changes: null }, opened: true });
    goTo("week");
    document.getElementById("week").focus();
    scrollTo(0, 0);
  } catch (error) {
    tell(error, mine, "This athlete cannot be opened");
  }
}
