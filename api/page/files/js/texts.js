// The texts of the page in the reader's language: one table a language, looked up where text goes
// into the document.  What a table does not have stays as it is written, in English.

import { recall, remember } from "./memory.js";

const NAME = "runstrong.language";
/** Each with a table in `texts`, but English; a further language is its table and its line. */
export const LANGUAGES = [
  ["en", "English"],
  ["de", "Deutsch"],
];

const PARTS = { "{}": "(.+?)", "{#}": "([^,;!?]*?\\d[^,;!?]*?)" };

let words = null;
let patterns = [];
const known = new Map();

/** The language that was chosen, else the browser's where there is a table for it. */
export const language =
  [recall("localStorage", NAME), ...(navigator.languages ?? [])]
    .map((one) => one?.slice(0, 2))
    .find((one) => LANGUAGES.some(([known]) => known === one)) ?? "en";

/** How dates and times are written: as the browser has it, where it has the page's language. */
export const locale = navigator.languages?.find((one) => one.startsWith(language)) ?? language;

export function chooseLanguage(chosen) {
  remember("localStorage", NAME, chosen);
  location.reload();
}

export async function loadTexts() {
  document.documentElement.lang = language;
  if (language === "en") return;
  try {
    const table = await (await fetch(new URL(`../texts/${language}.json`, import.meta.url))).json();
    patterns = Object.entries(table.patterns).map(([pattern, text]) => [regular(pattern), text]);
    words = table.words;
  } catch {
    // Without it the page is in English.
    document.documentElement.lang = "en";
    return;
  }
  translate(document.body);
}

/** `{}` is any part; `{#}` one with a number in it, such as a time: not half of a sentence. */
const regular = (pattern) =>
  new RegExp(
    `^${pattern
      .split(/(\{#?\})/)
      .map((part) => PARTS[part] ?? part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join("")}$`,
    "s",
  );

/** `text` in the reader's language, with the blanks around it. */
export function said(text) {
  if (!words || typeof text !== "string" || !/[a-z]{2}/i.test(text)) return text;
  if (!known.has(text)) known.set(text, found(text));
  return known.get(text);
}

function found(text) {
  const [, before, inner, after] = /^(\s*)(.*?)(\s*)$/s.exec(text);
  if (Object.hasOwn(words, inner)) return `${before}${words[inner]}${after}`;
  for (const [pattern, put] of patterns) {
    const parts = pattern.exec(inner);
    if (!parts) continue;
    const inOrder = parts.slice(1).values();
    const next = () => inOrder.next().value;
    const filled = put.replaceAll(/\{(\d?)\}/g, (_, number) =>
      said(number ? parts[Number(number)] : next()),
    );
    return `${before}${filled}${after}`;
  }
  return text;
}

/** What stands in the page from the beginning. */
function translate(/** @type {HTMLElement} */ root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = /** @type {Text} */ (walker.currentNode);
    const plain = node.data.replaceAll(/\s+/g, " ");
    const text = said(plain);
    if (text !== plain) node.data = text;
  }
  for (const node of root.querySelectorAll("[aria-label]"))
    node.setAttribute("aria-label", said(node.getAttribute("aria-label")));
}
