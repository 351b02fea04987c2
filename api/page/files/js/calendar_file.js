// A calendar that was dropped in: what each of its events is taken for, to be checked and
// overruled.

import * as service from "./service.js";
import * as store from "./store.js";
import { button, dialog, el, refill, say, segments, select } from "./dom.js";
import { same, withoutNulls } from "./patch.js";
import { edit } from "./planning.js";
import { count, KINDS, runName } from "./words.js";

const TAKEN_AS = {
  run: "run",
  run_already_told: "known already",
  not_a_run: "no run",
  not_recognised: "not recognised",
  busy: "busy",
  free: "stays free",
  own_session: "our own session",
  cancelled: "cancelled",
  not_read: "cannot be read",
};

export const isCalendar = (name, text) =>
  /\.ics$/i.test(name) || text.trimStart().startsWith("BEGIN:VCALENDAR");

export function calendarDialog(name, text) {
  const chosen = { readFor: "runs", replaces: true, kinds: new Map(), reading: null, turn: 0 };
  const content = el("div", { class: "stack" });
  const use = button(
    "Use it",
    () => {
      box.close();
      accept(chosen.reading);
    },
    { class: "primary", disabled: true },
  );
  const box = dialog(
    `Calendar ${name}`,
    content,
    el(
      "div",
      { class: "dialog-foot" },
      button("Leave it", () => box.close(), { class: "quiet" }),
      use,
    ),
  );
  box.classList.add("wide");

  async function read() {
    const { request } = store.now();
    const { current, ...rest } = request;
    const week = chosen.readFor === "runs" && chosen.replaces ? { ...rest, runs: [] } : rest;
    const kinds = [...chosen.kinds];
    chosen.turn += 1;
    const mine = chosen.turn;
    use.disabled = true;
    const body = {
      request: week,
      [chosen.readFor]: [{ name: name.slice(0, 64), text }],
      options: {
        run_kinds: Object.fromEntries(kinds.filter(([, kind]) => kind)),
        [chosen.readFor === "runs" ? "not_runs" : "not_busy"]: kinds
          .filter(([, kind]) => !kind)
          .map(([event]) => event),
      },
    };
    try {
      const reading = await service.readCalendar(body);
      // A later choice is being read already.
      if (mine !== chosen.turn) return;
      chosen.reading = reading;
      show();
    } catch (error) {
      if (!(error instanceof service.Refusal)) throw error;
      if (mine !== chosen.turn) return;
      chosen.reading = null;
      refill(
        content,
        choices(),
        el(
          "div",
          { class: "note poor", role: "alert" },
          error.problems.map((problem) => el("p", {}, problem)),
        ),
      );
    }
    use.disabled = chosen.reading === null;
  }

  function choices() {
    return [
      segments(
        "calendar-for",
        "It holds",
        [
          ["runs", "My runs"],
          ["busy", "Busy times"],
        ],
        chosen.readFor,
        (value) => {
          chosen.readFor = value;
          chosen.kinds.clear();
          read();
        },
      ),
      chosen.readFor === "runs"
        ? el(
            "label",
            { class: "check" },
            el("input", {
              type: "checkbox",
              checked: chosen.replaces,
              key: "calendar-replaces",
              onchange: (event) => {
                chosen.replaces = event.target.checked;
                read();
              },
            }),
            " in place of the runs that are here",
          )
        : null,
    ];
  }

  function show() {
    const { calendars, events, windows, notes } = chosen.reading;
    const taken = events.filter(
      (event) => event.taken_as === (chosen.readFor === "runs" ? "run" : "busy"),
    );
    const what =
      chosen.readFor === "runs" ? count(taken.length, "run") : count(taken.length, "busy time");
    refill(
      content,
      choices(),
      el("p", { role: "status" }, `${what} in ${count(events.length, "event")} around this week.`),
      [...calendars.flatMap((one) => one.notes), ...notes].map((note) =>
        el("p", { class: "small" }, note),
      ),
      el("ul", { class: "events" }, events.map(eventRow)),
      windows.map((window) =>
        el(
          "p",
          { class: "small" },
          `Window ${window.window} loses ${window.lost_minutes} min to ` +
            `${window.because_of.join(", ")}.`,
        ),
      ),
    );
    say(`${what} in ${count(events.length, "event")}.`);
  }

  function eventRow(event, index) {
    const name = event.uid || event.title;
    const options = name ? choicesFor(event, name) : null;
    const overrule = options
      ? select(options, takenFor(event), (taken) => overruled(name, taken), {
          "aria-label": `${event.title || "Event"}, ${event.start}: taken for`,
          key: `event-${index}`,
        })
      : el("span", { class: "tag" }, TAKEN_AS[event.taken_as]);
    return el(
      "li",
      { class: event.is_doubtful ? "doubtful" : "" },
      el(
        "span",
        { class: "event-what" },
        el("strong", {}, event.title || "An event without a title"),
        " ",
        el("span", { class: "muted" }, event.start.replace("T", " ")),
      ),
      overrule,
      el("span", { class: "small" }, [event.reason, ...event.assumed].join(" ")),
    );
  }

  /** What an event may be taken for; null where nobody has a choice. */
  function choicesFor(event, name) {
    if (chosen.readFor === "busy")
      return event.taken_as === "busy" || chosen.kinds.has(name)
        ? [
            ["busy", "busy"],
            ["", "stays free"],
          ]
        : null;
    if (["cancelled", "not_read", "own_session"].includes(event.taken_as)) return null;
    return [["", "no run"], ...KINDS.map(([kind]) => [kind, runName(kind)])];
  }

  function takenFor(event) {
    if (chosen.readFor === "busy") return event.taken_as === "busy" ? "busy" : "";
    return ["run", "run_already_told"].includes(event.taken_as) ? (event.run?.kind ?? "easy") : "";
  }

  function overruled(name, taken) {
    if (taken === "busy") chosen.kinds.delete(name);
    else chosen.kinds.set(name, taken);
    read();
  }

  read();
}

function accept(reading) {
  const read = withoutNulls(reading.request);
  edit((request) => {
    for (const part of ["runs", "availability"])
      if (!same(request[part], read[part])) request[part] = read[part];
  });
}
