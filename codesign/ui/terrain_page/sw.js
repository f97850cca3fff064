// Keeps the files of the page, all of one version, so that it opens without a server. Notes are none of its business:
// they lie in IndexedDB, which an update does not touch.
const CACHE = `terrain-${VERSION}`;

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method === "GET" && FILES.includes(pathname)) event.respondWith(answer(event.request, pathname));
});

async function fill() {
  const cache = await caches.open(CACHE);
  const put = async (file) => {
    const found = await fetch(file, { cache: "reload", redirect: "error" }); // a sign-in page must never stand for ours
    if (!found.ok) throw new Error(`${file}: ${found.status}`);
    await cache.put(file, found);
  };
  await Promise.all(FILES.map(put));
  await self.skipWaiting(); // an open page has loaded all that it needs: the next opening has the new version
}

async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((each) => each.startsWith("terrain-") && each !== CACHE).map((each) => caches.delete(each)));
  await self.clients.claim();
}

async function answer(request, pathname) {
  const cache = await caches.open(CACHE);
  return (await cache.match(pathname)) ?? fetch(request);
}
