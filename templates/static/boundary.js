"use strict";
// A note is looked at while it is typed: advice to one person is shown below the field, and never
// stops anybody from saving. Without this script the same is shown after saving.
(function () {
  var WAIT = 900;

  function watch(field) {
    var form = field.form;
    var token = form && form.querySelector("input[name=form_token]");
    if (!token || !window.fetch) return;
    var place = document.createElement("div");
    place.setAttribute("role", "status");
    (field.closest("p") || field).insertAdjacentElement("afterend", place);
    var timer = 0, asked = 0, last = "";

    function show(html, number) {
      // Only the newest answer: an older one speaks of words that are gone.
      if (number === asked) place.innerHTML = html;
    }

    function look() {
      var text = field.value;
      if (text === last) return;
      last = text;
      var number = ++asked;
      if (!text.trim()) { show("", number); return; }
      fetch(field.dataset.boundary, {
        method: "POST",
        credentials: "same-origin",
        redirect: "error",
        body: new URLSearchParams({ form_token: token.value, text: text })
      }).then(function (answer) {
        return answer.text().then(function (said) {
          if (answer.ok) show(said, number);
          else if (answer.status === 401 && number === asked) place.textContent = said;
        });
      }).catch(function () { last = ""; }); // without a connection nothing is said
    }

    field.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(look, WAIT);
    });
    field.addEventListener("change", look);
    if (field.value.trim()) look();
  }

  document.querySelectorAll("textarea[data-boundary]").forEach(watch);
})();
