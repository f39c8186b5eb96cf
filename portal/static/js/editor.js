// A toolbar and a preview for text areas that take Markdown. Edits go through the browser's own
// undo where it has one, so Ctrl-Z takes a button's work back.
const wraps = { bold: "**", italic: "*" };
const bullet = /^(\s*)(?:[-*] |\d+\. )?/;

function put(area, text, start, end, from, to) {
  area.focus();
  area.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) area.setRangeText(text, start, end, "end");
  area.setSelectionRange(from, to);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function wrap(area, sign) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end);
  const held = value.slice(start - sign.length, start) === sign
    && value.slice(end, end + sign.length) === sign;
  if (held) {
    const from = start - sign.length;
    put(area, chosen, from, end + sign.length, from, from + chosen.length);
  } else {
    const from = start + sign.length;
    put(area, sign + chosen + sign, start, end, from, from + chosen.length);
  }
}

function list(area, numbered) {
  const { selectionStart, selectionEnd, value } = area;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const after = value.indexOf("\n", selectionEnd);
  const end = after < 0 ? value.length : after;
  const lines = value.slice(start, end).split("\n");
  const has = numbered ? /^\s*\d+\. / : /^\s*[-*] /;
  const off = lines.every((line) => has.test(line));
  const text = lines.map((line, index) => {
    const sign = numbered ? `${index + 1}. ` : "- ";
    return line.replace(bullet, off ? "$1" : `$1${sign}`);
  }).join("\n");
  const to = start + text.length;
  put(area, text, start, end, lines.length > 1 ? start : to, to);
}

function link(area) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end);
  const address = /^https?:\/\/\S+$/.test(chosen);
  const text = address ? `[](${chosen})` : `[${chosen}](https://)`;
  // The caret goes to what is still missing: the words, or the address.
  const from = address ? start + 1 : start + chosen.length + 3;
  put(area, text, start, end, from, address ? from : from + "https://".length);
}

function mark(area, name) {
  if (wraps[name]) wrap(area, wraps[name]);
  else if (name === "link") link(area);
  else list(area, name === "numbers");
}

async function preview(editor, area, output, button) {
  const shown = button.getAttribute("aria-pressed") === "true";
  if (!shown) {
    const token = document.querySelector("meta[name=csrf-token]")?.content ?? "";
    try {
      const answer = await fetch(editor.dataset.previewUrl, {
        method: "POST",
        headers: { "X-CSRFToken": token },
        body: new URLSearchParams({ text: area.value }),
      });
      if (!answer.ok) throw new Error(answer.statusText);
      // The server has cleaned it; the page's policy runs no script in it either.
      output.innerHTML = await answer.text();
    } catch {
      output.textContent = editor.dataset.failed;
    }
  }
  area.hidden = !shown;
  output.hidden = shown;
  button.setAttribute("aria-pressed", String(!shown));
  for (const other of editor.querySelectorAll("[data-mark]")) other.disabled = !shown;
  if (shown) area.focus();
}

// One stop for Tab, arrows within: what a toolbar promises to those who hear it.
function roam(bar) {
  const stops = () => [...bar.querySelectorAll("button:not(:disabled)")];
  const settle = (current) => {
    for (const button of bar.querySelectorAll("button")) button.tabIndex = button === current ? 0 : -1;
  };
  settle(stops()[0]);
  bar.addEventListener("focusin", (event) => settle(event.target.closest("button")));
  bar.addEventListener("keydown", (event) => {
    const all = stops();
    const at = all.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all[(to + all.length) % all.length].focus();
  });
}

for (const editor of document.querySelectorAll("[data-editor]")) {
  const area = editor.querySelector("textarea");
  const bar = editor.querySelector("[role=toolbar]");
  const output = editor.querySelector("[data-output]");
  bar.hidden = false;
  roam(bar);
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.mark) mark(area, button.dataset.mark);
    else if (button) preview(editor, area, output, button);
  });
  area.addEventListener("keydown", (event) => {
    const name = { b: "bold", i: "italic", k: "link" }[event.key];
    if (!name || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    mark(area, name);
  });
}
