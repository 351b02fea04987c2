// The distance from each session to the runs around it, drawn as threads through the week.

import { drawn } from "./dom.js";
import { DAY } from "./time.js";
import { isRunAtATime } from "./spans.js";
import { shortHours } from "./words.js";

/** @import { Scale, Span } from "../../types" */

// The hours on a thread that comes from the day before stay whole.
const EDGE = 22;

/** Shows them for the session that is pointed at or has the focus. */
export function showThreads(layer, sessions, all, /** @type {Scale} */ scale) {
  const runs = all.filter(isRunAtATime);
  const hide = () => layer.querySelector(".threads")?.remove();
  for (const session of sessions) {
    const show = () => {
      hide();
      layer.append(drawing(layer, threads(session, runs, at(layer, scale))));
    };
    for (const node of layer.querySelectorAll(
      `[data-session="${CSS.escape(session.session.id)}"]`,
    )) {
      for (const event of ["pointerenter", "focus"]) node.addEventListener(event, show);
      for (const event of ["pointerleave", "blur"]) node.addEventListener(event, hide);
    }
  }
}

const at = (layer, /** @type {Scale} */ scale) => (minute) => {
  const day = Math.floor(minute / DAY);
  const y = Math.min(Math.max(scale.top(minute - day * DAY), 0), layer.clientHeight);
  return [((day + 0.5) * layer.clientWidth) / 7, y];
};

function drawing({ clientWidth: width, clientHeight: height }, paths) {
  return drawn(
    "svg",
    { class: "threads", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    paths,
  );
}

function threads(/** @type {Span} */ session, runs, at) {
  const { hours_since_run: since } = session.session;
  const before = latest(
    runs.filter((run) => run.end <= session.start),
    (run) => run.end,
  );
  const after = latest(
    runs.filter((run) => run.kind !== "easy" && run.start >= session.start),
    (run) => -run.start,
  );
  const found = [];
  if (before && before.end > -DAY)
    found.push(thread("since", at(before.end), at(session.start), since));
  if (after && after.start < 7 * DAY) found.push(thread("until", at(session.end), at(after.start)));
  return found.flat();
}

const latest = (runs, key) =>
  runs.reduce((best, run) => (best && key(best) >= key(run) ? best : run), null);

/** A curve that leaves downwards and arrives from above. */
function thread(name, [x, y], [toX, toY], gap) {
  const bend = toY > y ? Math.max(24, (toY - y) / 2.2) : 24;
  const way =
    x === toX
      ? `M${x} ${y}V${toY}`
      : `M${x} ${y}C${x} ${y + bend} ${toX} ${toY - bend} ${toX} ${toY}`;
  return [
    drawn("path", { class: `thread ${name}`, d: way }),
    drawn("circle", { class: `end ${name}`, cx: x, cy: y, r: 3 }),
    drawn("circle", { class: `end ${name}`, cx: toX, cy: toY, r: 3 }),
    gap === undefined || gap === null
      ? null
      : drawn(
          "text",
          { class: "gap", x: Math.max((x + toX) / 2, EDGE), y: (y + toY) / 2 + 4 },
          shortHours(gap),
        ),
  ];
}
