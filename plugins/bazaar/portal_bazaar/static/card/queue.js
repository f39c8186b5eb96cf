// The card with what is not sent yet on top of it, and the operations that make it so. An operation
// gets its id here, once; as soon as it has been sent it is never changed, for the server may have
// done it although the answer was lost: what is written then is another operation.
import { got, uuid, within } from "./store.js";

export const FIELDS = ["interest", "expectation", "wants_workshop", "note"];
const opsOf = (stores, visitor) => got(stores.ops.index("visitor").getAll(visitor));

async function device(stores) {
  let name = await got(stores.meta.get("device"));
  if (!name) await got(stores.meta.put((name = uuid()), "device"));
  return name;
}

// Keeps a card as the server tells it; an answer that was overtaken by a later one is passed over.
export const keepCard = (card) => within("readwrite", async (stores) => {
  const known = await got(stores.cards.get(card.visitor));
  if (known && known.now > card.now) return;
  await got(stores.cards.put({ ...known, ...card, fetched: Date.now() }));
  await got(stores.meta.put(card.visitor, "current"));
  await forgetOthers(stores, card.visitor);
});

// Of people who were here before nothing stays but what they have not sent.
async function forgetOthers(stores, visitor) {
  const waiting = new Set((await got(stores.ops.getAll())).map((op) => op.visitor));
  for (const other of await got(stores.cards.getAllKeys())) {
    if (other !== visitor && !waiting.has(other)) await got(stores.cards.delete(other));
  }
}

// Whose card this phone showed last.
export const currentVisitor = () => within("readonly", (stores) => got(stores.meta.get("current")));

export const forgetCurrent = () => within("readwrite", async (stores) => {
  await got(stores.meta.delete("current"));
  await forgetOthers(stores, 0);
});

export const readCard = (visitor) => within("readonly", async (stores) => {
  const [card, all] = [await got(stores.cards.get(visitor)), await got(stores.ops.getAll())];
  if (!card) return null;
  const waiting = all.filter((op) => op.visitor !== visitor && !op.refused);
  return { ...viewOf(card, all.filter((op) => op.visitor === visitor)), card, others: waiting.length ? countLines(waiting) : 0 };
});

const countLines = (ops) => new Set(ops.map((op) => `${op.visitor} ${op.key}`)).size;

function viewOf(card, ops) {
  const lines = new Map(card.entries.map((entry) => [`s${entry.stand}`, { ...entry, key: `s${entry.stand}`, sent: true, refused: "" }]));
  let handingIn = false;
  for (const op of ops) {
    if (op.verb === "hand_in") handingIn ||= !op.refused;
    else if (op.verb === "remove") { if (!op.refused) lines.delete(op.key); }
    else applyTo(lines, card, op);
  }
  const unsent = new Set(ops.filter((op) => !op.refused && op.verb !== "hand_in").map((op) => op.key)).size;
  const sorted = [...lines.values()].sort((one, other) => other.at - one.at);
  return { lines: sorted, unsent, handingIn, closed: handingIn ? "handed_in" : card.closed };
}

function applyTo(lines, card, op) {
  const line = lines.get(op.key) ?? blank(card, op);
  if (op.verb === "settle") line.differences = line.differences.filter((one) => one.id !== op.difference);
  for (const [name, edit] of Object.entries(op.edits ?? {})) line[name] = edit.value;
  line.where = op.where ?? line.where;
  if (op.refused) line.refused = op.refused;
  else line.unsent = true;
  lines.set(op.key, line);
}

function blank(card, op) {
  const stand = card.stands.find((one) => one.id === op.stand) ?? {};
  return {
    key: op.key, stand: op.stand, number: stand.number ?? null, title: stand.title ?? "", place: stand.place ?? "",
    at: op.at, version: 0, interest: null, expectation: "", wants_workshop: false, note: "", differences: [],
    sent: false, refused: "", unknown: !op.stand,
  };
}

// Adds an operation. Edits of a line join the last one that has never been sent.
async function add(stores, visitor, op) {
  const ops = await opsOf(stores, visitor);
  const last = ops.findLast((one) => one.key === op.key);
  if (op.verb === "edit" && last?.verb === "edit" && !last.tried && !last.refused) {
    await got(stores.ops.put({ ...last, edits: { ...last.edits, ...op.edits } }));
    return;
  }
  const made = { id: uuid(), visitor, at: Date.now(), device: await device(stores), tried: false, refused: "", ...op };
  await got(stores.ops.add(made));
}

