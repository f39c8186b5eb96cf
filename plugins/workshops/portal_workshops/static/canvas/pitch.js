// The pitch: how long it takes, which value words it says, and the minute.
const WORDS_A_SECOND = 2.3;

const ENDINGS = /^(e|en|et|er|ne|t|s|ig|igt|ige|lig|ligt|lige)?$/;

const split = (text) => text.toLocaleLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];

// The same as `pages.occurs`.
export function occurs(word, text) {
  const there = split(text);
  return split(word).some((one) => there.some((other) => (one.length < 4
    ? other.startsWith(one) && ENDINGS.test(other.slice(one.length))
    : other.startsWith(one.slice(0, Math.max(4, one.length - 2))))));
}

export function pitch({ root, sync, binder, says }) {
  const served = root.querySelector("[data-served]");
  const aloud = root.querySelector("[data-aloud]");
  const input = root.querySelector('[data-item="pitch"] [data-field="text"]');
  const text = () => input?.value ?? sync.value(sync.item("pitch"), "text");

  function judge() {
    const said = text();
    if (aloud) {
      const n = split(said).length;
      aloud.textContent = says.aloud.replace("{words}", n).replace("{n}", Math.round(n / WORDS_A_SECOND));
    }
    for (const row of served?.children ?? []) {
      const yes = occurs(row.dataset.word, said);
      row.classList.toggle("yes", yes);
      row.querySelector("use").setAttribute("href", `${root.dataset.icons}#${yes ? "check-circle-fill" : "circle"}`);
      row.querySelector(".vb-meta").textContent = yes ? says.occurs : says.missing;
    }
  }
  if (served || aloud) {
    binder.afters.push(judge);
    root.addEventListener("input", judge);
  }
  const timer = root.querySelector("[data-timer]");
  if (timer) minute(timer, says);
}

function minute(timer, says) {
  const find = (name) => timer.querySelector(`[data-${name}]`);
  let ends = 0;
  let running;
  let told = 61;
  const show = (left) => {
    find("clock").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    find("bar").value = left;
    timer.classList.toggle("ending", left <= 10 && left > 0);
    timer.classList.toggle("over", left === 0);
    for (const mark of [30, 10]) {
      if (left <= mark && told > mark && left > 0) find("tick").textContent = says.seconds.replace("{n}", mark);
    }
    if (left === 0) find("tick").textContent = says.over;
    told = left;
  };
  const stop = () => {
    clearInterval(running);
    running = undefined;
  };
  find("start").addEventListener("click", () => {
    if (running) return;
    ends = Date.now() + 60000;
    told = 61;
    running = setInterval(() => {
      const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
      show(left);
      if (!left) stop();
    }, 200);
    show(60);
  });
  find("reset").addEventListener("click", () => {
    stop();
    find("tick").textContent = "";
    show(60);
  });
}
