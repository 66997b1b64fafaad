// Follows the desk's events and gives the links their keys. Everything else works without it.
import { typeAgain, typedIn } from "./typing.js";

export const desk = () => document.querySelector('meta[name="desk"]');
const notices = () => document.getElementById("notices");
let source = null;
let lostTimer = 0;

// Puts the new parts of this same page in place of the old, and leaves tab, width, focus and open hints.
export async function refresh() {
  const answer = await fetch(location.pathname + location.search);
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const missing = [...document.querySelectorAll("[data-live]")].some((old) => !fresh.getElementById(old.id));
  const added = [...fresh.querySelectorAll("[data-live]")].some((part) => !document.getElementById(part.id));
  if (missing || added) return location.reload();
  for (const part of fresh.querySelectorAll("[data-live]")) renew(document.getElementById(part.id), part);
}

const drawn = new Map(); // by id, what the server last gave for a part of the page

function renew(old, fresh) {
  if (old.tagName === "IFRAME" && fresh.tagName === "IFRAME") {
    lead(old, fresh.getAttribute("src"));
  } else {
    for (const open of old.querySelectorAll("details[open][id]")) {
      fresh.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute("open", "");
    }
    const html = fresh.outerHTML;
    if (drawn.get(old.id) !== html) exchange(old, document.adoptNode(fresh));
    drawn.set(old.id, html);
  }
}

// Whether the frame has to load another document; what is there already is left alone.
function lead(frame, address) {
  const shown = frame.dataset.shown ?? frame.getAttribute("src");
  frame.dataset.shown = address;
  if (shown === address) return false;
  frame.dataset.back = scrolled;
  // Not `src`: that would leave one step in the history for every save.
  frame.contentWindow.location.replace(address);
  return true;
}

// The new part stands where the old one stood: as far scrolled, and with the keyboard in the same place.
function exchange(old, fresh) {
  const top = old.scrollTop;
  const typed = typedIn(old);
  const focused = old.contains(document.activeElement) && document.activeElement;
  old.replaceWith(fresh);
  fresh.scrollTop = top;
  if (focused) focusAgain(focused);
  typeAgain(fresh, typed);
}

function focusAgain(focused) {
  const again = focused.id
    ? document.getElementById(focused.id)
    : document.getElementById(focused.closest("[id]").id)?.querySelector("summary");
  again?.focus({ preventScroll: true });
  if (again && focused.id === "words") again.setSelectionRange(focused.selectionStart, focused.selectionEnd);
}

// How far the framed document is scrolled. It tells; after a save it is put back to where it was.
let scrolled = 0;
addEventListener("message", (event) => {
  const frame = document.querySelector("iframe#thing");
  if (event.source !== frame?.contentWindow || typeof event.data?.scrolled !== "number") return;
  if (event.data.ready && frame.dataset.back) {
    event.source.postMessage({ scroll: Number(frame.dataset.back) }, "*");
    delete frame.dataset.back;
  } else {
    scrolled = event.data.scrolled;
  }
});

// When the frame has its document, or after a moment in which it did not come.
const settled = (frame) => new Promise((done) => {
  frame.addEventListener("load", done, { once: true });
  setTimeout(done, 300);
});

function follow() {
  const view = new URLSearchParams(location.search);
  view.set("edition", desk().dataset.edition);
  if (!view.has("tab")) view.set("tab", "email");
  source = new EventSource(`/events?${view}`);
  source.onopen = () => lost(false);
  source.onerror = () => lost(true);
  source.onmessage = (event) => {
    const [tag, address] = event.data.split("\n");
    const frame = document.querySelector("iframe#thing");
    // The document first, since that is what who saved waits for; then the page around it.
    const loads = frame && address && lead(frame, address);
    if (tag === notices().dataset.tag) return;
    if (loads) settled(frame).then(refresh);
    else refresh();
  };
}

// A moment's grace: a page that is being left loses its connection as well.
function lost(isLost) {
  const notice = document.getElementById("lost");
  if (isLost && !lostTimer) {
    lostTimer = setTimeout(() => { notice.hidden = false; }, 1500);
  } else if (!isLost) {
    clearTimeout(lostTimer);
    lostTimer = 0;
    notice.hidden = true;
  }
}

// Browsers keep six connections to a server: a page that nobody sees gives its own back.
document.addEventListener("visibilitychange", () => {
  source.close();
  if (!document.hidden) follow();
});

// What a link leads to may lie behind folds: they open on the way.
function reveal(target) {
  for (let part = target; part; part = part.parentElement?.closest("details")) {
    if (part.tagName === "DETAILS") part.open = true;
  }
  // Later, since following the link takes the focus away.
  const summary = target?.querySelector(":scope > summary");
  if (summary) setTimeout(() => summary.focus());
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link) reveal(document.getElementById(link.hash.slice(1)));
});
addEventListener("load", () => reveal(document.getElementById(decodeURIComponent(location.hash.slice(1)))));

// Who chooses a tab or a panel by keyboard goes on from there on the page that comes.
const choices = () => [...document.querySelectorAll("#bar nav a, #panels a, .switch a")];
document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const isKeyboard = event.detail === 0 && choices().includes(link);
  if (isKeyboard) sessionStorage.setItem("chosen", link.textContent);
});
const chosen = sessionStorage.getItem("chosen");
sessionStorage.removeItem("chosen");
if (chosen) choices().find((link) => link.textContent === chosen)?.focus({ preventScroll: true });

// On a narrow screen the panels stand below the edition: a chosen one is brought into view.
document.addEventListener("click", (event) => {
  if (event.target.closest("#panels a")) sessionStorage.setItem("to-panel", "yes");
});
if (sessionStorage.getItem("to-panel")) {
  sessionStorage.removeItem("to-panel");
  const panels = document.getElementById("panels");
  if (panels.getBoundingClientRect().top > innerHeight / 2) panels.scrollIntoView();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  if (document.querySelector("dialog[open]")) return; // a question is answered first
  const keys = document.getElementById("keys");
  if (event.key === "?") keys.open = !keys.open;
  else if (event.key === "Escape") keys.open = false;
  else document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
});

follow();
