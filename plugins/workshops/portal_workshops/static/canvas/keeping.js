// Keeps the canvas on this device as the person last saw it, so that it opens without net: its pages
// and what stood on it. One person's at a time: somebody else's is emptied before anything is kept,
// and the portal's kept.js empties it when they sign out or another signs in.
const DATABASE = "portal-canvas-kept";
const MARK = "portal.kept.workshops-canvas";
const SOON = 800;
const OLD = 10 * 60 * 1000;
const MOST = 20; // canvases and their pages: the oldest go

function opened() {
  return new Promise((resolve) => {
    try {
      const asked = indexedDB.open(DATABASE, 1);
      asked.onupgradeneeded = () => {
        for (const name of ["pages", "states"]) asked.result.createObjectStore(name, { keyPath: "key" });
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
}

async function within(mode, work) {
  const database = await opened();
  if (!database) return undefined;
  return new Promise((resolve) => {
    try {
      const turn = database.transaction(["pages", "states"], mode, { durability: "relaxed" });
      const asked = work(turn.objectStore("pages"), turn.objectStore("states"));
      turn.oncomplete = () => { database.close(); resolve(asked?.result); };
      turn.onerror = turn.onabort = () => { database.close(); resolve(undefined); };
    } catch {
      database.close();
      resolve(undefined);
    }
  });
}

const owner = () => {
  try { return JSON.parse(localStorage.getItem(MARK))?.user ?? ""; } catch { return ""; }
};

export class Keeping {
  constructor(root, sync) {
    Object.assign(this, { root, sync, user: String(sync.user), path: location.pathname });
    this.works = "serviceWorker" in navigator && "indexedDB" in window;
    this.begun = false;
    sync.addEventListener("taken", () => this.#taken());
    addEventListener("pagehide", () => this.#state());
  }

  // What stood on the canvas when it was last seen here; null for somebody else.
  async last() {
    if (!this.works || owner() !== this.user) return null;
    const found = await within("readonly", (_pages, states) => states.get(this.root.dataset.key));
    return found?.user === this.sync.user ? found : null;
  }

  // The server has answered this person: they are who they were when the page was made.
  #taken() {
    if (!this.works) return;
    if (!this.begun) {
      this.begun = true;
      this.#begin().catch(() => {});
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#state(), SOON);
  }

  async #begin() {
    if (owner() !== this.user) {
      await within("readwrite", (pages, states) => { pages.clear(); states.clear(); });
      localStorage.setItem(MARK, JSON.stringify({ user: this.user, database: DATABASE }));
    }
    await this.#state();
    await navigator.serviceWorker.register(this.root.dataset.worker);
    const worker = await navigator.serviceWorker.ready;
    const made = new Set(performance.getEntriesByType("resource").map((one) => one.name));
    for (const one of document.querySelectorAll("link[href], script[src]")) made.add(one.href || one.src);
    made.add(new URL(this.root.dataset.icons, location.href).href);
    worker.active.postMessage({ keep: [...made].filter((one) => one.includes("/static/")) });
    const known = new Map(((await within("readonly", (pages) => pages.getAll())) ?? []).map((one) => [one.key, one.at]));
    const all = JSON.parse(this.root.dataset.pages);
    for (const path of [this.path, ...all.filter((one) => one !== this.path)]) {
      if (path === this.path || Date.now() - (known.get(path) ?? 0) > OLD) await this.#page(path);
    }
    document.documentElement.dataset.canvasKept = this.root.dataset.key;
    await this.#tidy();
  }

  async #page(path) {
    const answer = await fetch(path, { redirect: "manual", headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const html = (await answer.text()).replace('class="canvas" data-canvas', 'class="canvas" data-canvas data-kept="1"');
    // Whoever has signed in meanwhile has a page of their own.
    const drafts = new DOMParser().parseFromString(html, "text/html").querySelector("[data-drafts]");
    if (drafts?.dataset.user !== this.user || owner() !== this.user) return;
    const policy = answer.headers.get("Content-Security-Policy") ?? "default-src 'none'";
    await within("readwrite", (pages) => pages.put({ key: path, html, policy, user: this.user, at: Date.now() }));
  }

  #state() {
    clearTimeout(this.timer);
    const { sync } = this;
    if (!this.works || !this.begun || owner() !== this.user) return undefined;
    const { user, seq, people, dots, track } = sync;
    const kept = { key: this.root.dataset.key, user, seq, people, dots, track, items: [...sync.items.values()], at: Date.now() };
    return within("readwrite", (_pages, states) => states.put(kept));
  }

  #tidy() {
    return within("readwrite", (pages, states) => {
      for (const [store, most] of [[pages, MOST * 8], [states, MOST]]) {
        const asked = store.getAll();
        asked.onsuccess = () => {
          const old = asked.result.sort((a, b) => b.at - a.at).slice(most);
          for (const one of old) store.delete(one.key);
        };
      }
    });
  }
}
