document.documentElement.classList.add("canvas-live");
document.querySelector("[data-print]")?.addEventListener("click", () => print());
