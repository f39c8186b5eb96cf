// '/' moves to the search. A person who types by voice or by switch can turn single keys off
// (WCAG 2.1.4): data-shortcuts="off" on <html>.
const search = document.querySelector("[data-search]");
const typing = (target) => target.isContentEditable || target.matches("input, textarea, select");

if (search && document.documentElement.dataset.shortcuts !== "off") {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target)) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
}
