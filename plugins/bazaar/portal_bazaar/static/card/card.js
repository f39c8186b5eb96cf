// The dance card on the phone. The page works without this; with it everything is kept on the phone
// first, shown at once, and sent when there is net.
import { isMistyped, normalShort, normalToken, recognise, tokenOf } from "./codes.js";
import { signedOutAt, tell } from "./leaving.js";
import { Lines } from "./lines.js";
import * as queue from "./queue.js";
import { scanner } from "./scan.js";
import { lasting } from "./store.js";
import { Sync } from "./sync.js";

const root = document.querySelector("#bazaar-card");
const words = JSON.parse(root.dataset.words);
const online = root.dataset.visitor !== undefined; // else the shell: whose card, the phone knows
const find = (name) => document.querySelector(`[data-${name}]`);
const pattern = (name) => root.querySelector(`template[data-pattern=${name}]`);
const channel = new BroadcastChannel("bazaar-card");

let visitor = online ? Number(root.dataset.visitor) : 0;
let view = null;
let state = "";
let choosing = ""; // the line that waits for another stand

const changed = () => { channel.postMessage("changed"); return show(); };
const act = async (work) => { await work; await changed(); sync.soon(); };
const acts = {
  edit: (key, values) => { expect(); return act(queue.edit(visitor, key, values)); },
  remove: async (key) => {
    await lines.flush();
    const line = view.lines.find((one) => one.key === key);
    await act(queue.remove(visitor, key));
    if (line) offerUndo(line);
  },
  settle: (key, difference, use) => { expect(); return act(queue.settle(visitor, key, difference, use)); },
  choose: async (key, stand) => {
    if (stand) return act(queue.chooseInstead(visitor, key, stand));
    choosing = key;
    document.querySelector("#choose").focus();
    document.querySelector("#add").scrollIntoView();
  },
};
const lines = new Lines(find("lines"), { line: pattern("line"), difference: pattern("difference") }, words, acts);
let sync = null;

// What was taken off can be put back as it was, until the page is left.
function offerUndo(line) {
  const [place, button] = [find("undo"), find("undo-button")];
  find("undo-title").textContent = line.title;
  place.hidden = false;
  button.onclick = async () => {
    place.hidden = true;
    await queue.visit(visitor, line.sent ? { id: line.stand } : line.where, line.stand);
    const said = Object.fromEntries(queue.FIELDS.map((name) => [name, line[name]]).filter(([, value]) => value || value === 0));
    if (Object.keys(said).length) await queue.edit(visitor, line.key, said);
    await changed();
    lines.reveal(line.key);
    sync.soon();
  };
}

// Said before the first word is stored: a sign-out in the next moment must know of it.
function expect() {
  tell(Math.max(1, view.unsent), view.card.user, words, view.card.card);
}

// Everything on the page, from what the phone keeps at this moment; one at a time.
let showing = null;
let onceMore = false;
function show() {
  if (showing) { onceMore = true; return showing; }
  showing = (async () => {
    do {
      onceMore = false;
      const read = await queue.readCard(visitor);
      if (read) { view = read; paint(); }
    } while (onceMore);
  })().finally(() => { showing = null; });
  return showing;
}

function paint() {
  lines.show(view);
  const pending = view.unsent + (view.handingIn ? 1 : 0);
  tell(pending, view.card.user, words, view.card.card);
  paintNet();
  for (const place of document.querySelectorAll("[data-visited]")) {
    place.textContent = words.visited.replace("#", view.lines.filter((line) => !line.refused).length).replace("@", view.card.stands.length);
  }
  for (const place of document.querySelectorAll("[data-bazaar-title]")) place.textContent = `${view.card.title}, ${view.card.day}.`;
  find("empty").hidden = view.lines.length > 0 || Boolean(view.closed);
  for (const part of document.querySelectorAll("[data-open]")) part.hidden = Boolean(view.closed);
  const shut = find("closed"); // where the server has not said so
  if (shut) {
    shut.hidden = !view.closed || view.handingIn;
    find("closed-text").textContent = words.refusals[view.closed] ?? "";
  }
  const handIn = find("hand-in");
  if (handIn) handIn.hidden = !view.lines.length;
  paintChoices();
}

// What is not sent, in one sentence that is right at every moment.
function paintNet() {
  const net = find("net");
  const [title, text] = netWords();
  find("net-title").textContent = title;
  find("net-text").textContent = text;
  find("net-action").hidden = state !== "signedOut";
  find("net-link").href = sync.addresses.signIn;
  net.hidden = !title;
  net.dataset.unsent = view.unsent;
  const others = find("others");
  others.hidden = !view.others;
  find("others-title").textContent = view.others ? counted("others", view.others) : "";
  find("others-text").textContent = words.othersSent;
}

function netWords() {
  const { unsent, handingIn } = view;
  const more = !lasting() ? words.keepOpen : handingIn ? words.handingIn : words.safe;
  if (!navigator.onLine) return unsent ? [counted("offline", unsent), more] : [words.offlineNone, !lasting() ? words.keepOpen : handingIn ? words.handingIn : words.none];
  if (!unsent && !handingIn) return lasting() ? ["", ""] : [words.notKept, words.keepOpen];
  const title = unsent ? counted("unsent", unsent) : words.handingIn;
  if (state === "signedOut" || state === "other") return [title, words.signedOut];
  if (!lasting()) return [title, words.keepOpen];
  return [title, state === "retrying" ? words.retrying : words.sending];
}

const counted = (name, number) => words[name][number === 1 ? 0 : 1].replace("#", number);

