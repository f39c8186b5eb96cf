// 'Are we on the right track?': how many have answered, and the spread once it is open.
export function track({ root, sync, binder, says }) {
  const page = root.querySelector("[data-track-page]");
  if (!page) return;
  root.addEventListener("canvas:button", ({ detail: { id, button } }) => {
    if (id === "settings" && button?.dataset.open !== undefined) {
      sync.do("set", "settings", { open: button.dataset.open === "1" });
    }
  });
  let opened = null;
  binder.afters.push(() => {
    const { answered = 0, people = 0, spread, why = [], open } = sync.track;
    const text = says.answered.replace("{n}", answered).replace("{of}", people);
    const said = page.querySelector("[data-answered]");
    if (said.textContent !== text) said.textContent = text;
    const list = page.querySelector("[data-spread]");
    list.hidden = !spread;
    (spread ?? []).forEach((n, at) => {
      const row = list.children[at];
      Object.assign(row.querySelector("progress"), { max: Math.max(people, answered, 1), value: n });
      row.querySelector("[data-n]").textContent = n;
    });
    const reasons = page.querySelector("[data-why]");
    reasons.replaceChildren(...why.map((one) => {
      const row = document.createElement("li");
      row.textContent = one;
      return row;
    }));
    const closed = page.querySelector("[data-closed]");
    if (closed) closed.hidden = Boolean(spread);
    const button = page.querySelector("button[data-open]");
    if (button && open !== opened) {
      opened = open;
      button.dataset.open = open ? "" : "1";
      const words = button.querySelector("span");
      words.textContent = open ? words.dataset.close : words.dataset.open;
    }
  });
}
