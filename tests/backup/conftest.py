"""An installation to back up: its settings, its database with rows, a master key."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from guides.meetings.domain import Tally
from guides.meetings.store import keep
from guides.safe.keys import MasterKey
from guides.settings import Settings
from guides.storage.engine import open_engine
from guides.storage.upgrade import upgrade
from tests.storage.databases import KINDS, upgraded

PLANTED = "Ωkanarienvogel, née \u2028 O'Brien\n2"
"""Signs that a careless format loses: a line that ends in the middle, quotes, other scripts."""


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def master_key(folder: Path, name: str = "master.key") -> str:
    """A file with a new master key."""
    MasterKey.random().write(folder / name)
    return str(folder / name)


def fill(engine: Engine, rows: int = 1_203) -> None:
    """More rows than go into one part, of every kind of value that there is."""
    with engine.begin() as connection:
        many = [{"page": f"/stop/{n}", "n": n} for n in range(rows)]
        connection.execute(
            text("INSERT INTO mistake_count VALUES ('2026-11', :page, 'wrong', :n)"), many
        )
        connection.execute(
            text("INSERT INTO fact_version VALUES ('a', 'v', 1, :said, '2026-11-21')"),
            {"said": PLANTED},
        )
        connection.execute(
            text(
                "INSERT INTO edition (code, key, stage, lang, nation, audiences, claimed, granted, "
                "large, plain, facts, texts, first_printed) "
                "VALUES ('ABCDEF0123', 'k', 's', 'ar', '', :list, '', '', "
                "TRUE, FALSE, :pairs, 'null', '2026-02-28')"
            ),
            {"list": json.dumps(["women", PLANTED]), "pairs": '[["a",  "b"]]'},
        )
    keep(engine, "1" * 32, Tally(topics=("claiming",), lang="ar", people=7, minutes=30), DAY)


DAY = date(2026, 11, 21)
MakeSettings = Callable[..., Settings]


@pytest.fixture
def house(kind: str, tmp_path: Path) -> Settings:
    """An installation with rows, a pack and a local plugin. It has a master key."""
    data = tmp_path / "var"
    url = "" if kind == "sqlite" else upgraded(kind, tmp_path)
    settings = Settings(data_dir=data, database=url, master_key=master_key(tmp_path))
    engine = open_engine(settings.database_url)
    upgrade(engine)
    fill(engine)
    engine.dispose()
    for name, words in (
        ("toolkits/town/current", "1.0-abc\n"),
        ("plugins/town/facts.toml", "# Füße\n"),
        ("added/switches.json", '{"format": 1, "on": {"town": false}}'),
        ("added/tea/current", "1-abc\n"),
        ("plugins/town/.git/config", "hidden"),
        ("plugins/town/__pycache__/a.pyc", "hidden"),
    ):
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")
    (data / "plugins" / "town" / "link").symlink_to("/etc/passwd")
    (data / "plugins" / "folder-link").symlink_to("/etc")
    return settings


@pytest.fixture
def opening() -> Iterator[Callable[[str], Engine]]:
    """Opens databases, and closes them at the end."""
    opened: list[Engine] = []

    def make(url: str) -> Engine:
        opened.append(open_engine(url))
        return opened[-1]

    yield make
    for engine in opened:
        engine.dispose()
