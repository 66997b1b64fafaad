// Searching as one types.
import { refresh } from "./live.js";

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
