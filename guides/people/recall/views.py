"""Who holds an outdated sheet: told by name, and printed again in one step."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from guides.api import Case
from guides.journey.service import NoSuchStage
from guides.people.domain import Client
from guides.people.recall.domain import Held, Holder
from guides.people.recall.service import Recall
from guides.sheets.domain import Sheet, SheetOptions
from guides.sheets.editions import EditionPage, case_of, known, look_up
from guides.sheets.service import NothingToPrint, keep_edition, printed
from guides.web.clients import caseload, records
from guides.web.guard import me
from guides.web.routes import page
from guides.web.site import guide, language, link, site

blueprint = Blueprint("recall", __name__)
MOST_KEPT = 1_000
Page = str | tuple[str, int] | Response


@dataclass(frozen=True, slots=True)
class Shown:
    """One edition that does not hold any more, and who has it."""

    look: EditionPage
    holders: tuple[Holder, ...]

    @property
    def stage(self) -> str:
        return self.holders[0].held.stage

    @property
    def lang(self) -> str:
        return self.holders[0].held.lang


def _recall() -> Recall:
    return Recall(records(), me())


@page(blueprint, "/clients/recall", "work-with-clients", name="list")
def outdated(lang: str) -> Page:
    """Which clients hold a sheet that has changed since."""
    holders = _recall().holders()
    looked = [Shown(look, some) for code, some in holders.items() if (look := _look(code))]
    return render_template(
        "recall/list.html",
        outdated=sorted(looked, key=lambda each: (each.look.state != "withdrawn", each.stage)),
        looked=len(holders),
        stages=site().view.stages,
        languages=site().view.languages,
        say=guide().wording.say,
    )


@blueprint.app_template_global()
def outdated_sheets(client: str) -> list[Held]:
    """What one client holds that does not hold any more: for the page of that client."""
    return [held for held in _recall().of(client) if _look(held.edition)]


def _look(code: str) -> EditionPage | None:
    """What has changed since an edition; None while it holds.

    Comparing takes a tenth of a second, so what was found is kept while all that pages are made
    from stays the same. It says nothing about anybody.
    """
    kept: dict[object, EditionPage | None] = current_app.extensions.setdefault("recall", {})
    key = (site().state(), request.host, language().code, code)
    if key in kept:
        return kept[key]
    found = _compared(code)
    if len(kept) > MOST_KEPT:
        kept.clear()
    if found is None or found.state != "unknown":  # that may be noted yet
        kept[key] = found
    return found


def _compared(code: str) -> EditionPage | None:
    """Most have not changed: today's sheet for the same case is there already, and is the same."""
    edition = known(site().engine, code)
    if edition is not None and edition.stage in site().view.stages:
        case, options = (
            case_of(edition, site().composer),
            SheetOptions(edition.large, edition.plain),
        )
        today = _today(case, options)
        if today is not None and today.edition == code:
            return None
    found = look_up(code, edition, site().composer, guide(), site().today())
    return None if found.state == "current" else found


def _today(case: Case, options: SheetOptions) -> Sheet | None:
    try:
        return site().sheet(case, options)
    except (NoSuchStage, NothingToPrint):
        return None


@page(
    blueprint, "/clients/<client>/sheets/<held>/again", "work-with-clients", methods=("POST",)
)  # fmt: skip
def again(lang: str, client: str, held: str) -> Page:
    """Today's sheet for the same case, in the same look; it takes the place of the old one."""
    old, whose = _recall().one(client, held), caseload().one(client)
    case, options = _same(old, whose)
    sheet = site().sheet(case, options)
    pdf = site().tenant.pdf(sheet)
    keep_edition(site().engine, sheet)
    printed(site().view, sheet)
    _recall().again(client, held, sheet.edition)
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="sheet.pdf"'
    return answer


def _same(old: Held, client: Client) -> tuple[Case, SheetOptions]:
    """As it was printed; what nobody noted then is taken from what is known of the client."""
    edition = known(site().engine, old.edition)
    if edition is None:
        lang = old.lang if old.lang in site().view.languages else "en"
        return replace(client.profile.case(), stage=old.stage, lang=lang), SheetOptions()
    return case_of(edition, site().composer), SheetOptions(edition.large, edition.plain)


@page(
    blueprint, "/clients/<client>/sheets/<held>/gone", "work-with-clients", methods=("POST",)
)  # fmt: skip
def gone(lang: str, client: str, held: str) -> Page:
    """The client was told, and has thrown it away."""
    _recall().gone(client, held)
    if request.form.get("from") == "client":
        return redirect(link("clients.one", client=client), 303)
    return redirect(link("recall.list"), 303)
