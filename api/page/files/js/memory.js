// The browser's own stores, which may be full, blocked or not there.

/** The text that was kept, null without one. */
export function recall(store, name) {
  try {
    return globalThis[store].getItem(name);
  } catch {
    return null;
  }
}

/** False: it is not kept. */
export function remember(store, name, text) {
  try {
    globalThis[store].setItem(name, text);
    return true;
  } catch {
    return false;
  }
}

export function forget(store, name) {
  try {
    globalThis[store].removeItem(name);
  } catch {
    // Nothing was kept.
  }
}

/** Forgets everything whose name begins so. */
export function forgetBeginning(store, beginning) {
  try {
    for (const name of Object.keys(globalThis[store]))
      if (name.startsWith(beginning)) forget(store, name);
  } catch {
    // Nothing was kept.
  }
}
