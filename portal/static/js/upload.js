// A file that is too large is not sent in vain: it is said at the field as soon as it is chosen.
for (const field of document.querySelectorAll("input[type=file][data-max-bytes]")) {
  const said = document.createElement("div");
  said.className = "invalid-feedback";
  said.setAttribute("role", "alert");
  field.after(said);
  field.addEventListener("change", () => {
    const large = [...field.files].find((file) => file.size > Number(field.dataset.maxBytes));
    field.classList.toggle("is-invalid", Boolean(large));
    said.textContent = large ? `${large.name}: ${field.dataset.tooLarge}` : "";
    if (large) field.value = "";
  });
}
