// The page: what is drawn where, and how it begins.

import * as store from "./store.js";
import { button, el, refill } from "./dom.js";
import { loadCatalog } from "./catalog.js";
import { drawAnswer } from "./answer.js";
import { drawCalendar } from "./calendar.js";
import { drawWishes } from "./wishes.js";
import { chooseExample, drawOpening, firstExample, loadExamples } from "./opening.js";
import { takeFile } from "./files.js";
import { beginClub, drawClub, takeRoster } from "./club.js";
import { Refusal, keepKey } from "./service.js";

const place = (id) => document.getElementById(id);

// Each part with what it shows: it is drawn anew when one of these has changed.
const PARTS = [
  ["opening", drawOpening, ["request", "example"]],
  ["calendar", drawCalendar, ["request", "answer", "busy", "calendar"]],
  ["wishes", drawWishes, ["request"]],
  ["answer", drawAnswer, ["request", "answer", "busy", "goingOn", "pausing", "problems", "told"]],
];
let shown = {};

function draw(state) {
  if (!state.request) return;
  const before = shown;
  shown = state;
  for (const [id, drawPart, names] of PARTS) {
    if (names.some((name) => state[name] !== before[name])) drawPart(place(id), state);
  }
}

function drawKept() {
  refill(
    place("kept"),
    "Your week is kept in this browser only. The service answers and stores nothing of it. ",
    button("Forget everything", forget, { class: "link", key: "forget" }),
  );
}

async function forget() {
  store.forget();
  location.reload();
}

function showView() {
  const view = location.hash === "#club" ? "club" : "week";
  if (location.hash === "#answer") place("answer").focus();
  for (const name of ["week", "club"]) {
    place(name).hidden = name !== view;
    const link = document.querySelector(`nav [data-view="${name}"]`);
    if (name === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function takeDrops() {
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    if (place("club").hidden) takeFile(file);
    else takeRoster(file);
  });
}

async function load() {
  try {
    await Promise.all([loadCatalog(), loadExamples()]);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.status === 401 ? askKey() : refill(place("answer"), el("p", { class: "note poor", role: "alert" }, error.message));
  }
  store.listen(draw);
  beginClub();
  const found = store.kept();
  if (found) store.change(found);
  else await chooseExample(firstExample());
}

function askKey() {
  const input = el("input", { type: "password", autocomplete: "off", "aria-label": "API key", key: "api-key" });
  const use = () => {
    keepKey(input.value.trim());
    load();
  };
  refill(
    place("answer"),
    el("div", { class: "note" }, el("p", {}, "This service asks for a key. It is kept in this tab only."), input, button("Use it", use, { class: "primary" })),
  );
  input.focus();
}

showView();
addEventListener("hashchange", showView);
takeDrops();
drawKept();
drawClub();
await load();
