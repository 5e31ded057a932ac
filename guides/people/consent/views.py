"""Consents on screen and on paper."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from guides.people.consent.domain import HOWS, USES, Asked, Consent, Use
from guides.people.consent.forms import ConsentForm
from guides.people.consent.service import Consents, wordings
from guides.people.domain import Client
from guides.toolkit.domain import Pair
from guides.toolkit.wording import Wording
from guides.web.clients import caseload, in_their_words, own_guide, own_view, records
from guides.web.guard import me
from guides.web.routes import page
from guides.web.site import link

blueprint = Blueprint("consent", __name__)
Page = str | tuple[str, int] | Response


@dataclass(frozen=True, slots=True)
class Question:
    """One use, as it is asked today, and what was said about it before."""

    use: Use
    ask: Pair
    more: Pair
    now: Consent | None
    old_words: bool
    """It was said to other words than today's: it is time to ask again."""


def _book() -> Consents:
    return Consents(records(), me())


@page(blueprint, "/clients/<client>/consent", "work-with-clients", name="page")
def consent(lang: str, client: str) -> Page:
    """Who the guide is, and a yes or no to each use, in both languages."""
    return _page(caseload().one(client), ConsentForm.made())


def _page(client: Client, form: ConsentForm, problem: str = "") -> str:
    return render_template(
        "consent/page.html", client=client, form=form, problem=problem, hows=HOWS,
        day=own_guide().wording.date, **_asked(client),
    )  # fmt: skip


def _asked(client: Client) -> dict[str, object]:
    words = in_their_words(client)
    before = {each.use: each for each in _book().of(client.id)}
    questions = tuple(_question(words, use, before.get(use)) for use in USES)
    return {"role": _role(words), "questions": questions}


def _question(words: Wording, use: Use, now: Consent | None) -> Question:
    ask, more = words.word_pair(f"consent-ask-{use}"), words.word_pair(f"consent-more-{use}")
    old = now is not None and now.wording != wordings(words)[use]
    return Question(use, ask, more, now, old)


def _role(words: Wording) -> tuple[Pair, ...]:
    """What is said first, at the first meeting and whenever somebody is unsure."""
    return (
        words.word_pair("role-say-who"),
        words.word_pair("role-say-not-home-office"),
        words.word_pair("role-say-not-lawyer"),
        words.word_pair("role-say-your-case"),
        words.word_pair("role-say-no-story"),
        words.word_pair("role-say-stays-here"),
    )


@page(blueprint, "/clients/<client>/consent", "work-with-clients", methods=("POST",))
def say(lang: str, client: str) -> Page:
    """Keep what the client answered. What follows from a no is done at once."""
    found, form = caseload().one(client), ConsentForm.made(request.form)
    if not form.validate() or not form.answers():
        return _page(found, form, "consent-wrong"), 400
    words = in_their_words(found)
    asked = Asked(words.language.code, form.asked(), wordings(words))
    _book().say(client, form.answers(), asked)
    return redirect(link("consent.page", client=client), 303)


@page(blueprint, "/clients/<client>/consent/withdraw", "work-with-clients", methods=("POST",))
def withdraw(lang: str, client: str) -> Page:
    """The client takes a yes back: one tap, and what follows is done."""
    use = next((each for each in USES if each == request.form.get("use")), None)
    if use is None:
        return _page(caseload().one(client), ConsentForm.made(), "consent-wrong"), 400
    _book().withdraw(client, use)
    return redirect(link("consent.page", client=client), 303)


@page(blueprint, "/clients/<client>/consent/paper", "work-with-clients")
def paper(lang: str, client: str) -> Page:
    """The same in both languages to be signed by hand. No name and no code stands on it."""
    found = caseload().one(client)
    words = in_their_words(found)
    signs = {
        "title": words.word_pair("consent-paper-title"),
        "yes": words.word_pair("answer-yes"),
        "no": words.word_pair("answer-no"),
        "back": words.word_pair("consent-paper-back"),
        "client": words.word_pair("consent-paper-you"),
        "guide": words.word_pair("guide-name"),
        "day": words.word_pair("consent-paper-day"),
        "interpreter": words.word_pair("consent-paper-interpreter"),
    }
    return render_template(
        "consent/paper.html", client=found, signs=signs, organisation=_organisation(),
        **_asked(found),
    )  # fmt: skip


def _organisation() -> str:
    """What the organisation calls itself; "" where it has said nothing."""
    contact = own_view().contact
    return contact.name if contact else ""
