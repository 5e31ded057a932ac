"""A day with two clients: a word is typed wherever somebody can type about them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from sqlalchemy import text
from werkzeug.test import TestResponse

from guides.people.referrals.domain import Choice
from guides.people.referrals.service import Referrals
from guides.storage.engine import reading
from guides.storage.rows import EVERY
from guides.walls import Guarded
from tests.accounts.house import Browser, Person

PLACES = (
    *("note", "note too long", "note of somebody else", "step", "answer", "answer too long"),
    *(
        "service",
        "ring",
        "number",
        "solicitor",
        "solicitor number",
        "know",
        "never",
        "card too long",
    ),
    *("reason", "area", "fragment"),
)
"""Where something about a client is typed."""
SEALED = ("client", "client_card", "client_answers", "client_referral", "client_step", "meeting")
_NEW = count(1)


def save() -> str:
    return f"{next(_NEW):032x}"


def word(place: str, client: str) -> str:
    """What is typed in one place about one client."""
    return f"ultramarin{place.replace(' ', '')}{client}"


def words_of(client: str) -> dict[str, str]:
    return {f"{place} of {client}": word(place, client) for place in PLACES}


def _sent(answer: TestResponse, status: int = 303) -> str:
    assert answer.status_code == status, answer.text
    return answer.headers.get("Location", "")


def live_with(guarded: Guarded, guide: Browser, boss: Browser, who: Person, name: str) -> str:
    """All that is written about one client. Returns its id."""

    def say(place: str) -> str:
        return word(place, name)

    about = {"tongue": "prs", "lang": "prs", "stage": "waiting-and-support"}
    here = _sent(guide.post("/clients/new", **about, save=save()))
    client = here.rpartition("/")[2]
    _meet(guarded, guide, here, say)
    _card(guide, here, say)
    sending = Referrals(guarded.records, who.account)
    choice = Choice("0" * 36, say("service"), "legal", "phone")
    sending.send(client, choice, save(), agreed=True)
    for path in ("", "/card", "/card/paper", "/forms", "/referrals", "/held", "/contact-card"):
        assert guide.get(here + path).status_code == 200, path
    assert say("note") in guide.get(f"{here}/held").text
    _looked_at(boss, here, say)
    return client


def _meet(guarded: Guarded, guide: Browser, here: str, say: Callable[[str], str]) -> None:
    meeting = _sent(guide.post(f"{here}/meetings/new", save=save()))
    today = guarded.records.clock().date().isoformat()
    end = {"day": today, "version": "1", "what": say("step"), "who": "client"}
    _sent(guide.post(f"{meeting}/finish", **end, note=say("note too long") * 50, save=save()), 400)
    _sent(guide.post(f"{meeting}/finish", **end, note=say("note"), save=save()))
    late = guide.post(f"{meeting}/finish", **end, note=say("note of somebody else"), save=save())
    _sent(late, 409)
    form = f"{here}/form/registration"
    long = {"q-practical": say("answer too long") * 50, "version": "0"}
    _sent(guide.post(form, **long, save=save()), 400)
    _sent(guide.post(form, **{"q-practical": say("answer"), "version": "0"}, save=save()))
    _sent(guide.post(f"{meeting}/sheet"), 200)
    assert guide.post("/boundary", text=f"You should appeal, {say('fragment')}").status_code == 200


def _card(guide: Browser, here: str, say: Callable[[str], str]) -> None:
    fields = ("ring", "number", "solicitor", "solicitor number", "know", "never")
    typed = {
        "ring_number" if each == "number" else each.replace(" ", "_"): say(each) for each in fields
    }
    long = typed | {"know": say("card too long") * 50}
    _sent(guide.post(f"{here}/card/fill", **long, version="0", save=save()), 400)
    _sent(guide.post(f"{here}/card/fill", **typed, version="0", save=save()))


def _looked_at(boss: Browser, here: str, say: Callable[[str], str]) -> None:
    """A coordinator reads it, after saying why, and looks for another guide."""
    assert boss.get(f"{here}/forms").status_code == 403
    _sent(boss.post(f"{here}/open", reason=say("reason"), what="words"))
    assert boss.get(f"{here}/forms").status_code == 200
    client = here.rpartition("/")[2]
    looked = boss.post(f"/desk/match/{client}", area=say("area"), look="yes")
    _sent(looked, 200)


def refer_in(boss: Browser, guide: Person) -> dict[str, str]:
    """A partner sends somebody; a guide's profile is kept. Returns what was planted."""
    about = {"tongue": "prs", "lang": "prs", "stage": "claiming", "asked": "told-aloud"}
    words = {"partner": "ultramarinpartner", "area of a guide": "ultramarinhome"}
    _sent(boss.post("/desk/refer-in", agreed="y", partner=words["partner"], **about, save=save()))
    profile = {"area": words["area of a guide"], "most": "3", "version": "0"}
    _sent(boss.post(f"/desk/guides/{guide.account.id}", **profile, save=save()))
    return words


def sealed_of(guarded: Guarded, client: str) -> list[str]:
    """Everything that stands sealed about a client, as it is in the rows."""
    found: list[str] = []
    with reading(guarded.accounts.engine, EVERY) as connection:
        for table in SEALED:
            column = "id" if table == "client" else "client"
            asked = text(f"SELECT words FROM {table} WHERE {column} = :client")
            found += connection.execute(asked, {"client": client}).scalars()
        asked = text("SELECT note FROM meeting WHERE client = :client AND note <> ''")
        found += connection.execute(asked, {"client": client}).scalars()
    return found
