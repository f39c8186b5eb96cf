// The plan: steps in their order, the group's own elements, versions of what is no plain text.
export function design({ root, sync, binder }) {
  const order = (item) => sync.value(item, "order", 0);
  binder.sorts.step = (a, b) => order(a) - order(b) || a.id.localeCompare(b.id);
  binder.extras = {
    ...binder.extras,
    step: () => ({ order: Math.max(0, ...sync.of("step").map(order)) + 10 }),
  };
  binder.filters.element = (item) => !item.id.startsWith("element-");
  binder.versionText = (name, value) => {
    if (name !== "choice") return value;
    return root.querySelector(`[data-field=choice][value="${CSS.escape(value)}"]`)?.closest("label").textContent.trim();
  };
}
