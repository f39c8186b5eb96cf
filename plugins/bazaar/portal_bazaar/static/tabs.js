// The tabs of a bazaar scroll sideways on a phone: the current one is brought into view, without
// moving the page itself.
for (const row of document.querySelectorAll(".bazaar-tabs ul")) {
  const tab = row.querySelector("[aria-current]");
  if (!tab) continue;
  const box = tab.getBoundingClientRect();
  const frame = row.getBoundingClientRect();
  row.scrollLeft += box.left + box.width / 2 - (frame.left + frame.width / 2);
}
