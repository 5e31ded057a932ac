"""Signing in beside its hash; a page of one's own beside bare Flask and beside Flask-Login.

On both databases, and with several processes at once.
"""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from flask import Flask, Response
from flask_login import LoginManager, UserMixin, login_required, login_user
from sqlalchemy import text

from bench.house import BROWSER, Ask, bare_view, settings
from bench.measure import Timer, side_by_side, timed
from bench.report import Effort, Row, clock_row, processor_row
from guides.accounts import passwords
from guides.app import create_app
from guides.safe.service import begin
from guides.settings import Settings
from guides.storage.engine import open_engine
from guides.storage.upgrade import upgrade
from guides.walls import Guarded
from tests.storage.databases import KINDS, fresh

NAME, PASSWORD = "a-guide", "kettle river tulip 41"
PAGE = "/account"
FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class House:
    """An installation with one guide, who is signed in."""

    settings: Settings
    token: str
    hash: str
    body: bytes = b""
    headers: Mapping[str, str] | None = None

    def ours(self) -> Ask:
        """The page that the guide sees first."""
        return Ask(create_app(self.settings), PAGE, headers=_with(f"guides={self.token}"))

    def bare(self) -> Ask:
        return Ask(bare_view(PAGE, self.body, self.headers or {}), PAGE)

    def flask_login(self) -> Ask:
        """The same bytes, for whom Flask-Login knows: a signed cookie, and a query for the row."""
        app, engine = Flask("flask-login"), open_engine(self.settings.database_url)
        app.secret_key = "not a secret: a benchmark"
        manager = LoginManager(app)
        query = text("SELECT id, org, name, role, state FROM account WHERE id = :id")

        def load(number: str) -> UserMixin | None:
            with engine.connect().execution_options(reading=True) as connection:
                row = connection.execute(query, {"id": int(number)}).one_or_none()
            user = UserMixin()
            user.id = number
            return user if row and row.state == "active" else None

        def enter() -> str:
            login_user(load("1"))
            return "in"

        manager.user_loader(load)
        page = login_required(lambda: Response(self.body, headers=self.headers))
        app.add_url_rule(PAGE, view_func=page, endpoint="page")
        app.add_url_rule("/enter", view_func=enter)
        entering = Ask(app, "/enter")
        entering()
        cookie = next(value for name, value in entering.headers if name == "Set-Cookie")
        return Ask(app, PAGE, headers=_with(cookie.partition(";")[0]))


def _with(cookie: str) -> dict[str, str]:
    return {**BROWSER, "Cookie": cookie}


def run(effort: Effort) -> Iterator[Row]:
    for kind in KINDS:
        with _house(kind) as house:
            ours = house.ours()
            for what, theirs, most in (
                ("a bare Flask view", house.bare(), None),
                ("a bare Flask-Login page with its own query", house.flask_login(), None),
            ):
                if abs(len(theirs()) - len(ours())) > 50:  # the page says when it was seen
                    raise AssertionError("the other side returns another page")
                compared = side_by_side(timed(ours, 10), timed(theirs, 10), effort.pick(60, 5))
                yield processor_row(f"signed-in page, {kind}, against {what}", compared, most)
            for many in (2, 4):
                yield _at_once(house, kind, many, effort)
            # The last, because each sign-in stands on that page.
            yield _signing_in(house, kind, effort)


@contextmanager
def _house(kind: str) -> Iterator[House]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        here = replace(
            settings(folder / "var"),
            database=fresh(kind, folder),
            master_key=str(folder / "etc" / "master.key"),
        )
        begin(here)
        engine = open_engine(here.database_url)
        upgrade(engine)
        guarded = Guarded(here, engine)
        guarded.people.join(guarded.people.found("Bench (demo)", NAME, "guide"), PASSWORD)
        token = guarded.accounts.sign_in(NAME, PASSWORD, "192.0.2.1", shared=False)
        with engine.connect() as connection:
            kept = connection.execute(text("SELECT password FROM account")).scalar_one()
        guarded.close()
        house = House(here, token, kept)
        ask = house.ours()
        body = ask()
        wanted = ("Content-Type", "Content-Encoding")
        yield replace(house, body=body, headers={k: v for k, v in ask.headers if k in wanted})


def _signing_in(house: House, kind: str, effort: Effort) -> Row:
    form = {"name": NAME, "password": PASSWORD}
    ours = Ask(create_app(house.settings), "/sign-in", form, expect=303)

    def alone() -> None:
        if not passwords.fits(PASSWORD, house.hash):
            raise AssertionError("the password does not fit")

    compared = side_by_side(timed(ours), timed(alone), effort.pick(40, 3))
    return processor_row(f"signing in, {kind}, against argon2id alone", compared)


def _at_once(house: House, kind: str, many: int, effort: Effort) -> Row:
    """So many processes, each asking as fast as it can."""
    each = effort.pick(60, 10)
    with (
        _workers(house.ours, many, each) as ours,
        _workers(house.flask_login, many, each) as theirs,
    ):
        compared = side_by_side(ours, theirs, effort.pick(25, 3))
    pace = many * each / compared.clock.ours.middle
    return clock_row(
        f"signed-in page, {kind}, {many} processes, against as many of Flask-Login",
        compared,
        note=f"{pace:.0f} pages a second, {many * each} in a round",
    )


@contextmanager
def _workers(make: Callable[[], Ask], many: int, each: int) -> Iterator[Timer]:
    """Processes that wait for a word, and then ask ``each`` times."""
    pipes = [FORK.Pipe() for _ in range(many)]
    running = [FORK.Process(target=_work, args=(make, there, each)) for _, there in pipes]
    for process in running:
        process.start()

    def all_of_them() -> None:
        for here, _ in pipes:
            here.send("go")
        if [here.recv() for here, _ in pipes] != [each] * many:
            raise AssertionError("a process has not answered all")

    try:
        yield timed(all_of_them, workers=lambda: [one.pid for one in running if one.pid])
    finally:
        for here, _ in pipes:
            here.send("end")
        for process in running:
            process.join()


def _work(make: Callable[[], Ask], pipe: Connection, each: int) -> None:
    ask = make()
    ask()
    while pipe.recv() == "go":
        pipe.send(sum(bool(ask()) for _ in range(each)))
