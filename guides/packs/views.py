"""The plugins of the whole site, for whoever looks after it. Code comes by command line only."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from guides.packs import sources
from guides.packs.archive import PackWrong
from guides.packs.plugins import READS_EVERYTHING, Looked, PluginWrong
from guides.packs.service import faults_in_words
from guides.plugins.code_asks import tell_switched
from guides.plugins.switches import SwitchesWrong
from guides.toolkit.faults import BrokenContent
from guides.web.guard import me
from guides.web.routes import page
from guides.web.site import link, site

blueprint = Blueprint("packs", __name__)
Page = str | tuple[str, int] | Response
CODE = (
    f"{READS_EVERYTHING} It is added on the command line of the server, by somebody who trusts who "
    'made it: "guides plugin add FILE --code".'
)
MOST_UPLOAD_BYTES = 20_000_000
"""Of a zip: a charity's folder with its list of services and a logo is far below."""


def _list(problems: tuple[str, ...] = (), looked: Looked | None = None) -> str:
    plugins = site().plugins.every()
    return render_template("packs/site.html", plugins=plugins, problems=problems, looked=looked)


@page(blueprint, "/plugins/site", "manage-site", name="plugins")
def plugins(lang: str) -> Page:
    """What is installed, from whom, and how it fares."""
    return _list()


@page(
    blueprint, "/plugins/site", "manage-site", methods=("POST",), step_up=True,
    most_bytes=MOST_UPLOAD_BYTES,
)  # fmt: skip
def add(lang: str) -> Page:
    """Take a zip without code: checked whole, then put in place. It can be gone back from."""
    sent = request.files.get("zip")
    if sent is None or not sent.filename:
        return _list()  # the password was asked in between: a browser sends no file twice
    with tempfile.TemporaryDirectory(prefix="guides-upload-") as folder:
        file = Path(folder) / "plugin.zip"
        sent.save(file)
        try:
            with sources.opened(file, site().today()) as source:
                if source.has_code:
                    return _list((CODE,)), 400
                here = site().plugins
                looked = here.look(source)
                if looked.faults:
                    return _list(_without(folder, faults_in_words(looked.faults))), 400
                here.take(looked, called="a zip that was uploaded")
                _note("changed", source.pack.id)
                site().look_again()
                return _list(looked=looked)
        except BrokenContent as broken:
            return _list(_without(folder, faults_in_words(broken.faults))), 400
        except (PackWrong, PluginWrong, SwitchesWrong) as wrong:
            return _list(_without(folder, [str(wrong)])), 400


@page(
    blueprint, "/plugins/site/<plugin>/<act>", "manage-site", methods=("POST",), step_up=True
)  # fmt: skip
def act(lang: str, plugin: str, act: str) -> Page:
    """Switch one on or off for everybody, go back to the release before, or take it out."""
    here = site().plugins
    acts: dict[str, Callable[[], object]] = {
        "on": lambda: here.switch(plugin, True),
        "off": lambda: here.switch(plugin, False),
        "back": lambda: here.roll_back(plugin),
        "remove": lambda: here.remove(plugin),
    }
    if act not in acts:
        abort(404)
    try:
        acts[act]()
    except (PackWrong, PluginWrong, SwitchesWrong) as wrong:
        return _list((str(wrong),)), 400
    _note("deleted" if act == "remove" else "changed", plugin)
    site().look_again()
    if act in ("on", "off"):
        tell_switched(site().plugins.now().for_org(), plugin, on=act == "on")
    return redirect(link("packs.plugins"), 303)


def _note(action: Literal["changed", "deleted"], plugin: str) -> None:
    guarded = site().guarded
    if guarded is not None:
        guarded.note_plugin(me().id, action, plugin)


def _without(folder: str, words: Iterable[str]) -> tuple[str, ...]:
    """Faults name the file in the zip, and no folder of this server."""
    return tuple(each.replace(f"{folder}/", "") for each in words)
