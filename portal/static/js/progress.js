// Work of the server that is under way: its part of the page is fetched anew until it has ended.
for (const part of document.querySelectorAll("[data-progress]")) {
  const look = async () => {
    try {
      const answer = await fetch(part.dataset.progress, { headers: { Accept: "text/html" } });
      if (answer.redirected || !answer.ok) throw new Error(String(answer.status));
      const html = await answer.text();
      const found = new DOMParser().parseFromString(html, "text/html").querySelector("[data-state]");
      if (found?.dataset.state !== "running") {
        location.reload();
        return;
      }
      if (found.outerHTML !== part.firstElementChild?.outerHTML) part.replaceChildren(found);
      setTimeout(look, 1000);
    } catch {
      setTimeout(look, 5000); // without net, or while the server starts again
    }
  };
  setTimeout(look, 1000);
}
