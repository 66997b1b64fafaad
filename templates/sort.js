// The table of deals sorts by a column when its head is pressed; without this script it is sorted by day.
"use strict";
(() => {
  for (const table of document.querySelectorAll("table[data-sorts]")) {
    const body = table.tBodies[0];
    for (const head of table.querySelectorAll("th[data-by]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") !== "descending";
        for (const other of table.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const value = (row) => row.dataset[head.dataset.by] || "";
        const order = (one, other) =>
          head.dataset.as === "number" ? value(one) - value(other) : value(one).localeCompare(value(other));
        const rows = [...body.rows].sort((one, other) => (down ? -1 : 1) * order(one, other));
        body.append(...rows);
      });
    }
  }
})();
