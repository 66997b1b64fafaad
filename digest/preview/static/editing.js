// Words saved in place, and what happens when somebody else changed them meanwhile.
import { ask, say } from "./asking.js";
import { refresh } from "./live.js";
import { fields, isTyped, mark, seenBy } from "./typing.js";

export async function save(editing) {
  for (const field of fields(editing).filter(isTyped)) {
    const { part, story } = field.dataset;
    const words = field.value;
    const request = part === "headline"
      ? { action: "retitle", values: { story, headline: words, seen: seenBy(field) } }
      : { action: "reword", values: { story, part, words, seen: seenBy(field) } };
    const done = await ask("/act", request);
    const isClash = !done.ok && "now" in done;
    say(isClash ? "The file was changed here meanwhile. Nothing was saved: choose which words stand." : done.words, !done.ok);
    if (isClash) clash(field, done.now);
    if (!done.ok) return;
    delete field.dataset.seen;
    field.defaultValue = words;
  }
  await refresh();
}

// Somebody changed the same words meanwhile: both are shown, and the person takes one.
function clash(field, now) {
  document.getElementById(`${field.id}-clash`)?.remove();
  const box = document.createElement("div");
  box.id = `${field.id}-clash`;
  box.className = "offer conflict";
  box.setAttribute("role", "alert");
  const told = document.createElement("p");
  told.textContent = "This was changed in the file meanwhile. There it says now:";
  const words = document.createElement("p");
  words.className = "now";
  words.textContent = now || "nothing";
  const acts = document.createElement("p");
  acts.className = "acts";
  for (const [which, label] of [["theirs", "Take what is there"], ["mine", "Put mine over it"]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.clash = which;
    button.dataset.field = field.id;
    button.dataset.now = now;
    button.textContent = label;
    acts.append(button);
  }
  box.append(told, words, acts);
  field.after(box);
}

export async function settleClash(button) {
  const field = document.getElementById(button.dataset.field);
  const { now, clash: which } = button.dataset;
  document.getElementById(`${field.id}-clash`).remove();
  field.dataset.seen = now;
  if (which === "theirs") {
    field.value = now;
    delete field.dataset.seen;
    field.defaultValue = now;
    mark(field.closest(".editing"));
    await refresh();
  } else {
    await save(field.closest(".editing"));
  }
}
