// Tabs that scroll sideways on a phone (`<nav data-tabs>`): the current one is brought into view,
// without moving the page itself.
for (const tabs of document.querySelectorAll("nav[data-tabs]")) {
  for (const row of [tabs, ...tabs.querySelectorAll("ul")]) {
    const tab = row.querySelector("[aria-current]");
    if (!tab || row.scrollWidth <= row.clientWidth) continue;
    const box = tab.getBoundingClientRect();
    const frame = row.getBoundingClientRect();
    row.scrollLeft += box.left + box.width / 2 - (frame.left + frame.width / 2);
  }
}
