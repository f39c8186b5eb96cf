// Dragging somebody to another group leads to the page that says what it costs; the select beside
// each name does the same by keyboard and touch.
for (const board of document.querySelectorAll("[data-groups]")) {
  let moving = null;
  const groupAt = (event) => event.target.closest("[data-group]");
  board.addEventListener("dragstart", (event) => {
    const person = event.target.closest("[data-person]");
    if (!person) return;
    moving = person;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", person.dataset.person);
  });
  board.addEventListener("dragover", (event) => {
    const group = groupAt(event);
    if (!moving || !group || group.contains(moving)) return;
    event.preventDefault();
    for (const other of board.querySelectorAll(".over")) if (other !== group) other.classList.remove("over");
    group.classList.add("over");
  });
  board.addEventListener("dragend", () => {
    moving = null;
    for (const group of board.querySelectorAll(".over")) group.classList.remove("over");
  });
  board.addEventListener("drop", (event) => {
    const group = groupAt(event);
    if (!moving || !group || group.contains(moving)) return;
    event.preventDefault();
    const address = new URL(board.dataset.move, location.href);
    address.searchParams.set("person", moving.dataset.person);
    address.searchParams.set("to", group.dataset.group);
    location.assign(address);
  });
}
