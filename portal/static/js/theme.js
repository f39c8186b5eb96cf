// Light or dark before the first paint, and a mark that scripts run. Not a module: it must not wait.
{
  const root = document.documentElement;
  root.classList.add("js");
  if (root.dataset.theme === "auto") {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const follow = () => { root.dataset.bsTheme = dark.matches ? "dark" : "light"; };
    dark.addEventListener("change", follow);
    follow();
  }
}
