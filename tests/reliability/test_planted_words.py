"""Words are planted wherever somebody can type; then every place that is written to is searched.

What stands in the clear is listed in ``ALLOWED``. Anything else that is found fails.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from guides.backup.service import Backups
from guides.safe.domain import KeyGone
from guides.settings import Settings
from guides.storage.engine import reading
from guides.storage.rows import EVERY
from tests.accounts.house import NETWORK, Browser, House, quick
from tests.conftest import MakeApp
from tests.reliability.planted_clients import live_with, refer_in, sealed_of, words_of
from tests.storage.databases import KINDS, files_of, fresh, journals

SHEET = "/stop/waiting-and-support/sheet"
PASSWORD = "zinnoberpass river tulip"
NAME, ORGANISATION = "zinnoberguide", "Zinnoberhouse (demo)"
STAYS, CHANGED, GOES = "zinnobernote", "zinnoberchanged", "zinnobererased"
TYPED = {
    "query": "zinnoberquery",
    "path": "zinnoberpath",
    "field": "zinnoberfield",
    "upload": "zinnoberupload",
    "agent": "zinnoberagent",
    "referrer": "zinnoberreferrer",
    "cookie": "zinnobercookie",
    "unknown name": "zinnobernobody",
    "wrong password": "zinnoberwrong",
    "unsaved note": "zinnoberunsaved",
    "address of the visitor": "198.51.100.77",
}
ALLOWED = {
    "name to sign in with": {"database", "journal", "backup without key"},
    "organisation": {"database", "journal", "backup without key"},
}
"""Everything that anybody can read who has the disk. docs/columns.md says why."""


@pytest.fixture(scope="module", autouse=True)
def quick_hashes() -> Iterator[None]:
    with quick():
        yield


@dataclass
class Searched:
    """One installation, everything that it writes, and the words that were planted in it."""

    app: Flask
    settings: Settings
    folder: Path
    words: dict[str, str] = field(default_factory=dict)
    gone: str = ""
    """The client who was erased."""
    sealed: list[str] = field(default_factory=list)
    """What stood sealed about them."""

    def places(self) -> Iterator[tuple[str, bytes]]:
        """Every file, by the kind of place that it is."""
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                yield self._kind(path.relative_to(self.folder).as_posix()), path.read_bytes()
        if not self.settings.database.startswith("sqlite"):
            for url in (self.settings.database, self.settings.keyring):
                kind = "database" if url == self.settings.database else "keyring"
                for path in files_of(url):
                    yield kind, path.read_bytes()
            for place, path in journals():
                yield place, path.read_bytes()

    def _kind(self, path: str) -> str:
        if path.startswith("test.db"):
            return "database" if path == "test.db" else "journal"
        if path.startswith("var/keyring.db"):
            return "keyring"
        return {
            "out/plain.backup": "backup without key",
            "out/sealed.backup": "backup",
            "out/keyring.backup": "backup of the keyring",
        }.get(path, path)

    def found(self, log: str) -> dict[str, set[str]]:
        """Where each word stands in the clear."""
        places = [*self.places(), ("log", log.encode())]
        return {
            name: hits
            for name, word in self.words.items()
            if (hits := {place for place, data in places if word.encode() in data})
        }


@pytest.fixture(
    params=[
        kind if kind == "sqlite" else pytest.param(kind, marks=pytest.mark.full) for kind in KINDS
    ]
)
def searched(
    request: pytest.FixtureRequest, make_app: MakeApp, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Searched:  # fmt: skip
    """Also the folder for temporary files is its own, for the print processes, too."""
    for name in ("tmp", "var", "out"):
        (tmp_path / name).mkdir(mode=0o700)
    kind = request.param
    database = fresh(kind, tmp_path)
    keyring = "" if kind == "sqlite" else fresh(kind, tmp_path)  # its server has a folder already
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    app = make_app(
        data_dir=tmp_path / "var",
        database=database,
        keyring=keyring,
        master_key=str(tmp_path / "etc" / "master.key"),
    )
    return Searched(app, app.extensions["guides"].settings, tmp_path)


def live(here: Searched) -> str:
    """A day at work, as browsers see it. Returns the id of the note that was erased."""
    app, words = here.app, here.words
    guarded = app.extensions["guides"].guarded
    house = House.of(guarded)
    boss = house.admit("the-boss", "coordinator", ORGANISATION)
    words |= {**TYPED, "name to sign in with": NAME, "organisation": ORGANISATION}
    words |= {"password": PASSWORD, "note": STAYS, "note as changed": CHANGED, "erased note": GOES}

    def enter(token: str, name: str) -> Browser:
        browser = Browser.on(app, token)
        words[f"session of {name}"] = token
        page = browser.get("/account").text
        words[f"form token of {name}"] = page.split('name="form_token" value="')[1].split('"')[0]
        return browser

    coordinator = enter(house.enter(boss), "the coordinator")
    words |= {"authenticator": boss.secret} | {f"recovery {n}": c for n, c in enumerate(boss.codes)}

    invited = coordinator.post("/people", name=NAME, role="guide").text
    words["code"] = _code(invited)
    assert Browser.on(app).post("/join", code=words["code"], password=PASSWORD).status_code == 303
    account = next(one for one in house.people.people(boss.account) if one.name == NAME)
    coordinator.post("/people/reset", account=str(account.id))
    words["code of a reset"] = house.people.reset(boss.account, account.id)
    house.people.join(words["code of a reset"], PASSWORD)
    guide = enter(house.accounts.sign_in(NAME, PASSWORD, NETWORK, shared=True), "the guide")

    for number, word in enumerate((STAYS, GOES)):
        sent = coordinator.post("/notes", text=f"The {word}.", version="0", save=f"{number}" * 32)
        assert sent.status_code == 303
    gone, kept = _notes(coordinator)
    changed = {"text": f"The {CHANGED}, the {STAYS}.", "version": "1", "save": "3" * 32}
    assert coordinator.post(f"/notes/{kept}", **changed).status_code == 303
    assert coordinator.post(f"/notes/{kept}", **changed | {"save": "4" * 32}).status_code == 409
    assert CHANGED in coordinator.post("/notes/export").text
    assert guide.get("/notes").status_code == 200
    words["sealed words of the erased note"] = _sealed_of(here, gone)
    assert coordinator.post(f"/notes/{gone}/erase").status_code == 303

    _clients(here, house, coordinator)
    _print_and_err(here, coordinator)
    guide.post("/sign-out")
    return gone


def _clients(here: Searched, house: House, boss: Browser) -> None:
    """One who stays, and one who is erased."""
    guarded = here.app.extensions["guides"].guarded
    who = house.admit("zinnoberless", "guide", ORGANISATION)
    guide = Browser.on(here.app, house.enter(who))
    here.words |= words_of("stays") | words_of("goes") | refer_in(boss, who)
    live_with(guarded, guide, boss, who, "stays")
    here.gone = live_with(guarded, guide, boss, who, "goes")
    here.sealed = sealed_of(guarded, here.gone)
    assert len(here.sealed) > 6
    assert boss.post(f"/clients/{here.gone}/erase", sure="y").headers["Location"] == "/clients"


def _code(page: str) -> str:
    return page.split('<p class="num code" dir="ltr">')[1].split("<")[0]


def _notes(browser: Browser) -> list[str]:
    """Ids of the notes on the page, newest first."""
    parts = browser.get("/notes").text.split('href="/notes/')[1:]
    return [part.split('"')[0] for part in parts]


def _sealed_of(here: Searched, note: str) -> str:
    """As they stand in its row."""
    with reading(here.app.extensions["guides"].engine, EVERY) as connection:
        asked = text("SELECT text FROM note WHERE id = :id")
        return str(connection.execute(asked, {"id": note}).scalar_one())


def _print_and_err(here: Searched, coordinator: Browser) -> None:
    app, somebody = here.app, Browser.on(here.app)
    headers = {
        "User-Agent": TYPED["agent"], "Referer": f"https://{TYPED['referrer']}.example/",
        "Cookie": f"other={TYPED['cookie']}",
    }  # fmt: skip
    visitor: dict[str, Any] = {
        "headers": headers,
        "environ_base": {"REMOTE_ADDR": TYPED["address of the visitor"]},
    }
    seen: list[int] = []
    for method, path, form in (
        ("POST", SHEET, {"action": "print", "note": TYPED["field"]}),
        ("POST", SHEET, {"action": "show", "nation": TYPED["field"]}),
        ("GET", f"/?q={TYPED['query']}", None),
        ("GET", f"/{TYPED['path']}?q={TYPED['query']}", None),
        ("GET", f"/notes/{TYPED['path']}", None),
        ("POST", SHEET, {"nation": TYPED["upload"] * 90_000}),
        ("POST", "/mistake", {"page": f"/{TYPED['path']}", "kind": TYPED["field"]}),
        ("POST", "/join", {"code": TYPED["field"], "password": TYPED["wrong password"]}),
        ("POST", "/sign-in", {"name": TYPED["unknown name"], "password": PASSWORD}),
        ("POST", "/sign-in", {"name": NAME, "password": TYPED["wrong password"]}),
    ):
        answer = somebody.client.open(path, method=method, data=form, **visitor)
        seen.append(answer.status_code)
        answer.close()
    assert {200, 303, 400, 404, 413} >= {*seen} >= {200, 404, 413}, seen
    seen.append(coordinator.post("/notes", text=TYPED["field"] * 200, save="5" * 32).status_code)
    engine = app.extensions["guides"].engine
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_entry RENAME TO away"))
    unsaved = coordinator.post("/notes", text=TYPED["unsaved note"], version="0", save="6" * 32)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO audit_entry"))
    assert (seen[-1], unsaved.status_code // 100) == (400, 5)


def test_only_what_is_allowed_stands_in_the_clear(
    searched: Searched, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    gone = live(searched)
    settings, out = searched.settings, searched.folder / "out"
    Backups(settings).make(out / "sealed.backup")
    Backups(settings).make(out / "keyring.backup", "keyring")
    Backups(replace(settings, master_key="")).make(out / "plain.backup")
    kinds = {place for place, _ in searched.places()}
    assert {"database", "keyring", "backup", "backup without key"} <= kinds
    assert any(each.startswith("var/cache/sheets/") for each in kinds), "no sheet was printed"
    sealed = searched.words.pop("sealed words of the erased note")
    found = searched.found(caplog.text)
    assert found.keys() == ALLOWED.keys()
    assert all(found[name] <= places for name, places in ALLOWED.items()), found
    assert all(found[name] >= {"backup without key"} for name in found), found
    _nothing_is_left_of(searched, gone, sealed)


def _nothing_is_left_of(here: Searched, note: str, sealed: str) -> None:
    """Not even the sealed words, after a sweep: neither in free pages nor in the journal."""
    here.app.extensions["guides"].guarded.retention.sweep()
    left = {place for place, data in here.places() if sealed.encode() in data}
    if here.settings.database.startswith("sqlite"):
        assert left == set()
        data = b"".join(data for _, data in here.places())
        assert not [sealed for sealed in here.sealed if sealed.encode() in data]
    else:
        assert left <= {"database", "journal"}, (
            "PostgreSQL keeps a dead row until it needs the room"
        )
    with reading(here.app.extensions["guides"].engine, EVERY) as connection:
        there = connection.execute(text("SELECT count(*) FROM note WHERE id = :id"), {"id": note})
        assert there.scalar_one() == 0
    guarded = here.app.extensions["guides"].guarded
    with pytest.raises(KeyGone):  # whoever kept the sealed words has nothing that opens them
        guarded.records.safe.box(1, f"client/{here.gone}")


def test_a_word_that_was_left_anywhere_is_found(searched: Searched) -> None:
    searched.words["password"] = PASSWORD
    assert searched.found("") == {}
    assert searched.found(f"a log with {PASSWORD}") == {"password": {"log"}}
    for place in ("tmp/left", "var/cache/sheets/x.pdf", "var/jobs/a", "var/.hidden"):
        file = searched.folder / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(f"\0{PASSWORD}\0".encode())
        assert searched.found("") == {"password": {place}}
        file.unlink()


def test_a_word_in_a_row_is_found_on_the_disk(searched: Searched) -> None:
    searched.words["planted"] = "zinnoberrow"
    with searched.app.extensions["guides"].engine.begin() as connection:
        connection.execute(text("INSERT INTO organisation (id, name) VALUES (99, 'zinnoberrow')"))
    found = searched.found("")["planted"]
    assert found & {"database", "journal"}
    assert found <= {"database", "journal"}
