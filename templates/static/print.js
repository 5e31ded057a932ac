"use strict";
// A button that opens the browser's own window for printing; without it the browser's menu does.
for (const place of document.querySelectorAll("[data-print]")) {
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () => window.print());
}
