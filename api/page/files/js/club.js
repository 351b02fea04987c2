// A club: a roster to hand in, how far it is, and its table.

import { mapping, SAMPLE } from "./columns.js";
import {
  allLines,
  cancel,
  handInAgain,
  hasEnded,
  openAthlete,
  show,
  takeExamples,
  takeFiles,
  takeRoster,
} from "./club_batch.js";
import { csv } from "./club_rows.js";
import { button, download, el, field, fileButton, refill, select, table } from "./dom.js";
import { nameOf } from "./catalog.js";
import { WEEKDAYS } from "./time.js";
import { troubleNote } from "./trouble.js";
import { count, listed, plainId, shortName } from "./words.js";

/** @import { Club, State } from "../../types" */

const WORDS = {
  optimal: "Proven best",
  feasible: "Not yet proven",
  relaxed: "Something gives",
  infeasible: "No week fits",
  unsolved: "No answer yet",
  unusable: "Cannot be read",
  fault: "Our fault",
};

export function drawClub(/** @type {HTMLElement} */ root, /** @type {State} */ { club }) {
  refill(
    root,
    opening(),
    club.trouble ? troubleNote(club.trouble) : null,
    mapping(club, handInAgain),
    club.batch ? progress(club) : null,
    club.rows.length ? results(club) : null,
  );
}

function opening() {
  return el(
    "div",
    { class: "club-opening" },
    el(
      "div",
      { class: "title" },
      el("h1", {}, "A club’s week"),
      el(
        "p",
        { class: "lead" },
        "Drop a roster here: JSON Lines or a JSON array of weeks, or a CSV with one " +
          "row an athlete. Every athlete is planned, and a row that cannot be read " +
          "spoils no other.",
      ),
      el(
        "p",
        { class: "small" },
        "Unlike a single week, a club is kept by the service while it is planned, so " +
          "that nothing is lost when it is stopped; it deletes finished clubs after some " +
          "weeks.",
      ),
    ),
    el(
      "div",
      { class: "begin-row" },
      fileButton("Open a roster", ".jsonl,.json,.csv,.ndjson", takeRoster, { key: "roster" }),
      button("A sample to fill in (CSV)", () => download("roster.csv", "text/csv", SAMPLE), {
        key: "club-sample",
      }),
      button("Try the eight examples", takeExamples, { key: "club-examples" }),
    ),
  );
}

function progress(/** @type {Club} */ club) {
  const { batch } = club;
  const ended = hasEnded(batch);
  const left = batch.seconds_left ? `, about ${Math.ceil(batch.seconds_left)} s left` : "";
  return el(
    "div",
    { class: "note club-progress" },
    el(
      "p",
      {},
      el("strong", {}, club.name ?? "The club"),
      `: ${batch.answered} of ${count(batch.athletes, "athlete")} ` +
        `answered${ended ? "" : left}${batch.state === "cancelled" ? "; cancelled" : ""}.`,
    ),
    el("progress", {
      max: batch.athletes,
      value: batch.answered,
      "aria-label": "Athletes answered",
    }),
    el(
      "ul",
      { class: "chips" },
      Object.entries(batch.statuses)
        .filter(([, number]) => number)
        .map(([status, number]) =>
          el("li", { class: `chip status ${status}` }, `${WORDS[status] ?? status} ${number}`),
        ),
    ),
    ended ? null : button("Cancel", cancel, { key: "club-cancel" }),
  );
}

function results(/** @type {Club} */ club) {
  const { rows, shown } = club;
  const statuses = [...new Set(rows.map(({ status }) => status))];
  const chosen = rows
    .map((row, index) => ({ row, index }))
    .filter(({ row }) => !shown || row.status === shown);
  return el(
    "section",
    { class: "club-results", "aria-label": "The club as a table" },
    el(
      "div",
      { class: "club-tools" },
      field(
        "Show",
        select(
          [
            ["", `All ${rows.length}`],
            ...statuses.map((status) => [status, WORDS[status] ?? status]),
          ],
          shown,
          show,
          { key: "club-filter" },
        ),
      ),
      button(
        "All results (JSON Lines)",
        () => download("club-results.jsonl", "application/jsonl", allLines()),
        { key: "club-download" },
      ),
      hasEnded(club.batch)
        ? button(club.packing ? "Packing …" : "Files for everyone (archive)", takeFiles, {
            key: "club-files",
            disabled: club.packing,
            title: "A calendar, a page to print and watch files for each athlete",
          })
        : null,
      button("The table (CSV)", () => download("club.csv", "text/csv", csv(rows)), {
        key: "club-csv",
      }),
    ),
    table(
      ["Row", "Athlete", "Status", "Week", "Sessions", "Muscles left out", "Relaxed rules"],
      chosen.map(({ row, index }) => ({
        class: row.status,
        cells: [
          String(row.row ?? index + 1),
          row.status === "unusable" || row.status === "fault"
            ? row.athlete || "–"
            : button(row.athlete, () => openAthlete(index), {
                class: "link",
                key: `athlete-${index}`,
              }),
          el("span", { class: `tag status ${row.status}` }, WORDS[row.status] ?? row.status),
          weekDots(row.days),
          row.problems.length
            ? row.problems.join(" ")
            : row.sessions === null
              ? "–"
              : `${row.sessions}, ${row.minutes} min`,
          row.leftOut.length
            ? listed(row.leftOut.map((muscle) => shortName(nameOf("muscles", muscle))))
            : "–",
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
  return el(
    "span",
    { class: "week-dots", role: "img", "aria-label": on.map((day) => WEEKDAYS[day]).join(", ") },
    WEEKDAYS.map((name, day) =>
      el("i", { class: on.includes(day) ? "on" : "", "aria-hidden": "true" }, name[0]),
    ),
  );
}
