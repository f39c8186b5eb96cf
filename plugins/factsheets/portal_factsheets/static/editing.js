// Small helps in the form of a fact sheet; without them the form works all the same.
// A link to a part that is folded opens it.
for (const link of document.querySelectorAll("a[href^='#part-']")) {
  link.addEventListener("click", () => {
    const fold = document.querySelector(`${link.hash} > details`);
    if (fold) fold.open = true;
  });
}

// A tag that is often used is added by a click.
for (const box of document.querySelectorAll("[data-tags]")) {
  const field = document.getElementById(box.dataset.tags);
  for (const word of box.querySelectorAll("[data-tag]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = word.textContent;
    word.replaceWith(button);
    button.addEventListener("click", () => {
      const there = field.value.split(",").map((tag) => tag.trim()).filter(Boolean);
      if (!there.includes(button.textContent)) there.push(button.textContent);
      field.value = there.join(", ");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}

// The sheet to build on is found while one types.
for (const box of document.querySelectorAll("[data-builds-on]")) {
  const query = box.querySelector("[type=search]");
  const list = box.querySelector(".vb-pick");
  const said = box.querySelector("[role=status]");
  let timer = 0;
  let last = query.value;

  const find = async () => {
    const words = query.value.trim();
    if (words === last) return;
    last = words;
    const answer = await fetch(`${box.dataset.buildsOn}?${new URLSearchParams({ q: words })}`);
    if (!answer.ok || answer.redirected || words !== last) return;
    const found = document.createElement("template");
    // Our own page, and its policy runs no script in it.
    found.innerHTML = await answer.text();
    for (const row of list.querySelectorAll("label")) {
      const input = row.querySelector("input");
      if (input.value && !input.checked) row.remove();
    }
    const hits = found.content.querySelectorAll("label");
    for (const row of hits) {
      const { value } = row.querySelector("input");
      if (!list.querySelector(`input[value="${CSS.escape(value)}"]`)) list.append(row);
    }
    said.textContent = words && !hits.length ? said.dataset.none : "";
  };

  query.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => find().catch(() => {}), 250);
  });
  query.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    find().catch(() => {});
  });
}
