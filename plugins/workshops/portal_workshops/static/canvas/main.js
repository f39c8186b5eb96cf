// The canvas: begins what the page needs.
import { arena } from "./arena.js";
import { Binder } from "./binder.js";
import { design } from "./design.js";
import { frame } from "./frame.js";
import { Keeping } from "./keeping.js";
import { pitch } from "./pitch.js";
import { Sync } from "./sync.js";
import { track } from "./track.js";
import { words } from "./words.js";

const root = document.querySelector("[data-canvas]");
if (root) {
  const says = JSON.parse(root.dataset.says);
  const sync = new Sync(root);
  sync.keeping = new Keeping(root, sync);
  const binder = new Binder(root, sync, says);
  const canvas = { root, sync, binder, says, announce: frame(root, sync, binder, says) };
  for (const part of [arena, words, pitch, track, design]) part(canvas);
  document.documentElement.classList.add("canvas-live");
  binder.start();
  sync.start();
}
