// What the phone keeps: each card as the server last told it, and the operations that the server
// has not confirmed. Everything that belongs together is written in one transaction.
const NAME = "videnbazar-card";
const STORES = ["cards", "ops", "meta"];
let opening = null;

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
export const got = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

// Runs `work` in one transaction and answers with its result once everything is on the disk.
export async function within(mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORES, mode, { durability: "strict" });
    let result;
    transaction.oncomplete = () => resolve(result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    const stores = Object.fromEntries(STORES.map((name) => [name, transaction.objectStore(name)]));
    work(stores).then((value) => { result = value; }, (error) => { reject(error); transaction.abort(); });
  });
}

// Without https there is no crypto.randomUUID.
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
