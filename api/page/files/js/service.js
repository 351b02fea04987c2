// The service's answers.  Everything about a person travels in the body of a call and stays there.

import { recall, remember } from "./memory.js";

/**
 * @import {
 *   Assessment, BatchReport, CalendarReading, Explanation, LogReading, MuscleCoverage, Replanned,
 *   Request, Result, Season, SeasonRequest,
 * } from "../../types"
 */

const KEY_NAME = "runstrong.key";
let keyOfThisPage = null;

/** A no of the service: its sentences in `problems`, and the `fields` that they are of. */
export class Refusal extends Error {
  constructor(status, document) {
    super(document.detail ?? `The service answered ${status}.`);
    this.status = status;
    this.code = document.code ?? "";
    const faults = document.problems ?? [];
    this.fields = faults.map(({ field }) => field);
    this.problems = faults.length
      ? faults.map((fault) =>
          [[fault.field, fault.value].filter(Boolean).join(": "), whatIsWrong(fault)]
            .join(" ")
            .trim(),
        )
      : [this.message];
  }

  /** What to tell of it: `heading` where what was asked is itself the cause. */
  trouble(heading) {
    return { heading: causeOf(this.status) ?? heading, problems: this.problems };
  }
}

/** Without where to look, which is for who calls an address; here nobody does. */
function whatIsWrong({ message, where_to_look: there }) {
  const ending = `; ${there}`;
  return there && message.endsWith(ending) ? message.slice(0, -ending.length) : message;
}

function causeOf(status) {
  if (status === 0) return "The service cannot be reached";
  if (status === 401) return "The service asks for a key";
  if (status === 429 || status === 503) return "The service is busy";
  return status >= 500 ? "The service failed" : null;
}

export function keepKey(key) {
  keyOfThisPage = key;
  remember("sessionStorage", KEY_NAME, key);
}

function withKey(headers) {
  const key = keyOfThisPage ?? recall("sessionStorage", KEY_NAME);
  return key ? { ...headers, Authorization: `Bearer ${key}` } : headers;
}

/** What `read` makes of the answer; by itself the document in it. */
async function call(address, options = {}, read = (response) => response.json()) {
  const headers = withKey(options.headers ?? {});
  try {
    const response = await fetch(address, { ...options, headers });
    if (response.ok) return await read(response);
    throw new Refusal(response.status, await response.json().catch(() => ({})));
  } catch (error) {
    if (error instanceof Refusal || error.name === "AbortError") throw error;
    throw new Refusal(0, {
      detail:
        "The service cannot be reached, or its answer broke off. Your week is still " +
        "here; try again.",
    });
  }
}

function post(address, body, signal, headers = {}, read = undefined) {
  // What is asked about a person is not even kept to answer the same question sooner.
  const sent = { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers };
  return call(address, { method: "POST", headers: sent, body: JSON.stringify(body), signal }, read);
}

const get = (address) => call(address);

export const plan = (/** @type {Request} */ request, signal) => post("/v1/plans", request, signal);
/**
 * The plan alone, without the conflict and the repairs; as far as it is after some `seconds`.
 * @returns {Promise<Result>}
 */
export const planOnly = (/** @type {Request} */ request, signal, seconds = null) =>
  post(
    "/v1/plans?explain_conflict=false",
    request,
    signal,
    seconds === null ? {} : { "Request-Timeout": String(seconds) },
  );
/** @returns {Promise<Replanned>} */
export const replan = (body, signal) => post("/v1/plans/replan", body, signal);
/** @returns {Promise<Explanation>} */
export const explain = (body, signal) => post("/v1/plans/explain", body, signal);
export const bodyMap = (/** @type {MuscleCoverage[]} */ coverage, arrangement) =>
  post("/page/body-map", { coverage, arrangement });
/** @returns {Promise<Assessment>} */
export const assess = (body) => post("/v1/assessments", body);
/** @returns {Promise<CalendarReading>} */
export const readCalendar = (body) => post("/v1/calendars/read", body);

/** @returns {Promise<BatchReport>} */
export const cancelBatch = (id) => call(`/v1/batches/${id}/cancel`, { method: "POST" });

const asQuery = (columns) =>
  columns.map((column) => `&column=${encodeURIComponent(column)}`).join("");

/** @returns {Promise<BatchReport>} */
export const handIn = (roster, media, columns, signal) =>
  call(`/v1/batches${asQuery(columns).replace("&", "?")}`, {
    method: "POST",
    headers: { "Content-Type": media },
    body: roster,
    signal,
  });

/** The lines of a batch from `offset` on, as far as they are answered. */
export async function batchLines(id, offset, signal) {
  const text = await call(
    `/v1/batches/${id}/results?offset=${offset}&follow=false`,
    { signal },
    (response) => response.text(),
  );
  return text.split("\n").filter(Boolean);
}

/** Calls `told` with the batch whenever it has gone on, until it has ended. */
export async function followBatch(id, onProgress, signal) {
  const body = await call(`/v1/batches/${id}/events`, { signal }, (response) => response.body);
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const events = (rest + value).split(/\r?\n\r?\n/);
      rest = events.pop();
      for (const event of events) {
        const data = event
          .split(/\r?\n/)
          .filter((line) => line.startsWith("data:"))
          .map((line) => line.slice(5))
          .join("\n");
        if (data) await onProgress(JSON.parse(data));
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/**
 * The requests of a roster in the order of its rows; null for a row that is none.
 * @returns {Promise<(Request | null)[]>}
 */
export const rosterRequests = (roster, form, columns) =>
  call(`/page/roster?form=${encodeURIComponent(form)}${asQuery(columns)}`, {
    method: "POST",
    headers: { "Content-Type": "text/plain" },
    body: roster,
  });

/** Calendars, paper and watch files of everyone with a plan, as one archive. */
export const clubFiles = (roster, lines, form, columns) =>
  post(
    `/page/club-files?form=${encodeURIComponent(form)}${asQuery(columns)}`,
    { roster, lines },
    undefined,
    {},
    (response) => response.blob(),
  );

/** A plan as a file: its name and its content. */
export const exported = (format, /** @type {Request} */ request, /** @type {Result} */ result) =>
  post(`/v1/plans/export?format=${format}`, { request, result }, undefined, {}, asFile);

async function asFile(response) {
  const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("Content-Disposition") ?? "");
  return {
    name: named ? decodeURIComponent(named[1]) : "runstrong",
    content: await response.blob(),
  };
}

/** @returns {Promise<Season>} */
export const season = (/** @type {SeasonRequest} */ request, signal) =>
  post("/v1/seasons", request, signal);
/**
 * The season after a change of what was asked; a week that asks the same as before stays.
 * @returns {Promise<Season>}
 */
export const seasonWith = (/** @type {Season} */ season, change, signal) =>
  post("/v1/seasons/next", { season, change }, signal);
/** A season as a file, as it is. */
export const seasonFile = (format, /** @type {Season} */ season) =>
  post(`/v1/seasons/next?format=${format}`, { season, change: {} }, undefined, {}, asFile);

/**
 * What was done, as a log has it.
 * @returns {Promise<LogReading>}
 */
export const readLog = (body) => post("/v1/logs/read", body);

export const catalog = (part) => get(`/v1/catalog/${part}`);
export const example = (id) => get(`/v1/examples/${id}`);
export const examples = () => get("/v1/examples");
