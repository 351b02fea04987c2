// Answers for the service where there is no network.  The files of the page lie at addresses that
// name their version, so each is taken from the store where it is there.  The page itself and the
// catalog are asked for first, and taken from the store where the network has no answer soon.
// What is asked about a person never comes by here: it is sent, not got.

// The service writes the version of the page's files in, and what they are.
const NAME = "runstrong-{version}";
const VERSIONED = "/page/{version}/";
const FILES = "{files}".split(" ");
// A network that hardly works is none; what a page asks for next does not wait for it again.
const PATIENCE_MILLISECONDS = 1000;
const SLOW_FOR_MILLISECONDS = 10_000;

let isSlowUntil = 0;

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(storeWhole());
});
addEventListener("activate", (event) => event.waitUntil(begin()));

/** Stores the page of this version with all that it is made of, or throws: never a part of it. */
async function storeWhole() {
  const cache = await caches.open(NAME);
  if (await cache.match("/")) return;
  const page = await fetch("/", { cache: "no-cache" });
  const text = await page.clone().text();
  if (!page.ok || !text.includes(VERSIONED)) throw new Error("The page is of another version.");
  await cache.addAll(FILES.map((name) => VERSIONED + name));
  await cache.put("/", page);
}

async function begin() {
  const older = (await caches.keys()).filter(
    (name) => name.startsWith("runstrong") && name !== NAME,
  );
  const cache = await caches.open(NAME);
  // The newest first: what is taken over already stays.
  for (const name of [...older].reverse()) await takeOver(await caches.open(name), cache);
  // A tab that was open before may still ask for files of the last one.
  await Promise.all(older.slice(0, -1).map((name) => caches.delete(name)));
  await clients.claim();
}

/** The catalog is of no version of the page. */
async function takeOver(older, cache) {
  for (const request of await older.keys()) {
    if (!isCatalog(new URL(request.url).pathname) || (await cache.match(request))) continue;
    const cached = await older.match(request);
    if (cached) await cache.put(request, cached);
  }
}

addEventListener("message", (event) => {
  const { keep } = event.data ?? {};
  if (Array.isArray(keep)) event.waitUntil(Promise.allSettled([storeWhole(), keepAll(keep)]));
});

async function keepAll(paths) {
  const cache = await caches.open(NAME);
  await Promise.allSettled(paths.filter(isCatalog).map((path) => cache.add(path)));
}

const isCatalog = (pathname) => pathname.startsWith("/v1/catalog/") || pathname === "/v1/examples";

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (/^\/page\/[0-9a-f]{16}\//.test(pathname)) event.respondWith(stored(request));
  else if (pathname === "/" || isCatalog(pathname)) event.respondWith(newest(request, pathname));
});

/** A file of a version is what it was. */
async function stored(request) {
  const cached = await caches.match(request, { ignoreVary: true });
  if (cached) return cached;
  const answer = await fetch(request);
  if (answer.ok && new URL(request.url).pathname.startsWith(VERSIONED)) {
    const cache = await caches.open(NAME);
    await cache.put(request, answer.clone());
  }
  return answer;
}

/** From the network, else as it was last; a page of a newer version is stored by its own worker. */
async function newest(request, pathname) {
  const cache = await caches.open(NAME);
  const cached = await cache.match(pathname, { ignoreSearch: true, ignoreVary: true });
  const fetched = fetch(request).then((answer) => {
    if (answer.ok && isCatalog(pathname)) cache.put(pathname, answer.clone());
    return answer;
  });
  if (!cached) return fetched;
  const late = new Promise((resolve) => {
    const isKnownSlow = isCatalog(pathname) && Date.now() < isSlowUntil;
    setTimeout(() => resolve(null), isKnownSlow ? 0 : PATIENCE_MILLISECONDS);
  });
  const first = await Promise.race([fetched.catch(() => cached), late]);
  if (first) return first;
  isSlowUntil = Date.now() + SLOW_FOR_MILLISECONDS;
  fetched.catch(() => {});
  return cached;
}
