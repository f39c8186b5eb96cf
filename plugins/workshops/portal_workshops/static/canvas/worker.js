// Without net, or with one that is as good as none, the pages of a canvas that somebody has had open
// come from this device. `portal` is written in front of this file: version, base, offline.
const CACHE = "workshops-canvas";
const DATABASE = "portal-canvas-kept";
const PAGE = new RegExp(`^${portal.base}/\\d+/(?:[a-z]+)?$`);
const PATIENCE = 4_000;
const STATIC = /\/static\//;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const page = await fetch(portal.offline, { cache: "reload" });
    const text = await page.clone().text();
    const cache = await caches.open(CACHE);
    await cache.put(portal.offline, page);
    await keep([...text.matchAll(/(?:href|src)="(\/[^"#]*\/static\/[^"#]+|\/static\/[^"#]+)/g)].map((one) => one[1]));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// A page says what it is made of.
self.addEventListener("message", (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keep(event.data.keep));
});

async function keep(addresses) {
  const cache = await caches.open(CACHE);
  for (const address of new Set(addresses)) {
    const url = new URL(address, location.origin);
    if (url.origin !== location.origin || !STATIC.test(url.pathname)) continue;
    try {
      const answer = await fetch(url.pathname + url.search);
      if (answer.ok) await cache.put(url.pathname + url.search, answer);
    } catch { /* without it the page is plainer */ }
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate" && PAGE.test(address.pathname)) event.respondWith(pageFirst(request, address));
  else if (STATIC.test(address.pathname)) event.respondWith(netFirst(request, address));
});

async function net(request) {
  if (!navigator.onLine) throw new Error("offline");
  const late = new Promise((_resolve, reject) => { setTimeout(() => reject(new Error("late")), PATIENCE); });
  const answer = await Promise.race([fetch(request), late]);
  if (answer.status >= 502 && answer.status <= 504) throw new Error("away");
  return answer;
}

async function netFirst(request, address) {
  try {
    return await net(request);
  } catch {
    const cache = await caches.open(CACHE);
    return (await cache.match(address.pathname + address.search))
      ?? (await cache.match(address.pathname, { ignoreSearch: true })) ?? fetch(request);
  }
}

async function pageFirst(request, address) {
  try {
    const answer = await net(request);
    if (answer.status === 403 || answer.status === 404) await forget(address.pathname);
    return answer;
  } catch {
    const kept = await page(address.pathname);
    if (kept) {
      const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": kept.policy };
      return new Response(kept.html, { headers });
    }
    return (await (await caches.open(CACHE)).match(portal.offline)) ?? fetch(request);
  }
}

// The page as the person who was here last had it; what others had is gone (see keeping.js).
function page(path) {
  return new Promise((resolve) => {
    const asked = indexedDB.open(DATABASE);
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onerror = () => resolve(null);
    asked.onsuccess = () => {
      const database = asked.result;
      if (!database.objectStoreNames.contains("pages")) { database.close(); resolve(null); return; }
      const found = database.transaction("pages").objectStore("pages").get(path);
      found.onsuccess = () => { database.close(); resolve(found.result ?? null); };
      found.onerror = () => { database.close(); resolve(null); };
    };
  });
}

// Who may not see a canvas any longer keeps nothing of it here.
function forget(path) {
  const [, start, key] = path.match(/^(.*\/(\d+)\/)/);
  return new Promise((resolve) => {
    const asked = indexedDB.open(DATABASE);
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onerror = () => resolve();
    asked.onsuccess = () => {
      const database = asked.result;
      const stores = [...database.objectStoreNames];
      if (!stores.length) { database.close(); resolve(); return; }
      const turn = database.transaction(stores, "readwrite");
      turn.objectStore("pages").delete(IDBKeyRange.bound(start, `${start}\uffff`));
      turn.objectStore("states").delete(key);
      turn.oncomplete = turn.onerror = turn.onabort = () => { database.close(); resolve(); };
    };
  });
}
