import { desk, refresh } from "./live.js";

// What the page asks the desk to do. Every request says which edition, and that it comes from this page.
export async function ask(path, request) {
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
export function say(words, isFault = false) {
  const line = document.getElementById("said");
  line.textContent = words;
  line.classList.toggle("trouble", isFault);
  clearTimeout(saidTimer);
  if (!isFault) saidTimer = setTimeout(() => { line.textContent = ""; }, 8000);
}

export async function act(action, values) {
  const done = await ask("/act", { action, values });
  say(done.words, !done.ok);
  await refresh();
  return done;
}
