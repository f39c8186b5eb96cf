// The door while somebody types: whom the letters fit, and how many are here. Without it the button
// 'Find' does the same.
const field = document.querySelector("input[data-door]");
const list = document.querySelector("[data-door-found]");
const count = document.querySelector("[data-door-count]");
const WAIT = 150;
const COUNT_EVERY = 8000;
let timer = 0;
let asked = 0;

async function find() {
  const mine = ++asked;
  const text = field.value.trim();
  try {
    const answer = await fetch(`${field.dataset.door}?q=${encodeURIComponent(text)}`, {
      headers: { Accept: "text/html" },
    });
    // A slower answer to what was typed before must not cover a later one.
    if (!answer.ok || mine !== asked) return;
    list.innerHTML = await answer.text();
  } catch {
    // No net: the page as it is can still be sent.
  }
}

async function recount() {
  if (document.hidden) return;
  try {
    const answer = await fetch(count.dataset.doorCount);
    if (!answer.ok) return;
    const { words } = await answer.json();
    if (count.textContent !== words) count.textContent = words;
  } catch {
    // Shown again as soon as there is a net.
  }
}

// What was told to one visitor, a code to sign in with, is not for the next in the queue.
const told = document.querySelectorAll(".vb-note.mb-3");
const TOLD_FOR = 60_000;

function hush() {
  for (const note of told) note.remove();
}

if (field && list) {
  if (told.length) window.setTimeout(hush, TOLD_FOR);
  field.addEventListener("input", () => {
    hush();
    window.clearTimeout(timer);
    // A scanner types a whole address and ends with Enter: nothing is to be looked up meanwhile.
    if (field.value.includes("/")) return;
    timer = window.setTimeout(find, WAIT);
  });
  field.select();
}
if (count) window.setInterval(recount, COUNT_EVERY);
