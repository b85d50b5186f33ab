/* On a small screen the list comes before the filters that nobody has set. */
"use strict";

const panel = document.querySelector(".filter-panel:not([data-in-use])");
if (panel && window.matchMedia("(max-width: 1099.98px)").matches) panel.open = false;
