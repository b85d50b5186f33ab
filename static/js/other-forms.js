/* A page of several forms sends one of them. What is written in the others waits in this tab, and is put back there. */
"use strict";

const waiting = `desk:${document.currentScript.dataset.of}`;
const written = () => [...document.querySelectorAll('form[method="post"] textarea[id]')];
try {
  const kept = JSON.parse(sessionStorage.getItem(waiting)) ?? {};
  for (const box of written()) {
    if (!kept[box.id] || box.value) continue;
    box.value = kept[box.id];
    for (let fold = box.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }
  sessionStorage.removeItem(waiting);
  document.addEventListener("submit", (event) => {
    const others = written().filter((box) => box.form !== event.target && box.value !== box.defaultValue);
    sessionStorage.setItem(waiting, JSON.stringify(Object.fromEntries(others.map((box) => [box.id, box.value]))));
  });
} catch { /* the tab may keep nothing: then only what is sent arrives */ }
