// The lines of the card on the page: each is made once and from then on only told what changed,
// so that nobody's cursor jumps while the card synchronises.
import { FIELDS } from "./queue.js";

const TYPING = 250;
const SHOWN = 6;
const QUIET = new Set(["handed_in", "late", "closed"]);

export class Lines {
  // `act`: edit(key, values), remove(key), settle(key, difference, use), choose(key, stand|null),
  // all answered with promises.
  constructor(root, patterns, words, act) {
    Object.assign(this, { root, patterns, words, act });
    this.known = new Map();
    this.typed = new Map(); // key -> what is typed and not stored yet
    this.storing = new Set(); // what is being stored
    this.showAll = false;
    // Where stands are read about; without net there is nothing to open.
    const { addresses } = document.querySelector("#bazaar-card").dataset;
    this.readAt = addresses ? JSON.parse(addresses).stand : "";
    this.newest = "";
    this.older = document.querySelector("[data-older]");
    this.older.addEventListener("click", () => { this.showAll = true; this.#fold(); });
    // A phone that is put away stores what was typed last.
    addEventListener("pagehide", () => this.flush());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.flush(); });
  }

  flush() {
    for (const key of this.typed.keys()) this.#store(key);
    return Promise.all(this.storing);
  }

  show(view) {
    if (!this.known.size) this.root.replaceChildren();
    this.showAll ||= Boolean(view.closed); // handed in, it is read as a whole
    const wanted = new Set(view.lines.map((line) => line.key));
    for (const [key, element] of this.known) {
      if (!wanted.has(key)) { element.remove(); this.known.delete(key); }
    }
    view.lines.forEach((line, place) => {
      const element = this.known.get(line.key) ?? this.#make(line);
      if (this.root.children[place] !== element) this.#place(element, place);
      this.#tell(element, line, view.closed);
    });
    this.#fold();
  }

  // Brings a line into view and opens it.
  reveal(key) {
    this.newest = key;
    const element = this.known.get(key);
    if (!element) return;
    element.hidden = false;
    const more = element.querySelector("[data-more]");
    if (more) more.open = true;
    element.classList.add("bazaar-dance-new");
    element.focus({ preventScroll: true });
    // At the top the page says what is not sent; that stays in sight.
    if (this.root.firstElementChild === element) scrollTo(0, 0);
    else element.scrollIntoView({ block: "start" });
  }

