// Suggestions under a search field: a combobox with a list (WAI-ARIA APG). Without a script the
// field searches as ever; when the network fails there are no suggestions and nothing else changes.
const WAIT = 150;
const SHORTEST = 2;
let number = 0;

class Suggestions {
  constructor(input) {
    this.input = input;
    this.options = [];
    this.active = -1;
    this.timer = 0;
    this.id = `suggest-${++number}`;
    this.list = element("ul", "vb-suggest", { id: this.id, role: "listbox", "aria-label": input.dataset.suggestLabel });
    this.list.hidden = true;
    this.status = element("div", "visually-hidden", { role: "status" });
    input.after(this.list);
    input.form.append(this.status);
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
    this.request?.abort();
    const text = this.input.value.trim();
    if (text.length < SHORTEST) return this.close();
    this.timer = setTimeout(() => this.ask(text), WAIT);
  }

  async ask(text) {
    this.request = new AbortController();
    try {
      const address = `${this.input.dataset.suggest}?${new URLSearchParams({ q: text })}`;
      const answer = await fetch(address, { signal: this.request.signal, headers: { Accept: "application/json" } });
      if (answer.ok && !answer.redirected) this.show(await answer.json());
    } catch {
      this.close();
    }
  }

  show(found) {
    if (document.activeElement !== this.input) return;
    this.close();
    this.options = found.map((one, index) => {
      const option = element("li", "", { id: `${this.id}-${index}`, role: "option", "aria-selected": "false" });
      option.dataset.url = one.url;
      option.append(element("span", "vb-suggest-title", {}, one.title), element("span", "vb-meta", {}, one.kind_title));
      return option;
    });
    this.list.replaceChildren(...this.options);
    this.list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    const { suggestNone, suggestOne, suggestMany } = this.input.dataset;
    this.status.textContent = found.length === 0 ? suggestNone
      : found.length === 1 ? suggestOne : suggestMany.replace("#", found.length);
  }

  close() {
    clearTimeout(this.timer);
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
    if (option) window.location.assign(option.dataset.url);
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

function element(tag, className, attributes, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

for (const input of document.querySelectorAll("input[data-suggest]")) new Suggestions(input);
