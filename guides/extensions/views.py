"""Pages of plugins behind the host's own walls, links and panels of theirs, their settings."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, cast

from flask import (
    Blueprint,
    Flask,
    abort,
    g,
    make_response,
    redirect,
    render_template,
    request,
)
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join
from werkzeug.wrappers import Response

from guides.api import (
    Absent,
    GoTo,
    Page,
    PageAnswer,
    PageRequest,
    Panel,
    PanelPage,
    Sent,
    Shown,
    Slot,
    Viewer,
)
from guides.extensions.domain import (
    TYPES,
    NoSuchSettings,
    SettingsChanged,
    read,
    unusable_answer,
    written,
)
from guides.extensions.service import (
    PluginSettings,
    PluginStore,
    roles_of,
    settings_for,
    viewer_of,
)
from guides.plugins.code_asks import From, links, panels
from guides.plugins.loader import Loaded
from guides.plugins.registry import View
from guides.plugins.runner import PluginFailed, contained
from guides.toolkit.domain import Said
from guides.toolkit.facts_in import fact_ids
from guides.web.guard import PASSWORD_AGAIN, me
from guides.web.routes import Access, page
from guides.web.site import do_not_keep, guide, language, link, page_words, site

log = logging.getLogger("guides.plugins")
blueprint = Blueprint("extensions", __name__)
Answered = str | tuple[str, int] | Response
ASSET_SECONDS = 365 * 24 * 3600
NOT_A_FIELD = ("form_token", PASSWORD_AGAIN)


def install(app: Flask) -> None:
    """Hang up what the plugins of this site bring. Later no page can be added to it."""
    app.register_blueprint(blueprint)
    working = [p for p in site_of(app) if p.runner is not None and p.brought.pages]
    folders: dict[str, BaseLoader] = {
        _room(p.installed.id): FileSystemLoader(str(p.home / "templates"))
        for p in working
        if p.home is not None
    }
    core = cast(BaseLoader, app.jinja_loader)
    app.jinja_loader = ChoiceLoader([core, PrefixLoader(folders)])
    for plugin in working:
        app.register_blueprint(_blueprint_of(plugin))
    app.jinja_env.globals.update(
        plugin_foot=foot, plugin_panels=shown_panels, plugin_account=account_page
    )


def site_of(app: Flask) -> tuple[Loaded, ...]:
    found: tuple[Loaded, ...] = app.extensions["guides"].registry.loaded
    return found


def _room(plugin_id: str) -> str:
    """Before the names of a plugin's templates, so that nobody's are in another's way."""
    return f"plugin-{plugin_id}"


def _view() -> View:
    """What is switched on: by one's own organisation, or for everybody by that of the address."""
    org = me().org if "visitor" in g else None
    return site().view if org is None else site().view_of(org)


def is_on(plugin_id: str) -> bool:
    """Whether whoever is here has a plugin switched on."""
    return plugin_id in _view().names


# Pages ---------------------------------------------------------------------------------------


def _blueprint_of(plugin: Loaded) -> Blueprint:
    """All pages of one plugin, and its files, below an address of its own."""
    own = Blueprint(f"plugin_{plugin.installed.id}", __name__)
    below = f"/plugin/{plugin.installed.id}"
    for number, each in enumerate(plugin.brought.pages):
        view = partial(_answer, plugin, each)
        roles = roles_of(plugin, each)
        access = cast(Access, "signed-in" if roles is not None else each.access)
        view.roles = roles  # type: ignore[attr-defined]
        rule = f"{below}/{each.path}" if each.path else below
        page(own, rule, access, methods=each.methods, name=f"page-{number}")(view)
    if plugin.home is not None and (plugin.home / "static").is_dir():
        asset = partial(_asset, plugin.installed.id, plugin.home / "static")
        asset.access = "public"  # type: ignore[attr-defined]
        own.add_url_rule(f"{below}/static/<path:filename>", "static", asset)
    return own


def _answer(plugin: Loaded, each: Page, lang: str, **holes: str | int) -> Answered:
    """What a page of a plugin answers; when it fails, a page that says whose it was."""
    plugin_id = plugin.installed.id
    if not is_on(plugin_id):
        abort(404)
    language()  # an address with a language that is not there is not the plugin's fault
    what = f"the page {each.path!r} of {plugin_id}"
    try:
        answer = contained(lambda: _asked(plugin, each, holes), what, plugin.home)
        if type(answer) is not Absent:
            return contained(lambda: _response(plugin, answer), what, plugin.home)
    except PluginFailed as error:
        log.error("plugin %s: %s", plugin_id, error)
        name = plugin.installed.name
        return render_template("extensions/failed.html", status=500, name=name), 500
    raise NotFound


