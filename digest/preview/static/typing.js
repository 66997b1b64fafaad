// Text in place: what was typed stays over every refresh, and what stood there when typing began goes along.
export const fields = (within) => [...within.querySelectorAll("textarea[data-part]")];
export const seenBy = (field) => field.dataset.seen ?? field.defaultValue;
export const isTyped = (field) => field.value !== seenBy(field);

document.addEventListener("input", (event) => {
  const field = event.target.closest("textarea[data-part]");
  if (!field) return;
  field.dataset.seen ??= field.defaultValue;
  mark(field.closest(".editing"));
});

export function mark(editing) {
  const button = editing?.querySelector("[data-save]");
  if (button) button.disabled = !fields(editing).some(isTyped);
}

// What is being typed in a part of the page that is about to be exchanged; and the same put into the new part.
export function typedIn(part) {
  const typing = [...part.querySelectorAll("textarea[data-part], input:not([type=hidden])")];
  return typing.filter(isTyped).map((field) => ({
    id: field.id, value: field.value, seen: seenBy(field), from: field.selectionStart, to: field.selectionEnd,
    clash: document.getElementById(`${field.id}-clash`),
  }));
}

export function typeAgain(part, typed) {
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
const KEPT = `typed-${document.querySelector('meta[name="desk"]').dataset.edition}`;
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
