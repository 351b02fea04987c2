// The page: what is drawn where, and how it begins.

import * as store from "./store.js";
import { abandon, undo } from "./asking.js";
import { button, download, el, refill, say, select } from "./dom.js";
import { loadCatalog } from "./catalog.js";
import { drawAnswer } from "./week_screen.js";
import { drawCalendar } from "./calendar.js";
import { drawParts } from "./drawing.js";
import { beginDrawing } from "./grid.js";
import { drawWishes } from "./wishes.js";
import { drawHeading } from "./heading.js";
import { beginAnew, drawOpening, emptyWeek, loadExamples } from "./opening.js";
import { drawReasons } from "./why_screen.js";
import { beOffline, forgetOffline } from "./offline.js";
import { drawTrain } from "./train.js";
import { drawSeasonSoon } from "./season_soon.js";
import { takeFile } from "./files.js";
import { drawClub } from "./club.js";
import { beginClub, takeRoster } from "./club_batch.js";
import { chooseLanguage, LANGUAGES, language, loadTexts, said } from "./texts.js";
import { Refusal, keepKey } from "./service.js";
import { chosenView, goTo, showView } from "./views.js";

/** @import { Request, State } from "../../types" */

const place = (id) => document.getElementById(id);

// Each part with what it shows.
const PARTS = [
  ["opening", drawOpening, ["request", "example", "opened", "ofSeason", "trouble"], ["setup"]],
  ["heading", drawHeading, ["request", "example", "opened", "ofSeason", "trouble"], ["week"]],
  [
    "calendar",
    drawCalendar,
    [
      ...["request", "answer", "marks", "busy", "trouble", "wholeDay", "calendar", "view"],
      ...["settings", "drawing", "decides"],
    ],
    ["setup", "week"],
  ],
  ["wishes", drawWishes, ["request", "settings"], ["setup"]],
  [
    "answer",
    drawAnswer,
    ["request", "answer", "marks", "busy", "goingOn", "pausing", "stalled", "arrivals"],
    ["week"],
  ],
  ["train", drawTrain, ["answer", "request", "training", "log", "marks"], ["train"]],
  [
    "season",
    drawSeasonSoon,
    ["season", "seasonAt", "request", "opened", "settings", "trouble", "arrivals"],
    ["season"],
  ],
  ["why", drawReasons, ["answer", "arrivals"], ["why"]],
  ["club", drawClub, ["club"], ["club"]],
  ["kept", drawKept, ["isKept"]],
];

function drawKept(/** @type {HTMLElement} */ root, /** @type {State} */ { isKept }) {
  refill(
    root,
    isKept
      ? "Your week and your log are kept in this browser only. The service answers and " +
          "stores nothing of them. "
      : "This browser keeps nothing: its store is full or closed, so your week lasts " +
          "as long as this page. The service stores nothing of it. ",
    button("Take it all out as a file", takeOut, { class: "link", key: "take-out" }),
    " ",
    button("Forget everything", forget, { class: "link", key: "forget" }),
    " ",
    el(
      "label",
      { class: "language" },
      el("span", { class: "unseen" }, "Language"),
      select(LANGUAGES, language, chooseLanguage, { key: "language" }),
    ),
  );
}

function takeOut() {
  download(
    `runstrong-${new Date().toISOString().slice(0, 10)}.json`,
    "application/json",
    `${JSON.stringify(store.everything(), null, 2)}\n`,
  );
}

async function forget() {
  if (
    !window.confirm(
      said("Forget the week, its plan and all else that this browser keeps? There is no way back."),
    )
  )
    return;
  abandon();
  store.forgetAll();
  await forgetOffline();
  location.reload();
}

/** What was kept or brought here cannot be drawn: shown without its plan, or not at all. */
function putAway(error) {
  console.error(error);
  abandon();
  const { request, answer, opened } = store.now();
  const without = { ...store.AT_REST, answer: null, marks: store.NO_MARKS };
  if (answer) {
    return store.change({
      ...without,
      trouble: {
        heading: "This plan cannot be shown",
        problems: ["It was put away; the week is still here. Plan it again."],
      },
    });
  }
  const found = opened ? store.storedHere() : {};
  if (!found.request && isEmpty(request)) throw error;
  if (!opened) store.putAway();
  return store.change({
    ...without,
    example: null,
    request: emptyWeek(),
    ...found,
    opened: false,
    trouble: unreadable(["It cannot be drawn."]),
  });
}

function isEmpty(/** @type {Request} */ { runs, availability }) {
  return !runs?.length && !availability?.length;
}

const unreadable = (faults) => ({
  heading: "A week that was here cannot be shown",
  problems: [...faults, "It was put away."],
});

function takeDrops() {
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    if (chosenView() === "club") takeRoster(file);
    else takeFile(file);
  });
}

async function load() {
  try {
    await Promise.all([loadTexts(), loadCatalog(), loadExamples()]);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 401) return askKey();
    const { heading, problems } = error.trouble("The service did not answer");
    show();
    return refill(
      place("answer"),
      el(
        "div",
        { class: "note poor", role: "alert" },
        el("h2", {}, heading),
        problems.map((problem) => el("p", {}, problem)),
        button("Try again", () => location.reload()),
      ),
    );
  }
  store.change(store.storedBeside());
  drawParts(PARTS, putAway);
  store.listenElsewhere(abandon, forget);
  beginClub();
  const { faults = null, ...found } = store.stored();
  if (faults) store.putAway();
  if (found.request) store.change(found);
  else beginAnew(faults ? unreadable(faults) : null);
  beginDrawing();
  showView();
  show();
  beOffline();
}

const show = () => document.body.classList.remove("loading");

function askKey() {
  show();
  goTo("week");
  const input = el("input", {
    type: "password",
    autocomplete: "off",
    "aria-label": "API key",
    key: "api-key",
  });
  const use = () => {
    keepKey(input.value.trim());
    load();
  };
  refill(
    place("answer"),
    el(
      "div",
      { class: "note" },
      el("p", {}, "This service asks for a key. It is kept in this tab only."),
      input,
      button("Use it", use, { class: "primary" }),
    ),
  );
  input.focus();
}

/** Ctrl+Z takes back a step of the week, where nobody is writing. */
function undoByKey(event) {
  const writes = event.target.closest?.(
    "input:not([type=radio], [type=checkbox]), textarea, select, dialog",
  );
  if (event.key !== "z" || event.shiftKey || !(event.ctrlKey || event.metaKey) || writes) return;
  if (!["setup", "week"].includes(chosenView()) || !store.canGoBack()) return;
  event.preventDefault();
  undo();
  say("Taken back.");
}

showView();
addEventListener("hashchange", showView);
addEventListener("keydown", undoByKey);
// Paper opens nothing: what is done in a session stands there at once.
addEventListener("beforeprint", () => {
  /** @type {NodeListOf<HTMLDetailsElement>} */
  const cards = document.querySelectorAll(".card");
  for (const card of cards) card.open = true;
});
takeDrops();
drawKept(place("kept"), store.now());
await load();
