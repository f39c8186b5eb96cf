// Asks before a form marked data-guard is left with changes in it. Nothing is remembered.
// data-unsaved: it came from the server with what is not saved yet; data-saved: it is saved, in
// spite of the errors it shows; data-kept: autosave.js has every word.
const snapshot = (form) => new URLSearchParams(
  [...new FormData(form)].map(([name, value]) => [name, value instanceof File ? value.name : value]),
).toString();

for (const form of document.querySelectorAll("form[data-guard]")) {
  // A form that comes back with errors holds what was typed and not saved yet.
  const failed = form.querySelector(".vb-errors") && !form.matches("[data-saved]");
  const before = failed || form.matches("[data-unsaved]") ? null : snapshot(form);
  let sending = false;
  form.addEventListener("submit", () => { sending = true; });
  addEventListener("pageshow", () => { sending = false; });
  addEventListener("beforeunload", (event) => {
    if (!sending && !form.matches("[data-kept]") && snapshot(form) !== before) event.preventDefault();
  });
}
