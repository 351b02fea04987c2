// A picture of each movement: two poses as line figures, drawn from joint angles.

import { drawn, el } from "./dom.js";

let data = null;
let fetching = null;

// Lengths of the parts of a body, in units of the picture.
const LENGTHS = { torso: 46, neck: 15, upperArm: 23, forearm: 22, thigh: 36, shank: 36, foot: 13 };
const HEAD = 8;
const MARGIN = 6;
const LEAST_WIDTH = 76;
const LEAST_HEIGHT = 90;
// The shape of the place that a picture is drawn into.
const PLACE_WIDTH = 128;
const PLACE_HEIGHT = 120;

/** Its place at once, the drawing when the poses are here; null where none is known. */
export function figureOf(exercise, entry) {
  const place = el("div", { class: "figure", "aria-hidden": "true" });
  load().then((found) => {
    const figure = found && (found.exercises[exercise] ?? found.patterns[entry?.pattern]);
    if (figure) place.replaceChildren(picture(figure));
  });
  return place;
}

function load() {
  fetching ??= fetch(new URL("../figures.json", import.meta.url))
    .then((response) => (response.ok ? response.json() : null))
    .then(
      (found) => (data = found),
      () => {
        fetching = null;
        return null;
      },
    );
  return data ? Promise.resolve(data) : fetching;
}

function picture({ from, to, things = [] }) {
  const poses = (to ? [from, { ...from, ...to }] : [from]).map(joints);
  const wide = Math.max(LEAST_WIDTH, ...poses.map(({ left, right }) => right - left)) + 2 * MARGIN;
  const most = Math.max(...poses.map(({ top, above }) => above - top)) + 2 * MARGIN;
  const beside = Math.max(LEAST_HEIGHT, most);
  const last = poses.length - 1;
  // One beside the other, or one above the other where that is larger: of who lies.
  const isAbove = scale(wide, most * poses.length) > scale(wide * poses.length, beside) && last > 0;
  const high = isAbove ? most : beside;
  const [across, down] = isAbove ? [0, high] : [wide, 0];
  return drawn(
    "svg",
    { viewBox: `0 ${-high + MARGIN} ${wide + across * last} ${high + down * last}` },
    poses.map((pose, index) =>
      drawn(
        "g",
        { transform: `translate(${across * index} ${down * index})` },
        body(pose, things, wide),
      ),
    ),
  );
}

const scale = (width, height) => Math.min(PLACE_WIDTH / width, PLACE_HEIGHT / height);

/**
 * A point `length` away; 0 degrees is down, 90 to the right, 180 up.
 * @param {number[]} from
 * @returns {number[]}
 */
function away([x, y], degrees, length) {
  const angle = (degrees * Math.PI) / 180;
  return [x + Math.sin(angle) * length, y + Math.cos(angle) * length];
}

/** Every joint of a pose from the hip at the origin, and how far it reaches. */
function joints({
  torso = 180,
  neck = torso,
  arms = [[0, 0]],
  legs = [[0, 0, 90]],
  above = 0,
  aside = 0,
}) {
  const hip = [0, 0];
  const shoulder = away(hip, torso, LENGTHS.torso);
  const limb = (start, angles, lengths) =>
    lengths
      .slice(0, angles.length)
      .reduce(
        (points, length, index) => points.concat([away(points.at(-1), angles[index], length)]),
        [start],
      );
  const head = away(shoulder, neck, LENGTHS.neck);
  const found = {
    arms: arms.map((angles) => limb(shoulder, angles, [LENGTHS.upperArm, LENGTHS.forearm])),
    legs: legs.map((angles) => limb(hip, angles, [LENGTHS.thigh, LENGTHS.shank, LENGTHS.foot])),
  };
  const all = [hip, shoulder, ...found.arms.flat(), ...found.legs.flat()];
  const reach = (axis, pick) =>
    pick(...all.map((point) => point[axis]), ...[-HEAD, HEAD].map((by) => head[axis] + by));
  return {
    ...found,
    trunk: [hip, shoulder],
    head,
    above,
    aside,
    left: reach(0, Math.min),
    right: reach(0, Math.max),
    top: reach(1, Math.min) - reach(1, Math.max),
    lowest: reach(1, Math.max),
  };
}

/** It stands on the floor, or so far above it, in the middle of its half; the floor is at 0. */
function body(pose, things, wide) {
  const { left, right, lowest, above, aside } = pose;
  const put = ([x, y]) => [x + wide / 2 - (left + right) / 2 + aside, y - lowest - above];
  const line = (points, name) =>
    drawn("polyline", {
      class: name,
      points: points
        .map((point) =>
          put(point)
            .map((value) => value.toFixed(1))
            .join(","),
        )
        .join(" "),
    });
  const [cx, cy] = put(pose.head);
  return [
    drawn("line", { class: "floor", x1: 4, x2: wide - 4, y1: 3, y2: 3 }),
    things.map((thing) => thingOf(thing, pose, put)),
    pose.legs.map((points, at) => line(points, at ? "limb far" : "limb")).reverse(),
    pose.arms.slice(1).map((points) => line(points, "limb far")),
    line(pose.trunk, "limb"),
    drawn("circle", { class: "head", cx, cy, r: HEAD }),
    line(pose.arms[0], "limb"),
  ];
}

const JOINTS = {
  hip: ({ trunk }) => trunk[0],
  shoulder: ({ trunk }) => trunk[1],
  hand: ({ arms }) => arms[0].at(-1),
  knee: ({ legs }) => legs[0][1],
  foot: ({ legs }) => legs[0][2],
  toe: ({ legs }) => legs[0][3],
  far_knee: ({ legs }) => legs.at(-1)[1],
  far_foot: ({ legs }) => legs.at(-1)[2],
};

/** What is held, leant on or stood on, at a joint. */
function thingOf({ kind, at = "hand", dx = 0, dy = 0, w = 0, r = 6 }, pose, put) {
  const [x, y] = put(JOINTS[at](pose));
  const ring = ([cx, cy], name = "weight", radius = r) =>
    drawn("circle", { class: name, cx, cy, r: radius });
  const stroke = (x1, y1, x2, y2) => drawn("line", { class: "thing", x1, y1, x2, y2 });
  switch (kind) {
    case "weight":
      return ring([x, y]);
    case "weights":
      return pose.arms.map((points) => ring(put(points.at(-1))));
    case "bar_on_back":
      return ring(put(pose.trunk[1]));
    case "bar_on_hip":
      return ring(put(pose.trunk[0]));
    case "band":
      return stroke(x, y, x + dx, y + dy);
    case "box":
      return y > -6
        ? null
        : drawn("rect", {
            class: "thing",
            x: x + dx - w / 2,
            y: y + 4,
            width: w,
            height: -y - 3,
            rx: 3,
          });
    case "wall":
      return stroke(x + dx, Math.min(y - 20, -80), x + dx, 2);
    case "ball":
      return ring([x + dx, y + dy], "thing");
    case "roller":
      return ring([x + dx, Math.min(y + dy, -r)]);
    case "rail":
      return stroke(x - w / 2, y, x + w / 2, y);
    default:
      return null;
  }
}
