// What a page keeps on this device to be read without net is one person's. Before it keeps anything
// it says so in localStorage, under "portal.kept.<name>": {"user": "7", "database": "<IndexedDB>"}.
// Every page of the portal empties that database as soon as somebody else is signed in here, or
// nobody is, and signing out empties it at once. What is not sent yet belongs in another database.
const PREFIX = "portal.kept.";

function empty(database) {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(database);
    asked.onupgradeneeded = () => asked.transaction.abort(); // there is none: then none is made
    asked.onerror = () => resolve();
    asked.onsuccess = () => {
      const stores = [...asked.result.objectStoreNames];
      if (!stores.length) { asked.result.close(); resolve(); return; }
      const turn = asked.result.transaction(stores, "readwrite");
      for (const name of stores) turn.objectStore(name).clear();
      turn.oncomplete = () => { asked.result.close(); resolve(); };
      turn.onabort = turn.onerror = () => { asked.result.close(); reject(turn.error); };
    };
  });
}

// Empties what is kept here of anybody else than `user` (an id as text, "" for nobody).
export async function forgetOthers(user) {
  let names = [];
  try { names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)); } catch { return; }
  for (const name of names) {
    let found = {};
    try { found = JSON.parse(localStorage.getItem(name)) ?? {}; } catch { /* not ours: it goes */ }
    if (user && found.user === user) continue;
    try {
      if (found.database) await empty(found.database);
      localStorage.removeItem(name);
    } catch { /* the next page tries again */ }
  }
}

forgetOthers(document.querySelector("[data-drafts]")?.dataset.user ?? "");
