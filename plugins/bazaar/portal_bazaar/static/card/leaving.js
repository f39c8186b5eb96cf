// Tells every page of the portal that something here is not sent: nobody signs out over it
// (see the portal's unsent.js).
const KEY = "portal.unsent.bazaar";

export function tell(count, user, words, url) {
  try {
    if (!count) { localStorage.removeItem(KEY); return; }
    const text = words.signOut[count === 1 ? 0 : 1].replace("#", count);
    localStorage.setItem(KEY, JSON.stringify({ count, user, words: text, url, send: words.sendNow, close: words.close }));
  } catch { /* no storage: then there is no database either */ }
}

export const signedOutAt = () => Number(localStorage.getItem("portal.signedOut") ?? 0);
