"use strict";
// "Leave this site": by click, or by pressing Escape three times. Replaces this page in the
// browser's history, so that Back does not return to it. Without this script the link still leaves.
(function () {
  var leave = document.getElementById("leave");
  if (!leave) return;
  var presses = [];

  function go(event) {
    event.preventDefault();
    document.title = "";
    document.body.hidden = true;
    // Nobody waits for the answer: leaving must not be slower because somebody may be signed in.
    if (leave.dataset.end) navigator.sendBeacon(leave.dataset.end);
    location.replace(leave.dataset.neutral || leave.href);
  }

  leave.addEventListener("click", go);
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { presses = []; return; }
    var now = Date.now();
    presses = presses.filter(function (at) { return now - at < 3000; });
    presses.push(now);
    if (presses.length >= 3) go(event);
  });
  // A page that the browser kept in memory must not come back hidden or half gone.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && document.body.hidden) location.replace(leave.dataset.neutral || leave.href);
  });
})();

// A page that waits for something looks again by itself; without this script there is a link.
if (document.querySelector("[data-again]")) {
  setTimeout(function () { location.reload(); }, 1000);
}
