// What a click or a choice on the page does.
import { act, ask, say } from "./asking.js";
import { save, settleClash } from "./editing.js";
import { refresh } from "./live.js";
import { cardOf } from "./moving.js";
import { plan } from "./outward.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.id === "undo") {
    const done = await ask("/undo", {});
    say(done.words, !done.ok);
    await refresh();
  } else if (button.dataset.act) {
    const { story = "", section, which } = button.dataset;
    const card = cardOf(button);
    const beside = (card?.nextElementSibling ?? card?.previousElementSibling)?.dataset.story;
    await act(button.dataset.act, { story, ...(section && { section }), ...(which && { which }) });
    if (card && beside && !document.getElementById(card.id)) {
      const next = document.querySelector(`#edit-${CSS.escape(beside)} summary`);
      next?.focus({ preventScroll: true });
      next?.scrollIntoView({ block: "nearest" });
    }
  } else if (button.dataset.show) {
    const card = button.closest("[data-headline]");
    show(button.dataset.show, card.dataset.headline);
  } else if ("save" in button.dataset) {
    await save(button.closest(".editing"));
  } else if (button.dataset.step) {
    await plan(button.dataset.step, button.dataset.with);
  } else if (button.dataset.clash) {
    await settleClash(button);
  }
});

document.addEventListener("change", (event) => {
  const select = event.target.closest("select[data-move]");
  if (select) act("move", { story: select.dataset.move, section: select.value });
});

function show(story, headline) {
  document.querySelector("iframe#thing")?.contentWindow.postMessage({ show: `s-${story}`, headline }, "*");
}
