// Which of the screens is shown.  The calendar stands on two of them and goes along.

import * as store from "./store.js";

const VIEWS = ["setup", "week", "train", "season", "why", "club"];
const WITH_CALENDAR = ["setup", "week"];

const place = (id) => document.getElementById(id);

export function goTo(view) {
  if (chosenView() !== view || location.hash === "#answer") location.hash = `#${view}`;
  showView();
}

/** The screen that was chosen; the browser tells the page of a new one a moment later. */
export function chosenView() {
  const name = location.hash.slice(1);
  if (VIEWS.includes(name)) return name;
  if (name !== "answer" && store.now().training) return "train";
  return name === "answer" || store.now().answer ? "week" : "setup";
}

export function showView() {
  const view = chosenView();
  const before = store.now().view;
  for (const name of VIEWS) {
    place(name).hidden = name !== view;
    const link = document.querySelector(`nav [data-view="${name}"]`);
    if (name === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (WITH_CALENDAR.includes(view)) {
    const here = place(view).querySelector(".calendar-place");
    if (!here.firstChild) here.append(place("calendar"));
  }
  if (view !== before) {
    store.change({ view });
    if (before) scrollTo(0, 0);
  }
  if (location.hash === "#answer") place("answer").focus();
}
