"use strict";
// Tells the desk how far this document is scrolled, and scrolls where the desk says.
// Where the desk gives it an exact width, a scroll bar would take some of that.
if (name === "bare") document.documentElement.style.scrollbarWidth = "none";
addEventListener("message", (event) => {
  if (event.source !== parent) return;
  const { scroll, show, headline } = event.data ?? {};
  if (typeof scroll === "number") scrollTo(0, scroll);
  if (typeof show !== "string") return;
  const words = (node) => node.textContent.replace(/\s+/g, " ").trim();
  const headings = [...document.querySelectorAll("h1, h2, h3, h4, li")];
  const lines = [...document.querySelectorAll("p[id]")];
  const found = document.getElementById(show)
    ?? headings.find((heading) => words(heading) === headline)
    ?? lines.find((line) => line.textContent.includes(headline));
  found?.scrollIntoView({ block: "start" });
});
addEventListener("scroll", () => parent.postMessage({ scrolled: scrollY }, "*"), { passive: true });
parent.postMessage({ ready: true, scrolled: scrollY }, "*");
