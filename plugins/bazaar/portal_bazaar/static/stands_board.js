// The pitch board without leaving the page. Every change is one of the page's forms, sent here and
// answered with the whole page, of which the board is taken: the server alone decides what is so.
const FIND = "[data-board]";
let moving = Promise.resolve();
let next = null;

const token = () => document.querySelector('meta[name="csrf-token"]').content;
const board = () => document.querySelector(FIND);

// Heard in any case, and seen where something went wrong.
function status(text, wrong = false) {
  const place = document.querySelector("[data-board-status]");
  if (!place) return;
  place.textContent = text;
  place.classList.toggle("visually-hidden", !wrong);
  place.classList.toggle("bazaar-problem", wrong);
}

function ready() {
  document.querySelectorAll("[data-handle]").forEach((one) => {
    one.hidden = false;
    one.closest("[data-stand]").draggable = true;
  });
}

async function send(url, body, focus) {
  const before = board();
  const open = new Set([...before.querySelectorAll("details[open]")].map((one) => one.closest("li")?.id));
  let response = null;
  try {
    response = await fetch(url, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
  } catch {
    response = null;
  }
  if (!response || !response.ok) {
    status(before.dataset.failed, true);
    return;
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector(FIND);
  if (!fresh) {
    window.location.reload();
    return;
  }
  board().replaceWith(document.importNode(fresh, true));
  open.forEach((id) => {
    const details = id && document.getElementById(id)?.querySelector("details");
    if (details) details.open = true;
  });
  ready();
  const target = focus && document.getElementById(focus);
  if (target && !target.disabled) target.focus();
  const said = page.querySelector(".vb-note.red[role=alert]");
  status(said ? said.textContent.trim() : board().dataset.moved, Boolean(said));
}

function queue(url, body, focus) {
  moving = moving.then(() => send(url, body, focus));
  return moving;
}

function put(stand, round, index) {
  const body = new FormData();
  body.set("csrf_token", token());
  body.set("stand", stand);
  body.set("round", round);
  body.set("index", String(index));
  return queue(board().dataset.url, body, `handle-${stand}`);
}

const rows = (list) => [...list.querySelectorAll(":scope > [data-stand]")];
const rounds = () => [...document.querySelectorAll("[data-round]")];

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-board-form]");
  if (!form) return;
  event.preventDefault();
  const stand = form.closest("[data-stand]")?.dataset.stand;
  queue(form.action, new FormData(form), stand ? `handle-${stand}` : event.submitter?.id);
});

document.addEventListener("keydown", (event) => {
  const handle = event.target.closest?.("[data-handle]");
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!handle || (!step && !across)) return;
  event.preventDefault();
  const row = handle.closest("[data-stand]");
  const all = rounds();
  const here = row.closest("[data-round]");
  const place = rows(row.parentElement).indexOf(row);
  if (across) {
    const to = all[all.indexOf(here) + across];
    if (to) put(row.dataset.stand, to.dataset.round, place);
    return;
  }
  const last = rows(row.parentElement).length - 1;
  if (here.dataset.round && place + step >= 0 && place + step <= last) {
    put(row.dataset.stand, here.dataset.round, place + step);
  }
});

let dragged = null;

document.addEventListener("dragstart", (event) => {
  const row = event.target.closest?.(`${FIND} [data-stand]`);
  if (!row) return;
  dragged = row;
  row.classList.add("dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", row.dataset.stand);
});

function unmark() {
  document.querySelectorAll(".bazaar-slot.before, .bazaar-slots.over").forEach((one) => {
    one.classList.remove("before", "over");
  });
}

document.addEventListener("dragover", (event) => {
  const round = dragged && event.target.closest?.("[data-round]");
  if (!round) return;
  event.preventDefault();
  unmark();
  const list = round.querySelector(".bazaar-slots");
  next = rows(list).find((one) => {
    const box = one.getBoundingClientRect();
    return one !== dragged && event.clientY < box.top + box.height / 2;
  });
  if (next && round.dataset.round) next.classList.add("before");
  else list.classList.add("over");
});

document.addEventListener("drop", (event) => {
  const round = dragged && event.target.closest?.("[data-round]");
  if (!round) return;
  event.preventDefault();
  const others = rows(round.querySelector(".bazaar-slots")).filter((one) => one !== dragged);
  const index = next ? others.indexOf(next) : others.length;
  put(dragged.dataset.stand, round.dataset.round, index);
});

document.addEventListener("dragend", () => {
  if (dragged) dragged.classList.remove("dragged");
  dragged = null;
  unmark();
});

ready();
