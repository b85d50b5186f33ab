/* Pages of a draft save what is typed without waiting for the button. What cannot be saved now is kept in this browser,
   by draft and page, and sent later: from any page of the same draft. Without this, "Save and continue" saves. */
"use strict";

(() => {
  const PAUSE = 2_000; // milliseconds without a key before it is saved
  const AGAIN = 15_000; // and before it is tried again
  const OLDEST = 14 * 24 * 3600 * 1000;
  const KEPT = "draft:";
  const OURS = new Set(["csrfmiddlewaretoken", "drawn", "go"]);
  const { draft, sent } = document.currentScript.dataset;
  const form = document.querySelector("form[data-draft]");
  const said = document.querySelector("[data-saved]");
  const keyOf = (path) => `${KEPT}${draft}:${path}`;
  const here = keyOf(location.pathname);
  const isUnsaved = Boolean(form && "unsaved" in form.dataset);
  // A page that was sent by its button and saved leads on: this one was reached by that redirect.
  const redirected = performance.getEntriesByType("navigation")[0]?.redirectCount > 0;

  const store = {
    read(key) {
      try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
    },
    write(key, value) {
      try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full, or not allowed: the server has to do */ }
    },
    drop(key) {
      try { localStorage.removeItem(key); } catch { /* nothing is kept then */ }
    },
    keys(start) {
      try { return Object.keys(localStorage).filter((key) => key.startsWith(start)); } catch { return []; }
    },
  };

  function post(path, typed, drawn, token) {
    const body = new URLSearchParams([...typed, ["drawn", drawn], ["go", "autosave"], ["csrfmiddlewaretoken", token]]);
    return fetch(path, { method: "POST", body, keepalive: true, redirect: "manual", headers: { Accept: "application/json" } });
  }

  /* What other pages of this draft could not send is sent from here. Where it clashes it waits for its own page. */
  async function sendWhatWaits() {
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    for (const key of store.keys(keyOf(""))) {
      const entry = store.read(key);
      if (!entry || Date.now() - entry.at > OLDEST) { store.drop(key); continue; }
      if (entry.submitted && redirected && !(key === here && isUnsaved)) { store.drop(key); continue; }
      if (key === here && form) continue;
      if (!token) continue;
      try {
        const answer = await post(key.slice(keyOf("").length), entry.typed, entry.drawn, token.value);
        if (answer.ok || answer.status === 404) store.drop(key);
      } catch { return; }
    }
  }

  function forgetDraft() {
    store.keys(keyOf("")).forEach(store.drop);
  }

  class Saver {
    constructor() {
      this.changed = 0; // counts changes, so that an answer knows whether there are newer ones
      this.saved = 0;
      this.timer = null;
      this.busy = null;
      this.stopped = Boolean(form.querySelector("[name^=keep_]"));
      form.addEventListener("input", () => this.touched(PAUSE));
      form.addEventListener("change", () => this.touched(PAUSE));
      form.addEventListener("focusout", () => { if (this.isOpen()) this.wait(300); });
      form.addEventListener("submit", (event) => this.submitted(event));
      window.addEventListener("online", () => this.save());
      window.addEventListener("offline", () => { if (this.isOpen()) this.notConnected(); });
      window.addEventListener("focus", () => { if (this.signedOut) { this.stopped = this.signedOut = false; this.save(); } });
      window.addEventListener("pagehide", () => { if (!this.leaving && !this.busy) this.save(); });
      window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
      if (isUnsaved) this.touched(PAUSE); else this.putBack();
    }

    isOpen() {
      return this.changed > this.saved;
    }

    typed() {
      return [...new FormData(form)].filter(([name, value]) => !OURS.has(name) && !name.startsWith("keep_") && typeof value === "string");
    }

    touched(pause) {
      if (this.puttingBack) return;
      this.changed += 1;
      store.write(here, { typed: this.typed(), drawn: form.elements.drawn.value, at: Date.now() });
      this.wait(pause);
    }

    wait(pause) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), pause);
    }

    async save() {
      if (this.stopped || !this.isOpen()) return;
      if (this.busy) { await this.busy; this.wait(PAUSE); return; }
      clearTimeout(this.timer);
      this.busy = this.send(this.changed);
      await this.busy;
      this.busy = null;
    }

    async send(upTo) {
      let answer, told;
      try {
        answer = await post(location.pathname, this.typed(), form.elements.drawn.value, form.elements.csrfmiddlewaretoken.value);
        told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
      } catch {
        this.notConnected();
        return;
      }
      if (answer.ok && told.saved) this.isSaved(upTo, told);
      else if (told.clash) this.stop(`${told.clash} Press “Save and continue” to see both.`);
      else if (told.sent) { forgetDraft(); this.stop("This has been sent, so it can no longer be changed.", true); }
      else if (told.signed_out) { this.signedOut = true; this.stop("You are signed out. What you type is kept in this browser.", true); }
      else { this.say("This could not be saved just now. It is kept in this browser and tried again."); this.wait(AGAIN); }
    }

    isSaved(upTo, told) {
      this.saved = upTo;
      form.elements.drawn.value = told.drawn;
      if (!this.isOpen()) store.drop(here);
      else store.write(here, { typed: this.typed(), drawn: told.drawn, at: Date.now() });
      const wrong = told.wrong.length ? ` Not saved yet: ${told.wrong.join(", ")}.` : "";
      this.say(`Saved at ${told.saved}.${wrong}`);
    }

    notConnected() {
      this.say("Not connected: kept in this browser, sent when you are back.");
      this.wait(AGAIN);
    }

    stop(words, again = false) {
      this.stopped = true;
      this.say(words);
      if (!again || !said) return;
      const link = document.createElement("a");
      link.href = location.href;
      link.textContent = "Load this page again";
      said.append(" ", link);
    }

    say(words) {
      if (said && said.textContent !== words) said.textContent = words;
    }

    /* The button waits for a save that is on its way: two at once would look like two people. */
    async submitted(event) {
      const button = event.submitter;
      if (this.busy) {
        event.preventDefault();
        await this.busy;
        form.requestSubmit(button);
      } else if (!navigator.onLine) {
        event.preventDefault();
        this.touched(AGAIN);
        this.notConnected();
      } else {
        this.leaving = true;
        const entry = store.read(here);
        if (entry) store.write(here, { ...entry, submitted: true });
      }
    }

    putBack() {
      const entry = store.read(here);
      if (!entry || Date.now() - entry.at > OLDEST || JSON.stringify(entry.typed) === JSON.stringify(this.typed())) {
        store.drop(here);
        if (this.typedAlready()) this.touched(PAUSE);
        return;
      }
      this.puttingBack = true;
      for (const control of form.elements) if (control.name && !OURS.has(control.name) && control.type !== "submit") this.fill(control, entry.typed);
      form.dispatchEvent(new Event("change"));
      this.puttingBack = false;
      form.elements.drawn.value = entry.drawn;
      this.say("What you typed before is put back.");
      this.touched(0);
    }

    /* On a slow connection people type before this script is there. */
    typedAlready() {
      const differs = (control) => (control.type === "checkbox" || control.type === "radio"
        ? control.checked !== control.defaultChecked
        : "defaultValue" in control && control.value !== control.defaultValue);
      return [...form.elements].some((control) => control.name && !OURS.has(control.name) && differs(control));
    }

    fill(control, typed) {
      const values = typed.filter(([name]) => name === control.name).map(([, value]) => value);
      if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
      else { control.value = values[0] ?? ""; control.dispatchEvent(new Event("input", { bubbles: true })); }
    }
  }

  if (sent) forgetDraft(); else sendWhatWaits();
  if (form) new Saver();
})();
