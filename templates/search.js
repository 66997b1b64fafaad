// Search over all issues: what is typed is looked for in the stories of each year, the newest year first.
// The stories come from files beside this one, loaded when somebody searches. Nothing is sent anywhere.
"use strict";
(() => {
  const form = document.querySelector("form[data-files]");
  const list = document.querySelector("#found");
  const status = document.querySelector("#status");
  const more = document.querySelector("#more");
  const say = form.dataset;
  const files = say.files.split(" ").filter(Boolean);
  const sections = JSON.parse(say.sections);
  const stories = [];
  let loaded = 0;
  let shown = 50;
  const STEP = 50;

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  function terms(query) {
    const found = [];
    for (const [, phrase, word] of fold(query).matchAll(/"([^"]+)"|([^\s"]+)/g)) found.push(phrase || word);
    return found;
  }

  // A word counts where one begins with it; in scripts without spaces, wherever it stands.
  function has(text, term) {
    if (/[\u3040-\u9fff\uac00-\ud7af]/.test(term)) return text.includes(term);
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
      if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1])) return true;
    }
    return false;
  }

  function score(story, wanted) {
    let points = 0;
    for (const term of wanted) {
      if (has(story.title, term)) points += 3;
      else if (has(story.companies, term)) points += 2;
      else if (has(story.text, term)) points += 1;
      else return 0;
    }
    return points;
  }

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function row(story) {
    const [path, title, opening, day, number] = story.row;
    const item = element("li");
    const head = element("h2");
    const link = element("a", title);
    link.href = "../" + path;
    link.dir = "auto";
    head.append(link);
    const meta = element("p", "", "meta");
    if (sections[number]) meta.append(element("span", sections[number], "hue-" + number), " · ");
    const time = element("time", day);
    time.dateTime = day;
    meta.append(time);
    const text = element("p", opening);
    text.dir = "auto";
    item.append(head, text, meta);
    return item;
  }

  function show() {
    const wanted = terms(form.q.value);
    const found = [];
    if (wanted.length) {
      for (const story of stories) {
        const points = score(story, wanted);
        if (points) found.push([points, story]);
      }
      found.sort((one, other) => other[0] - one[0] || (other[1].row[3] < one[1].row[3] ? -1 : 1));
    }
    list.replaceChildren(...found.slice(0, shown).map(([, story]) => row(story)));
    more.hidden = found.length <= shown;
    if (!wanted.length) status.textContent = "";
    else if (loaded < files.length) status.textContent = say.loading;
    else status.textContent = found.length ? say.count.replace("{count}", found.length) : say.none;
  }

  window.digestStories = (year) => {
    for (const line of year.stories) {
      stories.push({ row: line, title: fold(line[1]), text: fold(line[2]), companies: fold(line[5]) });
    }
  };

  let begun = false;
  function load() {
    if (begun) return;
    begun = true;
    const next = (number) => {
      if (number >= files.length) return;
      const script = element("script");
      script.src = files[number];
      script.onload = script.onerror = () => {
        loaded += 1;
        show();
        next(number + 1);
      };
      document.head.append(script);
    };
    next(0);
  }

  function search() {
    const address = new URL(location.href);
    if (form.q.value) address.searchParams.set("q", form.q.value);
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
    shown = STEP;
    if (form.q.value.trim()) load();
    show();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  form.q.addEventListener("input", search);
  more.addEventListener("click", () => {
    shown += STEP;
    show();
  });
  form.q.value = new URL(location.href).searchParams.get("q") || "";
  if (form.q.value) search();
})();
