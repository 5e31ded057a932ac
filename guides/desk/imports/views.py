"""A list on its way into the directory: brought, looked at, taken, given back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from guides.desk.imports.rows import ACTIONS, MOST_ROWS, Headings, headings_asked, read, row_shown
from guides.desk.imports.work import within_reason
from guides.desk.service import Desk
from guides.desk.uploads import Uploads
from guides.directory.columns import MEANINGS
from guides.directory.imported import Import
from guides.directory.importing import ImportWrong
from guides.directory.readers.domain import ReadWrong
from guides.web import services
from guides.web.routes import page
from guides.web.site import Site, link, site

blueprint = Blueprint("imports", __name__)
Page = str | tuple[str, int] | Response
MOST_UPLOAD_BYTES = 20_000_000
PLUGIN = "plugin"
MOST_ID = 2**31 - 1
"""The largest number of a row."""


def _uploads(desk: Desk) -> Uploads:
    return Uploads(site().settings.data_dir / "uploads", desk.org)


@page(blueprint, "/desk/directory/import", "manage-directory", name="list")
def every(lang: str) -> Page:
    """Lists that were brought so far, and a form for the next."""
    return _list()


def _list(problem: str = "", why: str = "", name: str = "") -> str:
    desk = services.desk()
    return render_template(
        "desk/imports.html",
        imports=[i for i in desk.importing.several(desk.org) if i.source_kind != PLUGIN],
        problem=problem,
        why=why,
        name=name,
    )


@page(
    blueprint, "/desk/directory/import", "manage-directory", methods=("POST",),
    most_bytes=MOST_UPLOAD_BYTES,
)  # fmt: skip
def bring(lang: str) -> Page:
    """Read a file. Where a heading is not understood, that is asked first."""
    desk = services.desk()
    sent, name = request.files.get("file"), request.form.get("name", "").strip()[:200]
    if sent is None or not sent.filename or not name:
        return _list("import-no-name", name=name), 400
    uploads = _uploads(desk)
    kept = uploads.keep(sent.save)
    file = uploads.file(kept)
    try:
        if file is None:
            raise NotFound
        asked = headings_asked(file, desk.importing.headings(desk.org))
        if asked is not None:
            return _ask(asked, kept, name)
        return _preview(desk, file, name, lambda: uploads.drop(kept))
    except (ReadWrong, ImportWrong) as wrong:
        uploads.drop(kept)
        return _refused(wrong, name)


def _ask(asked: Headings, kept: str, name: str) -> str:
    return render_template("desk/headings.html", asked=asked, kept=kept, name=name)


@page(blueprint, "/desk/directory/import/headings", "manage-directory", methods=("POST",))
def meant(lang: str) -> Page:
    """What the headings mean, which is remembered; then the file is read."""
    desk = services.desk()
    uploads, kept = _uploads(desk), request.form.get("kept", "")
    name, file = request.form.get("name", "").strip()[:200], uploads.file(kept)
    if file is None:
        return _list("import-file-gone", name=name), 400
    pairs = zip(request.form.getlist("heading"), request.form.getlist("means"), strict=False)
    try:
        told = {heading[:200]: means for heading, means in pairs if means in ("", *MEANINGS)}
        desk.importing.remember(desk.org, told)
        return _preview(desk, file, name, lambda: uploads.drop(kept))
    except (ReadWrong, ImportWrong) as wrong:
        return _refused(wrong, name)


def _preview(desk: Desk, file: Path, name: str, drop: Callable[[], object]) -> Response:
    headings = desk.importing.headings(desk.org)

    def look() -> int:
        try:
            found = read(file, headings)
            return desk.preview(name, found, lambda: found.notes, lambda: found.complete)
        finally:
            drop()

    number = within_reason(look, lambda: desk.leave_unread(name))
    if number is None:  # its line in the list says that it is being read
        return redirect(link("imports.list"), 303)
    return redirect(link("imports.one", number=number), 303)


def _refused(wrong: ReadWrong | ImportWrong, name: str) -> tuple[str, int]:
    if isinstance(wrong, ImportWrong):
        return _list(wrong.word, name=name), 400
    return _list("import-refused", str(wrong), name), 400


# What it would change -----------------------------------------------------------------------------


@page(blueprint, "/desk/directory/import/<int:number>", "manage-directory")
def one(lang: str, number: int) -> Page:
    """What it would change, beginning with what is new."""
    return _one(number)


@page(blueprint, "/desk/directory/import/<int:number>/<action>/<int:first>", "manage-directory")
def rows(lang: str, number: int, action: str, first: int) -> Page:
    """Rows of one kind, after the row with the number ``first``."""
    if action not in ACTIONS or first > MOST_ID:
        raise NotFound
    return _one(number, action, first)


def _one(number: int, action: str = "", first: int = 0, problem: str = "") -> str:
    desk = services.desk()
    found = _found(desk, number)
    there = [each for each in ACTIONS if found.counts.get(each)]
    action = action or (there[0] if there else "")
    rows = desk.importing.rows(desk.org, number, action=action, first=first, most=MOST_ROWS + 1)
    return render_template(
        "desk/import.html",
        found=found,
        action=action,
        actions=there,
        rows=[row_shown(row) for row in rows[:MOST_ROWS]],
        first=first,
        following=rows[MOST_ROWS - 1].id if len(rows) > MOST_ROWS else 0,
        busy=found.state in ("reading", "taking", "undoing"),
        problem=problem,
    )


def _found(desk: Desk, number: int) -> Import:
    """One that somebody brought: what plugins bring comes and goes with them."""
    if number > MOST_ID:
        raise NotFound
    try:
        found = desk.importing.one(desk.org, number)
    except ImportWrong as wrong:
        raise NotFound from wrong
    if found.source_kind == PLUGIN:
        raise NotFound
    return found


@page(blueprint, "/desk/directory/import/<int:number>", "manage-directory", methods=("POST",))
def act(lang: str, number: int) -> Page:
    """Keep what was ticked; take it all, leave it, or give it back."""
    desk, here = services.desk(), site()
    found = _found(desk, number)
    action = request.form.get("action", "")
    action, first = (action, _id(request.form.get("first", ""))) if action in ACTIONS else ("", 0)
    wanted = request.form.get("act", "")
    try:
        if wanted in ("choose", "take") and found.state == "seen":
            desk.importing.choose(desk.org, number, _ticked())
        if wanted == "take":
            within_reason(lambda: _then_look_again(here, lambda: desk.take(number)))
        elif wanted == "leave":
            desk.importing.leave(desk.org, number)
        elif wanted == "undo":
            within_reason(lambda: _then_look_again(here, lambda: desk.undo(number)))
    except ImportWrong as wrong:
        return _one(number, action, first, wrong.word), 409
    site().look_again()
    if wanted == "choose":
        first = _id(request.form.get("following", "")) or first
        if action:
            return redirect(link("imports.rows", number=number, action=action, first=first), 303)
    return redirect(link("imports.one", number=number), 303)


def _then_look_again(here: Site, do: Callable[[], object]) -> None:
    """Pages show it at once, also when nobody waited for it."""
    do()
    here.look_again()


def _ticked() -> dict[int, bool]:
    """For each row of the page whether it is to be taken."""
    take = set(request.form.getlist("take"))
    return {_id(each): each in take for each in request.form.getlist("row") if _id(each)}


def _id(text: str) -> int:
    """A number as the database has them; 0 for anything else."""
    plain = text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_ID))
    return int(text) if plain and int(text) <= MOST_ID else 0
