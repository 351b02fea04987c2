// What went wrong, as a note that is read out.

import { el } from "./dom.js";

export function troubleNote({ heading, problems }) {
  return el(
    "div",
    { class: "note poor", role: "alert" },
    el("h2", {}, heading),
    el(
      "ul",
      {},
      problems.map((problem) => el("li", {}, problem)),
    ),
  );
}
