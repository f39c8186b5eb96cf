// Sends what waits, one tab at a time. The lock only saves work: the server does each operation
// once, whoever sends it how often.
import { dropSettled, keepAnswers, keepCard, takeBatch } from "./queue.js";

const BATCH = 50;
const PATIENCE = 15_000;
const SLOWEST = 60_000;

export class Sync {
  // `changed(state)` is called whenever what the phone keeps may have changed; state is '' (all is
  // well), 'sending', 'retrying', 'signedOut' or 'other'.
  constructor(visitor, addresses, token, changed) {
    Object.assign(this, { visitor, addresses, token, changed });
    this.wait = 0;
    this.timer = 0;
    this.running = null;
    this.again = false;
  }

  // Soon: what is typed meanwhile goes along.
  soon(milliseconds = 0) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), milliseconds);
  }

  now() {
    if (this.running) { this.again = true; return this.running; }
    clearTimeout(this.timer);
    this.running = this.#locked().catch(() => "retrying").then(async (state) => {
      this.running = null;
      if (state === "retrying") {
        this.wait = Math.min(SLOWEST, this.wait ? this.wait * 2 : 2_000);
        this.soon(this.wait);
      } else if (this.again) this.soon();
      if (state !== "retrying") this.wait = 0;
      this.again = false;
      await this.changed(state);
      return state;
    });
    return this.running;
  }

  // Once and no timer: for the service worker, which the browser wakes again.
  once() { return this.#locked().catch(() => "retrying"); }

  async #locked() {
    if (!navigator.locks) return this.#send();
    try {
      // A tab that the phone has put to sleep may hold the lock for ever.
      const signal = AbortSignal.timeout(PATIENCE);
      return await navigator.locks.request(`bazaar-card-${this.visitor}`, { signal }, () => this.#send());
    } catch (error) {
      if (error.name !== "AbortError" && error.name !== "TimeoutError") throw error;
      return this.#send();
    }
  }

  async #send() {
    // What was surely not sent can still be changed in place.
    if (!navigator.onLine) return "retrying";
    for (let first = true; ; first = false) {
      const ops = await takeBatch(this.visitor, BATCH);
      if (!ops.length && !first) return "";
      if (ops.length) await this.changed("sending");
      const answer = await this.#post(ops);
      if (typeof answer === "string") return answer;
      await keepAnswers(this.visitor, answer.answers, answer);
      await dropSettled(this.visitor);
      await this.changed("sending");
      if (ops.length < BATCH) return "";
    }
  }

  async #post(ops, fresh = false) {
    const sent = ops.map(({ id, verb, at, device, where, base, edits, difference, use }) => ({ id, verb, at, device, where, base, edits, difference, use }));
    const response = await fetch(this.addresses.sync, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
      body: JSON.stringify({ visitor: this.visitor, now: Date.now(), ops: sent }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.ok) return response.json();
    if (response.status === 401) return "signedOut";
    if (response.status === 409) return "other";
    // A session that began anew has another token.
    if (response.status === 400 && !fresh) return (await this.refresh()) || this.#post(ops, true);
    return "retrying";
  }

  // Fetches the whole card; '' where that went well.
  async refresh() {
    const response = await fetch(this.addresses.state, { signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) return "retrying";
    const card = await response.json();
    if (card.visitor === null) return "signedOut";
    if (this.visitor && card.visitor !== this.visitor) return "other";
    this.visitor = card.visitor;
    this.token = card.csrf;
    await keepCard(card);
    return "";
  }
}
