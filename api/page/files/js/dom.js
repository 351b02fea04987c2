// Small helpers to build the document.  Text always goes in as text, never as markup.

import { said } from "./texts.js";

const READ = ["aria-label", "title", "placeholder", "label", "data-head"];
const SVG = "http://www.w3.org/2000/svg";
const open = new Map();

/**
 * The first element that a selector finds.
 * @returns {HTMLElement | null}
 */
export const find = (selector, /** @type {ParentNode} */ within = document) =>
  within.querySelector(selector);

/** An element with properties (`onclick`, `class`, `aria-label`, …) and children. */
export function el(tag, properties = {}, ...children) {
  return filled(document.createElement(tag), properties, children);
}

/** The same for a part of a drawing. */
export function drawn(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(node, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "key") node.dataset.key = value;
    else if (name === "value" || name === "checked" || name === "selected") node[name] = value;
    else
      node.setAttribute(
        name,
        value === true ? "" : READ.includes(name) ? said(String(value)) : String(value),
      );
  }
  node.append(
    ...children
      .flat(Infinity)
      .filter((child) => child !== null && child !== undefined && child !== false)
      .map(said),
  );
  if (properties.value !== undefined && node.value !== properties.value)
    node.value = properties.value;
  return node;
}

/** A part that opens; whether it is open outlives a new drawing of the page. */
export function fold(key, summary, properties, ...children) {
  const { startsOpen = false, ...rest } = properties;
  // The browser tells of `toggle` only after what it is busy with, which may draw the page anew.
  const opens = () => open.set(key, !node.open);
  const node = el(
    "details",
    { ...rest, key },
    el("summary", { key: `${key}-summary`, onclick: opens }, summary),
    ...children,
  );
  node.open = open.has(key) ? open.get(key) : startsOpen;
  // It is opened otherwise too, as where the browser finds a word in it.
  node.addEventListener("toggle", () => node.isConnected && open.set(key, node.open));
  return node;
}

export function setOpen(key, isOpen) {
  open.set(key, isOpen);
  /** @type {HTMLDetailsElement | null} */
  const node = document.querySelector(`details[data-key="${CSS.escape(key)}"]`);
  if (node) node.open = isOpen;
  return node;
}

/**
 * Puts `children` in place of what `parent` holds.  Whoever had the focus keeps it; where that
 * control is gone, the next one that is still there takes it, or the one before.
 */
export function refill(parent, ...children) {
  const keys = keysFromFocus(parent);
  parent.replaceChildren(
    ...children
      .flat(Infinity)
      .filter((child) => child)
      .map(said),
  );
  for (const key of keys) {
    const node = parent.querySelector(`[data-key="${CSS.escape(key)}"]`);
    node?.focus({ preventScroll: true });
    if (node && node === document.activeElement) return;
  }
}

function keysFromFocus(parent) {
  const active = /** @type {HTMLElement} */ (document.activeElement);
  if (active === parent || !parent.contains(active) || !active.dataset.key) return [];
  const keyed = [...parent.querySelectorAll("[data-key]")];
  const place = keyed.indexOf(active);
  return [...keyed.slice(place), ...keyed.slice(0, place).reverse()].map(
    (node) => node.dataset.key,
  );
}

export function button(text, onclick, properties = {}) {
  return el("button", { type: "button", onclick, ...properties }, text);
}

/** Opens a file of the person's and hands it to `take`. */
export function fileButton(text, accept, take, properties = {}) {
  return el(
    "label",
    { class: "file" },
    el("input", {
      type: "file",
      class: "unseen",
      accept,
      onchange: (event) => {
        const [file] = event.target.files;
        // The same file may be chosen again.
        event.target.value = "";
        if (file) take(file);
      },
      ...properties,
    }),
    el("span", {}, text),
  );
}

/** A labelled control. */
export function field(label, control, properties = {}) {
  return el(
    "label",
    { class: "field", ...properties },
    el("span", { class: "field-label" }, label),
    control,
  );
}

/** A whole number, or nothing; `onvalue` takes null for that. */
export function numberInput(key, value, least, most, empty, onvalue) {
  const input = el("input", {
    type: "number",
    min: least,
    max: most,
    step: 1,
    placeholder: empty,
    value: value === undefined || value === null ? "" : String(value),
    key,
    onchange: () => onvalue(input.value === "" ? null : Math.round(Number(input.value))),
  });
  return input;
}

export function select(options, value, onchange, properties = {}) {
  const node = el(
    "select",
    { ...properties, onchange: () => onchange(node.value) },
    options.map((option) =>
      option.options
        ? el("optgroup", { label: option.label }, option.options.map(choice))
        : choice(option),
    ),
  );
  node.value = value;
  return node;
}

function choice([value, label]) {
  return el("option", { value }, label);
}

/** One of a few, as buttons side by side. */
export function segments(name, legend, options, value, onchange) {
  return el(
    "fieldset",
    { class: "segments" },
    el("legend", { class: "field-label" }, legend),
    el(
      "div",
      { class: "segments-row" },
      options.map(([id, label]) =>
        el(
          "label",
          {},
          el("input", {
            type: "radio",
            name,
            value: id,
            checked: id === value,
            key: `${name}-${id}`,
            onchange: () => onchange(id),
          }),
          el("span", {}, label),
        ),
      ),
    ),
  );
}

/** Says something to those who listen to the page. */
export function say(text) {
  const place = document.getElementById("said");
  place.textContent = "";
  requestAnimationFrame(() => (place.textContent = said(text)));
}

/** A dialog over the page; Escape and its own button close it. */
export function dialog(title, ...children) {
  const box = el(
    "dialog",
    { "aria-label": title },
    el(
      "div",
      { class: "dialog-head" },
      el("h2", {}, title),
      button("×", () => box.close(), { class: "quiet icon", "aria-label": "Close" }),
    ),
    ...children,
  );
  box.addEventListener("close", () => box.remove());
  let beganBeside = false;
  box.addEventListener("pointerdown", (event) => (beganBeside = isBeside(box, event)));
  box.addEventListener("click", (event) => beganBeside && isBeside(box, event) && box.close());
  document.body.append(box);
  box.showModal();
  box.querySelector(".controls select, .controls input")?.focus();
  return box;
}

/** True: on the backdrop, which is the dialog itself to an event. */
function isBeside(box, { target, clientX, clientY }) {
  const { left, right, top, bottom } = box.getBoundingClientRect();
  return target === box && (clientX < left || clientX > right || clientY < top || clientY > bottom);
}

/** A table; `rows` hold cells, which are named after their heads where the table is stacked. */
export function table(heads, rows, properties = {}) {
  return el(
    "table",
    properties,
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        heads.map((head) => el("th", { scope: "col" }, head)),
      ),
    ),
    el(
      "tbody",
      {},
      rows.map(({ cells, ...rest }) =>
        el(
          "tr",
          rest,
          cells.map((cell, index) =>
            el(
              index ? "td" : "th",
              { scope: index ? null : "row", "data-head": heads[index] },
              cell,
            ),
          ),
        ),
      ),
    ),
  );
}

export function download(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
