"""What a coordinator rings down: reports, what is due, pairs; and the map of gaps."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from guides.desk.keeping.tables import gap_table, rates_table
from guides.directory.gaps import fill_rates, gaps
from guides.directory.service import NoSuchService, Reported
from guides.web import services
from guides.web.routes import page
from guides.web.site import guide, link, site

blueprint = Blueprint("keeping", __name__)
Page = str | tuple[str, int] | Response
MOST_HELD = 20
MOST_PAIRS = 20
LONGEST_CODE = 20


# The queue ----------------------------------------------------------------------------------------


@page(blueprint, "/desk/directory", "manage-directory")
def queue(lang: str) -> Page:
    """What is to be done, worst first."""
    desk, teller = services.desk(), services.teller()
    found = desk.queue()
    newest = next(
        (i for i in desk.importing.several(desk.org) if i.state in ("seen", "taken")), None
    )
    held = newest.counts.get("held", 0) if newest else 0
    return render_template(
        "desk/queue.html",
        reported=[
            (teller.card(some[0].shown), [each.event for each in some])
            for some in _by_service(found.reported)
        ],
        due=[(each, teller.card(each.shown)) for each in found.due],
        due_total=found.due_total,
        teller=teller,
        newest=newest if held else None,
        held=held,
        held_rows=desk.importing.rows(desk.org, newest.id, action="held", most=MOST_HELD)
        if newest and held
        else (),
    )


def _by_service(reported: Iterable[Reported]) -> Iterable[list[Reported]]:
    """All that was said of one service stands together."""
    found: dict[str, list[Reported]] = {}
    for each in reported:
        found.setdefault(each.shown.id, []).append(each)
    return found.values()


@page(blueprint, "/desk/services/<service>/settle", "manage-directory", methods=("POST",))
def settle(lang: str, service: str) -> Page:
    """Somebody looked at what was reported: it is gone for good, or it stays."""
    services.desk().settle(service, gone=request.form.get("gone") == "y")
    site().look_again()
    return redirect(link("keeping.queue"), 303)


@page(blueprint, "/desk/directory/pairs", "manage-directory")
def pairs(lang: str) -> Page:
    """Services that may be one. They are looked for anew each time, which takes a moment."""
    teller, found = services.teller(), services.desk().pairs()
    return render_template(
        "desk/pairs.html",
        pairs=[
            (teller.card(each.first), teller.card(each.second), each.why)
            for each in found[:MOST_PAIRS]
        ],
        more=max(0, len(found) - MOST_PAIRS),
    )


@page(blueprint, "/desk/directory/pairs", "manage-directory", methods=("POST",))
def decide(lang: str) -> Page:
    """Two services are one, and which is shown; or they are two. People decide."""
    first, second = request.form.get("first", ""), request.form.get("second", "")
    keep = request.form.get("keep", "")
    if keep not in ("first", "second", "both"):
        raise NoSuchService
    if keep == "second":
        first, second = second, first
    services.desk().decide(first, second, same=keep != "both")
    site().look_again()
    return redirect(link("keeping.pairs"), 303)


# Gaps ---------------------------------------------------------------------------------------------


@page(blueprint, "/desk/directory/gaps", "manage-directory", name="gaps")
def every_area(lang: str) -> Page:
    """Where there is nobody, over all areas."""
    return _gaps("")


@page(blueprint, "/desk/directory/gaps", "manage-directory", methods=("POST",), name="choose_area")
def choose_area(lang: str) -> Page:
    """On to the page of an area."""
    area = request.form.get("area", "")[:LONGEST_CODE]
    if not area.isascii() or not area.isalnum():
        return redirect(link("keeping.gaps"), 303)
    return redirect(link("keeping.area", area=area), 303)


@page(blueprint, "/desk/directory/gaps/<area>", "manage-directory", name="area")
def one_area(lang: str, area: str) -> Page:
    """Where there is nobody, in one area."""
    return _gaps(area[:LONGEST_CODE])


def _gaps(area: str) -> str:
    desk, here = services.desk(), guide()
    directory, viewer = desk.directory, desk.viewer
    _ = desk.org  # asks whether this person may
    found = gaps(directory.engine, viewer, on=site().today())
    if area not in {"", *(each.code for each in found.areas)}:
        raise NoSuchService
    stages = [stage for stage in here.view.stages.values() if here.view.items(stage.id)]
    return render_template(
        "desk/gaps.html",
        found=found,
        area=area,
        table=gap_table(found, stages, area, here.wording),
        rates=rates_table(fill_rates(directory.engine, viewer)),
    )
