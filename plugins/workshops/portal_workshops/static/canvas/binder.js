// Ties the page's forms to the canvas: [data-item] is one item, [data-field] in it one field,
// [data-list] holds the items of a type, made from [data-template]. What somebody types is saved as
// they go; others' changes appear, but never under one's hands.
const TYPING = 450;

export class Binder {
  constructor(root, sync, says) {
    Object.assign(this, { root, sync, says });
    this.typing = new Map(); // input -> timer
    this.bases = new WeakMap(); // input -> what had been seen when it was last as the server has it
    this.shows = {};
    this.sorts = {};
    this.filters = {};
    this.clones = 0;
    this.afters = [];
    root.addEventListener("input", (event) => this.#typed(event.target));
    root.addEventListener("change", (event) => this.#changed(event.target));
    root.addEventListener("focusin", (event) => this.#entered(event.target));
    root.addEventListener("focusout", (event) => this.#left(event.target));
    root.addEventListener("submit", (event) => this.#submitted(event));
    sync.addEventListener("change", () => this.render());
    sync.addEventListener("leave", () => this.flush());
  }

  start() {
    for (const input of this.root.querySelectorAll("[data-item] [data-field]")) {
      this.bases.set(input, Number(input.form?.elements.base?.value ?? 0));
    }
  }

  // --- from the person -----------------------------------------------------------------------

  #owner(element) {
    return element.closest("[data-item]")?.dataset.item;
  }

  #typed(input) {
    if (!input.matches?.("[data-field]") || !this.#isText(input) || !this.#owner(input)) return;
    clearTimeout(this.typing.get(input));
    this.typing.set(input, setTimeout(() => this.#save(input), TYPING));
    this.sync.hold(this.#owner(input), input.dataset.field);
    this.root.dispatchEvent(new CustomEvent("canvas:typed", { detail: input }));
  }

  #changed(input) {
    const id = this.#owner(input);
    if (!id) return;
    const people = input.closest("[data-people]");
    if (people) {
      const chosen = [...people.querySelectorAll("input:checked")].map((one) => Number(one.value));
      this.sync.do("set", id, { people: chosen });
    } else if (input.matches("[data-field]") && !this.#isText(input)) {
      this.sync.do("set", id, { [input.dataset.field]: this.read(input) });
    } else if (input.matches("[data-field]")) {
      this.#save(input);
    }
  }

  #entered(input) {
    if (input.matches?.("[data-item] [data-field]") && this.#isText(input) && !input.readOnly) {
      this.sync.hold(this.#owner(input), input.dataset.field);
    }
  }

  #left(input) {
    if (!input.matches?.("[data-item] [data-field]") || !this.#isText(input)) return;
    this.#save(input);
    this.sync.release();
  }

  #isText(input) {
    return input.matches("textarea, input[type=text], input[type=date], input[type=number]");
  }

  read(input) {
    if (input.type === "checkbox") return input.checked;
    if (input.dataset.number !== undefined) return Number(input.value) || 0;
    return input.value.trim();
  }

  #save(input) {
    if (!this.typing.has(input)) return;
    clearTimeout(this.typing.get(input));
    this.typing.delete(input);
    const id = this.#owner(input);
    const name = input.dataset.field;
    const value = this.read(input);
    if (!id || value === this.sync.value(this.sync.item(id), name, input.dataset.number === undefined ? "" : 0)) return;
    this.sync.do("set", id, { [name]: value }, { base: this.bases.get(input) ?? 0 });
  }

  flush() {
    for (const input of [...this.typing.keys()]) this.#save(input);
  }

  get isTyping() {
    return this.typing.size > 0;
  }

  #submitted(event) {
    const form = event.target;
    const button = event.submitter;
    const id = this.#owner(form);
    if (form.dataset.add !== undefined) {
      event.preventDefault();
      this.#add(form);
    } else if (id && form.matches(".canvas-item")) {
      event.preventDefault();
      this.flush();
      if (button?.matches("[data-remove]")) this.#remove(id);
      else if (button?.name === "choose") this.#choose(id, button.value);
      else this.root.dispatchEvent(new CustomEvent("canvas:button", { detail: { id, button, form } }));
    }
  }

  #add(form) {
    const fields = {};
    for (const input of form.querySelectorAll("[data-field]")) fields[input.dataset.field] = this.read(input);
    const first = form.querySelector("input:not([type=hidden]), textarea");
    if (!first.value.trim()) {
      first.focus();
      return;
    }
    const more = this.extras?.[form.dataset.add]?.() ?? {};
    const id = this.sync.add(form.dataset.add, { ...fields, ...more });
    first.value = "";
    first.focus();
    this.root.dispatchEvent(new CustomEvent("canvas:added", { detail: { id, type: form.dataset.add } }));
  }

  #remove(id) {
    const item = this.sync.item(id);
    const label = this.label(item);
    const near = this.root.querySelector(`[data-item="${CSS.escape(id)}"]`)?.closest("[data-list]");
    this.sync.do("remove", id);
    this.root.dispatchEvent(new CustomEvent("canvas:removed", { detail: { id, label, near } }));
  }

  #choose(id, chosen) {
    const dot = chosen.lastIndexOf(".");
    const [name, number] = [chosen.slice(0, dot), Number(chosen.slice(dot + 1))];
    const versions = this.sync.item(id)?.f[name] ?? [];
    const version = versions.find((one) => one[1] === number);
    if (!version) return;
    for (const input of this.root.querySelectorAll(`[data-item="${CSS.escape(id)}"] [data-field="${name}"]`)) {
      clearTimeout(this.typing.get(input));
      this.typing.delete(input);
    }
    this.sync.do("settle", id, { [name]: version[0] }, { seen: versions.map((one) => one[1]) });
    this.root.querySelector(`[data-item="${CSS.escape(id)}"] [data-field="${name}"]`)?.focus();
  }

