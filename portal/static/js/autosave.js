// Forms marked data-autosave keep their words: on the server while it answers, else on this device
// until it does. What lies on the device belongs to one person and goes as soon as it is sent.
const frame = document.querySelector("[data-drafts]");
const WAIT = 2000;
const RETRY = [5000, 15000, 60000];
const KEEPALIVE_MAX = 60000; // browsers refuse to send more from a page that is going
const BEGAN = Date.UTC(2026, 0, 1);
const OURS = new Set(["csrf_token", "autosave", "autosave-load", "autosave-adopts"]);

const shelf = {
  prefix: `portal-words/${frame?.dataset.user}/`,
  name(entry) { return `${this.prefix}${entry.key}/${entry.load}`; },
  put(entry) {
    try {
      localStorage.setItem(this.name(entry), JSON.stringify(entry));
      return true;
    } catch {
      return false;
    }
  },
  drop(entry) {
    try {
      const there = JSON.parse(localStorage.getItem(this.name(entry)));
      if (there && there.count <= entry.count) localStorage.removeItem(this.name(entry));
    } catch { /* no storage, nothing to drop */ }
  },
  all() {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(this.prefix))
        .map((name) => JSON.parse(localStorage.getItem(name)));
    } catch {
      return [];
    }
  },
  clear() {
    for (const entry of this.all()) localStorage.removeItem(this.name(entry));
  },
};

// A field may be called 'elements' or 'action' and hides what the form itself says by that name.
const { get: elements } = Object.getOwnPropertyDescriptor(HTMLFormElement.prototype, "elements");
const { submit } = HTMLFormElement.prototype;

const token = () => document.querySelector("meta[name=csrf-token]");

// What became of the words: {state: "kept" | "closed" | "refused" | "ended" | "offline", said}
async function post(address, body, options = {}) {
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      redirect: "manual", // to the sign-in, that is
      headers: { "Content-Type": "application/json", "X-CSRFToken": token()?.content ?? "" },
      body: JSON.stringify(body),
      ...options,
    });
  } catch {
    return { state: "offline" };
  }
  const json = answer.headers.get("Content-Type")?.startsWith("application/json");
  const said = json ? await answer.json().catch(() => ({})) : {};
  if (answer.ok && json) return { state: said.closed ? "closed" : "kept", said: said.said };
  if (json && !said.other) return { state: "refused", said: said.said };
  return { state: answer.status >= 500 ? "offline" : "ended" };
}

// The person may have signed in again elsewhere: then a new token is all that is missing.
async function renewed() {
  try {
    const found = await (await fetch(frame.dataset.state, { redirect: "error" })).json();
    if (String(found.user) !== frame.dataset.user) return false;
    if (token()) token().content = found.csrf;
    for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = found.csrf;
    return true;
  } catch {
    return false;
  }
}

async function deliver(entry, options) {
  const outcome = await post(frame.dataset.keep, entry, options);
  if (outcome.state !== "ended" || !await renewed()) return outcome;
  return post(frame.dataset.keep, entry, options);
}

