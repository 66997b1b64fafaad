// What the page asks the desk to do. Every request says which edition, and that it comes from this page.
async function ask(path, request) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Digest-Desk": desk().content },
    body: JSON.stringify({ edition: desk().dataset.edition, ...request }),
  });
  const told = answer.headers.get("Content-Type")?.startsWith("application/json")
    ? await answer.json()
    : { words: await answer.text() };
  return { ok: answer.ok, ...told };
}

function say(words, isFault = false) {
  const line = document.getElementById("said");
  line.textContent = words;
  line.classList.toggle("trouble", isFault);
}

document.addEventListener("click", async (event) => {
  if (!event.target.closest("#undo")) return;
  const done = await ask("/undo", {});
  say(done.words, !done.ok);
});
