// The canvas as the server has it, with what this browser has done laid over it; sends operations
// and asks for others' in one loop, so that answers never cross.
import { Queue, uuid } from "./queue.js";

const ACTIVE = 900; // between two polls: others' changes are seen within two seconds
const HIDDEN = 15000;
const SOON = 150;
const BATCH = 100;
const PATIENCE = [1000, 2000, 4000, 8000];
const BEAT = 20000;
const RENEW = 6000;

// Fields of a few fixed values: to choose one again is no loss.
const CHOSEN = ["into", "choice", "about", "due", "review"];

// The words in an operation, which nobody should have to write twice.
export const wordsOf = (one) => Object.entries(one.fields)
  .filter(([name, value]) => typeof value === "string" && value.trim() && !CHOSEN.includes(name))
  .map(([, value]) => value).join("\n");

const token = () => document.querySelector("meta[name=csrf-token]");

// Takes the name of a browser for as long as this page lives; undefined where another page has it.
// Without https there are no locks, and every page has a name of its own.
function living(client) {
  if (!client || !navigator.locks) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    navigator.locks.request(`portal-canvas-${client}`, { ifAvailable: true }, (lock) => {
      resolve(lock ? client : undefined);
      return lock ? new Promise(() => {}) : undefined;
    }).catch(() => resolve(undefined));
  });
}

export class Sync extends EventTarget {
  constructor(root) {
    super();
    this.root = root.dataset;
    this.user = Number(this.root.user);
    this.client = uuid();
    this.items = new Map();
    this.people = { [this.user]: this.root.name };
    this.pending = [];
    this.refused = [];
    this.order = 0;
    this.seq = 0;
    this.here = [];
    this.dots = {};
    this.track = {};
    this.state = "saved";
    this.failures = 0;
    this.loaded = false;
    this.place = { item: "", field: "" };
    this.queue = new Queue(this.root.key, this.user);
  }