  #place(element, place) {
    // Moving what has the focus takes it away; it moves when the writer has gone on.
    if (element.isConnected && element.contains(document.activeElement)) return;
    this.root.insertBefore(element, this.root.children[place] ?? null);
  }

  #fold() {
    const elements = [...this.root.children];
    const hidden = this.showAll ? [] : elements.slice(SHOWN).filter((one) => !one.matches("[data-keep]"));
    for (const element of elements) element.hidden = hidden.includes(element);
    this.older.hidden = !hidden.length;
    this.older.textContent = this.words.older[hidden.length === 1 ? 0 : 1].replace("#", hidden.length);
  }

  #make(line) {
    const element = this.patterns.line.content.firstElementChild.cloneNode(true);
    element.dataset.line = line.key;
    element.id = line.stand ? `stand-${line.stand}` : line.key;
    for (const field of element.querySelectorAll("[id$='-new']")) field.id = field.id.replace("new", line.key);
    for (const label of element.querySelectorAll("[for$='-new']")) label.htmlFor = label.htmlFor.replace("new", line.key);
    const form = element.querySelector("[data-fields]");
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => this.#typedIn(line.key, event.target));
    form.addEventListener("focusout", () => this.#store(line.key));
    element.querySelector("[data-remove]").addEventListener("click", () => this.act.remove(line.key));
    element.querySelector("[data-drop]").addEventListener("click", () => this.act.remove(line.key));
    element.querySelector("[data-choose]").addEventListener("click", () => this.act.choose(line.key, null));
    element.querySelector("[data-anyway]").addEventListener("click", () => this.act.choose(line.key, line.stand));
    this.known.set(line.key, element);
    return element;
  }

  #typedIn(key, field) {
    const typed = this.typed.get(key) ?? { values: {}, timer: 0 };
    this.typed.set(key, typed);
    typed.values[field.name] = field.type === "checkbox" ? field.checked : field.type === "radio" ? Number(field.value) : field.value;
    clearTimeout(typed.timer);
    if (field.matches("textarea")) typed.timer = setTimeout(() => this.#store(key), TYPING);
    else this.#store(key);
  }

  #store(key) {
    const typed = this.typed.get(key);
    if (!typed) return;
    clearTimeout(typed.timer);
    this.typed.delete(key);
    const stored = this.act.edit(key, typed.values).finally(() => this.storing.delete(stored));
    this.storing.add(stored);
  }

  #tell(element, line, closed) {
    const part = (name) => element.querySelector(`[data-${name}]`);
    part("number").textContent = line.number ?? "";
    part("number").parentElement.hidden = !line.number;
    part("title").textContent = line.title || this.words.unknown;
    part("place").textContent = line.title ? line.place : this.words.codeIs.replace("@", line.where.short || line.where.code);
    part("read").hidden = !line.stand || !line.title || !this.readAt;
    part("read").href = `${this.readAt}${line.stand}`;
    part("read").lastElementChild.textContent = ` ${line.title}`;
    const waiting = line.unsent && !line.refused;
    part("unsent").hidden = !waiting || line.unknown;
    part("checking").hidden = !waiting || !line.unknown;
    part("sent").hidden = !line.sent || waiting || Boolean(line.refused);
    element.toggleAttribute("data-keep", waiting || Boolean(line.refused) || line.key === this.newest);
    part("refused").hidden = !line.refused;
    part("why").textContent = line.refused ? this.words.refusals[line.refused] ?? line.refused : "";
    part("anyway").hidden = !line.stand || QUIET.has(line.refused) || line.refused === "gone";
    part("choose").hidden = QUIET.has(line.refused) || !part("anyway").hidden;
    this.#differences(part("differences"), line, closed);
    part("fields").hidden = Boolean(closed);
    part("said").hidden = !closed;
    if (closed) this.#said(part("said"), line);
    else this.#fields(part("fields"), line);
  }

  #fields(form, line) {
    const typed = this.typed.get(line.key)?.values ?? {};
    for (const name of FIELDS) {
      if (name in typed) continue;
      const value = line[name];
      if (name === "interest") {
        for (const radio of form.elements.interest) radio.checked = value !== null && radio.value === String(value);
      } else if (name === "wants_workshop") form.elements[name].checked = value;
      else if (form.elements[name] !== document.activeElement && form.elements[name].value !== value) form.elements[name].value = value;
    }
    const more = form.querySelector("[data-more]");
    if (line.expectation || line.wants_workshop || line.note) more.open = true;
    if (line.note) form.querySelector("[data-note-more]").open = true;
  }

  #said(list, line) {
    for (const step of list.querySelectorAll("[data-step]")) step.hidden = String(line.interest) !== step.dataset.step;
    list.querySelector("[data-workshop]").hidden = !line.wants_workshop;
    for (const name of ["expectation", "note"]) {
      const text = list.querySelector(`[data-${name}]`);
      text.textContent = line[name];
      text.parentElement.hidden = !line[name];
    }
  }

  #differences(place, line, closed) {
    const shown = JSON.stringify([line.differences, closed]);
    if (place.dataset.shown === shown) return;
    place.dataset.shown = shown;
    place.replaceChildren(...line.differences.map((one) => this.#difference(line.key, one, closed)));
  }

  #difference(key, one, closed) {
    const element = this.patterns.difference.content.firstElementChild.cloneNode(true);
    const words = this.words;
    const text = one.field === "interest" ? words.interest[one.value] : one.value === true ? words.yes : one.value;
    element.querySelector("[data-origin]").textContent = words.origins[one.origin] ?? "";
    element.querySelector("[data-field]").textContent = words.fields[one.field];
    element.querySelector("[data-value]").textContent = text;
    const form = element.querySelector("form");
    form.hidden = Boolean(closed);
    form.querySelector("[value=both]").hidden = typeof one.value !== "string";
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.act.settle(key, one.id, event.submitter.value);
    });
    return element;
  }
}
