"""A client from registration to erasing with none, each and all of the bundled plugins: what the
core says and keeps is the same, and what plugins say stands beside it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from secrets import token_hex

import pytest

from guides.paths import BUNDLED_PLUGINS
from guides.people.service import Caseload
from guides.people.work import Records
from tests.accounts.house import Browser, House, Person, quick
from tests.conftest import TODAY, MakeApp
from tests.contracts.html_rules import Page
from tests.storage.tables import everything

EACH = sorted(path.parent.name for path in BUNDLED_PLUGINS.glob("*/plugin.toml"))
LATE = [
    pytest.param((*EACH,), id="all"),
    *(pytest.param((name,), marks=pytest.mark.full, id=name) for name in EACH),
]
ID = re.compile(r"[0-9a-f]{32}")
NUMBER = re.compile(r"\d+")
"""Where a plugin brings a line, there are more lines."""
TALKED = re.compile(r'name="talked" value="([^"]*)"')
NO_ROUTE = "Your organisation has not written down whom to ring. Ring your coordinator."
"""The only thing a plugin may say instead: it has written it down."""
SEEN_BY_ALL = (
    *("", "/change", "/close", "/contact-card", "/consent", "/card", "/forms", "/referrals"),
    "/held",
)


@dataclass
class Walk:
    """What came back and what was kept, without what differs from one client to the next."""

    answers: list[tuple[str, int, str]] = field(default_factory=list)
    said: dict[str, Counter[str]] = field(default_factory=dict)
    kept: Counter[str] = field(default_factory=Counter)
    counts: dict[tuple[str, str, str], int] = field(default_factory=dict)
    code: str = ""

    def look(self, browser: Browser, who: str, path: str) -> str:
        answer, name = browser.get(path), f"{who} {ID.sub('…', path)}"
        self.answers.append((name, answer.status_code, ""))
        found = self.said.setdefault(name, Counter())
        for main in Page(path, "en", "ltr", answer.text).all("main"):
            for each in main.iter():
                words = " ".join((each.text or "").split()).replace(self.code or "…", "…")
                found.update(NUMBER.sub("#", ID.sub("…", words)).split("; "))
        return answer.text

    def send(self, browser: Browser, path: str, **fields: object) -> str:
        """Where it leads."""
        answer = browser.post(path, **fields)
        where = answer.headers.get("Location", "")
        self.answers.append((ID.sub("…", path), answer.status_code, ID.sub("…", where)))
        assert answer.status_code == 303, path
        return where


def walked(make_app: MakeApp, plugins: tuple[str, ...]) -> Walk:
    """A guide registers and meets somebody; another guide and the coordinator look; they go."""
    app, found = make_app(plugins=plugins), Walk()
    house = House.of(app.extensions["guides"].guarded)
    records: Records = app.extensions["guides"].guarded.records

    def enter(person: Person) -> Browser:
        return Browser.on(app, house.enter(person))

    coordinator = house.admit("cora", "coordinator")
    amal, bea = (enter(house.admit(name, "guide")) for name in ("amal", "bea"))
    cora = enter(coordinator)

    who = {"tongue": "prs", "stage": "preparing-substantive-interview", "nation": "england"}
    at = found.send(amal, "/clients/new", save=token_hex(16), **who)
    client = at.removeprefix("/clients/")
    book = Caseload(records, coordinator.account)
    found.code = book.one(client).code
    said = {"record": "yes", "contact": "yes", "refer": "yes", "feedback": "no", "how": "read"}
    found.send(amal, f"{at}/consent", **said)
    found.send(amal, f"{at}/card/fill", save=token_hex(16), know="Insulin")

    found.look(amal, "guide", f"{at}/meetings/new")
    running = found.send(amal, f"{at}/meetings/new", save=token_hex(16))
    lines = TALKED.findall(found.look(amal, "guide", running))
    core = [line for line in lines if line.startswith("asylum-journey/")]
    assert core
    found.send(amal, running, talked=core[:3], action="save")
    found.look(amal, "guide", f"{running}/finish")
    last = {"day": f"{TODAY}", "minutes": "50", "note": "Pictures help.", "version": "1"}
    steps = {"step": "", "what": "Ring a lawyer", "who": "client", "by": ""}
    found.send(amal, f"{running}/finish", save=token_hex(16), **last, **steps)
    found.look(amal, "guide", running)
    for path in SEEN_BY_ALL:
        for browser, name in ((amal, "guide"), (bea, "another guide"), (cora, "coordinator")):
            found.look(browser, name, at + path)
    for path in ("/desk/today", "/clients"):
        found.look(cora, "coordinator", path)

    for table, rows in everything(records.engine).items():
        found.kept[table] += sum(client in row.values() for row in rows)
    found.send(cora, f"{at}/close", why="moved")
    found.send(cora, f"{at}/erase", sure="yes")
    found.look(amal, "guide", at)
    found.counts = dict(book.counts())
    return found


@pytest.fixture(scope="module")
def without(make_app: MakeApp) -> Walk:
    with quick():
        return walked(make_app, ())


@pytest.mark.parametrize("plugins", LATE)
def test_a_plugin_adds_and_takes_nothing_away(
    make_app: MakeApp, without: Walk, plugins: tuple[str, ...]
) -> None:
    with quick():
        found = walked(make_app, plugins)
    assert found.answers == without.answers
    assert (+found.kept, found.counts) == (+without.kept, without.counts)
    gone = {
        (page, words)
        for page, said in without.said.items()
        for words in said - found.said[page]
        if words != NO_ROUTE
    }
    assert gone == set()
