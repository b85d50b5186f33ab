/* What pages gain where JavaScript runs. Everything works without it. */
"use strict";

(() => {
  /* The same rule as the server's len(text.split()): runs of characters that are not white space, as Python knows it. */
  const NOT_SPACE = /[^\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/gu;
  const countWords = (text) => (text.match(NOT_SPACE) || []).length;

  function wordsLeft(count, limit) {
    const gap = Math.abs(limit - count);
    const words = `${gap.toLocaleString("en-GB")} word${gap === 1 ? "" : "s"}`;
    return count > limit ? `${words} too many` : `${words} left`;
  }

  function addWordCounter(area) {
    const limit = Number(area.dataset.wordLimit);
    const shown = document.createElement("p");
    const spoken = document.createElement("p");
    shown.className = "word-count";
    shown.setAttribute("aria-hidden", "true");
    spoken.className = "visually-hidden";
    spoken.setAttribute("role", "status");
    area.after(shown, spoken);
    let pause;
    const update = () => {
      const count = countWords(area.value);
      shown.textContent = wordsLeft(count, limit);
      shown.classList.toggle("word-count-over", count > limit);
      return shown.textContent;
    };
    area.addEventListener("input", () => {
      const words = update();
      clearTimeout(pause);
      pause = setTimeout(() => { spoken.textContent = words; }, 1000);
    });
    update();
  }

  /* A second click on a form that is on its way does nothing. The button is greyed only after the browser has
     read its value; coming back with the browser's back button wakes it again. */
  const STOPPED_AFTER = 10_000;
  function sendOnce(event) {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = event.submitter;
    setTimeout(() => { if (button) button.setAttribute("aria-disabled", "true"); }, 0);
    setTimeout(wakeForms, STOPPED_AFTER); // the person stopped it, or the answer is a file
  }

  function wakeForms() {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
    }
  }

  /* Whoever signs out or leaves may sit at a shared computer: what draft.js kept of their words goes with them. */
  function forgetDrafts(event) {
    if (!("forgetsDrafts" in event.target.dataset)) return;
    try {
      Object.keys(localStorage).filter((key) => key.startsWith("draft:")).forEach((key) => localStorage.removeItem(key));
    } catch { /* nothing is kept where it is not allowed */ }
  }

  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
  document.querySelectorAll("textarea[data-word-limit]").forEach(addWordCounter);
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  document.addEventListener("submit", sendOnce);
  document.addEventListener("submit", forgetDrafts);
  window.addEventListener("pageshow", (event) => { if (event.persisted) wakeForms(); });
})();
