// The service's answers.  Everything about a person travels in the body of a call and stays there.

const KEY_NAME = "runstrong.key";

/** A no of the service: its sentences in `problems`. */
export class Refusal extends Error {
  constructor(status, document) {
    super(document.detail ?? `The service answered ${status}.`);
    this.status = status;
    this.code = document.code ?? "";
    const faults = document.problems ?? [];
    this.problems = faults.length
      ? faults.map(({ field, value, message }) => `${[field, value].filter(Boolean).join(": ")} ${message}`.trim())
      : [this.message];
  }
}

export const keepKey = (key) => sessionStorage.setItem(KEY_NAME, key);

function withKey(headers) {
  const key = sessionStorage.getItem(KEY_NAME);
  return key ? { ...headers, Authorization: `Bearer ${key}` } : headers;
}

async function call(address, options = {}) {
  let response;
  try {
    response = await fetch(address, { ...options, headers: withKey(options.headers ?? {}) });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(0, { detail: "The service cannot be reached. Your week is still here; try again." });
  }
  if (response.ok) return response;
  const document = await response.json().catch(() => ({}));
  throw new Refusal(response.status, document);
}

async function post(address, body, signal, headers = {}) {
  const response = await call(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
    signal,
  });
  return response.json();
}

const get = async (address) => (await call(address)).json();

export const plan = (request, signal) => post("/v1/plans", request, signal);
/** The plan alone, without the conflict and the repairs; as far as it is after some `seconds`. */
export const planOnly = (request, signal, seconds = null) =>
  post("/v1/plans?explain_conflict=false", request, signal, seconds === null ? {} : { "Request-Timeout": String(seconds) });
export const replan = (body, signal) => post("/v1/plans/replan", body, signal);
export const explain = (body, signal) => post("/v1/plans/explain", body, signal);
export const bodyMap = (coverage, arrangement) => post("/page/body-map", { coverage, arrangement });
export const readCalendar = (body) => post("/v1/calendars/read", body);

export const batch = (id) => get(`/v1/batches/${id}`);
export const cancelBatch = async (id) => (await call(`/v1/batches/${id}`, { method: "DELETE" })).json();

export async function handIn(roster, media) {
  const response = await call("/v1/batches", { method: "POST", headers: { "Content-Type": media }, body: roster });
  return response.json();
}

/** The lines of a batch from `offset` on, as far as they are answered. */
export async function batchLines(id, offset) {
  const text = await (await call(`/v1/batches/${id}/results?offset=${offset}&follow=false`)).text();
  return text.split("\n").filter(Boolean);
}

/** Calls `told` with the batch whenever it has gone on, until it has ended. */
export async function followBatch(id, told, signal) {
  const response = await call(`/v1/batches/${id}/events`, { signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (rest + value).split(/\r?\n\r?\n/);
    rest = events.pop();
    for (const event of events) {
      const data = event.split(/\r?\n/).filter((line) => line.startsWith("data:")).map((line) => line.slice(5)).join("\n");
      if (data) await told(JSON.parse(data));
    }
  }
}

/** The requests of a roster in the order of its rows; null for a row that is none. */
export async function rosterRequests(roster, form) {
  const response = await call(`/page/roster?form=${encodeURIComponent(form)}`, { method: "POST", headers: { "Content-Type": "text/plain" }, body: roster });
  return response.json();
}

/** A plan as a file: its name and its content. */
export async function exported(format, request, result) {
  const response = await call(`/v1/plans/export?format=${format}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ request, result }),
  });
  const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("Content-Disposition") ?? "");
  return { name: named ? decodeURIComponent(named[1]) : `week.${format}`, content: await response.blob() };
}

export const catalog = (part) => get(`/v1/catalog/${part}`);
export const example = (id) => get(`/v1/examples/${id}`);
export const examples = () => get("/v1/examples");
