"""The plugins of one's organisation: what each is, what it may do, on or off, in which order."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from guides.offices.domain import NoSuchOffice, Office, OfficeChanged
from guides.offices.forms import ChoiceForm
from guides.offices.service import Offices
from guides.packs.plugins import Shown
from guides.plugins.code_asks import tell_switched
from guides.web.guard import me
from guides.web.routes import page
from guides.web.site import link, site

blueprint = Blueprint("offices", __name__)
Page = str | tuple[str, int] | Response


def _offices() -> Offices:
    guarded = site().guarded
    if guarded is None:
        abort(404)
    return guarded.offices


def _there() -> dict[str, Shown]:
    return {each.installed.id: each for each in site().plugins.every()}


def _mine() -> Office:
    try:
        return _offices().mine(me())
    except NoSuchOffice:
        abort(404)


@page(blueprint, "/plugins", "manage-plugins", name="plugins")
def plugins(lang: str) -> Page:
    """What is there, and what one's organisation shows of it."""
    mine = _mine()
    return _list(mine, ChoiceForm.made_for(_there(), mine))


def _list(mine: Office, form: ChoiceForm, *, changed: bool = False) -> str:
    there = _there()
    rows = sorted(form.rows, key=lambda row: there[row.plugin].installed.state != "on")
    return render_template(
        "offices/plugins.html",
        plugins=[(there[row.plugin], row) for row in rows],
        version=form.version.data,
        office=mine,
        own_site=mine.org == site().org,
        changed=changed,
    )


@page(blueprint, "/plugins", "manage-plugins", methods=("POST",), step_up=True)
def choose(lang: str) -> Page:
    """Switch them on and off. Pages and sheets follow at once, elsewhere within a minute."""
    mine, there = _mine(), _there()
    form = ChoiceForm.made_for(there, mine, request.form)
    try:
        _offices().choose(me(), form.chosen(), form.version.data or 0)
    except OfficeChanged as other:
        form.version.data = other.now.version
        return _list(other.now, form, changed=True), 409
    site().look_again()
    before, now = set(there if mine.plugins is None else mine.plugins), set(form.chosen())
    for plugin_id, shown in there.items():
        if shown.installed.state == "on" and (plugin_id in before) != (plugin_id in now):
            # Its own plugins hear it, whichever address this page was opened at.
            tell_switched(site().view_of(mine.org), plugin_id, on=plugin_id in now)
    return redirect(link("offices.plugins"), 303)
