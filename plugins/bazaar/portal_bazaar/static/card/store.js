// What the phone keeps: each card as the server last told it, and the operations that the server
// has not confirmed. Everything that belongs together is written in one transaction.
const NAME = "videnbazar-card";
const STORES = ["cards", "ops", "meta"];
let opening = null;
let memory = null; // once the disk has failed
let turn = Promise.resolve();

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("cards", { keyPath: "visitor" });
      request.result.createObjectStore("ops", { keyPath: "seq", autoIncrement: true }).createIndex("visitor", "visitor");
      request.result.createObjectStore("meta");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

// A request's result; awaiting nothing else keeps the transaction alive.
export const got = (request) => request instanceof Promise ? request : new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

// Whether what is written outlives the page.
export const lasting = () => !memory;

// Runs `work` in one transaction and answers with its result once everything is on the disk; where
// the phone has no room left, or a private window keeps nothing, in this page's memory from then on.
export async function within(mode, work) {
  if (!memory) {
    try {
      return await onDisk(mode, work);
    } catch {
      opening = null; // a connection may be lost and another be given
    }
    if (!memory) {
      try {
        return await onDisk(mode, work);
      } catch {
        memory ??= inMemory();
      }
    }
  }
  const stores = await memory;
  const mine = turn.then(() => work(stores));
  turn = mine.catch(() => {});
  return mine;
}

async function onDisk(mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORES, mode, { durability: "strict" });
    let result;
    transaction.oncomplete = () => resolve(result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    const stores = Object.fromEntries(STORES.map((name) => [name, transaction.objectStore(name)]));
    work(stores).then((value) => { result = value; }, (error) => {
      reject(error);
      try { transaction.abort(); } catch { /* it has ended already */ }
    });
  });
}

// The same stores in memory, with what can still be read. Another tab may send what lies on the
// disk: it counts as tried, and is never changed here.
async function inMemory() {
  const made = { cards: new Kept("visitor"), ops: new Kept("seq"), meta: new Kept() };
  try {
    const found = await onDisk("readonly", async ({ cards, ops, meta }) => [
      await got(cards.getAll()), await got(ops.getAll()), await got(meta.getAllKeys()), await got(meta.getAll()),
    ]);
    for (const card of found[0]) made.cards.put(card);
    for (const op of found[1]) made.ops.put({ ...op, tried: true });
    found[2].forEach((key, place) => made.meta.put(found[3][place], key));
  } catch { /* nothing can be read either */ }
  return made;
}

class Kept {
  constructor(path) {
    Object.assign(this, { path, rows: new Map() });
  }

  async get(key) { return structuredClone(this.rows.get(key)); }

  async getAll() { return structuredClone([...this.rows.values()]); }

  async getAllKeys() { return [...this.rows.keys()]; }

  async put(value, key = value[this.path]) { this.rows.set(key, structuredClone(value)); }

  async add(value) {
    const key = Math.max(0, ...this.rows.keys()) + 1;
    await this.put({ ...value, [this.path]: key });
  }

  async delete(key) { this.rows.delete(key); }

  index(name) {
    return { getAll: async (wanted) => (await this.getAll()).filter((row) => row[name] === wanted) };
  }
}

// Without https there is no crypto.randomUUID.
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
