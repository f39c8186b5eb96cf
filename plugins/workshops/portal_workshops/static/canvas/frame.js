// Around every page of the canvas: who is here, whether all is saved, what was refused, undo.
import { refusals } from "./refused.js";

const TOAST = 8000;

export function frame(root, sync, binder, says) {
  const status = document.querySelector("[data-status]");
  const words = status?.querySelector("span");
  const signIn = document.querySelector("[data-canvas-sign-in]");
  const here = document.querySelector("[data-here]");
  const refused = root.querySelector("[data-refused]");
  refusals(root, sync, says);
  const spoken = root.querySelector("[data-announce]");
  const gone = root.querySelector("[data-gone]");
  let last = null;
  let timer;

  const announce = (text) => {
    spoken.textContent = text;
  };

  const icon = (name) => status.querySelector("use")?.setAttribute("href", `${root.dataset.icons}#${name}`);

  function say() {
    const n = sync.pending.length;
    const said = {
      saved: says.saved,
      saving: says.saving,
      offline: (n ? says.offline : says.offline0).replace("{n}", n),
      ended: says.ended.replace("{n}", n),
      closed: says.closed,
    }[binder.isTyping && sync.state === "saved" ? "saving" : sync.state];
    if (words.textContent !== said) words.textContent = said;
    status.classList.toggle("away", ["offline", "ended", "closed"].includes(sync.state));
    signIn.hidden = sync.state !== "ended";
    icon(status.classList.contains("away") ? "wifi-off" : "check2");
    root.dataset.state = sync.state;
    root.dataset.pending = n;
    root.dataset.seq = sync.seq;
  }

  // Nobody signs out over what is not sent (see the portal's unsent.js).
  function unsent() {
    const key = `portal.unsent.workshops.${root.dataset.key}`;
    const count = sync.pending.length;
    try {
      if (!count) localStorage.removeItem(key);
      else {
        const text = says.leaving.replace("{n}", count);
        localStorage.setItem(key, JSON.stringify({
          count, user: String(sync.user), words: text, url: location.pathname, send: says.sendNow, close: says.close,
        }));
      }
    } catch { /* no storage: then there is no database either */ }
  }

  function people() {
    const at = Date.now();
    const there = new Map(sync.here.filter((one) => one.ends > at).map((one) => [one.user, one.name]));
    there.set(sync.user, root.dataset.name);
    const mark = [...there.values()].join("|");
    if (here.dataset.mark === mark) return;
    here.dataset.mark = mark;
    here.hidden = false;
    here.setAttribute("aria-label", says.here.replace("{names}", [...there.values()].join(", ")));
    here.replaceChildren(...[...there.values()].slice(0, 8).map((name) => {
      const one = document.createElement("span");
      const parts = name.split(/\s+/).filter(Boolean);
      one.className = `vb-avatar ${"abcd"[name.length % 4]}`;
      one.title = name;
      one.textContent = ((parts[0]?.[0] ?? "") + (parts.length > 1 ? parts.at(-1)[0] : "")).toUpperCase();
      return one;
    }));
  }

  sync.addEventListener("state", () => {
    say();
    unsent();
  });
  sync.addEventListener("change", () => {
    say();
    unsent();
    people();
    const advice = root.querySelector("[data-advice]");
    if (advice && sync.of("advice").length) advice.hidden = false;
  });
  root.addEventListener("input", say);

  sync.addEventListener("result", ({ detail }) => {
    const text = detail.result === "kept" ? says.kept : detail.result === "both" ? "" : detail.why;
    if (detail.result === "both") {
      announce(says.both.replace("{name}", says.somebody));
      return;
    }
    // Words that were not taken have a note of their own.
    const told = sync.refused.some((one) => one.id === detail.id);
    refused.querySelector("div").textContent = told ? "" : text;
    refused.hidden = told || !text;
  });

  root.addEventListener("canvas:removed", ({ detail }) => {
    last = detail.id;
    gone.querySelector("span").textContent = says.removed.replace("{name}", detail.label);
    gone.hidden = false;
    refused.hidden = true;
    clearTimeout(timer);
    timer = setTimeout(() => { gone.hidden = true; }, TOAST);
    gone.querySelector("button").focus();
  });
  gone.querySelector("button").addEventListener("click", () => {
    if (last) sync.do("restore", last);
    gone.hidden = true;
    binder.render();
    const back = root.querySelector(`[data-item="${last}"] summary, [data-item="${last}"] [data-field]`);
    back?.focus();
  });

  root.addEventListener("canvas:button", ({ detail: { id, button } }) => {
    if (id === "help" && button?.dataset.help !== undefined) {
      sync.do("set", "help", { wanted: button.dataset.help === "1" });
    }
  });
  binder.afters.push(() => {
    const form = root.querySelector('.canvas-help [data-item="help"]');
    const button = form?.querySelector("[data-help]");
    if (!button) return;
    const wanted = Boolean(sync.value(sync.item("help"), "wanted", false));
    button.dataset.help = wanted ? "0" : "1";
    const on = form.querySelector("[data-help-on]");
    if (on) on.hidden = !wanted;
    const text = button.querySelector("span");
    if (text) text.textContent = wanted ? text.dataset.on : text.dataset.off;
  });
  // Holds grow old without anybody saying so.
  setInterval(() => {
    binder.render();
    people();
  }, 3000);
  return announce;
}
