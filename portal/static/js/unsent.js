// Nobody signs out over what a page keeps on this device and has not sent. A page (of a plugin, too)
// says so in localStorage under "portal.unsent.<name>":
//   {"count": 3, "user": "7", "words": "...", "url": "/where/it/is/sent", "send": "...", "close": "..."}
// `user` is the id of whose it is; somebody else may sign out of the portal. A form that signs out
// otherwise, whoever one is there, is marked data-signs-out. When one of them is sent,
// "portal.signedOut" holds the time: what was kept to be read without net is not shown any longer.
import { forgetOthers } from "./kept.js";

const PREFIX = "portal.unsent.";
const user = document.querySelector("[data-drafts]")?.dataset.user ?? "";

const marked = (form) => form.matches("[data-signs-out]");
const signsOut = (form) => marked(form) || /\/logout$/.test(new URL(form.getAttribute("action") ?? "", location).pathname);

function waiting(form) {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    try {
      const found = JSON.parse(localStorage.getItem(key));
      // Only an address of ours is linked to.
      if (found.count > 0 && (marked(form) || String(found.user) === user) && /^\/(?!\/)/.test(found.url)) return found;
    } catch { localStorage.removeItem(key); }
  }
  return null;
}

function tell({ words, url, send, close }) {
  const dialog = document.createElement("dialog");
  dialog.className = "vb-dialog";
  const text = Object.assign(document.createElement("p"), { textContent: words, id: "unsent-words" });
  dialog.setAttribute("aria-labelledby", text.id);
  const link = Object.assign(document.createElement("a"), { className: "btn btn-primary", href: url, textContent: send });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-outline-secondary", textContent: close });
  button.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  const choices = document.createElement("div");
  choices.className = "vb-actions";
  choices.append(link, button);
  dialog.append(text, choices);
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("submit", (event) => {
  if (!signsOut(event.target)) return;
  const found = waiting(event.target);
  if (found) {
    event.preventDefault();
    event.stopImmediatePropagation();
    tell(found);
  } else {
    localStorage.setItem("portal.signedOut", String(Date.now()));
    forgetOthers("");
  }
}, { capture: true });
