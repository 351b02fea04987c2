// Further wishes: the week's days, the units, and the rules that leave a choice.

import * as store from "./store.js";
import { el, field, numberInput, select } from "./dom.js";
import { distanceUnit } from "./units.js";

/** @import { State } from "../../types" */

/** The week's days, units, and what else may be wished. */
export function more(/** @type {State} */ { request, settings }, calmly) {
  const recovery = request.rules?.recovery_after_run ?? {};
  return el(
    "div",
    { class: "stack" },
    el(
      "div",
      { class: "pair" },
      field(
        "First day",
        el("input", {
          type: "date",
          value: request.week.start,
          key: "week-start",
          onchange: (event) =>
            event.target.value &&
            calmly((next) => {
              next.week.start = event.target.value;
            }),
        }),
      ),
      field(
        "Time zone",
        select(
          zones(request.week.timezone ?? "UTC"),
          request.week.timezone ?? "UTC",
          (value) =>
            calmly((next) => {
              next.week.timezone = value;
            }),
          { key: "zone" },
        ),
      ),
    ),
    el(
      "div",
      { class: "pair" },
      field(
        "Loads in",
        select(
          [
            ["kg", "kilograms"],
            ["lb", "pounds"],
          ],
          request.athlete.units ?? "kg",
          (value) =>
            calmly((next) => {
              next.athlete.units = value;
            }),
          { key: "units" },
        ),
      ),
      field(
        "Distances in",
        select(
          [
            ["km", "kilometres"],
            ["mi", "miles"],
          ],
          distanceUnit(settings),
          (distances) => store.change({ settings: { ...settings, distances } }),
          { key: "distances" },
        ),
      ),
      field(
        "Weeks of strength so far",
        numberInput(
          "weeks-of-strength",
          request.athlete.weeks_of_strength,
          0,
          5000,
          "untold",
          (value) =>
            calmly((next) => {
              if (value === null) delete next.athlete.weeks_of_strength;
              else next.athlete.weeks_of_strength = value;
            }),
        ),
      ),
      field(
        "Sets",
        select(
          [
            ["supersets", "In turn (supersets)"],
            ["straight", "One after the other"],
          ],
          request.preferences?.style ?? "supersets",
          (value) =>
            calmly((next) => {
              next.preferences = { ...next.preferences, style: value };
            }),
          { key: "style" },
        ),
      ),
    ),
    field(
      "Sessions keep clear of runs by",
      select(
        [
          ["every_session", "24 hours after every run"],
          ["leg_loading", "24 hours, where they load the legs"],
          ["hard_days_hard", "24 hours, or on the day of a hard run"],
        ],
        request.recovery === "hard_days_hard"
          ? request.recovery
          : (recovery.applies_to ?? "every_session"),
        (value) =>
          calmly((next) => {
            // The named choice leaves no room for the hours and sessions of the rule itself.
            const { applies_to, hours, ...others } = recovery;
            const hard = value === "hard_days_hard";
            next.rules = {
              ...next.rules,
              recovery_after_run: hard ? others : { ...recovery, applies_to: value },
            };
            if (hard) next.recovery = value;
            else delete next.recovery;
          }),
        { key: "recovery" },
      ),
    ),
    field(
      "When no week keeps every rule",
      select(
        [
          ["relax", "Give up as little as can be"],
          ["fail", "Plan nothing and say why"],
        ],
        request.on_conflict ?? "relax",
        (value) =>
          calmly((next) => {
            next.on_conflict = value;
          }),
        { key: "on-conflict" },
      ),
    ),
    field(
      "Name",
      el("input", {
        type: "text",
        maxlength: 64,
        value: request.athlete.id,
        key: "athlete-id",
        onchange: (event) =>
          event.target.value.trim() &&
          calmly((next) => {
            next.athlete.id = event.target.value.trim();
          }),
      }),
    ),
  );
}

function zones(current) {
  const all =
    typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];
  return [...new Set([current, "UTC", ...all])].map((zone) => [zone, zone.replaceAll("_", " ")]);
}