def _asked(plugin: Loaded, each: Page, holes: Mapping[str, str | int]) -> PageAnswer:
    here = site()
    viewer = _viewer(plugin) if each.access != "public" else None
    org = viewer.org if viewer is not None else here.tenant.org  # whose address it is
    store = PluginStore(here.engine)
    specs = plugin.brought.settings
    answer = each.answer(
        PageRequest(
            method="POST" if request.method == "POST" else "GET",
            lang=language().code,
            today=here.today(),
            now=datetime.now(UTC),
            path=dict(holes),
            query=request.args.to_dict(),
            form={k: v for k, v in request.form.items() if k not in NOT_A_FIELD},
            settings=settings_for(here.engine, org, plugin.installed.id, specs),
            store=store,
            viewer=viewer,
        )
    )
    if problem := unusable_answer(answer):
        raise PluginFailed(f"the page {each.path!r} answered with {problem}.")
    return answer


def _viewer(plugin: Loaded) -> Viewer:
    return viewer_of(me(), plugin.installed.id, plugin.brought.permissions)


def _response(plugin: Loaded, answer: PageAnswer) -> Answered:
    plugin_id = plugin.installed.id
    if isinstance(answer, Shown):
        values: dict[str, Any] = {
            **answer.values,
            "own_link": partial(own_link, plugin_id),
            "own_asset": partial(own_asset, plugin_id, plugin.home),
            "own_name": plugin.installed.name,
        }
        return render_template(f"{_room(plugin_id)}/{answer.template}", **values), answer.status
    if isinstance(answer, GoTo):
        return redirect(own_link(plugin_id, answer.path), 303)
    sent = cast(Sent, answer)
    response = make_response(sent.body)
    response.headers["Content-Type"] = sent.content_type
    response.headers["Content-Disposition"] = f'attachment; filename="{sent.filename}"'
    return response


def own_link(plugin_id: str, path: str = "") -> str:
    """The address of one of a plugin's pages, in the language of this page."""
    code = page_words().language.code
    head = "" if code == "en" else f"/{code}"
    return f"{request.script_root}{head}/plugin/{plugin_id}/{path}".rstrip("/")


# Files ---------------------------------------------------------------------------------------


def own_asset(plugin_id: str, home: Path | None, name: str) -> str:
    """The address of a plugin's file: it changes when the file does."""
    if home is None:
        raise FileNotFoundError(name)
    file = home / "static" / name
    said = _hash(file, file.stat().st_mtime_ns)
    return f"{request.script_root}/plugin/{plugin_id}/static/{name}?v={said}"


@lru_cache(maxsize=500)
def _hash(file: Path, _changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10]


def _asset(plugin_id: str, folder: Path, filename: str) -> Response:
    """A file of a plugin, of the kinds that a page needs."""
    kind, place = TYPES.get(Path(filename).suffix), safe_join(str(folder), filename)
    if kind is None or place is None or not is_on(plugin_id):
        abort(404)
    file = Path(place)
    if file.name.startswith(".") or file.is_symlink() or not file.is_file():
        abort(404)
    response = make_response(file.read_bytes())
    response.headers["Content-Type"] = kind
    if request.args.get("v") == _hash(file, file.stat().st_mtime_ns):
        response.headers["Cache-Control"] = f"public, max-age={ASSET_SECONDS}, immutable"
    return response


# Links and panels on pages of the core -------------------------------------------------------


def _links(viewer: Callable[[str], Viewer | None]) -> tuple[list[tuple[str, Said]], list[str]]:
    """Addresses and labels, and the names of plugins that could not say."""
    words = page_words()
    found: list[tuple[str, Said]] = []
    answers = links(_view(), viewer)
    for each in answers.found:
        known = {p.path for p in _loaded(each.plugin).brought.pages if "GET" in p.methods}
        for one in each.found:
            if one.path in known:
                found.append((own_link(each.plugin, one.path), words.say(one.label)))
            else:
                log.error("plugin %s: there is no page %r to link to", each.plugin, one.path)
    return found, list(answers.failed)


def foot() -> list[tuple[str, Said]]:
    """Links at the foot of every page: the same for everybody."""
    found, failed = _links(lambda _: None)
    if failed:
        do_not_keep()
    return found


