// Counts a rest down beside the page, which is not drawn anew each second.

import { el, say } from "./dom.js";

let ticking = null;

export function restClock({ until, seconds }, words) {
  const node = el("strong", { class: "rest-left" }, words(left(until)));
  clearInterval(ticking);
  ticking = setInterval(() => {
    const now = left(until);
    node.textContent = now ? words(now) : "over";
    if (now && node.isConnected) return;
    clearInterval(ticking);
    if (!now && node.isConnected) ring(seconds);
  }, 250);
  return node;
}

const left = (until) => Math.max(0, Math.ceil((until - Date.now()) / 1000));

function ring(seconds) {
  say(`${seconds} seconds of rest are over.`);
  navigator.vibrate?.(200);
}
