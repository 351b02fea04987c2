// Goes on from this week to the one after it.

import * as store from "./store.js";
import { replaceWeek } from "./asking.js";
import { planNew } from "./planning.js";
import { weekAfter } from "./week_after.js";

export function nextWeek() {
  const { request, answer, log, opened, example } = store.now();
  const next = weekAfter(request, answer, opened ? [] : log);
  replaceWeek({ request: next, opened, example });
  scrollTo(0, 0);
  return planNew(next);
}
