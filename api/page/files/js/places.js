// What stands where: kits and single things for each place.

import { button, el, field, select } from "./dom.js";
import { byId, known, nameOf } from "./catalog.js";

/** @import { Request } from "../../types" */

const GROUPS = [
  ["surroundings", "Around you"],
  ["household", "Household"],
  ["small", "Small things"],
  ["free_weight", "Free weights"],
  ["station", "Stations"],
  ["machine", "Machines"],
];

export function placesForm(/** @type {Request} */ request, change) {
  const places = Object.entries(request.places ?? {});
  return el(
    "div",
    { class: "places" },
    places.map(([name, place]) =>
      onePlace(request, name, Array.isArray(place) ? place : place.equipment, change),
    ),
    button(
      "Add a place",
      () =>
        change((next) => {
          next.places = { ...next.places, [unused(next.places ?? {})]: [] };
        }),
      { key: "add-place" },
    ),
  );
}

function unused(places) {
  if (!Object.hasOwn(places, "home")) return "home";
  let number = 2;
  while (Object.hasOwn(places, `place ${number}`)) number += 1;
  return `place ${number}`;
}

function onePlace(/** @type {Request} */ request, name, things, change) {
  const put = (edited) =>
    change((next) => {
      next.places = { ...next.places, [name]: withThings(next.places[name], edited) };
    });
  return el(
    "fieldset",
    { class: "place" },
    el("legend", { class: "unseen" }, name),
    el(
      "div",
      { class: "place-head" },
      el("input", {
        type: "text",
        maxlength: 64,
        value: name,
        "aria-label": "Name of the place",
        key: `place-${name}`,
        onchange: (event) => {
          // A name that is none, or another place's, is not taken.
          if (!rename(name, event.target.value.trim(), request.places, change))
            event.target.value = name;
        },
      }),
      button(
        "×",
        () =>
          change((next) => {
            next.places = Object.fromEntries(
              Object.entries(next.places).filter(([one]) => one !== name),
            );
            for (const window of next.availability) if (window.place === name) delete window.place;
          }),
        {
          class: "quiet icon",
          key: `remove-place-${name}`,
          "aria-label": `Remove the place ${name}`,
        },
      ),
    ),
    things.length
      ? el(
          "ul",
          { class: "chips" },
          things.map((thing) =>
            el(
              "li",
              { class: thing.startsWith("kit:") ? "chip kit" : "chip" },
              thingName(thing),
              button("×", () => put((list) => list.filter((one) => one !== thing)), {
                class: "quiet icon",
                key: `thing-${name}-${thing}`,
                "aria-label": `${name} has no ${thingName(thing)}`,
              }),
            ),
          ),
        )
      : el("p", { class: "small" }, "Nothing but the floor."),
    kitButtons(name, things, put),
    field(
      "Add a kit or a thing",
      select(offered(things), "", (thing) => thing && put((list) => [...list, thing]), {
        key: `things-${name}`,
      }),
    ),
  );
}

/** The usual kits at a press, where there is nothing yet. */
function kitButtons(name, things, put) {
  const kits = known("kits").filter(({ equipment }) => equipment.length);
  if (things.length || !kits.length) return null;
  return el(
    "div",
    { class: "kit-buttons" },
    kits.map((kit) =>
      button(kit.name, () => put((list) => [...list, `kit:${kit.id}`]), {
        key: `kit-${name}-${kit.id}`,
      }),
    ),
  );
}

/** A place with other things; its weights stay where there are any. */
function withThings(place, edited) {
  if (Array.isArray(place)) return edited(place);
  const equipment = edited(place.equipment);
  const weights = Object.fromEntries(
    Object.entries(place.weights ?? {}).filter(
      ([thing]) => equipment.includes(thing) || equipment.some((one) => one.startsWith("kit:")),
    ),
  );
  return { ...place, equipment, weights };
}

function rename(before, after, places, change) {
  if (!after || Object.hasOwn(places, after)) return false;
  change((next) => {
    next.places = Object.fromEntries(
      Object.entries(next.places).map(([name, things]) => [name === before ? after : name, things]),
    );
    for (const window of next.availability) if (window.place === before) window.place = after;
  });
  return true;
}

function thingName(thing) {
  if (thing.startsWith("kit:")) return byId("kits", thing.slice(4))?.name ?? thing;
  return nameOf("equipment", thing);
}

function offered(things) {
  const missing = known("equipment").filter(({ id }) => !things.includes(id));
  const kits = known("kits").filter(
    ({ id, equipment }) => !things.includes(`kit:${id}`) && equipment.length,
  );
  return [
    ["", "Choose …"],
    { label: "Kits", options: kits.map(({ id, name }) => [`kit:${id}`, name]) },
    ...GROUPS.map(([group, label]) => ({
      label,
      options: missing.filter((thing) => thing.group === group).map(({ id, name }) => [id, name]),
    })).filter(({ options }) => options.length),
  ];
}
