"use strict";
// A meeting saves as one goes, and says in words what is saved and what is not. Without this script
// there is a button that saves. What could not be sent stays on the page and is tried again.
(function () {
  var FIRST = 1500, LONGEST = 30000, TOO_LONG = 15000, NOTE_AFTER = 1500;
  var form = document.querySelector("form[data-live], form[data-close]");
  if (!form || !window.fetch || !window.URLSearchParams) return;
  var status = form.querySelector("[data-status]");
  var said = form.dataset;
  var leaving = false;

  // The other script shows this as it is typed.
  form.querySelectorAll("[data-without-script]").forEach(function (part) { part.remove(); });

  function newId() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, function (b) { return b.toString(16).padStart(2, "0"); }).join("");
  }

  function tell(text, kind) {
    if (!status) return;
    status.textContent = text;
    status.dataset.kind = kind || "";
    if (kind === "signed-out") {
      var link = document.createElement("a");
      link.href = said.signIn;
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = said.signInWord;
      status.append(" ", link);
    }
  }

  function clock() {
    var now = new Date();
    return [now.getHours(), now.getMinutes()].map(function (n) { return String(n).padStart(2, "0"); }).join(":");
  }

  // One request. Ends in {kind: saved | conflict | wrong | signed-out | gone | no-signal | trouble}.
  function post(fields, fresh) {
    var body = new URLSearchParams(fields);
    body.set("form_token", form.elements.form_token.value);
    var stop = new AbortController();
    var timer = setTimeout(function () { stop.abort(); }, TOO_LONG);
    return fetch(form.getAttribute("action"), {
      method: "POST", body: body, credentials: "same-origin", redirect: "manual",
      headers: { Accept: "application/json" }, signal: stop.signal
    }).then(function (answer) {
      var json = (answer.headers.get("Content-Type") || "").indexOf("application/json") === 0;
      if (answer.ok && json) return answer.json().then(function (found) { return { kind: "saved", found: found }; });
      if (answer.status === 409 && json) return answer.json().then(function (found) { return { kind: "conflict", found: found }; });
      if (answer.status === 400 && json) return answer.json().then(function (found) { return { kind: "wrong", found: found }; });
      if (answer.status === 409) return { kind: "conflict" };
      if (answer.type === "opaqueredirect" || answer.status === 401) return { kind: "signed-out" };
      if (answer.status === 404) return { kind: "gone" };
      // Somebody who signed in again has another token: take it from the page as it is now.
      if (answer.status === 400 && !fresh) {
        return takeToken().then(function (changed) {
          return changed ? post(fields, true) : { kind: "wrong" };
        });
      }
      return { kind: answer.status === 400 ? "wrong" : "trouble" };
    }).catch(function () { return { kind: "no-signal" }; }).finally(function () { clearTimeout(timer); });
  }

  function takeToken() {
    return fetch(location.href, { credentials: "same-origin", redirect: "manual" }).then(function (answer) {
      return answer.ok ? answer.text() : "";
    }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html");
      var now = page.querySelector("main input[name=form_token]");
      if (!now || now.value === form.elements.form_token.value) return false;
      form.elements.form_token.value = now.value;
      return true;
    }).catch(function () { return false; });
  }

  function explain(kind) {
    if (kind === "no-signal") tell(said.noSignal, "no-signal");
    else if (kind === "signed-out") tell(said.signedOut, "signed-out");
    else if (kind === "gone") tell(said.gone, "gone");
    else tell(said.trouble, "trouble");
  }

  // Tries again and again, ever more slowly; at once when there is signal or somebody comes back.
  function again(work) {
    var wait = FIRST, timer = 0;
    function now() { clearTimeout(timer); timer = 0; work(); }
    window.addEventListener("online", function () { wait = FIRST; if (timer) now(); });
    document.addEventListener("visibilitychange", function () { if (!document.hidden && timer) now(); });
    return {
      later: function () { clearTimeout(timer); timer = setTimeout(now, wait); wait = Math.min(wait * 2, LONGEST); },
      done: function () { clearTimeout(timer); timer = 0; wait = FIRST; }
    };
  }

  if ("live" in said) live(); else close();

  // While the meeting runs ----------------------------------------------------------------------

  function live() {
    var KEY = "ticks " + location.pathname;
    var note = form.elements.note, pending = {}, busy = false, goTo = "", toPrint = null, sentNote = null, shut = false;
    var typing = 0, retry = again(send);
    var known = note.value;

    function keep() {
      try {
        if (Object.keys(pending).length) sessionStorage.setItem(KEY, JSON.stringify(pending));
        else sessionStorage.removeItem(KEY);
      } catch (error) { /* without room it stays on the page alone */ }
    }

    function noteWaits() { return !shut && (sentNote !== null || note.value !== known); }
    function waits() { return Object.keys(pending).length > 0 || sentNote !== null || note.value !== known; }

    function count() {
      var talked = form.querySelectorAll("input[data-counts]:checked").length;
      var all = document.getElementById("how-far");
      all.value = talked;
      form.querySelector("[data-how-far]").textContent = said.talked.replace("{n}", talked).replace("{m}", all.max);
    }

    function show(item, state) {
      form.querySelectorAll("input[name=talked]").forEach(function (box) { if (box.value === item) box.checked = !!state; });
      form.querySelectorAll("input[data-item]").forEach(function (one) { if (one.dataset.item === item) one.checked = one.value === state; });
    }

    function changed(input) {
      if (input.name === "talked") pending[input.value] = input.checked ? (input.value.indexOf("stop/") === 0 ? "passed-on" : "talked") : "";
      else if (input.dataset.item) pending[input.dataset.item] = input.value;
      else return;
      keep();
      count();
      send();
    }

    function send() {
      if (busy || !waits()) return;
      var withNote = noteWaits();
      if (!withNote && !Object.keys(pending).length) return;
      busy = true;
      tell(said.saving);
      var ticks = Object.assign({}, pending), fields = new URLSearchParams();
      Object.keys(ticks).forEach(function (item) { fields.append("item", item); fields.append("state", ticks[item]); });
      if (withNote) {
        // The same words go with the same id until they are answered: saved twice they are there once.
        sentNote = sentNote || { text: note.value, save: form.elements.save.value };
        fields.set("note", sentNote.text);
        fields.set("note_was", known);
        fields.set("version", form.elements.version.value);
        fields.set("save", sentNote.save);
      }
      post(fields).then(function (answer) {
        busy = false;
        if (answer.kind === "saved" || answer.kind === "conflict") {
          Object.keys(ticks).forEach(function (item) { if (pending[item] === ticks[item]) delete pending[item]; });
          keep();
          retry.done();
        }
        if (answer.kind === "saved") {
          if (withNote) {
            known = sentNote.text;
            sentNote = null;
            form.elements.version.value = answer.found.version || form.elements.version.value;
            form.elements.note_was.value = known;
            form.elements.save.value = newId();
          }
          tell(said.saved.replace("{time}", clock()), "saved");
          if (waits() && !shut) send();
          else if (goTo) go();
          else if (toPrint) form.requestSubmit(toPrint);
        } else if (answer.kind === "conflict") {
          sentNote = null;
          goTo = "";
          toPrint = null;
          theirs(answer.found);
        } else if (answer.kind === "wrong") {
          if (sentNote) { sentNote = null; form.elements.save.value = newId(); }
          goTo = "";
          toPrint = null;
          tell((answer.found && answer.found.problem) || said.trouble, "wrong");
          // What the list has no more is not tried for ever; what was ticked stays to be seen.
          if (!withNote) { pending = {}; keep(); }
          else if (Object.keys(ticks).length) { shut = true; retry.later(); }
        } else {
          goTo = "";
          toPrint = null;
          explain(answer.kind);
          if (answer.kind !== "gone") retry.later();
        }
      });
    }

    function theirs(found) {
      shut = true;
      var old = document.getElementById("other");
      if (old) old.remove();
      var box = document.createElement("div"), words = document.createElement("p"), button = document.createElement("button");
      box.id = "other";
      box.className = "note";
      words.textContent = found.note;
      words.dir = "auto";
      words.className = "typed";
      button.type = "button";
      button.className = "btn quiet";
      button.textContent = said.keep;
      box.append(said.too, words, button);
      document.getElementById("note-card").open = true;
      note.parentElement.before(box);
      form.elements.version.value = found.version;
      form.elements.save.value = newId();
      known = found.note;
      tell(said.too, "conflict");
      button.addEventListener("click", function () { shut = false; box.remove(); send(); });
    }

    function go() { leaving = true; location.assign(goTo); }

    form.addEventListener("change", function (event) { changed(event.target); });
    note.addEventListener("input", function () {
      // Too long a note was refused: it is tried again when it has become another.
      if (shut && !document.getElementById("other")) shut = false;
      clearTimeout(typing);
      typing = setTimeout(send, NOTE_AFTER);
    });
    note.addEventListener("blur", send);
    form.addEventListener("submit", function (event) {
      var by = event.submitter;
      var print = by && by.hasAttribute("data-print");
      if (print && !waits()) return;
      event.preventDefault();
      toPrint = print ? by : null;
      if (by && by.hasAttribute("data-go")) goTo = said.finish;
      if (waits()) send();
      else if (goTo) go();
    });
    window.addEventListener("beforeunload", function (event) {
      if (waits() && !leaving) { event.preventDefault(); event.returnValue = said.unsaved; }
    });
    form.querySelector("[data-save]").hidden = true;
    tell("");
    try { pending = JSON.parse(sessionStorage.getItem(KEY) || "{}"); } catch (error) { pending = {}; }
    Object.keys(pending).forEach(function (item) { show(item, pending[item]); });
    // A browser that comes back to a page may show ticks of its own: the server's are in "had".
    count();
    send();
  }

  // At the end ------------------------------------------------------------------------------------

  function close() {
    var first = new URLSearchParams(new FormData(form)).toString();
    var sent = null, busy = false, retry = again(send);

    function words(fields) {
      var found = new URLSearchParams(fields);
      ["version", "save", "form_token", "step"].forEach(function (name) { found.delete(name); });
      return found.toString();
    }

    function now() { return new URLSearchParams(new FormData(form)); }

    function send() {
      if (busy || sent === null) return;
      busy = true;
      tell(said.saving);
      post(sent).then(function (answer) {
        busy = false;
        if (answer.kind === "saved") {
          retry.done();
          if (words(sent) === words(now())) { leaving = true; location.assign(answer.found.to); return; }
          // More was typed while it was under way: that is saved next, as a change to what is there.
          form.elements.version.value = answer.found.version;
          form.elements.save.value = newId();
          form.querySelectorAll("input[name=step]").forEach(function (one, n) { one.value = answer.found.steps[n] || one.value; });
          sent = null;
          tell(said.onceMore, "again");
        } else if (answer.kind === "conflict" || answer.kind === "wrong") {
          // The server's page says what is wrong, with all that was typed in it.
          leaving = true;
          form.submit();
        } else {
          explain(answer.kind);
          if (answer.kind !== "gone") retry.later();
        }
      });
    }

    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (sent === null) sent = now();
      send();
    });
    window.addEventListener("beforeunload", function (event) {
      if (!leaving && (sent !== null || words(first) !== words(now()))) { event.preventDefault(); event.returnValue = said.unsaved; }
    });
  }
})();
