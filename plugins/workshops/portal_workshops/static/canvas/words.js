// Value words: dots, merging, the order by dots; and the codex made of those that were chosen.
const REST = 6000; // ms after somebody's last touch of the list

export function words({ root, sync, binder, says, announce }) {
  const rootOf = (id) => {
    const seen = new Set([id]);
    for (;;) {
      const into = sync.value(sync.item(id), "into");
      const other = into && sync.item(into);
      if (!other || other.gone || seen.has(into)) return id;
      id = into;
      seen.add(id);
    }
  };
  const on = (word) => sync.value(sync.item(`vote-${sync.user}-${word}`), "n", 0);
  const wordOf = (vote) => vote.id.split("-").slice(2).join("-");
  // My dots that count: those of words that were taken away are mine again.
  const votes = () => sync.of("vote").filter((one) => sync.value(one, "n", 0) && sync.item(wordOf(one))?.gone === false);
  const mine = (word) => votes().filter((one) => rootOf(wordOf(one)) === word)
    .reduce((sum, one) => sum + sync.value(one, "n", 0), 0);
  const each = () => sync.value(sync.item("settings"), "dots", 3);

  function totals() {
    const found = {};
    for (const [word, n] of Object.entries(sync.dots)) found[rootOf(word)] = (found[rootOf(word)] ?? 0) + n;
    // What I have just given and the server has not counted yet.
    for (const one of sync.pending) {
      if (!one.item.startsWith(`vote-${sync.user}-`)) continue;
      const word = one.item.slice(`vote-${sync.user}-`.length);
      const counted = sync.items.get(one.item)?.f.n?.[0][0] ?? 0;
      if (sync.pending.findLast((two) => two.item === one.item) === one) {
        found[rootOf(word)] = (found[rootOf(word)] ?? 0) + one.fields.n - counted;
      }
    }
    return found;
  }

  let all = {};
  let ranked = {}; // what the rows are ordered by
  let touched = 0;
  let later;
  const text = (item) => sync.value(item, "text");
  const byDots = (a, b) => (ranked[b.id] ?? 0) - (ranked[a.id] ?? 0) || text(a).localeCompare(text(b));
  binder.filters.word = (item) => rootOf(item.id) === item.id;
  binder.filters.codex = (item) => rootOf(item.id) === item.id && sync.value(item, "chosen", false);
  binder.sorts.word = byDots;
  binder.sorts.codex = byDots;
  // A row does not move away under the thumb of who gives dots: the order follows when they rest.
  const rank = () => { if (Date.now() - touched >= REST) ranked = all; };
  sync.addEventListener("change", () => {
    all = totals();
    rank();
  });
  binder.shows.total = (item) => all[item.id] ?? 0;
  binder.shows.mine = (item) => "●".repeat(mine(item.id));
  binder.shows.merged = (item) => sync.of("word")
    .filter((one) => one.id !== item.id && rootOf(one.id) === item.id).map(text).join(", ");

  const page = root.querySelector("[data-words-page]");
  if (!page) return;
  const left = page.querySelector("[data-dots-left]");

  page.querySelector("[data-list=word]")?.addEventListener("pointerdown", () => {
    touched = Date.now();
    clearTimeout(later);
    later = setTimeout(() => {
      rank();
      binder.render();
    }, REST + 50);
  });
  page.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dot]");
    if (!button) return;
    const word = button.closest("[data-item]").dataset.item;
    const n = mine(word) + Number(button.dataset.dot);
    if (n < 0 || (button.dataset.dot === "1" && given() >= each())) return;
    // Taken back where it was given: perhaps on a word that went into this one since.
    const more = button.dataset.dot === "1";
    const where = more || on(word) ? word : wordOf(votes().find((one) => rootOf(wordOf(one)) === word));
    sync.do("set", `vote-${sync.user}-${where}`, { n: on(where) + (more ? 1 : -1) });
    announce(`${says.count.replace("{word}", text(sync.item(word))).replace("{n}", n)}. ${said()}`);
  });

  page.addEventListener("change", (event) => {
    if (!event.target.matches("[data-into]") || !event.target.value) return;
    const word = event.target.closest("[data-item]").dataset.item;
    sync.do("set", word, { into: event.target.value });
    page.querySelector("#new-word")?.focus();
  });

  const given = () => votes().reduce((sum, one) => sum + sync.value(one, "n", 0), 0);
  const said = () => says.dotsLeft.replace("{n}", Math.max(0, each() - given()));

  binder.afters.push(() => {
    if (left && left.textContent !== said()) left.textContent = said();
    const full = given() >= each();
    for (const button of page.querySelectorAll("[data-dot]")) {
      const word = button.closest("[data-item]").dataset.item;
      button.disabled = button.dataset.dot === "1" ? full : mine(word) === 0;
    }
    for (const one of page.querySelectorAll("[data-merged]")) {
      one.hidden = !one.querySelector("[data-show]").textContent;
    }
    const roots = sync.of("word").filter((one) => rootOf(one.id) === one.id).sort((a, b) => text(a).localeCompare(text(b)));
    for (const select of page.querySelectorAll("[data-into]")) {
      const word = select.closest("[data-item]").dataset.item;
      const mark = roots.map((one) => one.id + text(one)).join();
      if (select.dataset.mark === mark || select === document.activeElement) continue;
      select.dataset.mark = mark;
      select.replaceChildren(select.options[0], ...roots.filter((one) => one.id !== word)
        .map((one) => new Option(text(one), one.id)));
      select.value = "";
    }
  });
}
