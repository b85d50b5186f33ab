/* The board of a plan: cards are dragged from column to column, or moved with the arrow keys from a link on them, and
   what others change appears by itself.
   Without this the link on each card does the same. */
"use strict";

const EVERY = 4000;
const said = document.getElementById("plan-said");
let dragged = null;

function tell(words) {
  said.textContent = words;
}

/* Puts the plan of this answer in the place of the one that is shown, unless somebody is at work in it. */
function show(html, force) {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("plan");
  const shown = document.getElementById("plan");
  const busy = dragged || (shown.contains(document.activeElement) && document.activeElement.matches("select, input, textarea"));
  if (!fresh || (busy && !force)) return;
  const focused = document.activeElement.closest?.(".plan-card")?.id;
  shown.replaceWith(fresh);
  if (focused) document.getElementById(focused)?.querySelector("a:last-of-type")?.focus();
  prepare();
}

async function lookAgain() {
  const plan = document.getElementById("plan");
  try {
    const answer = await fetch(`${plan.dataset.plan}?since=${plan.dataset.stamp}`, { headers: { Accept: "text/html" } });
    if (answer.status === 200 && !answer.redirected) show(await answer.text(), false);
  } catch {
    /* No connection just now: the next turn tries again. */
  }
  setTimeout(lookAgain, EVERY);
}

async function move(card, group, where) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  body.set("do", "move");
  body.set("group", group);
  body.set("version", card.dataset.version);
  try {
    const answer = await fetch(card.dataset.move, { method: "POST", body });
    const html = await answer.text();
    if (answer.ok) {
      tell(`${card.dataset.name}: ${where}.`);
      return show(html, true);
    }
    const why = new DOMParser().parseFromString(html, "text/html").querySelector(".error-summary p");
    tell(why ? why.textContent : "This was not done. Load the page again.");
    show(await (await fetch(location.pathname)).text(), true);
  } catch {
    tell("No connection: nothing was moved.");
  }
}

/* To the column on the left or the right. */
function step(card, by) {
  const columns = [...document.querySelectorAll(".plan-column")];
  const column = columns[columns.indexOf(card.closest(".plan-column")) + by];
  if (column) move(card, column.dataset.group, column.querySelector("h3").textContent.trim());
}

function prepare() {
  const hint = document.getElementById("plan-keys");
  if (hint) hint.hidden = false;
  for (const card of document.querySelectorAll(".plan-card")) {
    card.draggable = true;
    card.addEventListener("dragstart", (event) => {
      dragged = card;
      card.classList.add("is-dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.dataset.name);
    });
    card.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!by || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      step(card, by);
    });
    card.addEventListener("dragend", () => {
      dragged = null;
      card.classList.remove("is-dragged");
    });
  }
  for (const column of document.querySelectorAll(".plan-column")) {
    column.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      column.classList.add("is-over");
    });
    column.addEventListener("dragleave", () => column.classList.remove("is-over"));
    column.addEventListener("drop", (event) => {
      event.preventDefault();
      column.classList.remove("is-over");
      const card = dragged;
      dragged = null;
      if (card && card.closest(".plan-column") !== column) move(card, column.dataset.group, column.querySelector("h3").textContent.trim());
    });
  }
}

prepare();
setTimeout(lookAgain, EVERY);
