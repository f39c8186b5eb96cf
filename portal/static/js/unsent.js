// Nobody signs out over what a page keeps on this device and has not sent. A page (of a plugin, too)
// says so in localStorage under "portal.unsent.<name>":
//   {"count": 3, "user": "7", "words": "...", "url": "/where/it/is/sent", "send": "...", "close": "..."}
// `user` is whose it is (data-user of the page's frame), '' for somebody without an account. The form
// that signs out is the portal's own, or any that is marked data-signs-out. When it is sent,
// "portal.signedOut" holds the time: what was kept to be read without net is not shown any longer.
const PREFIX = "portal.unsent.";
const user = document.querySelector("[data-drafts]")?.dataset.user ?? "";

const signsOut = (form) => form.matches("[data-signs-out]") || /\/logout$/.test(new URL(form.getAttribute("action") ?? "", location).pathname);

function waiting() {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    try {
      const found = JSON.parse(localStorage.getItem(key));
      // Only an address of ours is linked to.
      if (found.count > 0 && String(found.user) === user && /^\/(?!\/)/.test(found.url)) return found;
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
  const found = waiting();
  if (found) {
    event.preventDefault();
    event.stopImmediatePropagation();
    tell(found);
  } else localStorage.setItem("portal.signedOut", String(Date.now()));
}, { capture: true });
