// Without a network: what this page and its catalog are made of is kept by a worker of our own.

export async function beOffline() {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register("/sw.js");
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ keep: parts() });
    // A newer worker begins with nothing.
    navigator.serviceWorker.addEventListener("controllerchange", () =>
      navigator.serviceWorker.controller?.postMessage({ keep: parts() }),
    );
  } catch {
    // It is not allowed here: the page works as long as there is a network.
  }
}

/** Every address of the service that this page was made of. */
function parts() {
  const own = performance
    .getEntriesByType("resource")
    .map(({ name }) => new URL(name))
    .filter(({ origin }) => origin === location.origin)
    .map(({ pathname }) => pathname);
  return [
    "/",
    "/page/figures.json",
    "/page/manifest.webmanifest",
    ...own.filter((path) => /^\/page\/.+\.\w+$/.test(path)),
    ...own.filter((path) => path.startsWith("/v1/catalog/") || path === "/v1/examples"),
  ];
}

/** Throws away what the worker keeps. */
export async function forgetOffline() {
  try {
    for (const name of await caches.keys()) await caches.delete(name);
  } catch {
    // It is not allowed here, so nothing is kept.
  }
}
