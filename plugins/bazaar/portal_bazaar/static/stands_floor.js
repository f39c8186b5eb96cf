// On a phone the plan is as wide as the screen and its stands are small: a tap anywhere takes the
// nearest one, and shows it below as a link that a thumb can hit. Keys and large screens follow the
// links of the plan itself, as everybody does without this file.
const svg = document.querySelector("svg.bazaar-floor");
const shown = document.querySelector("[data-floor-chosen]");
const NEAR = 44;
const small = matchMedia("(max-width: 767.98px)");

const spots = svg ? [...svg.querySelectorAll("a.bazaar-spot")] : [];

function nearest(x, y) {
  let best = null;
  let least = NEAR;
  for (const spot of spots) {
    const box = spot.querySelector("circle").getBoundingClientRect();
    const away = Math.hypot(x - (box.left + box.right) / 2, y - (box.top + box.bottom) / 2);
    if (away < least) [best, least] = [spot, away];
  }
  return best;
}

function choose(spot) {
  for (const one of spots) {
    one.classList.toggle("on", one === spot);
    one.querySelector("text").classList.toggle("on", one === spot);
  }
  const link = document.createElement("a");
  link.className = "btn btn-outline-secondary";
  link.href = spot.getAttribute("href");
  link.textContent = spot.querySelector("title").textContent;
  shown.replaceChildren(link);
  shown.hidden = false;
}

if (svg && shown) {
  const chosen = spots.find((spot) => spot.classList.contains("on"));
  if (chosen) choose(chosen);
  svg.addEventListener("click", (event) => {
    if (!small.matches || event.detail === 0) return;
    const spot = nearest(event.clientX, event.clientY);
    if (!spot) return;
    event.preventDefault();
    choose(spot);
  });
}