  label(item) {
    const value = (name) => this.sync.value(item, name);
    return value("name") || value("text") || value("what") || this.says.unnamed;
  }

  // --- to the person -------------------------------------------------------------------------

  render() {
    if (!this.sync.loaded && !this.sync.pending.length) return;
    const gone = [...this.root.querySelectorAll("[data-list]")].flatMap((list) => this.#fillList(list));
    // Only now: what has left one list may have moved into another.
    for (const [element, list] of gone) {
      if (element.parentElement !== list) continue;
      if (element.contains(document.activeElement)) this.flush();
      element.remove();
    }
    for (const element of this.root.querySelectorAll("[data-item]")) {
      const id = element.dataset.item;
      // Before the server has told, the page knows better than what waits to be sent.
      if (!this.sync.loaded && !this.sync.pending.some((one) => one.item === id && one.do === "add")) continue;
      if (id) this.fill(element, this.sync.item(id) ?? { id, type: element.dataset.type, f: {}, gone: false });
    }
    for (const after of this.afters) after();
  }

  #fillList(list) {
    if (!this.sync.loaded) return [];
    const { list: type, as = type } = list.dataset;
    const keeps = this.filters[as];
    let items = this.sync.of(type).filter((one) => !keeps || keeps(one, list));
    const sort = this.sorts[as] ?? ((a, b) => a.id.localeCompare(b.id));
    items = items.sort(sort);
    const wanted = new Set(items.map((one) => one.id));
    const here = new Map([...list.children].map((one) => [one.dataset.item, one]));
    const gone = [...here].filter(([id]) => !wanted.has(id)).map(([, element]) => [element, list]);
    items.forEach((item, at) => {
      const element = here.get(item.id) ?? this.#elsewhere(list, as, item) ?? this.clone(as, item.id, list);
      const there = list.children[at];
      if (there === element) return;
      const focus = element.contains(document.activeElement) ? document.activeElement : null;
      // A row somebody writes in stays where it is until they leave it.
      if (focus && element.parentElement === list) return;
      list.insertBefore(element, there ?? null);
      focus?.focus();
    });
    const none = list.parentElement.querySelector(":scope > [data-none]");
    if (none) none.hidden = items.length > 0;
    return gone;
  }

