/* Pages of the application form: questions that hang on an answer appear with it. Without this all are there. */
"use strict";

function holds(form, name, wanted) {
  const control = form.elements[name];
  if (!control) return true;
  if (control.type === "checkbox") return control.checked;
  return control.value === wanted;
}

function showWhatIsAsked(form) {
  for (const part of form.querySelectorAll("[data-only-if]")) {
    const [name, wanted] = part.dataset.onlyIf.split("=");
    part.hidden = !holds(form, name, wanted);
  }
}

for (const form of document.querySelectorAll("form")) {
  if (!form.querySelector("[data-only-if]")) continue;
  form.addEventListener("change", () => showWhatIsAsked(form));
  showWhatIsAsked(form);
}
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(showWhatIsAsked));
