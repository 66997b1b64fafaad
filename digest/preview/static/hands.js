// What the page asks the desk to do. Every request says which edition, and that it comes from this page.
async function ask(path, request) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Digest-Desk": desk().content },
      body: JSON.stringify({ edition: desk().dataset.edition, ...request }),
    });
    const told = answer.headers.get("Content-Type")?.startsWith("application/json")
      ? await answer.json()
      : { words: await answer.text() };
    return { ok: answer.ok, ...told };
  } catch {
    return { ok: false, words: "The desk does not answer; nothing was done." };
  }
}

document.getElementById("said").addEventListener("click", (event) => { event.currentTarget.textContent = ""; });
let saidTimer = 0;
function say(words, isFault = false) {
  const line = document.getElementById("said");
  line.textContent = words;
  line.classList.toggle("trouble", isFault);
  clearTimeout(saidTimer);
  if (!isFault) saidTimer = setTimeout(() => { line.textContent = ""; }, 8000);
}

async function act(action, values) {
  const done = await ask("/act", { action, values });
  say(done.words, !done.ok);
  await refresh();
  return done;
}

// ---- One click
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

// ---- Text in place: what was typed stays over every refresh, and what stood there when typing began goes along.
const fields = (within) => [...within.querySelectorAll("textarea[data-part]")];
const seenBy = (field) => field.dataset.seen ?? field.defaultValue;
const isTyped = (field) => field.value !== seenBy(field);

document.addEventListener("input", (event) => {
  const field = event.target.closest("textarea[data-part]");
  if (!field) return;
  field.dataset.seen ??= field.defaultValue;
  mark(field.closest(".editing"));
});

function mark(editing) {
  const button = editing?.querySelector("[data-save]");
  if (button) button.disabled = !fields(editing).some(isTyped);
}

async function save(editing) {
  for (const field of fields(editing).filter(isTyped)) {
    const { part, story } = field.dataset;
    const words = field.value;
    const request = part === "headline"
      ? { action: "retitle", values: { story, headline: words, seen: seenBy(field) } }
      : { action: "reword", values: { story, part, words, seen: seenBy(field) } };
    const done = await ask("/act", request);
    say(done.words, !done.ok);
    if (!done.ok && "now" in done) clash(field, done.now);
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

async function settleClash(button) {
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

// Called by `renew` around the exchange of a part of the page.
function typedIn(part) {
  const typing = [...part.querySelectorAll("textarea[data-part], input:not([type=hidden])")];
  return typing.filter(isTyped).map((field) => ({
    id: field.id, value: field.value, seen: seenBy(field), from: field.selectionStart, to: field.selectionEnd,
    clash: document.getElementById(`${field.id}-clash`),
  }));
}

function typeAgain(part, typed) {
  for (const { id, value, seen, from, to, clash: box } of typed) {
    const field = part.querySelector(`#${CSS.escape(id)}`);
    if (!field) continue;
    field.value = value;
    field.dataset.seen = seen;
    // A field for an address has no selection that could be put back.
    if (document.activeElement === field && from !== null) field.setSelectionRange(from, to);
    if (box) field.after(box);
    mark(field.closest(".editing"));
  }
}

// What was typed and not saved outlives a look at another tab or panel, and a reload.
const KEPT = `typed-${desk().dataset.edition}`;
const kept = () => JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
addEventListener("pagehide", () => {
  const all = kept();
  for (const field of fields(document)) {
    if (isTyped(field)) all[field.id] = { value: field.value, seen: seenBy(field) };
    else delete all[field.id];
  }
  sessionStorage.setItem(KEPT, JSON.stringify(all));
});
for (const [id, { value, seen }] of Object.entries(kept())) {
  const field = document.getElementById(id);
  if (!field || field.value === value) continue;
  field.value = value;
  field.dataset.seen = seen;
  field.closest("details").open = true;
  mark(field.closest(".editing"));
}

// ---- Moving: with the mouse by the handle, with the keyboard by arrows on it.
let carried = null;
const cardOf = (node) => node?.closest?.(".card");

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

// ---- Searching as one types
let searchTimer = 0;
function search() {
  const form = document.getElementById("search");
  const address = new URL(location.href);
  address.searchParams.set("words", form.elements.words.value);
  history.replaceState(null, "", address);
  return refresh();
}
document.addEventListener("input", (event) => {
  if (event.target.id !== "words") return;
  clearTimeout(searchTimer);
  searchTimer = setTimeout(search, 150);
});
document.addEventListener("submit", (event) => {
  if (event.target.id !== "search") return;
  event.preventDefault();
  clearTimeout(searchTimer);
  search();
});

// What was typed before this script was there.
const typedEarly = document.getElementById("words");
if (typedEarly && typedEarly.value !== typedEarly.defaultValue) search();

// ---- What leads out of the house: first what it would do, then a yes.
const TITLES = {
  approve: "Approve this edition?",
  withdraw: "Open this edition again?",
  test: "Send a test mail?",
  publish: "Publish this edition?",
};
let planned = null;
const part = (name) => document.getElementById(`confirm-${name}`);

async function plan(step, field, allow = "") {
  const input = field && document.getElementById(field);
  const values = { ...(input && { [input.name]: input.value.trim() }), ...(allow && { allow }) };
  const told = await ask("/plan", { step, values });
  const problem = told.ok ? told.problem : told.words;
  planned = { step, field, values, agreed: told.agreed };
  part("title").textContent = TITLES[step];
  part("words").replaceChildren(...(told.ok ? told.words : []).map((words) => {
    const line = document.createElement("li");
    line.textContent = words;
    return line;
  }));
  part("problem").textContent = problem;
  part("problem").hidden = !problem;
  part("do").hidden = Boolean(problem);
  part("not").textContent = problem ? "Close" : "Cancel";
  offerToAllow(told.refused ?? []);
  const dialog = document.getElementById("confirm");
  if (!dialog.open) dialog.showModal();
  (problem ? part("not") : part("do")).focus();
}

// Errors that a person looked at and lets pass, rule by rule.
function offerToAllow(rules) {
  const box = part("allow");
  box.hidden = !rules.length;
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = "Let these pass";
  again.addEventListener("click", () => {
    const chosen = [...box.querySelectorAll("input:checked")].map((choice) => choice.value);
    plan(planned.step, planned.field, chosen.join(" "));
  });
  box.replaceChildren(...rules.map((rule) => {
    const label = document.createElement("label");
    const choice = document.createElement("input");
    choice.type = "checkbox";
    choice.value = rule;
    label.append(choice, ` I have looked at ${rule}`);
    return label;
  }), again);
}

part("not").addEventListener("click", () => document.getElementById("confirm").close());
part("do").addEventListener("click", async () => {
  part("do").disabled = true;
  const { step, values, agreed } = planned;
  const done = await ask("/carry-out", { step, values, agreed });
  part("do").disabled = false;
  document.getElementById("confirm").close();
  say(done.words, !done.ok);
  await refresh();
});
