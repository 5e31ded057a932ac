"""Notes on screen: one's organisation's own, and nobody else's."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from guides.notes.domain import LONGEST, NoSuchNote, Note, NoteChanged, NoteWrong
from guides.notes.forms import NoteForm
from guides.notes.service import NoteBook
from guides.web.guard import me
from guides.web.routes import page
from guides.web.site import link, site

blueprint = Blueprint("notes", __name__)
Page = str | tuple[str, int] | Response


def _book() -> NoteBook:
    guarded = site().guarded
    if guarded is None:
        abort(404)
    return guarded.notes


@page(blueprint, "/notes", "read-notes", name="all")
def every(lang: str) -> Page:
    """The notes of one's organisation."""
    return _list(NoteForm())


def _list(form: NoteForm, problem: str = "") -> str:
    notes = _book().every(me())
    return render_template(
        "notes/list.html", notes=notes, form=form, problem=problem, longest=LONGEST, account=me()
    )


@page(blueprint, "/notes", "write-notes", methods=("POST",))
def add(lang: str) -> Page:
    """A new note."""
    form = NoteForm(request.form)
    try:
        if not form.validate():
            raise NoteWrong
        _book().add(me(), form.text.data or "", form.save.data or "")
    except NoteWrong:
        return _list(form, "note-wrong"), 400
    return redirect(link("notes.all"), 303)


@page(blueprint, "/notes/export", "export", methods=("POST",), step_up=True)
def export(lang: str) -> Response:
    """All notes as a plain text: no program takes a line of it for a formula."""
    try:
        notes = _book().export(me())
    except NoSuchNote:
        abort(404)
    text = "\n\n".join(f"{each.changed:%Y-%m-%d}\n{each.text}" for each in notes)
    answer = Response(f"{text}\n", mimetype="text/plain")
    answer.headers["Content-Disposition"] = "attachment; filename=notes.txt"
    return answer


@page(blueprint, "/notes/<note>", "read-notes")
def one(lang: str, note: str) -> Page:
    """One note, to read or to change."""
    found = _found(note)
    if found.lost:
        return _list(NoteForm(), "note-lost"), 409
    return _one(note, NoteForm(data={"text": found.text, "version": found.version}))


def _found(note: str) -> Note:
    try:
        return _book().one(me(), note)
    except NoSuchNote:
        abort(404)


def _one(note: str, form: NoteForm, problem: str = "", other: str = "") -> str:
    return render_template(
        "notes/one.html", note=note, form=form, problem=problem, other=other, longest=LONGEST,
        account=me(),
    )  # fmt: skip


@page(blueprint, "/notes/<note>", "write-notes", methods=("POST",))
def change(lang: str, note: str) -> Page:
    """Save a note anew; when somebody else did meanwhile, both texts are shown."""
    form = NoteForm(request.form)
    try:
        if not form.validate():
            raise NoteWrong
        saved = (note, form.text.data or "", form.version.data or 0, form.save.data or "")
        _book().change(me(), *saved)
    except NoSuchNote:
        abort(404)
    except NoteWrong:
        return _one(note, form, "note-wrong"), 400
    except NoteChanged as changed:
        again = NoteForm(data={"text": form.text.data, "version": changed.now.version})
        return _one(note, again, "note-changed", changed.now.text), 409
    return redirect(link("notes.all"), 303)


@page(blueprint, "/notes/<note>/erase", "write-notes", methods=("POST",))
def erase(lang: str, note: str) -> Page:
    """Erase it, here and in every backup."""
    try:
        _book().erase(me(), note)
    except NoSuchNote:
        abort(404)
    return redirect(link("notes.all"), 303)
