/*
 * What the scripts of the page call the things that they handle.  Documents of the HTTP interface
 * are as it publishes them: `make lint` writes their types from docs/openapi.json.
 */

import type { components } from "../../build/types/service";

type Schemas = components["schemas"];

export type Request = Schemas["Request"];
export type Run = Schemas["Run"];
export type Window = Schemas["Window"];
export type Result = Schemas["Result"];
export type Plan = Schemas["Plan"];
export type Season = Schemas["Season"];
export type SeasonRequest = Schemas["SeasonRequest"];
export type SeasonWeek = Schemas["SeasonWeek"];
export type Session = Schemas["Session"];
export type Block = Schemas["Block"];
export type Item = Schemas["Item"];
export type Load = Schemas["Load"];
export type Repair = Schemas["Repair"];
export type LeadsTo = Schemas["LeadsTo"];
export type Explanation = Schemas["Explanation"];
export type Served = Schemas["Served"];
export type Replanned = Schemas["Replanned"];
export type SessionChange = Schemas["SessionChange"];
export type LogEntry = Schemas["LogEntry"];
export type MuscleCoverage = Schemas["MuscleCoverage"];
export type BatchReport = Schemas["BatchReport"];
export type Assessment = Schemas["Assessment"];
export type CalendarReading = Schemas["CalendarReading"];
export type LogReading = Schemas["LogReading"];
export type ProblemDocument = Schemas["ProblemDocument"];

/** How its owner has things shown; without a choice, as their country does. */
export interface Settings {
  distances?: "km" | "mi";
}

/** What was planned last, with the request that it answers. */
export interface Answer {
  request: Request;
  result: Result;
  changes: SessionChange[] | null;
  done?: string[];
  unchanged?: string[];
}

/** A week and its answer, as far as sentences of the service need them. */
export type Shown = { request: Request; result?: Result };

/** Sessions told to be missed or done, by their ids. */
export interface Marks {
  missed: string[];
  done: string[];
}

export interface Trouble {
  heading: string;
  problems: string[];
}

/** A search that broke off, and how it goes on. */
export interface Stalled {
  problem: string;
  again: () => unknown;
}

export interface DoneSet {
  done: boolean;
  reps: number | null;
  seconds: number | null;
  load: number | null;
}

/** A row of a club's table. */
export interface ClubRow {
  athlete: string;
  row: number | null;
  status: string;
  days: string[];
  sessions: number | null;
  minutes: number | null;
  leftOut: string[];
  relaxed: string[];
  problems: string[];
}

/** A roster handed in: `lines` as they came, `rows` what the table tells of them. */
export interface Club {
  roster: string | null;
  form: "csv" | "lines" | "array" | null;
  columns: string[];
  name: string | null;
  batch: BatchReport | null;
  lines: string[];
  rows: ClubRow[];
  trouble: Trouble | null;
  shown: string;
  requests: (Request | null)[] | null;
  packing: boolean;
}

/** What is chosen for a season; what is not there is as of the week that is set up. */
export interface SeasonForm {
  /** `race` of one of the usual lengths or of `other`, so many `weeks`, or the `couch` to 5 km. */
  goal: "5" | "10" | "21.0975" | "42.195" | "other" | "weeks" | "couch";
  race: string | null;
  distance_km: number | null;
  weeks: number | null;
  start: string;
  days: number | null;
  minutes: number | null;
  longest: number | null;
  sessions: number | null;
  exact: number;
}

/** How far a season is: weeks planned so far, null where nothing is being planned. */
export interface SeasonAt {
  planned: number | null;
  trouble: Trouble | null;
}

/** All that the page knows; `store.js` says what is kept of it. */
export interface State {
  request: Request | null;
  answer: Answer | null;
  example: string | null;
  marks: Marks;
  opened: boolean;
  ofSeason: boolean;
  busy: string | null;
  goingOn: string | null;
  pausing: boolean;
  stalled: Stalled | null;
  trouble: Trouble | null;
  training: Training | null;
  log: LogEntry[];
  settings: Settings;
  season: { form: Partial<SeasonForm>; answer: Season | null };
  seasonAt: SeasonAt;
  club: Club;
  isKept: boolean;
  view: string | null;
  drawing: "window" | Run["kind"];
  decides: boolean;
  wholeDay: boolean;
  calendar: number;
  arrivals: number;
}

/** What is read back of a week that was kept: parts of the state, or why it cannot be. */
export type Stored = Partial<Pick<State, "request" | "answer" | "example" | "marks" | "opened" | "ofSeason">> & {
  faults?: string[];
};

/** A session under way. */
export interface Training {
  session: Session;
  week: string;
  units: "kg" | "lb";
  /** The block that is done, from 0; as many as there are: its end. */
  at: number;
  sets: Record<string, DoneSet[]>;
  notes: Record<string, { rir?: number | null; pain?: number | null }>;
  rest: { until: number; seconds: number } | null;
  isOwn: boolean;
}

/** A run, free time or a session as it lies in the week, in minutes from its first midnight. */
export interface Span {
  type: "run" | "window" | "session";
  index: number;
  start: number;
  end: number;
  name: string;
  kind: Run["kind"] | null;
  place: string | null;
  id: string | null;
  session: Session | null;
  /** Of a run whose time the week decides: which of `when` this is; null of all else. */
  range: number | null;
  /** Of a run. */
  minutes: number | null;
  /** A run where the plan has placed it. */
  placed: boolean;
}

/** Where the calendar shows what: its first and last minute, the height of an hour. */
export interface Scale {
  from: number;
  to: number;
  row: number;
  top: (minute: number) => number;
}
