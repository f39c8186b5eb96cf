// Parts of a page that the facilitator leaves open: fetched again every so many seconds, but not
// while a key is in them, or nobody looks.
const parts = [...document.querySelectorAll("[data-live]")].filter((one) => Number(one.dataset.live));
const every = Math.min(...parts.map((one) => Number(one.dataset.live)));

async function again() {
  if (document.hidden) return;
  let answer;
  try {
    answer = await fetch(location.href, { redirect: "manual", cache: "no-store" });
  } catch {
    return;
  }
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = [...page.querySelectorAll("[data-live]")].filter((one) => Number(one.dataset.live));
  parts.forEach((part, at) => {
    if (fresh[at] && !part.contains(document.activeElement) && part.innerHTML !== fresh[at].innerHTML) {
      part.replaceChildren(...fresh[at].childNodes);
    }
  });
}

if (parts.length) setInterval(again, every * 1000);