  async start() {
    const left = await this.queue.left();
    const known = new Set(this.pending.map((one) => one.id));
    // Who goes on with what an earlier visit left has seen all that it wrote.
    if (!this.pending.length) this.client = await living(left.at(-1)?.client) ?? this.client;
    await living(this.client);
    // What was left may have been done, though nobody heard: it is not written on.
    for (const one of left) one.tried = true;
    // The clock of the device may have been put back meanwhile; the order is that of doing.
    this.order = Math.max(this.order, ...left.map((one) => one.at));
    this.pending = [...left.filter((one) => !known.has(one.id)), ...this.pending];
    const refused = await this.queue.refused();
    this.refused = [...refused, ...this.refused];
    if (refused.length) this.dispatchEvent(new Event("refused"));
    const last = await this.keeping?.last();
    if (last && (this.root.kept || last.seq >= Number(this.root.seq))) this.#recall(last);
    addEventListener("online", () => this.wake(0));
    addEventListener("offline", () => this.#become("offline"));
    document.addEventListener("visibilitychange", () => this.wake(0));
    addEventListener("pagehide", () => this.#leave());
    setInterval(() => this.tell(), BEAT);
    this.tell();
    this.wake(0);
  }

  // What stood here when this device last saw it, until the server tells.
  #recall(last) {
    this.items = new Map(last.items.map((one) => [one.id, one]));
    Object.assign(this, { seq: last.seq, people: { ...last.people, ...this.people }, dots: last.dots, track: last.track });
    this.loaded = true;
    this.dispatchEvent(new Event("change"));
  }

  // --- reading -------------------------------------------------------------------------------

  // An item as the person should see it: the server's, with what waits to be sent on top.
  item(id) {
    const waiting = this.pending.filter((one) => one.item === id);
    const there = this.items.get(id);
    if (!waiting.length) return there;
    let item = there ? { ...there, f: { ...there.f } } : null;
    for (const one of waiting) {
      if (!item) item = { id, type: one.type || id.split("-")[0], n: 0, gone: false, by: this.user, f: {} };
      if (one.do === "remove") item.gone = true;
      if (one.do === "restore") item.gone = false;
      if (one.do === "remove" || one.do === "restore") continue;
      for (const [name, value] of Object.entries(one.fields)) {
        const others = (item.f[name] ?? []).slice(1).filter((version) => !one.seen?.includes(version[1]));
        item.f[name] = [[value, 0, this.user], ...others];
      }
    }
    return item;
  }

  of(type) {
    const ids = new Set([...this.items.keys(), ...this.pending.map((one) => one.item)]);
    return [...ids].map((id) => this.item(id)).filter((one) => one && one.type === type && !one.gone);
  }

  value(item, name, empty = "") {
    return item?.f[name]?.[0]?.[0] ?? empty;
  }

  waits(id, name) {
    return this.pending.some((one) => one.item === id && name in one.fields);
  }

  name(user) {
    return this.people[user];
  }

  // Who else writes in a field now.
  holder(item, field) {
    const at = Date.now();
    return this.here.find((one) => one.client !== this.client && one.item === item
      && one.field === field && one.until > at);
  }

  // --- writing -------------------------------------------------------------------------------

  do(what, item, fields = {}, more = {}) {
    const last = this.pending.at(-1);
    this.order = Math.max(Date.now(), this.order + 1);
    const names = Object.keys(fields).join();
    const again = what === "set" && last?.do === "set" && last.item === item && !last.tried
      && Object.keys(last.fields).join() === names;
    const entry = again
      ? { ...last, fields }
      : {
        id: uuid(), do: what, item, fields, base: more.base ?? this.seq, type: more.type ?? "",
        seen: more.seen ?? [], client: this.client, at: this.order, turn: this.pending.length,
        tried: false,
      };
    if (again) this.pending[this.pending.length - 1] = entry;
    else this.pending.push(entry);
    this.queue.put(entry);
    this.#become(this.state === "saved" ? "saving" : this.state);
    this.dispatchEvent(new Event("change"));
    this.wake(SOON);
    return entry;
  }

  add(type, fields) {
    const id = uuid();
    this.do("add", id, fields, { type });
    return id;
  }

  // What was not taken is tried once more, as something new.
  retry(entry) {
    this.forget(entry);
    this.do(entry.do, entry.do === "add" ? uuid() : entry.item, entry.fields, { type: entry.type });
  }

  // Whoever wrote it needs it no more.
  forget(entry) {
    this.refused = this.refused.filter((one) => one.id !== entry.id);
    this.queue.drop([entry.id]);
    this.dispatchEvent(new Event("refused"));
  }

  // --- the loop ------------------------------------------------------------------------------

  wake(delay) {
    if (this.busy) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#turn(), delay);
  }

  async #turn() {
    if (this.busy || this.state === "closed") return;
    this.busy = true;
    this.again = false;
    try {
      if (this.pending.length && this.root.sends) await this.#send();
      else await this.#poll();
    } finally {
      this.busy = false;
    }
    if (this.state === "closed") return;
    const wait = this.failures
      ? PATIENCE[Math.min(this.failures, PATIENCE.length) - 1]
      : document.hidden ? HIDDEN : ACTIVE;
    const hurry = !this.failures && (this.again || this.pending.length);
    this.wake(hurry ? SOON : wait);
  }

