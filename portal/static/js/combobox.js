// A text field with a list of what fits under it (WAI-ARIA APG: combobox with a listbox). Without
// a script it is the text field it was; when `find` fails there is no list and nothing else changes.
const WAIT = 150;
let number = 0;

export class Combobox {
  // find(text): the options that fit, {title, note}, or a promise of them; choose(option).
  // label, none, one, many: words for those who hear the list; # is where the number goes.
  constructor(input, { find, choose, shortest = 2, label, none, one, many }) {
    Object.assign(this, { input, find, chosen: choose, shortest, none, one, many });
    this.options = [];
    this.active = -1;
    this.timer = 0;
    this.turn = 0;
    this.id = `suggest-${++number}`;
    this.list = element("ul", "vb-suggest", { id: this.id, role: "listbox", "aria-label": label });
    this.list.hidden = true;
    this.status = element("div", "visually-hidden", { role: "status" });
    input.after(this.list);
    this.list.after(this.status);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.id,
    })) input.setAttribute(name, value);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // The field keeps the focus while one points at the list.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
  }

  later() {
    clearTimeout(this.timer);
    this.turn += 1;
    const text = this.input.value.trim();
    if (text.length < this.shortest) return this.close();
    this.timer = setTimeout(() => this.ask(text), WAIT);
  }

  async ask(text) {
    const turn = ++this.turn;
    try {
      const found = await this.find(text);
      if (turn === this.turn) this.show(found);
    } catch {
      if (turn === this.turn) this.close();
    }
  }

  show(found) {
    if (document.activeElement !== this.input) return;
    this.close();
    this.found = found;
    this.options = found.map((one, index) => {
      const option = element("li", "", { id: `${this.id}-${index}`, role: "option", "aria-selected": "false" });
      option.append(element("span", "vb-suggest-title", {}, one.title));
      if (one.note) option.append(element("span", "vb-meta", {}, one.note));
      return option;
    });
    this.list.replaceChildren(...this.options);
    this.list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.status.textContent = found.length === 0 ? this.none
      : found.length === 1 ? this.one : this.many.replace("#", found.length);
  }

  close() {
    clearTimeout(this.timer);
    this.turn += 1;
    this.options = [];
    this.active = -1;
    this.list.hidden = true;
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  // -1 is the field itself: from there on it goes round.
  move(step) {
    const places = this.options.length + 1;
    this.active = ((this.active + 1 + step + places) % places) - 1;
    this.options.forEach((option, index) => option.setAttribute("aria-selected", String(index === this.active)));
    const option = this.options[this.active];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  choose(option) {
    const one = option && this.found[this.options.indexOf(option)];
    if (!one) return;
    this.close();
    this.chosen(one);
  }

  key(event) {
    if (event.isComposing || this.list.hidden) return;
    const act = {
      ArrowDown: () => this.move(1),
      ArrowUp: () => this.move(-1),
      Escape: () => this.close(),
      Enter: this.active >= 0 ? () => this.choose(this.options[this.active]) : undefined,
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }
}

// The options of an address that answers ?q= with JSON; a newer question ends the one before.
export function asking(address) {
  let request;
  return async (text) => {
    request?.abort();
    request = new AbortController();
    const answer = await fetch(`${address}?${new URLSearchParams({ q: text })}`, {
      signal: request.signal, headers: { Accept: "application/json" },
    });
    if (!answer.ok || answer.redirected) throw new Error("no answer");
    return answer.json();
  };
}

// The words in an input's data-suggest-... attributes.
export function words({ dataset }) {
  return {
    label: dataset.suggestLabel, none: dataset.suggestNone, one: dataset.suggestOne, many: dataset.suggestMany,
  };
}

export function element(tag, className, attributes, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}
