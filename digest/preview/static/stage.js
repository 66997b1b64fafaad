// The free width of the frame, by hand, key or number; and folds that stay as they were left.

const edge = () => document.getElementById("edge");
const pixels = () => document.getElementById("px");
const bounded = (px) => Math.min(Math.max(Math.round(px), Number(pixels().min)), Number(pixels().max));

// Into the address and into every link of the page, so that a reload and the next view keep it.
function keep(px) {
  const here = new URL(location);
  here.searchParams.set("px", px);
  history.replaceState(history.state, "", here);
  for (const link of document.querySelectorAll('a[href^="/?"]')) {
    const there = new URL(link.href);
    there.searchParams.set("px", px);
    link.setAttribute("href", there.pathname + there.search);
  }
}

function widen(px) {
  const width = bounded(px);
  document.getElementById("thing").setAttribute("width", width);
  edge().setAttribute("aria-valuenow", width);
  pixels().value = width;
  keep(width);
}

const STEPS = { ArrowLeft: -10, ArrowRight: 10, ArrowDown: -10, ArrowUp: 10 };

function step(event) {
  const now = Number(edge().getAttribute("aria-valuenow"));
  const ends = { Home: pixels().min, End: pixels().max };
  if (event.key in ends) widen(Number(ends[event.key]));
  else if (event.key in STEPS) widen(now + STEPS[event.key] * (event.shiftKey ? 5 : 1));
  else return;
  edge().scrollIntoView({ block: "nearest", inline: "nearest" });
  event.preventDefault();
}

// The frame stands at the left of its room: its edge goes where the hand goes.
let held = 0; // how far from the frame's content the edge was taken

function take(event) {
  edge().setPointerCapture(event.pointerId);
  held = event.clientX - document.getElementById("thing").getBoundingClientRect().left - pixels().value;
  event.preventDefault();
  edge().focus();
}

function drag(event) {
  if (!edge().hasPointerCapture(event.pointerId)) return;
  widen(event.clientX - document.getElementById("thing").getBoundingClientRect().left - held);
  edge().scrollIntoView({ block: "nearest", inline: "nearest" });
}

if (edge() && pixels()) {
  edge().hidden = pixels().hidden = false;
  edge().addEventListener("keydown", step);
  edge().addEventListener("pointerdown", take);
  edge().addEventListener("pointermove", drag);
  pixels().addEventListener("change", () => { if (pixels().value) widen(Number(pixels().value)); });
}

// The inbox stays open or shut from page to page.
const rows = () => document.getElementById("rows");
if (rows()) rows().open = localStorage.getItem("rows") === "open";
document.addEventListener("toggle", (event) => {
  if (event.target.id === "rows") localStorage.setItem("rows", event.target.open ? "open" : "shut");
}, true);

// A list that hangs over the page goes away when somebody turns to anything else.
document.addEventListener("click", (event) => {
  const list = document.getElementById("sheets");
  if (list?.open && !list.contains(event.target)) list.open = false;
});
document.addEventListener("keydown", (event) => {
  const list = document.getElementById("sheets");
  if (event.key !== "Escape" || !list?.open) return;
  list.open = false;
  list.querySelector("summary").focus();
});
