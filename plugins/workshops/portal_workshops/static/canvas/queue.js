// What has not reached the server yet, kept in the browser (IndexedDB) until it has: a lost
// connection, a closed tab or a dead battery loses nothing. Entries belong to one person.
const NAME = "portal-canvas";
const STORE = "operations";

function opened() {
  return new Promise((resolve) => {
    try {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => resolve(null); // private windows: in memory only
    } catch {
      resolve(null);
    }
  });
}

export class Queue {
  constructor(canvas, user) {
    this.mine = (entry) => entry.canvas === canvas && entry.user === user;
    this.about = { canvas, user };
    this.db = opened();
    this.writing = Promise.resolve();
  }

  async #run(mode, work) {
    const db = await this.db;
    if (!db) return undefined;
    return new Promise((resolve) => {
      try {
        const turn = db.transaction(STORE, mode);
        const asked = work(turn.objectStore(STORE));
        turn.oncomplete = () => resolve(asked?.result);
        turn.onerror = turn.onabort = () => resolve(undefined);
      } catch {
        resolve(undefined);
      }
    });
  }

  // What earlier visits left, in the order it was done.
  async left() {
    const all = (await this.#run("readonly", (store) => store.getAll())) ?? [];
    return all.filter((one) => this.mine(one) && !one.refused).sort((a, b) => a.at - b.at || a.turn - b.turn);
  }

  // What the server did not take, with the reason, until whoever wrote it has seen to it.
  async refused() {
    const all = (await this.#run("readonly", (store) => store.getAll())) ?? [];
    return all.filter((one) => this.mine(one) && one.refused).sort((a, b) => a.at - b.at || a.turn - b.turn);
  }

  put(operation) {
    const entry = { ...operation, ...this.about };
    this.writing = this.writing.then(() => this.#run("readwrite", (store) => store.put(entry)));
    return this.writing;
  }

  drop(ids) {
    this.writing = this.writing.then(() => this.#run("readwrite", (store) => {
      for (const id of ids) store.delete(id);
    }));
    return this.writing;
  }
}

export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Without https there is no randomUUID.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)]
    .join("-");
}
