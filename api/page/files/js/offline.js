// Without a network: what this page and its catalog are made of is kept by a worker of our own.

export async function beOffline() {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register("/sw.js");
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ keep: parts() });
  } catch {
    // It is not allowed here: the page works as long as there is a network.
  }
}

/** Every address of the service that this page was made of. */
function parts() {
  const own = performance.getEntriesByType("resource").map(({ name }) => new URL(name)).filter(({ origin }) => origin === location.origin).map(({ pathname }) => pathname);
  return ["/", "/page/figures.json", "/page/manifest.webmanifest", ...own.filter((path) => path.startsWith("/page/") && path !== "/page/body-map" && path !== "/page/roster"), ...own.filter((path) => path.startsWith("/v1/catalog/") || path === "/v1/examples")];
}
