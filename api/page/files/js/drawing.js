// When the parts of the page are drawn: at once, unless that would take a control out of
// somebody's hand.  While a pointer is down or a control tells of its change, nothing is drawn, or
// the click or Tab that follows would go to a node that has gone.  A part that is typed in waits
// until the field is left.

import * as store from "./store.js";

const TYPED = "input:not([type=radio], [type=checkbox], [type=file]), textarea";

let parts = [];
let failed = null;
let isDown = false;
let isChanging = false;
let typedIn = null;

/**
 * Draws `all`, each with its place, its drawing, the names in the state that it shows and the
 * screens that it stands on, whenever one of these names has changed and one of them is shown.
 * `fails` is told what cannot be drawn.
 */
export function drawParts(all, fails) {
  parts = all.map(([id, draw, names, views]) => ({
    root: document.getElementById(id),
    draw,
    names,
    views,
    shown: null,
  }));
  failed = fails;
  store.listen(draw);
}

function draw() {
  if (isDown || isChanging || !store.now().request) return;
  for (const part of parts) {
    const state = store.now();
    if (part.views && !part.views.includes(state.view)) continue;
    if (typedIn && part.root.contains(typedIn)) continue;
    if (part.shown && part.names.every((name) => state[name] === part.shown[name])) continue;
    part.shown = state;
    try {
      part.draw(part.root, state);
    } catch (error) {
      failed(error);
      return;
    }
  }
}

const drawSoon = () => setTimeout(draw, 0);

function letGo() {
  if (!isDown) return;
  isDown = false;
  drawSoon();
}

function leave() {
  if (!typedIn) return;
  typedIn = null;
  drawSoon();
}

const early = { capture: true };
addEventListener(
  "pointerdown",
  (event) => {
    if (event.isPrimary && event.button === 0) isDown = true;
  },
  early,
);
addEventListener("pointerup", letGo, early);
addEventListener("pointercancel", letGo, early);
// A pointer that was let go beside the page, or over the list of a select.
addEventListener("pointermove", (event) => event.buttons || letGo(), early);
addEventListener("blur", (event) => event.target === window && letGo(), early);
addEventListener(
  "keydown",
  (event) => {
    if (event.key === "Escape") letGo();
    if (event.key === "Enter") leave();
  },
  early,
);
addEventListener(
  "input",
  (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.matches(TYPED)) typedIn = target;
  },
  early,
);
addEventListener("focusout", leave, early);
addEventListener(
  "change",
  (event) => {
    if (/** @type {HTMLElement} */ (event.target).matches("select")) isDown = false;
    isChanging = true;
    setTimeout(() => {
      isChanging = false;
      draw();
    }, 0);
  },
  early,
);
