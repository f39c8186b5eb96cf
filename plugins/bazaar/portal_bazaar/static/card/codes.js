// Recognises codes without net: the phone has each stand's codes only as hashes.
export const normalToken = (text) => text.trim().toLowerCase().replace(/[il]/g, "1").replaceAll("o", "0");
export const normalShort = (text) => text.replace(/[^0-9a-zA-Z]/g, "").toUpperCase();

export async function shadow(salt, code) {
  if (!globalThis.crypto?.subtle) return null; // without https; then there is net, too
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${salt}|${code}`));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 32);
}

// The stand that was scanned (`code`) or typed (`short`); undefined for what is to be checked later.
export async function recognise(card, { code = "", short = "" }) {
  const [text, name] = code ? [normalToken(code), "code"] : [normalShort(short), "short"];
  const found = await shadow(card.salt, text);
  return card.stands.find((stand) => found && stand[name] === found);
}

// Damm's check digit: every wrong digit and every swapped pair is noticed.
const TABLE = ["0317598642", "7092154863", "4206871359", "1750983426", "6123045978", "3674209581", "5869720134", "8945362017", "9438617205", "2581436790"];
export const isMistyped = (short) => /^\d{4}$/.test(short) && [...short].reduce((state, digit) => +TABLE[state][digit], 0) !== 0;

// What a QR code says, or an address: the token of a stand.
export const tokenOf = (text) => /\/bazaar\/s\/([^/?#]+)/.exec(text)?.[1] ?? "";
