// The end of a session: what was ticked, and where it goes.

import { button, el } from "./dom.js";
import { finish, NOT_LOGGED, tickAll } from "./training.js";
import { count } from "./words.js";

/** @import { Training } from "../../types" */

export function ending(/** @type {Training} */ { sets, session, isOwn }) {
  const all = Object.values(sets).flat();
  const done = all.filter((one) => one.done).length;
  return el(
    "div",
    { class: "note" },
    el(
      "p",
      {},
      `${done} of ${count(all.length, "set")} ticked in ${count(session.blocks.length, "block")}.`,
    ),
    el(
      "p",
      { class: "small" },
      isOwn
        ? "Finishing writes what was ticked into the log of this browser; the plan takes " +
            "the session as done, and next week follows from it."
        : NOT_LOGGED,
    ),
    done < all.length
      ? button("Tick the rest: all done as planned", tickAll, { class: "press", key: "tick-all" })
      : null,
    button("Finish the session", finish, { class: "primary press", key: "finish" }),
  );
}
