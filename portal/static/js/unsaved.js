// Asks before a form marked data-guard is left with changes in it. Nothing is remembered.
const snapshot = (form) => new URLSearchParams(
  [...new FormData(form)].map(([name, value]) => [name, value instanceof File ? value.name : value]),
).toString();

for (const form of document.querySelectorAll("form[data-guard]")) {
  // A form that comes back with errors holds what was typed and not saved yet.
  const before = form.querySelector(".vb-errors") ? null : snapshot(form);
  let sending = false;
  form.addEventListener("submit", () => { sending = true; });
  addEventListener("pageshow", () => { sending = false; });
  addEventListener("beforeunload", (event) => {
    if (!sending && snapshot(form) !== before) event.preventDefault();
  });
}
