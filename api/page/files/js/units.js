// Kilometres or miles, kilograms or pounds: as their owner has chosen, else as their country does.

import { number } from "./words.js";

/** @import { Request, Settings } from "../../types" */

const KM_PER_MILE = 1.609344;
const MOST_KM = 400;
const COUNTRIES_OF_MILES = ["US", "LR", "MM"];
const country = new Intl.Locale(navigator.language ?? "en").region;
const isOfMiles = COUNTRIES_OF_MILES.includes(country);

/**
 * What an empty week begins with; kilograms need no word.
 * @returns {Pick<Request["athlete"], "units">}
 */
export const usualUnits = () => (isOfMiles ? { units: "lb" } : {});

export const distanceUnit = (/** @type {Settings} */ { distances }) =>
  distances ?? (isOfMiles ? "mi" : "km");

/** How its field is called, what it may hold, and what stands there of a number of kilometres. */
export function distanceField(/** @type {Settings} */ settings, kilometres) {
  const isMiles = distanceUnit(settings) === "mi";
  const known = kilometres !== undefined && kilometres !== null;
  return {
    label: isMiles ? "Miles" : "Kilometres",
    most: isMiles ? Math.floor(MOST_KM / KM_PER_MILE) : MOST_KM,
    value: known ? number(isMiles ? kilometres / KM_PER_MILE : kilometres) : "",
    inKilometres: (value) => (isMiles ? Number(number(value * KM_PER_MILE)) : value),
  };
}
