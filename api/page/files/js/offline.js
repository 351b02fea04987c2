// Without a network: what this page and its catalog are made of is kept by a worker of our own.

export async function beOffline() {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ keep: catalogParts() });
  } catch {
    // It is not allowed here: the page works as long as there is a network.
  }
}

/** What of the catalog this page has asked for; the files of the page the worker knows. */
const catalogParts = () =>
  performance
    .getEntriesByType("resource")
    .map(({ name }) => new URL(name))
    .filter(({ origin }) => origin === location.origin)
    .map(({ pathname }) => pathname)
    .filter((path) => path.startsWith("/v1/"));

/** Throws away what the worker keeps. */
export async function forgetOffline() {
  try {
    for (const name of await caches.keys()) await caches.delete(name);
  } catch {
    // It is not allowed here, so nothing is kept.
  }
}
