// Stands on the floor plan, moved with mouse, finger or arrow keys. The fields below hold the same
// places; each move is saved at once.
const svg = document.querySelector("[data-floor]");
const frame = document.getElementById("floor-live");
const STEP = 10;
const LARGE = 50;
const PAUSE = 500;
const waiting = new Map();

const status = (text) => {
  document.querySelector("[data-floor-status]").textContent = text;
};

const within = (value) => Math.max(0, Math.min(1000, Math.round(value)));

function show(spot, x, y) {
  spot.dataset.x = x;
  spot.dataset.y = y;
  const left = (x * svg.dataset.width) / 1000;
  const top = (y * svg.dataset.height) / 1000;
  spot.setAttribute("transform", `translate(${left} ${top})`);
  for (const axis of ["x", "y"]) {
    const field = document.getElementById(`${axis}-${spot.dataset.stand}`);
    if (!field) continue;
    field.value = spot.dataset[axis];
    field.defaultValue = field.value;
  }
}

async function save(spot) {
  waiting.delete(spot);
  const body = new FormData();
  body.set("csrf_token", document.querySelector('meta[name="csrf-token"]').content);
  body.set("x", spot.dataset.x);
  body.set("y", spot.dataset.y);
  if (document.querySelector("[data-tell]")?.checked) body.set("tell", "1");
  const url = frame.dataset.action.replace(/0$/, spot.dataset.stand);
  let ok = false;
  try {
    ok = (await fetch(url, { method: "POST", body })).ok;
  } catch {
    ok = false;
  }
  const place = frame.dataset.place
    .replace("#x", Math.round(spot.dataset.x / 10))
    .replace("#y", Math.round(spot.dataset.y / 10));
  status(ok ? frame.dataset.saved.replace("#", place) : frame.dataset.failed);
}

function later(spot) {
  clearTimeout(waiting.get(spot));
  waiting.set(spot, setTimeout(() => save(spot), PAUSE));
}

function flush() {
  for (const [spot, timer] of waiting) {
    clearTimeout(timer);
    save(spot);
  }
}

if (svg) {
  svg.addEventListener("keydown", (event) => {
    const spot = event.target.closest("[data-stand]");
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!spot || !move) return;
    event.preventDefault();
    const step = event.shiftKey ? LARGE : STEP;
    show(spot, within(Number(spot.dataset.x) + move[0] * step), within(Number(spot.dataset.y) + move[1] * step));
    later(spot);
  });
  svg.addEventListener("focusout", flush);
  window.addEventListener("pagehide", flush);
  svg.addEventListener("pointerdown", (event) => {
    const spot = event.target.closest("[data-stand]");
    if (!spot || event.button) return;
    event.preventDefault();
    spot.focus({ preventScroll: true });
    spot.setPointerCapture(event.pointerId);
    const start = [spot.dataset.x, spot.dataset.y].join();
    const drag = (moved) => {
      const box = svg.getBoundingClientRect();
      const x = ((moved.clientX - box.left) / box.width) * 1000;
      const y = ((moved.clientY - box.top) / box.height) * 1000;
      show(spot, within(x), within(y));
    };
    const end = () => {
      spot.removeEventListener("pointermove", drag);
      if ([spot.dataset.x, spot.dataset.y].join() !== start) save(spot);
    };
    spot.addEventListener("pointermove", drag);
    spot.addEventListener("pointerup", end, { once: true });
    spot.addEventListener("pointercancel", end, { once: true });
  });
}
