// What an answer is worth, in one plain sentence.

import { count, hours } from "./words.js";

/** @import { Answer, Plan, Request } from "../../types" */

export function verdictSentence(/** @type {Answer} */ { request, result }) {
  const { plan, status } = result;
  if (!plan) return status === "infeasible" ? "No week keeps every rule." : "There is no plan yet.";
  if (!plan.sessions.length) return "There is no session this week.";
  const parts = [
    count(plan.sessions.length, "session"),
    musclesOf(plan),
    clearOfRuns(request, plan),
  ].filter(Boolean);
  const head = status === "relaxed" ? "Something has to give" : "Everything fits";
  return `${head}: ${parts.join(", ")}.`;
}

function musclesOf(/** @type {Plan} */ { coverage }) {
  const neglected = coverage.filter((one) => one.neglected);
  const direct = neglected.filter((one) => one.direct.length || one.carried_over).length;
  if (!neglected.length) return "";
  return direct === neglected.length
    ? `all ${count(direct, "muscle")} that running neglects`
    : `${direct} of ${count(neglected.length, "muscle")} that running neglects`;
}

/** How near after a run a session begins. */
function clearOfRuns(/** @type {Request} */ request, /** @type {Plan} */ { sessions }) {
  const wanted = Number(request.rules?.recovery_after_run?.hours ?? 24);
  const gaps = sessions
    .map((one) => one.hours_since_run)
    .filter((gap) => gap !== null && gap !== undefined);
  if (!gaps.length) return "no run before them";
  const least = Math.min(...gaps);
  return least >= wanted
    ? `nothing within ${hours(wanted)} after a run`
    : `the nearest ${hours(least)} after a run`;
}