// Puts a stand on the card: `where` as it is sent, `stand` its id if the phone knows it. Answers
// with the line's key; what is on the card already stays as it is.
export const visit = (visitor, where, stand) => within("readwrite", async (stores) => {
  const key = stand ? `s${stand}` : where.code ? `c${where.code}` : `t${where.short}`;
  const card = await got(stores.cards.get(visitor));
  const ops = await opsOf(stores, visitor);
  const line = viewOf(card, ops).lines.find((one) => one.key === key);
  if (line && !line.refused) return key;
  if (line) await redirect(stores, ops, key, key, where, stand);
  else await add(stores, visitor, { verb: "edit", key, stand, where, base: 0, edits: {} });
  return key;
});

export const edit = (visitor, key, values) => within("readwrite", async (stores) => {
  const card = await got(stores.cards.get(visitor));
  const ops = await opsOf(stores, visitor);
  const line = viewOf(card, ops).lines.find((one) => one.key === key);
  if (!line) return;
  const at = Date.now();
  const edits = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, at }]));
  const where = line.sent ? { id: line.stand } : line.where;
  // What was refused keeps its words: they join it, and are sent when it is.
  const refused = ops.findLast((one) => one.key === key && one.refused);
  if (refused) await got(stores.ops.put({ ...refused, edits: { ...refused.edits, ...edits } }));
  else await add(stores, visitor, { verb: "edit", key, stand: line.stand, where, base: line.version, edits });
});

// What was refused is sent as that stand from now on, with all that was written.
export const chooseInstead = (visitor, key, stand) => within("readwrite", async (stores) => {
  await redirect(stores, await opsOf(stores, visitor), key, `s${stand}`, { id: stand }, stand);
});

async function redirect(stores, ops, key, newKey, where, stand) {
  for (const op of ops.filter((one) => one.key === key && (one.refused || !one.tried))) {
    await got(stores.ops.put({ ...op, id: uuid(), key: newKey, where, stand, tried: false, refused: "" }));
  }
}

// Takes a line off the card; what was never sent is simply no longer there.
export const remove = (visitor, key) => within("readwrite", async (stores) => {
  const ops = (await opsOf(stores, visitor)).filter((one) => one.key === key);
  const card = await got(stores.cards.get(visitor));
  const entry = card.entries.find((one) => `s${one.stand}` === key);
  for (const op of ops.filter((one) => !one.tried || one.refused)) await got(stores.ops.delete(op.seq));
  if (!entry && !ops.some((one) => one.tried && !one.refused)) return;
  const where = entry ? { id: entry.stand } : ops[0].where;
  await add(stores, visitor, { verb: "remove", key, stand: entry?.stand ?? ops[0]?.stand, where, base: entry?.version ?? 0 });
});

export const settle = (visitor, key, difference, use) => within("readwrite", async (stores) => {
  await add(stores, visitor, { verb: "settle", key, difference, use });
});

export const handIn = (visitor) => within("readwrite", async (stores) => {
  const ops = await opsOf(stores, visitor);
  if (!ops.some((one) => one.verb === "hand_in" && !one.refused)) await add(stores, visitor, { verb: "hand_in", key: "card" });
});

// The next operations to send, in their order; from here on they are never changed.
export const takeBatch = (visitor, most) => within("readwrite", async (stores) => {
  const ops = (await opsOf(stores, visitor)).filter((op) => !op.refused).slice(0, most);
  for (const op of ops.filter((one) => !one.tried)) await got(stores.ops.put({ ...op, tried: true }));
  return ops;
});

// What the server said: in one transaction the card is what it says, and what it has done goes.
export const keepAnswers = (visitor, answers, moving) => within("readwrite", async (stores) => {
  const said = new Map(answers.map((answer) => [answer.id, answer.refused]));
  for (const op of await opsOf(stores, visitor)) {
    if (!said.has(op.id)) continue;
    if (said.get(op.id)) await got(stores.ops.put({ ...op, refused: said.get(op.id) }));
    else await got(stores.ops.delete(op.seq));
  }
  const card = await got(stores.cards.get(visitor));
  if (card && card.now <= moving.now) await got(stores.cards.put({ ...card, ...moving, fetched: Date.now() }));
});

// Refused without a line of its own (a removal, a card handed in twice): nothing is left to say.
export const dropSettled = (visitor) => within("readwrite", async (stores) => {
  for (const op of await opsOf(stores, visitor)) {
    if (op.refused && op.verb !== "edit") await got(stores.ops.delete(op.seq));
  }
});
