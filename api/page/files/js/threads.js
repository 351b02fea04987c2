// The distance from each session to the runs around it, drawn as threads through the week.

import { drawn } from "./dom.js";
import { DAY } from "./time.js";
import { shortHours } from "./words.js";

// The hours on a thread that comes from the day before stay whole.
const EDGE = 22;

export function drawThreads(layer, sessions, all, scale) {
  if (!sessions.length) return;
  const runs = all.filter((span) => span.type === "run");
  const draw = () => {
    layer.querySelector(".threads")?.remove();
    const width = layer.clientWidth;
    const height = layer.clientHeight;
    const at = (minute) => {
      const day = Math.floor(minute / DAY);
      const y = Math.min(Math.max(scale.top(minute - day * DAY), 0), height);
      return [((day + 0.5) * width) / 7, y];
    };
    const paths = sessions.flatMap((session) => threads(session, runs, at));
    layer.append(drawn("svg", { class: "threads", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, paths));
  };
  draw();
  new ResizeObserver(draw).observe(layer);
}

function threads(session, runs, at) {
  const { hours_since_run: since } = session.session;
  const before = latest(runs.filter((run) => run.end <= session.start), (run) => run.end);
  const after = latest(runs.filter((run) => run.kind !== "easy" && run.start >= session.start), (run) => -run.start);
  const found = [];
  if (before && before.end > -DAY) found.push(thread("since", at(before.end), at(session.start), since));
  if (after && after.start < 7 * DAY) found.push(thread("until", at(session.end), at(after.start)));
  return found.flat();
}

const latest = (runs, key) => runs.reduce((best, run) => (best && key(best) >= key(run) ? best : run), null);

/** A curve that leaves downwards and arrives from above. */
function thread(name, [x, y], [toX, toY], gap) {
  const bend = toY > y ? Math.max(24, (toY - y) / 2.2) : 24;
  const way = x === toX ? `M${x} ${y}V${toY}` : `M${x} ${y}C${x} ${y + bend} ${toX} ${toY - bend} ${toX} ${toY}`;
  return [
    drawn("path", { class: `thread ${name}`, d: way }),
    drawn("circle", { class: `end ${name}`, cx: x, cy: y, r: 3 }),
    drawn("circle", { class: `end ${name}`, cx: toX, cy: toY, r: 3 }),
    gap === undefined || gap === null ? null : drawn("text", { class: "gap", x: Math.max((x + toX) / 2, EDGE), y: (y + toY) / 2 + 4 }, shortHours(gap)),
  ];
}
