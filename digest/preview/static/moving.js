import { act, say } from "./asking.js";

// Moving: with the mouse by the handle, with the keyboard by arrows on it.
let carried = null;
export const cardOf = (node) => node?.closest?.(".card");

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.(".grip") && cardOf(event.target);
  if (!card) return;
  carried = card;
  event.dataTransfer.setData("text/plain", card.dataset.headline);
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setDragImage(card, 12, 12);
  card.classList.add("carried");
});

document.addEventListener("dragover", (event) => {
  if (!carried) return;
  const place = placeAt(event);
  if (!place) return;
  event.preventDefault();
  clearPlaces();
  place.mark.classList.add(place.side);
});

document.addEventListener("drop", (event) => {
  const place = carried && placeAt(event);
  if (!place) return;
  event.preventDefault();
  const story = carried.dataset.story;
  if (place.values.before !== story && place.values.after !== story) act("move", { story, ...place.values });
});

document.addEventListener("dragend", () => {
  carried?.classList.remove("carried");
  carried = null;
  clearPlaces();
});

function clearPlaces() {
  for (const old of document.querySelectorAll(".goes-before, .goes-after, .goes-in")) {
    old.classList.remove("goes-before", "goes-after", "goes-in");
  }
}

function placeAt(event) {
  const card = cardOf(event.target);
  if (card) {
    const box = card.getBoundingClientRect();
    const isBefore = event.clientY < box.top + Math.min(box.height, 60) / 2;
    const side = isBefore ? "before" : "after";
    return { mark: card, side: `goes-${side}`, values: { [side]: card.dataset.story } };
  }
  const column = event.target.closest?.(".column");
  return column && { mark: column, side: "goes-in", values: { section: column.dataset.section } };
}

// One press after the other: each starts from where the one before it left the story.
let moving = Promise.resolve();
document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.(".grip");
  if (!grip || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  const { story } = cardOf(grip).dataset;
  moving = moving.then(() => step(story, event.key === "ArrowUp"));
});

async function step(story, isUp) {
  const from = document.getElementById(`card-${story}`);
  const values = from && stepped(from, isUp);
  if (!values) return say("It cannot go further.");
  await act("move", { story, ...values });
  const now = document.getElementById(`grip-${story}`);
  now?.focus();
  const card = cardOf(now);
  if (!card) return;
  const among = [...card.parentElement.children];
  const section = card.closest(".column").querySelector("h2 span").textContent;
  say(`${among.indexOf(card) + 1} of ${among.length} in ${section}`);
}

// One place up or down; past the end of a section into the next one.
function stepped(card, isUp) {
  const beside = isUp ? card.previousElementSibling : card.nextElementSibling;
  if (beside) return { [isUp ? "before" : "after"]: beside.dataset.story };
  const columns = [...document.querySelectorAll(".column")];
  const next = columns[columns.indexOf(card.closest(".column")) + (isUp ? -1 : 1)];
  if (!next) return null;
  const first = next.querySelector(".card");
  return !isUp && first ? { before: first.dataset.story } : { section: next.dataset.section };
}
