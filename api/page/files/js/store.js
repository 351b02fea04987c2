// What the page knows: the week as it is edited, and the last answer.  Both are kept in this
// browser alone, and only until `forget`.

const NAME = "runstrong.week";
const MOST_STEPS_BACK = 50;

/**
 * `request`: the week as edited.  `answer`: what was planned last, with the request that it
 * answers, or null.  `example`: the example it began as.  The rest is of the moment and not kept.
 */
let state = {
  request: null,
  answer: null,
  example: null,
  busy: null,
  goingOn: null,
  pausing: false,
  problems: [],
  // Changed to have a part drawn anew that shows more than what stands here.
  calendar: 0,
  told: 0,
};
const steps = [];
const listeners = new Set();

export const now = () => state;

export function listen(listener) {
  listeners.add(listener);
}

export function change(parts) {
  state = { ...state, ...parts };
  if ("request" in parts || "answer" in parts || "example" in parts) keep();
  for (const listener of listeners) listener(state);
}

/** Has `calendar` or what is `told` of the answer drawn anew. */
export function redraw(part) {
  change({ [part]: state[part] + 1 });
}

/** Remembers the week as it is, so that `back` returns to it. */
export function mark() {
  if (!state.request) return;
  steps.push({ request: state.request, answer: state.answer, example: state.example });
  if (steps.length > MOST_STEPS_BACK) steps.shift();
}

export const canGoBack = () => steps.length > 0;

export function back() {
  const step = steps.pop();
  if (step) change({ ...step, problems: [], goingOn: null });
}

function keep() {
  const { request, answer, example } = state;
  try {
    localStorage.setItem(NAME, JSON.stringify({ request, answer, example }));
  } catch {
    // A browser that keeps nothing: the week lasts as long as the page.
  }
}

export function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(NAME) ?? "null");
    return found?.request?.availability ? found : null;
  } catch {
    return null;
  }
}

/** Leaves nothing behind; the page has to be loaded anew. */
export function forget() {
  listeners.clear();
  state = {};
  steps.length = 0;
  try {
    localStorage.removeItem(NAME);
    sessionStorage.clear();
  } catch {
    // Nothing was kept.
  }
}
