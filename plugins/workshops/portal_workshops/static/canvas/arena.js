// The arena as a picture: cards moved by mouse, finger and arrow keys, and the panel of the chosen
// one. The list of the same is made by the binder.
const SVG = "http://www.w3.org/2000/svg";
const [NEAR, AROUND, EDGE] = [550, 800, 1000]; // as in `canvas.services`
const MIDDLE = { near: 400, around: 680, far: 920 };
const [WIDTH, HEIGHT] = [180, 56];
const [SCALE_X, SCALE_Y] = [0.41, 0.325];
const [STEP, FINE] = [50, 10];
const QUESTIONS = ["sees", "needs", "expects", "contributes"];
// Where a new card goes, the nearest ring with room first.
const SPOTS = [[-280, -280], [280, -280], [-280, 280], [280, 280], [0, -480], [0, 480], [-540, -560],
  [540, -560], [-540, 560], [540, 560], [-700, 0], [700, 0], [0, -780], [0, 780], [-930, -250],
  [930, -250], [-930, 250], [930, 250], [-500, -850], [500, -850], [-500, 850], [500, 850]];

const clamp = (value) => Math.max(-EDGE, Math.min(EDGE, Math.round(value)));
const ringAt = (x, y) => {
  const away = Math.hypot(x, y);
  return away <= NEAR ? "near" : away <= AROUND ? "around" : "far";
};

