// A toast goes by itself, but never while it is being read: not before 8 seconds, later if it is
// long or can be undone, and not while the pointer or the focus is on it.
const perCharacter = 80;

for (const toast of document.querySelectorAll("[data-toast]")) {
  const patience = toast.querySelector("form") ? 20000 : 8000;
  const stay = Math.max(patience, toast.textContent.trim().length * perCharacter);
  let timer = 0;
  const wait = () => { timer = setTimeout(() => toast.remove(), stay); };
  const hold = () => clearTimeout(timer);
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("pointerleave", wait);
  toast.addEventListener("focusout", wait);
  const close = toast.querySelector("[data-close]");
  close.hidden = false;
  close.addEventListener("click", () => { hold(); toast.remove(); });
  wait();
}