function paintChoices() {
  const select = document.querySelector("#choose");
  const here = new Set(view.lines.map((line) => line.stand));
  const wanted = view.card.stands.filter((stand) => !here.has(stand.id));
  const shown = wanted.map((stand) => stand.id).join();
  if (select.dataset.shown === shown || select === document.activeElement) return;
  select.dataset.shown = shown;
  select.replaceChildren(select.options[0], ...wanted.map((stand) => new Option([stand.number, stand.title].filter(Boolean).join(" · "), stand.id)));
}

// A stand comes onto the card: scanned, typed or chosen.
async function put(where) {
  if (view.closed) return;
  expect();
  const stand = where.id ? view.card.stands.find((one) => one.id === where.id) : await recognise(view.card, where);
  const key = await queue.visit(visitor, where, stand?.id);
  await changed();
  lines.reveal(key);
  sync.soon();
}

function listen() {
  const type = find("type");
  const field = document.querySelector("#short");
  const problem = find("type-error");
  type.addEventListener("submit", async (event) => {
    event.preventDefault();
    const short = normalShort(field.value);
    const wrong = !short ? "unknown" : isMistyped(short) && !(await recognise(view.card, { short })) ? "mistyped" : "";
    problem.textContent = wrong ? words.refusals[wrong] : "";
    problem.hidden = !wrong;
    field.classList.toggle("is-invalid", Boolean(wrong));
    field.toggleAttribute("aria-invalid", Boolean(wrong));
    if (wrong) { field.focus(); return; }
    field.value = "";
    await put({ short });
  });
  find("choose-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const select = document.querySelector("#choose");
    const id = Number(select.value);
    if (!id) { select.focus(); return; }
    select.value = "";
    select.blur();
    if (!choosing) { await put({ id }); return; }
    await act(queue.chooseInstead(visitor, choosing, id));
    lines.reveal(`s${id}`);
    choosing = "";
  });
  const toType = () => { document.querySelector("#add").scrollIntoView({ block: "center" }); field.focus(); };
  find("keyboard")?.addEventListener("click", (event) => { event.preventDefault(); toType(); });
  const dialog = find("scan-dialog");
  if (dialog) {
    const scan = scanner(dialog, words, (code) => put({ code: normalToken(code) }), toType);
    find("scan").addEventListener("click", (event) => { event.preventDefault(); scan(); });
  }
  const asking = find("hand-in-dialog");
  find("hand-in")?.addEventListener("click", (event) => {
    event.preventDefault();
    find("hand-in-waiting").hidden = !view.unsent;
    const { starts, day, hour, now, fetched } = view.card;
    const early = find("hand-in-early");
    early.hidden = !(Date.now() + now - fetched < starts); // by the portal's clock
    early.textContent = words.early.replace("@", day).replace("#", hour);
    asking.returnValue = "";
    asking.showModal();
  });
  asking?.addEventListener("close", async () => {
    if (asking.returnValue !== "hand_in") return;
    await lines.flush();
    await queue.handIn(visitor);
    await changed();
    await sync.now();
    // The page that says thank you, and what comes now.
    if (online && !view.handingIn) location.replace(sync.addresses.card);
  });
  addEventListener("beforeunload", (event) => {
    if (!lasting() && view?.unsent) event.preventDefault();
  });
  channel.addEventListener("message", () => show());
  addEventListener("online", () => { show(); sync.soon(); });
  addEventListener("offline", () => show());
  addEventListener("pageshow", (event) => { if (event.persisted) sync.soon(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sync.soon(); });
}

async function heard(next) {
  if (next === "other" || next === "signedOut") await queue.forgetCurrent();
  state = next;
  channel.postMessage("changed");
  await show();
  if (next === "retrying" && (view.unsent || view.handingIn)) later();
}

// Where the browser has Background Sync it sends what waits, also when the card is closed by then.
async function later() {
  try {
    await (await navigator.serviceWorker.ready).sync.register("bazaar-card");
  } catch {
    // The card does it by itself as long as it is open.
  }
}

async function start() {
  find("plain-http")?.toggleAttribute("hidden", isSecureContext);
  if (!visitor) visitor = (await queue.currentVisitor()) ?? 0;
  const kept = await queue.readCard(visitor);
  const addresses = online ? JSON.parse(root.dataset.addresses) : kept?.card;
  sync = new Sync(visitor, addresses ?? {}, root.dataset.csrf ?? kept?.card.csrf ?? "", heard);
  const gone = !online && (!kept || kept.card.fetched < signedOutAt());
  if (gone) { noCard(); return; }
  if (online && !kept) await sync.refresh();
  view = await queue.readCard(visitor);
  if (!view) throw new Error("nothing was kept");
  for (const form of document.querySelectorAll("[data-scanned]")) form.remove();
  document.documentElement.classList.add("bazaar-dance-kept");
  listen();
  await show();
  const code = online ? root.dataset.code : tokenOf(location.pathname);
  if (code) await put({ code: normalToken(code) });
  if (code || !online) history.replaceState(null, "", addresses.card);
  if (online && kept) await sync.refresh().then(show, () => {});
  sync.soon();
}

function noCard() {
  find("no-card").hidden = false;
  for (const part of document.querySelectorAll("[data-open], [data-empty]")) part.hidden = true;
}

start().catch(() => {
  // The forms of the page still work, one by one.
  if (!online) { noCard(); return; }
  find("net-title").textContent = words.notStored;
  find("net").hidden = false;
});
if ("serviceWorker" in navigator) navigator.serviceWorker.register(root.dataset.worker).catch(() => {});