export function arena({ root, sync, binder, says, announce }) {
  const page = root.querySelector("[data-arena]");
  if (!page) return;
  const svg = page.querySelector("[data-picture]");
  const cards = svg.querySelector("[data-cards]");
  const panel = page.querySelector("[data-panel]");
  const none = panel.querySelector("[data-panel-none]");
  const writes = Boolean(sync.root.writes);
  let chosen = null;
  let drag = null;
  let spoken;
  const made = new Set();

  const place = (item) => [sync.value(item, "x", 0), sync.value(item, "y", 0)];
  const ring = (item) => ringAt(...place(item));
  const name = (item) => sync.value(item, "name") || says.unnamed;
  const first = (item) => QUESTIONS.map((one) => sync.value(item, one)).find(Boolean) ?? "";
  const notes = (item) => QUESTIONS.filter((one) => sync.value(item, one)).length;
  const cut = (text, most) => {
    const plain = text.replace(/\s+/g, " ").trim();
    return plain.length <= most ? plain : `${plain.slice(0, most - 1).trimEnd()}…`;
  };

  binder.shows.name = (item) => name(item);
  binder.shows.first = first;
  binder.shows.notes = notes;
  binder.shows.where = (item) => says.chosen.replace("{ring}", says[ring(item)]);
  binder.filters.stakeholder = (item, list) => ring(item) === list.dataset.where;
  binder.sorts.stakeholder = (a, b) => name(a).localeCompare(name(b)) || a.id.localeCompare(b.id);
  binder.extras = { ...binder.extras, stakeholder: () => free() };

  // Where there is most room for a new one; in a certain ring, if that has any.
  function free(within) {
    const there = sync.of("stakeholder").map(place);
    const room = ([x, y]) => Math.min(1e6, ...there.map(([a, b]) => Math.hypot((x - a) * SCALE_X, (y - b) * SCALE_Y * 2.8)));
    const near = SPOTS.filter(([x, y]) => ringAt(x, y) === within).sort((one, two) => room(two) - room(one));
    if (near.length && room(near[0]) >= 60) return { x: near[0][0], y: near[0][1] };
    let best = SPOTS[0];
    for (const spot of SPOTS) {
      if (room(spot) >= 175) {
        best = spot;
        break;
      }
      if (room(spot) > room(best)) best = spot;
    }
    return { x: best[0], y: best[1] };
  }

  // Two who add at the same moment find the same room. The later of the two cards makes way, where
  // it was made, so that none lies hidden under another.
  function makeWay() {
    const items = sync.of("stakeholder");
    for (const id of made) {
      const own = items.find((one) => one.id === id);
      if (!own || drag?.id === id) continue;
      const [x, y] = place(own);
      const under = items.some((one) => one.id < id && place(one)[0] === x && place(one)[1] === y);
      if (under) sync.do("set", id, free(ringAt(x, y)));
    }
  }

  // --- the cards -----------------------------------------------------------------------------

  function part(tag, attributes, text) {
    const one = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
    if (text !== undefined) one.textContent = text;
    return one;
  }

  function draw() {
    const items = sync.of("stakeholder").sort((a, b) => a.id.localeCompare(b.id));
    const there = new Map([...cards.children].map((one) => [one.dataset.card, one]));
    const wanted = new Set(items.map((one) => one.id));
    for (const [id, node] of there) if (!wanted.has(id)) node.remove();
    for (const item of items) {
      let node = there.get(item.id);
      if (!node) {
        node = part("g", { class: "node", tabindex: "0", role: "button", "data-card": item.id, "aria-describedby": "arena-hint" });
        cards.append(node);
      }
      look(node, item);
    }
    if (chosen && !wanted.has(chosen)) choose(null);
  }

  function look(node, item) {
    const [x, y] = drag?.id === item.id ? [drag.x, drag.y] : place(item);
    node.setAttribute("transform", `translate(${(500 + x * SCALE_X - WIDTH / 2).toFixed(1)} ${(360 + y * SCALE_Y - HEIGHT / 2).toFixed(1)})`);
    const holder = sync.here.find((one) => one.client !== sync.client && one.item === item.id && one.until > Date.now());
    const selected = chosen === item.id;
    const label = says.card.replace("{name}", name(item)).replace("{ring}", says[ringAt(x, y)])
      .replace("{first}", first(item)).replace("{n}", notes(item));
    const mark = [label, name(item), first(item), selected, holder?.name, holder?.field].join("\n");
    if (node.dataset.mark === mark) return;
    node.dataset.mark = mark;
    node.setAttribute("aria-label", label);
    node.setAttribute("aria-pressed", String(selected));
    const parts = [
      part("rect", { class: selected ? "s-sel" : "s-card", width: WIDTH, height: HEIGHT, rx: 10 }),
      part("text", { class: "b", x: 13, y: 23, "font-size": 15 }, cut(name(item), 15)),
      part("text", { class: "m", x: 13, y: 42, "font-size": 13 }, cut(first(item), 24)),
    ];
    if (notes(item)) {
      parts.push(part("circle", { class: "f-soft", cx: 161, cy: 18, r: 11 }));
      parts.push(part("text", { class: "soft b", x: 161, y: 22.5, "font-size": 12, "text-anchor": "middle" }, notes(item)));
    }
    if (holder) {
      const said = cut((holder.field === "place" ? says.moves : says.writes).replace("{name}", holder.name.split(" ")[0]), 24);
      const width = 18 + said.length * 6.6;
      parts.push(part("rect", { class: "f-plum", x: 8, y: HEIGHT - 4, width, height: 22, rx: 11 }));
      parts.push(part("text", { class: "on", x: 8 + width / 2, y: HEIGHT + 11.5, "font-size": 12, "text-anchor": "middle" }, said));
    }
    node.replaceChildren(...parts);
  }

  // --- choosing ------------------------------------------------------------------------------

  function choose(id, enter = false) {
    if (chosen !== id) {
      binder.flush();
      chosen = id;
      panel.querySelector("[data-item]")?.remove();
      none.hidden = Boolean(id);
      if (id) panel.append(binder.clone("panel", id));
      binder.render();
    }
    if (enter && id) panel.querySelector("[data-field=name]")?.focus();
  }

  const cardOf = (event) => event.target.closest?.("[data-card]");

  svg.addEventListener("click", (event) => {
    const node = cardOf(event);
    if (node && !drag?.moved) choose(node.dataset.card);
  });

  // --- moving --------------------------------------------------------------------------------

  function move(id, x, y) {
    sync.do("set", id, { x: clamp(x), y: clamp(y) });
    sync.hold(id, "place");
    clearTimeout(spoken);
    spoken = setTimeout(() => tellPlace(id), 350);
  }

  function tellPlace(id) {
    const item = sync.item(id);
    const [x, y] = place(item);
    const side = Math.abs(x) >= Math.abs(y) ? (x < 0 ? says.left : says.right) : (y < 0 ? says.above : says.below);
    announce(says.moved.replace("{name}", name(item)).replace("{ring}", says[ringAt(x, y)]).replace("{where}", side));
    sync.release();
  }

  svg.addEventListener("keydown", (event) => {
    const node = cardOf(event);
    if (!node || event.altKey || event.ctrlKey || event.metaKey) return;
    const id = node.dataset.card;
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (way && writes) {
      event.preventDefault();
      choose(id);
      const [x, y] = place(sync.item(id));
      const step = event.shiftKey ? FINE : STEP;
      move(id, x + way[0] * step, y + way[1] * step);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(id, true);
    }
  });

  function inPicture(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [point.x, point.y];
  }

  svg.addEventListener("pointerdown", (event) => {
    const node = cardOf(event);
    if (!node || !writes || event.button) return;
    const [px, py] = inPicture(event);
    const [x, y] = place(sync.item(node.dataset.card));
    drag = { id: node.dataset.card, node, x, y, dx: x * SCALE_X - px, dy: y * SCALE_Y - py, moved: false, pointer: event.pointerId, from: [event.clientX, event.clientY] };
    svg.setPointerCapture(event.pointerId);
  });
  // A finger on a card moves the card, beside it the picture: touch-action alone is not honoured
  // within an svg.
  svg.addEventListener("touchstart", (event) => {
    if (cardOf(event) && writes) event.preventDefault();
  }, { passive: false });
  svg.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    if (!drag.moved && Math.hypot(event.clientX - drag.from[0], event.clientY - drag.from[1]) < 4) return;
    if (!drag.moved) {
      drag.moved = true;
      choose(drag.id);
    }
    const [px, py] = inPicture(event);
    drag.x = clamp((px + drag.dx) / SCALE_X);
    drag.y = clamp((py + drag.dy) / SCALE_Y);
    look(drag.node, sync.item(drag.id));
    sync.hold(drag.id, "place");
  });
  const drop = (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const { id, x, y, moved, node } = drag;
    drag = null;
    if (moved && event.type !== "pointercancel") move(id, x, y);
    else if (event.type === "pointerup") choose(id);
    node.focus();
    draw();
  };
  svg.addEventListener("pointerup", drop);
  svg.addEventListener("pointercancel", drop);

  // Nearer or farther in the list: along the same direction.
  page.addEventListener("change", (event) => {
    if (!event.target.matches("[data-ring]")) return;
    const id = event.target.closest("[data-item]").dataset.item;
    const item = sync.item(id);
    const [x, y] = place(item);
    if (ringAt(x, y) === event.target.value && (x || y)) return;
    const spot = x || y ? [x, y] : Object.values(free());
    const angle = Math.atan2(spot[1], spot[0]);
    const away = MIDDLE[event.target.value];
    move(id, away * Math.cos(angle), away * Math.sin(angle));
  });

  // --- picture or list, near or wide ---------------------------------------------------------

  const box = page.querySelector(".canvas-picture");
  // The education itself stays in the middle of a screen that is too narrow for all of it.
  function centre() {
    box.scrollTo((box.scrollWidth - box.clientWidth) / 2, (box.scrollHeight - box.clientHeight) / 2);
  }

  const small = matchMedia("(max-width: 991.98px)");
  function see(view) {
    page.dataset.view = view;
    for (const link of page.querySelectorAll("[data-see]")) {
      if (link.dataset.see === view) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    if (view === "picture") centre();
  }
  // A page that this device kept was made without what the address asks for.
  const asked = new URLSearchParams(location.search).get("view");
  see(page.dataset.view || (["picture", "list"].includes(asked) ? asked : "") || (small.matches ? "list" : "picture"));
  page.addEventListener("click", (event) => {
    const link = event.target.closest("[data-see]");
    if (link) {
      event.preventDefault();
      see(link.dataset.see);
      history.replaceState(null, "", link.href);
    }
    const zoom = event.target.closest("[data-zoom]");
    if (zoom) {
      const now = Number(svg.dataset.zoom ?? 0);
      svg.dataset.zoom = Math.max(-1, Math.min(3, now + Number(zoom.dataset.zoom)));
      centre();
    }
  });

  root.addEventListener("canvas:added", ({ detail }) => {
    if (detail.type === "stakeholder") made.add(detail.id);
    if (detail.type === "stakeholder" && page.dataset.view === "picture") choose(detail.id);
  });

  binder.afters.push(() => {
    for (const radio of page.querySelectorAll("[data-ring]")) {
      const item = sync.item(radio.closest("[data-item]").dataset.item);
      if (item) radio.checked = ring(item) === radio.value;
    }
    draw();
    if (made.size) queueMicrotask(makeWay);
  });
}
