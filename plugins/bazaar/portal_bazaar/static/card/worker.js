// Without net, or with one that is as good as none, the card's pages come from the phone.
// `portal` is written in front of this file: version, shell, base, assets; and `sender`: the modules
// store, queue and sync, for not every browser lets a worker import.
const CACHE = `bazaar-card-${portal.version}`;
const ASSETS = new Set(portal.assets);
const PAGE = new RegExp(`^${portal.base}/(?:card|\\d+/card|s/[^/]+)$`);
const PATIENCE = 2_500;
//: After one wait in vain the net is taken for gone for a while.
const GONE_FOR = 20_000;
let goneUntil = 0;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll([...portal.assets, portal.shell].map((address) => new Request(address, { cache: "reload" })));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("bazaar-card-") && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (PAGE.test(address.pathname)) event.respondWith(netFirst(request, portal.shell));
  } else if (ASSETS.has(address.pathname)) event.respondWith(netFirst(request, address.pathname));
});

// What waits is sent when there is net again, also after the card was closed. The page's lock is
// this one's, too, and whatever is sent twice is done once.
self.addEventListener("sync", (event) => {
  if (event.tag === "bazaar-card") event.waitUntil(sendWaiting());
});

async function sendWaiting() {
  const visitor = await sender.currentVisitor();
  const kept = visitor ? await sender.readCard(visitor) : null;
  if (!kept || !(kept.unsent || kept.handingIn)) return;
  const state = await new sender.Sync(visitor, kept.card, kept.card.csrf, async () => {}).once();
  new BroadcastChannel("bazaar-card").postMessage("changed");
  if (state === "retrying") throw new Error("not sent yet"); // the browser tries again
}

async function netFirst(request, kept) {
  const cache = await caches.open(CACHE);
  const fallback = async () => (await cache.match(kept)) ?? fetch(request);
  if (!navigator.onLine || Date.now() < goneUntil) return fallback();
  const answer = fetch(request);
  answer.catch(() => {});
  try {
    const late = new Promise((_resolve, reject) => { setTimeout(reject, PATIENCE); });
    const response = await Promise.race([answer, late]);
    return response.status >= 502 && response.status <= 504 ? fallback() : response;
  } catch {
    goneUntil = Date.now() + GONE_FOR;
    return (await cache.match(kept)) ?? answer;
  }
}