  // The same item in another list of the same kind: it moves, opened as it is.
  #elsewhere(list, as, item) {
    const found = [...this.root.querySelectorAll(`[data-list] > [data-item="${CSS.escape(item.id)}"]`)];
    return found.find((one) => (one.parentElement.dataset.as ?? one.parentElement.dataset.list) === as
      && one.parentElement !== list);
  }

  clone(as, id, near = this.root) {
    const own = near.parentElement?.querySelector(`:scope > template[data-template="${as}"]`);
    const template = own ?? this.root.querySelector(`template[data-template="${as}"]`);
    const element = template.content.firstElementChild.cloneNode(true);
    this.clones += 1;
    for (const one of element.querySelectorAll("[id]")) one.id = `c${this.clones}-${one.id}`;
    for (const one of element.querySelectorAll("[for]")) one.htmlFor = `c${this.clones}-${one.htmlFor}`;
    element.dataset.item = id;
    for (const one of element.querySelectorAll("[data-item]")) one.dataset.item = id;
    for (const one of element.querySelectorAll("[data-item-id]")) one.value = id;
    return element;
  }

  fill(element, item) {
    const own = (one) => one.closest("[data-item]") === element || one.closest("[data-item]").dataset.item === item.id;
    for (const input of element.querySelectorAll("[data-field]")) if (own(input)) this.#fillField(input, item);
    for (const one of element.querySelectorAll("[data-people] input")) {
      if (own(one)) one.checked = this.sync.value(item, "people", []).includes(Number(one.value));
    }
    for (const one of element.querySelectorAll("[data-show]")) {
      if (!own(one)) continue;
      const text = String(this.show(one.dataset.show, item));
      if (one.textContent !== text) one.textContent = text;
    }
    for (const box of element.querySelectorAll("[data-versions]")) if (own(box)) this.#fillVersions(box, item);
    for (const held of element.querySelectorAll("[data-held]")) if (own(held)) this.#fillHeld(held, element, item);
  }

  show(name, item) {
    if (name === "label") return this.label(item);
    if (name === "author") return this.sync.name(item.by) ?? this.says.somebody;
    return this.shows[name] ? this.shows[name](item) : this.sync.value(item, name);
  }

  #fillField(input, item) {
    const name = input.dataset.field;
    const number = input.dataset.number !== undefined;
    const value = this.sync.value(item, name, input.type === "checkbox" ? false : number ? "" : "");
    if (input.type === "checkbox") {
      input.checked = Boolean(value);
    } else if (input.type === "radio") {
      input.checked = input.value === String(value);
    } else if (input.type !== "hidden") {
      const server = this.sync.items.get(item.id)?.f[name];
      if (!this.typing.has(input)) {
        if (input.value.trim() !== String(value) && (this.sync.loaded || this.sync.waits(item.id, name))) {
          if (item.f[name] || item.n) input.value = value;
        }
        if (!this.sync.waits(item.id, name)) this.bases.set(input, this.sync.seq);
      } else if (server?.length === 1 && String(server[0][0]) === input.value.trim()) {
        this.bases.set(input, this.sync.seq);
      }
    }
  }

  #fillVersions(box, item) {
    const name = box.dataset.versions;
    const versions = item.f[name] ?? [];
    box.hidden = versions.length < 2;
    const mark = JSON.stringify(versions.length < 2 ? [] : versions);
    if (box.dataset.mark === mark) return;
    box.dataset.mark = mark;
    box.replaceChildren(...(versions.length < 2 ? [] : versions.map(([value, number, by]) => {
      const one = document.createElement("div");
      one.className = "one";
      const who = document.createElement("p");
      who.className = "vb-meta";
      who.textContent = this.says.mine.replace("{name}", this.sync.name(by) ?? this.says.somebody);
      const text = document.createElement("p");
      text.className = "text";
      text.textContent = this.versionText?.(name, value) ?? value;
      one.append(who, text);
      if (this.sync.root.writes && number) {
        const button = document.createElement("button");
        Object.assign(button, { className: "btn btn-outline-secondary btn-sm", name: "choose", value: `${name}.${number}` });
        button.textContent = this.says.choose;
        one.append(button);
      }
      return one;
    })));
  }

  #fillHeld(held, element, item) {
    const holder = this.sync.holder(item.id, held.dataset.held);
    const input = element.querySelector(`[data-field="${held.dataset.held}"]`);
    if (!input) return;
    const text = holder ? this.says.writes.replace("{name}", holder.name) : "";
    if (held.textContent !== text) held.textContent = text;
    held.hidden = !holder;
    const mine = this.typing.has(input);
    if (this.sync.root.writes) input.readOnly = Boolean(holder) && !mine;
  }
}