  // All of it the first time: what this device remembers may be of a canvas that was put back.
  #since() {
    return `${this.root.changes}?since=${this.heard ? this.seq : 0}&user=${this.user}`;
  }

  async #poll() {
    const headers = this.etag && this.heard ? { "If-None-Match": this.etag } : {};
    const answer = await this.#ask(this.#since(), { headers });
    if (!answer) return;
    const fresh = answer.headers.get("X-CSRFToken");
    if (fresh && token()) token().content = fresh;
    if (answer.status === 304) return;
    this.etag = answer.headers.get("ETag");
    this.#take(await answer.json());
  }

  async #send() {
    const batch = this.pending.slice(0, BATCH);
    // The rules of 'who has seen what' count by browser: one batch, one browser.
    const first = batch[0].client;
    const mine = batch.filter((one, at) => batch.slice(0, at + 1).every((two) => two.client === first));
    for (const one of mine) {
      one.tried = true;
    }
    const body = {
      client: first,
      user: this.user,
      since: this.heard ? this.seq : 0,
      operations: mine.map(({ id, do: what, item, type, fields, base, seen }) => (
        { id, do: what, item, type, fields, base, seen })),
    };
    const answer = await this.#ask(this.root.operations, this.#posted(body));
    if (!answer) return;
    const data = await answer.json();
    const done = new Set(data.results.map((one) => one.id));
    this.pending = this.pending.filter((one) => !done.has(one.id));
    const kept = data.results.filter((one) => one.result === "refused")
      .map((one) => ({ ...mine.find((two) => two.id === one.id), refused: one.why }))
      .filter(wordsOf);
    for (const one of kept) this.queue.put(one);
    this.refused.push(...kept);
    const stays = new Set(kept.map((one) => one.id));
    this.queue.drop([...done].filter((id) => !stays.has(id)));
    this.#take(data);
    if (kept.length) this.dispatchEvent(new Event("refused"));
    for (const one of data.results) {
      const operation = mine.find((two) => two.id === one.id);
      if (one.result !== "done" && one.result !== "same") {
        this.dispatchEvent(new CustomEvent("result", { detail: { ...one, operation } }));
      }
    }
  }

  #posted(body) {
    return {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token()?.content ?? "" },
      body: JSON.stringify(body),
    };
  }

  // The answer, or null: then `state` says why, and what waits goes on waiting.
  async #ask(address, options) {
    let answer;
    try {
      answer = await fetch(address, { cache: "no-store", redirect: "manual", ...options });
    } catch {
      return this.#failed("offline");
    }
    const json = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (answer.status === 304 || (answer.ok && json)) {
      this.failures = 0;
      this.#become(this.pending.length && this.root.sends ? "saving" : "saved");
      return answer;
    }
    if (answer.type === "opaqueredirect" || answer.status === 409) return this.#failed("ended");
    if (answer.status === 403 || answer.status === 404) {
      this.#become("closed");
      return null;
    }
    if (answer.status === 400 && options.method === "POST") {
      await this.#renewToken();
    }
    return this.#failed("offline");
  }

  async #renewToken() {
    try {
      const answer = await fetch(this.#since(), { redirect: "manual" });
      const fresh = answer.headers.get("X-CSRFToken");
      if (fresh && token()) token().content = fresh;
    } catch { /* the loop tries again */ }
  }

  #failed(state) {
    this.failures += 1;
    this.#become(state);
    return null;
  }

  #take(data) {
    Object.assign(this.people, data.people);
    if (!this.heard) {
      this.items.clear();
      this.seq = 0;
    }
    for (const one of data.items) {
      if ((this.items.get(one.id)?.n ?? 0) <= one.n) this.items.set(one.id, one);
    }
    this.seq = Math.max(this.seq, data.seq);
    this.loaded = this.heard = true;
    if (data.dots) this.dots = data.dots;
    if (data.track) this.track = data.track;
    const at = Date.now();
    this.here = data.here.map((one) => ({
      ...one, ends: at + one.for * 1000, until: one.held ? at + one.held * 1000 : 0,
    }));
    this.#become(this.pending.length && this.root.sends ? "saving" : "saved");
    this.dispatchEvent(new Event("change"));
    this.dispatchEvent(new Event("taken"));
  }

  #become(state) {
    if (this.state === "closed") return;
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }

  // --- presence ------------------------------------------------------------------------------

  // I am here, and perhaps I hold a field; said again while I write in it.
  hold(item, field) {
    const at = Date.now();
    const same = this.place.item === item && this.place.field === field;
    if (same && at - (this.told ?? 0) < RENEW) return;
    this.place = { item, field };
    this.tell();
  }

  release() {
    if (!this.place.item) return;
    this.place = { item: "", field: "" };
    this.tell();
  }

  async tell() {
    if (this.state === "closed" || document.hidden) return;
    this.told = Date.now();
    const body = { client: this.client, page: this.root.page, ...this.place };
    try {
      await fetch(this.root.presence, { redirect: "manual", ...this.#posted(body) });
    } catch { /* the loop notices */ }
  }

  #leave() {
    this.dispatchEvent(new Event("leave")); // what is being typed becomes an operation
    this.place = { item: "", field: "" };
    const waiting = this.pending.filter((one) => one.client === this.client).slice(0, BATCH);
    if (!waiting.length || !this.root.sends) return;
    for (const one of waiting) one.tried = true; // the page may come back from the browser's memory
    const body = {
      client: this.client, user: this.user, since: this.seq,
      operations: waiting.map(({ id, do: what, item, type, fields, base, seen }) => (
        { id, do: what, item, type, fields, base, seen })),
    };
    // Whether or not it arrives, the same lies in the queue, and is done once.
    fetch(this.root.operations, { keepalive: true, ...this.#posted(body) }).catch(() => {});
  }
}
