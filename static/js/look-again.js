/* Work that goes on in the background: the part of the page that shows it is fetched anew until it is done. */
"use strict";

const EVERY = 3000;

async function lookAgain() {
  const shown = document.querySelector("[data-look-again]");
  if (!shown) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(shown.id);
    if (answer.ok && fresh && fresh.innerHTML !== shown.innerHTML && !shown.contains(document.activeElement)) shown.replaceWith(fresh);
  } catch {
    /* No connection just now: the next turn tries again. */
  }
  setTimeout(lookAgain, EVERY);
}

setTimeout(lookAgain, EVERY);
