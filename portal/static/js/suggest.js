// Suggestions under a search field; choosing one goes there. Without a script, or when the network
// fails, the field searches as ever.
import { Combobox, asking, words } from "./combobox.js";

for (const input of document.querySelectorAll("input[data-suggest]")) {
  const ask = asking(input.dataset.suggest);
  new Combobox(input, {
    ...words(input),
    find: async (text) => (await ask(text)).map((one) => ({ ...one, note: one.kind_title })),
    choose: (one) => window.location.assign(one.url),
  });
}
