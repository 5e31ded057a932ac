"""The emergency card on screen and on paper."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from guides.people.card.domain import Card, CardChanged
from guides.people.card.forms import CardForm
from guides.people.card.service import MOST, Cards
from guides.people.domain import Client, Unfit
from guides.toolkit.domain import Pair
from guides.web.clients import caseload, in_their_words, records
from guides.web.guard import me
from guides.web.routes import page
from guides.web.site import link

blueprint = Blueprint("card", __name__)
Page = str | tuple[str, int] | Response
AREAS = ("know", "never")
"""Fields with room for more than a line."""


def _book() -> Cards:
    return Cards(records(), me())


@page(blueprint, "/clients/<client>/card", "work-with-clients", name="page")
def card(lang: str, client: str) -> Page:
    """The card, or what it would be for. A coordinator says why first."""
    found = _book().of(client)
    asking = caseload().one(client)
    return render_template("card/page.html", client=asking, card=found, asked=_labels(asking))


def _labels(client: Client) -> dict[str, Pair]:
    """The same questions in both languages, on screen and on paper."""
    words = in_their_words(client)
    return {
        "title": words.word_pair("card-title"),
        "why": words.word_pair("card-why"),
        "who": words.word_pair("card-who"),
        "gone": words.word_pair("card-gone"),
        "ring": words.word_pair("card-ring"),
        "ring_number": words.word_pair("card-ring-number"),
        "solicitor": words.word_pair("card-solicitor"),
        "solicitor_number": words.word_pair("card-solicitor-number"),
        "know": words.word_pair("card-know"),
        "never": words.word_pair("card-never"),
    }


@page(blueprint, "/clients/<client>/card/fill", "work-with-clients")
def fill(lang: str, client: str) -> Page:
    """Filled in with the client, who sees every word of it."""
    now = _book().of(client) or Card()
    return _fill(client, _form(now))


def _form(card: Card) -> CardForm:
    return CardForm(data={**dict(card.lines()), "version": card.version})


def _fill(client: str, form: CardForm, problem: str = "", other: Card | None = None) -> str:
    asking = caseload().one(client)
    return render_template(
        "card/fill.html", client=asking, form=form, problem=problem, other=other, most=MOST,
        areas=AREAS, asked=_labels(asking),
    )  # fmt: skip


@page(blueprint, "/clients/<client>/card/fill", "work-with-clients", methods=("POST",))
def save(lang: str, client: str) -> Page:
    """Keep it. When somebody else did meanwhile, both are shown."""
    form = CardForm(request.form)
    typed = form.card()
    try:
        if not form.validate():
            raise Unfit("card-empty")
        _book().save(client, typed, form.save.data or "")
    except Unfit as unfit:
        return _fill(client, form, unfit.word), 400
    except CardChanged as changed:
        again = CardForm(data={**dict(typed.lines()), "version": changed.now.version})
        return _fill(client, again, "card-changed", changed.now), 409
    return redirect(link("card.page", client=client), 303)


@page(blueprint, "/clients/<client>/card/throw-away", "work-with-clients", methods=("POST",))
def throw_away(lang: str, client: str) -> Page:
    """One tap, and it is gone."""
    _book().throw_away(client)
    return redirect(link("clients.one", client=client), 303)


@page(blueprint, "/clients/<client>/card/paper", "work-with-clients")
def paper(lang: str, client: str) -> Page:
    """The card for the client's own pocket. No name of theirs and no code stands on it."""
    found = _book().of(client)
    asking = caseload().one(client)
    if found is None or found.lost:
        return redirect(link("card.page", client=client), 303)
    return render_template("card/paper.html", client=asking, card=found, asked=_labels(asking))
