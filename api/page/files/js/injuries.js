// What hurts: found by a runner's words, told with its stage and its site.

import { button, el, field, refill, select } from "./dom.js";
import { byId, known } from "./catalog.js";

/** @import { Request } from "../../types" */

const MOST_FOUND = 6;

export function injuries(/** @type {Request} */ request, change) {
  const chosen = request.athlete.injuries ?? [];
  const others = known("injuries").filter(
    (injury) => !chosen.some((mention) => idOf(mention) === injury.id),
  );
  const put = (edited) =>
    change((next) => {
      next.athlete.injuries = edited(next.athlete.injuries ?? []);
    });
  return el(
    "div",
    { class: "injuries" },
    el("p", { class: "small" }, "Write where, in your own words: knee, heel, hamstring, low back."),
    search(others, (id) => put((ids) => [...ids, id])),
    field(
      "Injuries",
      select(
        [
          ["", chosen.length ? "Add another …" : "None"],
          ...others.map(({ id, name }) => [id, name]),
        ],
        "",
        (id) => id && put((ids) => [...ids, id]),
        { key: "add-injury" },
      ),
    ),
    chosen.map((mention, index) => {
      const id = idOf(mention);
      const injury = byId("injuries", id);
      const say = (more) =>
        put((all) =>
          all.map((one, at) => (at === index ? spoken({ ...asObject(one), ...more }) : one)),
        );
      return el(
        "div",
        { class: "note warning" },
        el("strong", {}, injury?.name ?? id),
        button("×", () => put((all) => all.filter((_, at) => at !== index)), {
          class: "quiet icon",
          key: `injury-${id}`,
          "aria-label": `Remove ${injury?.name ?? id}`,
        }),
        stateOf("stage", "Stage", "The first", injury?.stages, mention, say),
        stateOf("site", "Site", "Not told", injury?.sites, mention, say),
        el("p", {}, injury?.refer ?? ""),
        el("p", { class: "small" }, "This filters exercises; it is no diagnosis and no treatment."),
      );
    }),
  );
}

/** Injuries by any of their names, as somebody would say them. */
function search(others, take) {
  const found = el("div", { class: "found", "aria-live": "polite" });
  const input = el("input", {
    type: "search",
    placeholder: "Where does it hurt?",
    "aria-label": "Where does it hurt?",
    key: "injury-search",
    autocomplete: "off",
  });
  input.addEventListener("input", () => {
    const words = plain(input.value)
      .split(" ")
      .filter(
        (word) => word.length > 2 && !["bad", "sore", "pain", "hurts", "the", "and"].includes(word),
      );
    const matches = words.length
      ? others.filter((injury) =>
          words.every((word) =>
            plain(
              [
                injury.name,
                ...(injury.synonyms ?? []),
                ...(injury.emphasise ?? []),
                injury.refer ?? "",
              ].join(" "),
            ).includes(word),
          ),
        )
      : [];
    refill(
      found,
      matches
        .slice(0, MOST_FOUND)
        .map(({ id, name }) => button(name, () => take(id), { key: `found-${id}` })),
      input.value.length > 2 && !matches.length
        ? el(
            "p",
            { class: "small" },
            "Nothing is known by that word; look through the list below, and see " +
              "somebody about it.",
          )
        : null,
    );
  });
  return [input, found];
}

const plain = (text) =>
  text
    .toLowerCase()
    .normalize("NFD")
    .replaceAll(/[^a-z0-9 ]+/g, " ");

// An injury is told as its id alone, or as an object with its stage and its site.
const asObject = (mention) => (typeof mention === "string" ? { id: mention } : mention);

const idOf = (mention) => asObject(mention).id;

function spoken({ id, stage, site }) {
  if (!stage && !site) return id;
  return { id, ...(stage ? { stage } : {}), ...(site ? { site } : {}) };
}

function stateOf(name, label, untold, known, mention, say) {
  if (!known?.length) return null;
  const chosen = asObject(mention)[name] ?? "";
  return field(
    label,
    select(
      [["", untold], ...known.map((one) => [one.id, one.name])],
      chosen,
      (value) => say({ [name]: value || undefined }),
      { key: `${name}-${idOf(mention)}` },
    ),
  );
}
