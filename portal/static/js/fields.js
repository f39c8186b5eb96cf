// Small helps in forms: the summary of errors takes the focus, a password can be shown, a long list
// of checkboxes can be narrowed.
document.querySelector("[data-focus]")?.focus();

for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  const texts = [button.textContent, button.dataset.hideText];
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    button.textContent = texts[Number(shown)];
  });
  field.form?.addEventListener("submit", () => { field.type = "password"; });
}

for (const list of document.querySelectorAll("[data-checklist]")) {
  const box = list.querySelector(".vb-checks-filter");
  const said = box.querySelector("[role=status]");
  const rows = [...list.querySelectorAll(".form-check")];
  box.hidden = false;
  box.addEventListener("keydown", (event) => {
    // Enter would send the whole form.
    if (event.key === "Enter") event.preventDefault();
  });
  box.querySelector("input").addEventListener("input", (event) => {
    const words = event.target.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const row of rows) {
      const text = row.textContent.toLocaleLowerCase();
      // What is chosen stays in sight, or it would be sent unseen.
      const fits = words.every((word) => text.includes(word));
      row.hidden = !fits && !row.querySelector("input").checked;
      left += Number(fits);
    }
    said.textContent = left ? "" : said.dataset.none;
  });
}
