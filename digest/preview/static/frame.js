"use strict";
// Tells the desk how far this document is scrolled, and scrolls where the desk says.
addEventListener("message", (event) => {
  if (event.source === parent && typeof event.data?.scroll === "number") scrollTo(0, event.data.scroll);
});
addEventListener("scroll", () => parent.postMessage({ scrolled: scrollY }, "*"), { passive: true });
parent.postMessage({ ready: true, scrolled: scrollY }, "*");
