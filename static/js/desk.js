/* On a small screen the list comes before the filters that nobody has set. */
"use strict";

const panel = document.querySelector(".filter-panel:not([data-in-use])");
if (panel && window.matchMedia("(max-width: 1099.98px)").matches) panel.open = false;

/* How many are ticked, said in the bar; one box ticks all of the page. */
const bar = document.querySelector("[data-chosen]");
if (bar) {
  const boxes = [...document.querySelectorAll('input[name="pick"]')];
  const words = bar.querySelector("[data-chosen-number]");
  const head = document.querySelector(".queue-table thead th");
  const everyone = document.createElement("input");
  everyone.type = "checkbox";
  everyone.setAttribute("aria-label", "Choose all on this page");
  head.classList.add("pick");
  head.append(everyone);
  words.setAttribute("role", "status");
  const count = () => {
    const number = boxes.filter((box) => box.checked).length;
    bar.dataset.chosen = String(number);
    words.textContent = number ? `${number} chosen:` : "Tick applications, then";
    everyone.checked = number === boxes.length;
    everyone.indeterminate = number > 0 && number < boxes.length;
  };
  everyone.addEventListener("change", () => {
    for (const box of boxes) box.checked = everyone.checked;
    count();
  });
  for (const box of boxes) box.addEventListener("change", count);
  window.addEventListener("pageshow", count);
  count();
}