def shown_panels(slot: Slot, stage: str = "") -> tuple[list[dict[str, object]], list[Said]]:
    """The panels for a slot, and a sentence for each plugin whose panel could not be shown."""
    here = guide()
    answers = panels(_view(), slot, PanelPage(here.wording.language.code, stage))
    failed = list(answers.failed)
    found: list[dict[str, object]] = []
    for each in answers.found:
        try:
            found += contained(partial(_drawn, each), f"a panel of {each.plugin}")
        except PluginFailed as error:
            log.error("plugin %s: left out: %s", each.plugin, error)
            failed.append(each.name)
    if failed:
        do_not_keep()  # what is missing may be there for the next reader
    return found, [here.wording.word("local-advice-missing", name=name) for name in failed]


def _drawn(each: From[Panel]) -> list[dict[str, object]]:
    here = guide()
    for panel in each.found:
        if lost := [fact for fact in fact_ids(panel.body) if fact not in here.view.facts]:
            raise PluginFailed(f'a panel names the fact "{lost[0]}", which is not there.')
    return [
        {
            "title": here.wording.say(panel.title),
            "body": here.wording.prose(panel.body, here.on),
            "credit": here.credit(each.plugin),
        }
        for panel in each.found
    ]


def account_page() -> dict[str, object]:
    """What plugins add to the page of one's own account."""
    account = me()
    found, failed = _links(lambda plugin: _viewer(_loaded(plugin)))
    drawn, missing = shown_panels("account")
    may = account.may("manage-plugins") and account.org is not None
    chosen = [
        (p.installed.name, link("extensions.settings", plugin=p.installed.id))
        for p in site().registry.loaded
        if may and is_on(p.installed.id) and p.brought.settings
    ]
    words = page_words()
    missing += [words.word("local-advice-missing", name=name) for name in failed]
    return {"links": found, "panels": drawn, "missing": missing, "settings": chosen}


def _loaded(plugin_id: str) -> Loaded:
    """A plugin that works and is on here; otherwise there is no such page."""
    for plugin in site().registry.loaded:
        if plugin.installed.id == plugin_id and plugin.runner is not None and is_on(plugin_id):
            return plugin
    raise NotFound


# Settings ------------------------------------------------------------------------------------


def _chosen() -> PluginSettings:
    guarded = site().guarded
    if guarded is None:
        abort(404)
    return guarded.plugin_settings


@page(blueprint, "/plugins/<plugin>/settings", "manage-plugins")
def settings(lang: str, plugin: str) -> Answered:
    """What one's own organisation has chosen for a plugin."""
    specs = _loaded(plugin).brought.settings
    try:
        found = _chosen().of(me(), plugin, specs)
    except NoSuchSettings:
        abort(404)
    typed = {name: written(value) for name, value in found.values.items()}
    return _form(plugin, typed, found.version, saved="saved" in request.args)


def _form(
    plugin_id: str,
    typed: Mapping[str, str],
    version: int,
    problems: Mapping[str, Said] | None = None,
    *,
    changed: bool = False,
    saved: bool = False,
) -> str:
    plugin, words = _loaded(plugin_id), page_words()
    fields = [
        {
            "spec": each,
            "label": words.say(each.label),
            "help": words.say(each.help) if each.help else None,
            "choices": [(one, words.say(one)) for one in each.choices],
            "typed": typed.get(each.name, ""),
            "problem": (problems or {}).get(each.name),
        }
        for each in plugin.brought.settings
    ]
    return render_template(
        "extensions/settings.html",
        plugin=plugin.installed,
        fields=fields,
        version=version,
        changed=changed,
        wrong=bool(problems),
        saved=saved,
    )


@page(blueprint, "/plugins/<plugin>/settings", "manage-plugins", methods=("POST",), step_up=True)
def save_settings(lang: str, plugin: str) -> Answered:
    """Keep what was chosen; what cannot be kept is said beside its field, and nothing is lost."""
    specs = _loaded(plugin).brought.settings
    form = {name.removeprefix("set-"): value for name, value in request.form.items()}
    filled, words = read(specs, form), page_words()
    version = request.form.get("version", "")
    at = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    if filled.problems:
        said = {
            name: words.word(f"setting-wrong-{problem.kind}", **dict(problem.values))
            for name, problem in filled.problems.items()
        }
        return _form(plugin, filled.typed, at, said), 400
    try:
        _chosen().save(me(), plugin, specs, filled.values, at)
    except NoSuchSettings:
        abort(404)
    except SettingsChanged:
        now = _chosen().of(me(), plugin, specs).version
        return _form(plugin, filled.typed, now, changed=True), 409
    return redirect(link("extensions.settings", plugin=plugin, saved=""), 303)
