// What somebody wrote and the server did not take: it stays on the page, with the reason, until they
// have copied it, tried it once more or thrown it away.
import { wordsOf } from "./sync.js";

async function copy(box) {
  try {
    await navigator.clipboard.writeText(box.textContent);
    return true;
  } catch {
    // Without https there is no clipboard; what is marked can be copied all the same.
    getSelection().selectAllChildren(box);
    try {
      return document.execCommand("copy");
    } catch {
      return false;
    }
  }
}

function button(words, act) {
  const one = document.createElement("button");
  Object.assign(one, { type: "button", className: "btn btn-outline-secondary btn-sm", textContent: words });
  one.addEventListener("click", () => act(one));
  return one;
}

export function refusals(root, sync, says) {
  const note = root.querySelector("[data-not-taken]");
  const list = note.querySelector("ul");
  let shown = 0;

  function row(entry) {
    const line = document.createElement("li");
    const why = document.createElement("p");
    why.textContent = entry.refused;
    const text = document.createElement("p");
    text.className = "text";
    text.textContent = wordsOf(entry);
    const row = document.createElement("div");
    row.className = "vb-actions";
    row.append(
      button(says.copy, async (one) => { one.textContent = (await copy(text)) ? says.copied : says.marked; }),
      button(says.retry, () => sync.retry(entry)),
      button(says.discard, () => sync.forget(entry)),
    );
    line.append(why, text, row);
    return line;
  }

  sync.addEventListener("refused", () => {
    const inside = note.contains(document.activeElement);
    list.replaceChildren(...sync.refused.map(row));
    note.hidden = !sync.refused.length;
    if (sync.refused.length > shown) note.scrollIntoView({ block: "nearest" });
    else if (inside) (note.hidden ? document.querySelector("h1") : note).focus?.();
    shown = sync.refused.length;
  });
}
