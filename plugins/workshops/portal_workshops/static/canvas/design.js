// The plan: steps in their order, the group's own elements, versions of what is no plain text.
export function design({ root, sync, binder }) {
  const order = (item) => sync.value(item, "order", 0);
  binder.sorts.step = (a, b) => order(a) - order(b) || a.id.localeCompare(b.id);
  binder.extras = {
    ...binder.extras,
    step: () => ({ order: Math.max(0, ...sync.of("step").map(order)) + 10 }),
  };
  binder.filters.element = (item) => !item.id.startsWith("element-");
  const choices = (value) => root
    .querySelector(`[data-field=choice][value="${CSS.escape(value)}"]`)?.closest("label").textContent.trim();
  const person = (id) => root.querySelector(`[data-people] input[value="${Number(id)}"]`)?.closest("label").textContent.trim();
  // English days are written the European way round, as everywhere in the portal.
  const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  const day = (value) => new Date(`${value}T12:00`).toLocaleDateString(language, { dateStyle: "long" });
  binder.versionText = (name, value) => {
    if (name === "choice") return choices(value) ?? value;
    if (name === "people") return value.map(person).filter(Boolean).join(", ") || "–";
    if ((name === "due" || name === "review") && value) return day(value);
    return value;
  };
}
