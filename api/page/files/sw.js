// Answers for the service where there is no network: with the page, its files and the catalog as
// they were last, and with nothing else.  What is asked about a person never comes by here: it is
// sent, not got.

// The service writes the version of the page's files in, so that each has a store of its own.
const NAME = "runstrong-{version}";
const PATIENCE_MILLISECONDS = 4000;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(begin()));

async function begin() {
  const older = (await caches.keys()).filter(
    (name) => name.startsWith("runstrong") && name !== NAME,
  );
  await Promise.all(older.map((name) => caches.delete(name)));
  await clients.claim();
}

addEventListener("message", ({ data }) => {
  if (Array.isArray(data?.keep))
    caches
      .open(NAME)
      .then((cache) => Promise.all(data.keep.map((path) => cache.add(path).catch(() => {}))));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const isOurs =
    origin === location.origin &&
    (pathname === "/" ||
      pathname.startsWith("/page/") ||
      pathname.startsWith("/v1/catalog/") ||
      pathname === "/v1/examples");
  if (request.method === "GET" && isOurs) event.respondWith(answer(request));
});

async function answer(request) {
  const cache = await caches.open(NAME);
  const kept = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
  const asked = fetch(request).then((response) => {
    if (response.ok) cache.put(request, response.clone());
    return response;
  });
  if (!kept) return asked;
  // A network that hardly works is none.
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE_MILLISECONDS));
  return Promise.race([asked.catch(() => kept), late]);
}
