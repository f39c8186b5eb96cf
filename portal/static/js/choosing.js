// Choosing people while one types, and searching in a long select. Both only write into fields that
// the form has without a script, too.
import { Combobox, asking, element, words } from "./combobox.js";

const tell = (field) => field.dispatchEvent(new Event("change", { bubbles: true }));

for (const input of document.querySelectorAll("input[data-people]")) {
  const field = input.closest(".vb-field");
  const list = field.querySelector("[data-chosen]");
  new Combobox(input, {
    ...words(input),
    find: asking(input.dataset.people),
    choose: (one) => {
      // One person: the field says who. Several: they are listed, and the field is free again.
      input.value = list ? "" : one.value;
      if (list) add(list, input.name, one);
      tell(input);
    },
  });
  input.addEventListener("input", () => {
    // Who was offered for what stood here before is not meant any more.
    for (const other of field.querySelectorAll("[data-meant]")) other.checked = false;
  });
}

function add(list, name, { id, title }) {
  const there = list.querySelector(`input[value="${CSS.escape(id)}"]`);
  if (there) {
    there.checked = true;
    return;
  }
  const row = element("div", "form-check", {});
  const box = element("input", "form-check-input", { type: "checkbox", name, value: id, id: `${list.id}-${id}` });
  box.checked = true;
  row.append(box, element("label", "form-check-label", { for: box.id }, title));
  list.append(row);
}

const fold = (text) => text.toLocaleLowerCase("da").trim();

for (const select of document.querySelectorAll("select[data-searchable]")) {
  const input = element("input", select.className.replace("form-select", "form-control"), {
    type: "text", autocomplete: "off", spellcheck: "false",
  });
  const shown = () => fold(select.value) && (select.selectedOptions[0]?.textContent.trim() ?? "");
  const box = element("div", "vb-combo", {});
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  // The label, and a link in the summary of errors, lead to what one can see.
  input.id = select.id;
  select.removeAttribute("id");
  select.hidden = true;
  input.value = shown();
  input.placeholder = select.querySelector("option[value='']")?.textContent ?? "";
  select.after(box);
  box.append(input);
  const options = [...select.options].filter((one) => one.value);
  new Combobox(input, {
    ...words(select),
    shortest: 1,
    find: (text) => {
      const parts = fold(text).split(/\s+/);
      const fits = options.filter((one) => parts.every((part) => fold(one.textContent).includes(part)));
      return fits.slice(0, 50).map((one) => ({ title: one.textContent.trim(), note: one.parentElement.label, value: one.value }));
    },
    choose: (one) => {
      select.value = one.value;
      input.value = shown();
      tell(select);
    },
  });
  input.addEventListener("blur", () => {
    // Nothing written is nothing chosen; half a name is the choice there was.
    if (!input.value.trim() && select.value) {
      select.value = "";
      tell(select);
    }
    input.value = shown();
  });
}
