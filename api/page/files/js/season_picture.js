// The season at a glance: drawn by the service, shown as it is.

import * as service from "./service.js";
import * as store from "./store.js";
import { el } from "./dom.js";

/** @import { Season } from "../../types" */

/** @type {{ season: Season | null, picture: Element | null, failed: boolean }} */
let latest = { season: null, picture: null, failed: false };

/** The picture once it is there; until then its place. */
export function seasonPicture(/** @type {Season} */ season) {
  if (latest.season !== season) {
    latest = { season, picture: null, failed: false };
    fetchPicture(latest);
  }
  if (latest.failed)
    return el("p", { class: "small" }, "The picture did not come; the weeks below say the same.");
  return el(
    "div",
    {
      class: "scroll season-place",
      role: "region",
      tabindex: "0",
      "aria-label": "The season at a glance",
      "aria-busy": latest.picture ? null : "true",
      key: "season-place",
    },
    latest.picture ? document.importNode(latest.picture, true) : null,
  );
}

async function fetchPicture(mine) {
  try {
    const { content } = await service.seasonFile("svg", mine.season);
    const text = await content.text();
    mine.picture = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  } catch (error) {
    if (!(error instanceof service.Refusal)) throw error;
    mine.failed = true;
  }
  if (latest === mine) store.redraw("arrivals");
}
