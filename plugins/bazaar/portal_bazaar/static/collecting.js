// What comes in, as it comes in: asks every few seconds for what is new, and draws it.
const box = document.querySelector("[data-live]");
const status = document.querySelector("[data-live-status]");

if (box && status) {
  const every = Number(box.dataset.every) || 5000;
  let tag = box.dataset.tag;
  let waiting = every;
  let timer = 0;

  const say = (state) => {
    const words = status.dataset[state];
    if (status.textContent !== words) status.textContent = words;
    status.classList.toggle("on", state === "on");
    status.classList.toggle("off", state !== "on");
  };

  // A picture is loaded before it takes the place of the one that is there: nothing flickers. One
  // that does not come within three seconds comes later.
  const prepared = async (html) => {
    const made = document.createElement("div");
    made.innerHTML = html;
    const pictures = [...made.querySelectorAll("img")].map((one) => one.decode().catch(() => {}));
    const patience = new Promise((resolve) => setTimeout(resolve, 3000));
    await Promise.race([Promise.all(pictures), patience]);
    return made.childNodes;
  };

  // Whoever reads with the keyboard, or has scrolled sideways, stays where they are.
  const draw = async (html) => {
    const fresh = await prepared(html);
    const scroll = box.querySelector(".vb-scroll")?.scrollLeft ?? 0;
    const active = box.contains(document.activeElement) ? document.activeElement : null;
    const links = [...box.querySelectorAll("a, [tabindex]")];
    const place = active ? links.indexOf(active) : -1;
    const href = active?.getAttribute("href");
    box.replaceChildren(...fresh);
    const table = box.querySelector(".vb-scroll");
    if (table) table.scrollLeft = scroll;
    if (place >= 0) {
      const now = [...box.querySelectorAll("a, [tabindex]")];
      const same = href ? now.find((one) => one.getAttribute("href") === href) : null;
      (same ?? now[place])?.focus({ preventScroll: true });
    }
  };

  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.live, {
        headers: { "If-None-Match": tag },
        cache: "no-store",
        redirect: "manual",
        signal: AbortSignal.timeout(15000),
      });
      if (answer.status === 200) {
        await draw(await answer.text());
        tag = answer.headers.get("ETag") ?? "";
      } else if (answer.status !== 304) {
        if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) {
          say("gone");
          return; // it will not come back by asking
        }
        throw new Error(String(answer.status));
      }
      waiting = every;
      say("on");
    } catch {
      waiting = Math.min(waiting * 2, 60000);
      say("off");
    }
    plan();
  };

  const plan = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, waiting);
  };

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (!document.hidden) ask();
  });
  say("on");
  plan();
}