class Keeper {
  constructor(form) {
    this.form = form;
    this.count = 0;
    this.failed = 0;
    this.leaving = false;
    // Words that came with the page and are stored nowhere must be kept, and never taken back.
    this.unsaved = form.matches("[data-unsaved]")
      || (form.querySelector(".vb-errors") && !form.matches("[data-saved]"));
    this.first = this.look();
    this.kept = this.first;
    this.status = this.place();
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("submit", () => this.submitted());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.leave();
      else if (this.failed) this.send();
    });
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", () => { this.leaving = false; });
    addEventListener("online", () => { if (this.failed) this.send(); });
    if (this.unsaved && !form.matches("[data-chosen]")) {
      this.kept = "";
      this.send();
    }
  }

  fields() {
    const left = new Set(OURS);
    for (const one of elements.call(this.form)) {
      if (one.type === "password" || one.closest("[data-no-autosave]")) left.add(one.name);
    }
    return [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && !left.has(name));
  }

  look() { return JSON.stringify(this.fields()); }

  entry() {
    const { autosave, load, version, page, adopts } = this.form.dataset;
    this.count = Math.max(this.count + 1, Math.floor((Date.now() - BEGAN) / 500));
    const all = elements.call(this.form);
    const named = all.namedItem("title") ?? all.namedItem("name");
    return {
      user: Number(frame.dataset.user),
      key: autosave,
      load,
      version: version ?? "",
      page: page ?? "",
      adopts: adopts ? Number(adopts) : undefined,
      count: this.count,
      title: (named?.value || document.querySelector("h1")?.textContent || "").slice(0, 200),
      fields: this.fields(),
    };
  }

  typed() {
    delete this.form.dataset.kept;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), WAIT);
  }

  submitted() {
    this.leaving = true;
    clearTimeout(this.timer);
    // Until the server has answered, these words are nowhere else. The next page tidies up.
    if (this.look() !== this.kept) shelf.put(this.entry());
  }

  leave() {
    if (this.leaving || this.look() === this.kept || this.closed) return;
    clearTimeout(this.timer);
    const entry = this.entry();
    shelf.put(entry); // whether the server gets it nobody will be there to see
    const small = JSON.stringify(entry).length * 2 < KEEPALIVE_MAX;
    this.send(small ? { keepalive: true } : {}, entry);
  }

  async send(options = {}, made = null) {
    clearTimeout(this.timer);
    const now = this.look();
    if (this.leaving || this.closed || now === this.kept) return;
    if (now === this.first && !this.unsaved) {
      this.takeBack(now);
      return;
    }
    const entry = made ?? this.entry();
    const { state, said } = await deliver(entry, options);
    this.closed = state === "closed";
    if (state === "kept" || this.closed) {
      shelf.drop(entry);
      this.kept = now;
      this.failed = 0;
      this.done(said);
      return;
    }
    const here = shelf.put(entry);
    if (here && this.look() === now) this.form.dataset.kept = "";
    const words = state === "refused" ? said : frame.dataset[here ? state : "lost"];
    this.say(words, state === "ended");
    if (state !== "refused") {
      this.timer = setTimeout(() => this.send(), RETRY[Math.min(this.failed, RETRY.length - 1)]);
    }
    this.failed += 1;
  }

  done(said) {
    if (this.look() === this.kept) this.form.dataset.kept = "";
    else this.typed();
    this.say(said);
  }

  async takeBack(now) {
    const { autosave: key, load } = this.form.dataset;
    const { state } = await post(frame.dataset.takeBack, { key, load });
    if (state !== "kept") return;
    this.kept = now;
    shelf.drop({ key, load, count: Infinity });
    this.say("");
  }

  place() {
    const found = this.form.querySelector("[data-autosave-status], .vb-savebar [role=status]");
    if (found) return found;
    const made = document.createElement("span");
    made.className = "vb-meta";
    made.setAttribute("role", "status");
    (this.form.querySelector(".vb-savebar") ?? this.form).prepend(made);
    return made;
  }

  say(words, signIn = false) {
    const picture = this.status.querySelector("svg");
    this.status.replaceChildren(...(picture && words ? [picture] : []), words ?? "");
    for (const one of this.form.querySelectorAll("[data-not-saved]")) one.hidden = Boolean(words);
    if (!signIn) return;
    const link = document.createElement("a");
    link.href = frame.dataset.login;
    link.target = "_blank";
    link.textContent = frame.dataset.signIn;
    this.status.append(" ", link);
  }
}

// What could not be sent last time is sent now; a form it belongs to says so.
async function sendStored() {
  const sent = new Set();
  for (const entry of shelf.all()) {
    const { state } = await deliver(entry);
    if (state === "offline" || state === "ended") break;
    if (state === "kept" || state === "closed") shelf.drop(entry);
    if (state === "kept") sent.add(entry.key);
  }
  for (const place of document.querySelectorAll("[data-autosave-note]")) {
    if (!sent.has(place.dataset.autosaveNote)) continue;
    const form = document.querySelector(`form[data-autosave="${CSS.escape(place.dataset.autosaveNote)}"]`);
    const { autosave: key, load, page } = form.dataset;
    const answer = await fetch(`${frame.dataset.note}?${new URLSearchParams({ key, load, page })}`);
    if (answer.ok) place.innerHTML = await answer.text(); // ours, and escaped by its template
  }
}

function guardSignOut(keepers) {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (new URL(form.getAttribute("action") ?? "", location).pathname !== frame.dataset.logout) return;
    event.preventDefault();
    await Promise.all(keepers.map((keeper) => keeper.send()));
    await sendStored();
    if (shelf.all().length && !confirm(frame.dataset.leaving)) return;
    shelf.clear();
    for (const keeper of keepers) keeper.leaving = true;
    submit.call(form);
  });
}

if (frame) {
  const stored = sendStored();
  const keepers = [...document.querySelectorAll("form[data-autosave]")].map((form) => new Keeper(form));
  guardSignOut(keepers);
  stored.catch(() => {});
}
