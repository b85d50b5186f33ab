/* Suggests schools while a name, town, postcode or number is typed into <input data-school-finder>.
   The pattern is the combobox with a list of the ARIA Authoring Practices: the focus stays in the input and the
   arrow keys point into the list. Choosing writes the school into the input, or with data-school-finder="go"
   goes to its page, or to data-finder-to, where the school's URN takes the place of 0. Without JavaScript the input is what it was: a search box, or a line to type a name into. */
"use strict";

(() => {
  const SHORTEST = 2;
  const PAUSE = 200; // milliseconds without a key before the server is asked
  const known = new Map();
  let finders = 0;

  function element(name, attributes = {}, text = "") {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  }

  async function ask(words, signal) {
    const key = words.toLowerCase();
    if (!known.has(key)) {
      const address = `/schools/?format=json&q=${encodeURIComponent(words)}`;
      const response = await fetch(address, { signal, headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(`The register answered ${response.status}`);
      known.set(key, await response.json());
    }
    return known.get(key);
  }

  function label(school) {
    return `${school.name}${school.place ? `, ${school.place}` : ""} (URN ${school.urn})`;
  }

  function announcement(answer) {
    const count = answer.schools.length;
    if (!count) return "No school fits yet.";
    const schools = answer.more ? `More than ${count} schools fit; the first ${count} are listed.`
      : `${count} school${count === 1 ? " fits" : "s fit"}.`;
    return `${schools} Use the up and down arrow keys to choose.`;
  }

  class Finder {
    constructor(input) {
      this.input = input;
      this.schools = [];
      this.active = -1;
      this.id = `school-finder-${++finders}`;
      this.build();
      input.addEventListener("input", () => this.typed());
      input.addEventListener("keydown", (event) => this.key(event));
      input.addEventListener("blur", () => this.close());
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.choose(Number(option.dataset.place));
      });
    }

    build() {
      const { input } = this;
      const holder = element("div", { class: "finder" });
      input.before(holder);
      this.list = element("ul", { id: this.id, role: "listbox", class: "finder-list", "aria-label": "Schools" });
      this.status = element("div", { role: "status", class: "visually-hidden" });
      this.list.hidden = true;
      holder.append(input, this.list, this.status);
      const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.id };
      for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
      input.autocomplete = "off";
    }

    typed() {
      clearTimeout(this.pause);
      if (this.request) this.request.abort();
      const words = this.input.value.trim();
      if (words.length < SHORTEST) {
        this.status.textContent = "";
        this.close();
        return;
      }
      this.pause = setTimeout(() => this.look(words), PAUSE);
    }

    async look(words) {
      this.request = new AbortController();
      try {
        const answer = await ask(words, this.request.signal);
        if (document.activeElement === this.input && this.input.value.trim() === words) this.show(answer);
      } catch (error) {
        // Typing on, or a register that is away: the input still works as it does without this script.
        if (error.name !== "AbortError") this.close();
      }
    }

    show(answer) {
      this.schools = answer.schools;
      this.list.replaceChildren(...this.schools.map((school, place) => this.option(school, place)));
      this.point(-1);
      this.open(this.schools.length > 0);
      this.status.textContent = announcement(answer);
    }

    option(school, place) {
      const option = element("li", {
        id: `${this.id}-${place}`, role: "option", "aria-selected": "false", "data-place": place,
      });
      const details = [school.place, school.type, school.status].filter(Boolean).join(" · ");
      option.append(element("span", { class: "finder-name" }, school.name), " ");
      option.append(element("span", { class: "finder-details" }, details));
      if (school.was.length) option.append(" ", element("span", { class: "finder-details" }, `was ${school.was.join(", ")}`));
      return option;
    }

    open(isOpen) {
      this.list.hidden = !isOpen;
      this.input.setAttribute("aria-expanded", String(isOpen));
    }

    close() {
      clearTimeout(this.pause);
      this.point(-1);
      this.open(false);
    }

    point(place) {
      const options = this.list.children;
      if (options[this.active]) options[this.active].setAttribute("aria-selected", "false");
      this.active = place;
      if (!options[place]) {
        this.input.removeAttribute("aria-activedescendant");
        return;
      }
      options[place].setAttribute("aria-selected", "true");
      options[place].scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", options[place].id);
    }

    step(by) {
      // One step beyond either end points at nothing: back in the text.
      const places = this.schools.length + 1;
      this.point((this.active + 1 + by + places) % places - 1);
    }

    key(event) {
      const isOpen = !this.list.hidden;
      if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.altKey) {
        if (!this.schools.length) return;
        event.preventDefault();
        if (!isOpen) this.open(true);
        this.step(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter" && isOpen && this.active >= 0) {
        event.preventDefault();
        this.choose(this.active);
      } else if (event.key === "Escape" && isOpen) {
        event.preventDefault();
        this.close();
      }
    }

    choose(place) {
      const school = this.schools[place];
      this.input.value = label(school);
      this.close();
      this.schools = [];
      this.status.textContent = `${school.name} chosen.`;
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
      const { schoolFinder, schoolFinderMore, finderTo } = this.input.dataset;
      if (schoolFinder === "go") {
        window.location.assign(finderTo ? finderTo.replace("/0/", `/${school.urn}/`) : school.url + (schoolFinderMore || ""));
      }
    }
  }

  document.querySelectorAll("input[data-school-finder]").forEach((input) => new Finder(input));
})();
