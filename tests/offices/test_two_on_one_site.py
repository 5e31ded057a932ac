"""Two organisations on one site, each at its own address: nothing of one is at the other's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from guides.api import Happened
from guides.offices.domain import HostWrong, NoSuchOffice, OfficeChanged
from guides.offices.service import Offices
from guides.plugins.registry import View
from tests.accounts.house import ELSEWHERE, HERE, Browser, House, Person, quick
from tests.conftest import MakeApp
from tests.pdf_reading import texts
from tests.storage.databases import KINDS, fresh

NORTH, SOUTH = "north.example", "south.example"
STOP = "waiting-and-support"
LINES = {"north-tea": "Come to the Northern tea.", "south-soup": "Come to the Southern soup."}


def write(parent: Path, plugin: str, line: str) -> Path:
    """A local plugin with one line that stands nowhere else."""
    root = parent / plugin
    (root / "checklists").mkdir(parents=True)
    (root / "plugin.toml").write_text(
        f'id = "{plugin}"\napi = 0\nversion = "1"\nname = "{plugin} (demo)"\n'
    )
    (root / "checklists" / f"{STOP}.toml").write_text(
        f'[[item]]\nid = "come"\nkind = "do"\ntext = "{line}"\norder = 1\n'
    )
    return root


@dataclass
class Visitor:
    """Somebody who came to an address."""

    client: FlaskClient
    address: str

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, base_url=self.address)

    def post(self, path: str, data: dict[str, str]) -> TestResponse:
        return self.client.post(path, data=data, base_url=self.address)


@dataclass
class Hub:
    """A site of two organisations, and who chooses for each."""

    app: Flask
    house: House
    north: Person
    south: Person

    @property
    def offices(self) -> Offices:
        found: Offices = self.app.extensions["guides"].guarded.offices
        return found

    def choose(self, by: Person, *plugins: str) -> None:
        self.offices.choose(by.account, plugins, self.offices.mine(by.account).version)
        self.app.extensions["guides"].look_again()

    def at(self, host: str) -> Visitor:
        return Visitor(self.app.test_client(), f"http://{host}")


@pytest.fixture(scope="module", params=KINDS)
def hub(
    request: pytest.FixtureRequest, make_app: MakeApp, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hub]:
    place = tmp_path_factory.mktemp("hub")
    with quick():
        app = make_app(
            database=fresh(request.param, place),
            plugins=(),
            plugin_dirs=[write(place, plugin, line) for plugin, line in LINES.items()],
            public_url="https://guides.example",
            print_workers=1,
        )
        house = House.of(app.extensions["guides"].guarded)
        hub = Hub(
            app,
            house,
            house.admit("north", "administrator", HERE),
            house.admit("south", "administrator", ELSEWHERE),
        )
        for person, host in ((hub.north, NORTH), (hub.south, SOUTH)):
            assert person.account.org is not None
            hub.offices.give_host(person.account.org, host)
        hub.choose(hub.north, "north-tea")
        hub.choose(hub.south, "south-soup")
        yield hub


def _page(client: Visitor) -> str:
    return client.get(f"/stop/{STOP}").text


def _preview(client: Visitor) -> str:
    return client.post(f"/stop/{STOP}/sheet", data={"action": "show"}).text


def _paper(client: Visitor) -> str:
    """The sheet as it is printed, read back."""
    answer = client.post(f"/stop/{STOP}/sheet", data={"action": "print"})
    return " ".join(" ".join(texts(answer.data)).split())


@pytest.mark.parametrize("look", [_page, _preview, _paper], ids=lambda f: f.__name__)
def test_each_shows_its_own_line_and_not_the_other(
    hub: Hub, look: Callable[[Visitor], str]
) -> None:
    for _ in range(2):  # the second time from what is kept
        north, south = look(hub.at(NORTH)), look(hub.at(SOUTH))
        assert ("Northern tea" in north, "Southern soup" in north) == (True, False)
        assert ("Southern soup" in south, "Northern tea" in south) == (True, False)


def test_each_stands_under_its_own_name(hub: Hub) -> None:
    assert HERE in _page(hub.at(NORTH))
    assert ELSEWHERE in _page(hub.at(SOUTH))
    assert HERE not in _page(hub.at(SOUTH))
    assert HERE in _page(hub.at("whoever.example")), "all other addresses are the site's own"


def _edition(client: Visitor, **options: str) -> str:
    client.post(f"/stop/{STOP}/sheet", data={"action": "print", **options})
    shown = client.post(f"/stop/{STOP}/sheet", data={"action": "show", **options}).text
    found = re.search(r"/e/([0-9A-F]{10})|\b([0-9A-F]{10})\b", shown)
    assert found is not None
    return found[1] or found[2]


@pytest.mark.parametrize("options", [{}, {"plain": "y"}])
def test_an_edition_is_looked_up_where_it_was_printed(hub: Hub, options: dict[str, str]) -> None:
    north, south = _edition(hub.at(NORTH), **options), _edition(hub.at(SOUTH), **options)
    assert north != south
    assert "south-soup" not in hub.at(NORTH).get(f"/e/{south}").text
    unknown = hub.at(NORTH).get("/e/0123456789").text.replace("0123456789", south)
    assert hub.at(NORTH).get(f"/e/{south}").text == unknown
    assert hub.at(SOUTH).get(f"/e/{south}").text != unknown


def test_a_choice_is_seen_on_page_and_sheet_at_once_and_only_there(hub: Hub) -> None:
    before = _page(hub.at(NORTH))
    hub.choose(hub.south)
    assert "Southern soup" not in _page(hub.at(SOUTH))
    assert "Southern soup" not in _preview(hub.at(SOUTH))
    assert _page(hub.at(NORTH)) == before
    hub.choose(hub.south, "south-soup")
    assert "Southern soup" in _page(hub.at(SOUTH))


def test_the_order_is_the_organisations_own(hub: Hub) -> None:
    hub.choose(hub.south, "south-soup", "north-tea")
    assert re.search("Southern soup.*Northern tea", _preview(hub.at(SOUTH)), re.DOTALL)
    hub.choose(hub.south, "north-tea", "south-soup")
    assert re.search("Northern tea.*Southern soup", _preview(hub.at(SOUTH)), re.DOTALL)
    hub.choose(hub.south, "south-soup")


def test_on_the_screen_it_is_switched_and_two_people_notice_each_other(hub: Hub) -> None:
    browser = Browser.on(hub.app, hub.house.enter(hub.south))
    page = browser.get("/plugins").text
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    sent = {"version": version[1], "on": "north-tea", "place-north-tea": "1"}
    assert browser.post("/plugins", **sent).status_code == 303
    assert "Northern tea" in _page(hub.at(SOUTH))
    late = browser.post("/plugins", **sent | {"on": "south-soup"})
    assert late.status_code == 409
    assert re.search(r'value="south-soup" checked', late.text), "what was chosen is still there"
    assert "Northern tea" in _page(hub.at(SOUTH)), "and nothing was overwritten"
    hub.choose(hub.south, "south-soup")


def test_who_has_no_address_is_told_that_nobody_comes(hub: Hub) -> None:
    east = hub.house.admit("east", "administrator", "East House (demo)")
    said = "no address of its own"
    assert said in Browser.on(hub.app, hub.house.enter(east)).get("/plugins").text
    for other in (hub.north, hub.south):
        assert said not in Browser.on(hub.app, hub.house.enter(other)).get("/plugins").text


def test_a_plugin_that_is_away_just_now_stays_chosen(hub: Hub) -> None:
    """Somebody takes it out for an hour; a save meanwhile must not switch it off."""
    hub.choose(hub.south, "south-soup", "away-today")
    browser = Browser.on(hub.app, hub.house.enter(hub.south))
    version = str(hub.offices.mine(hub.south.account).version)
    sent = {"version": version, "on": "north-tea", "place-north-tea": "1"}
    assert browser.post("/plugins", **sent).status_code == 303
    assert hub.offices.mine(hub.south.account).plugins == ("north-tea", "away-today")
    hub.choose(hub.south, "south-soup")


def test_plugins_hear_of_the_choice_of_their_own_organisation_only(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[frozenset[str], Happened]] = []
    tell = View.tell

    def heard(view: View, event: Happened) -> None:
        told.append((frozenset(view.names), event))
        tell(view, event)

    monkeypatch.setattr(View, "tell", heard)
    browser = Browser.on(hub.app, hub.house.enter(hub.south))  # at the address of the north
    version = str(hub.offices.mine(hub.south.account).version)
    browser.post("/plugins", version=version, on="north-tea")
    assert {event.details for _, event in told} == {
        (("plugin", "north-tea"), ("state", "on")),
        (("plugin", "south-soup"), ("state", "off")),
    }
    south = hub.app.extensions["guides"].view_of(hub.south.account.org)
    assert {names for names, _ in told} == {frozenset(south.names)}
    hub.choose(hub.south, "south-soup")


def test_only_who_looks_after_an_organisation_chooses_for_it(hub: Hub) -> None:
    for role in ("guide", "coordinator", "site"):
        other = hub.house.admit(f"other-{role}-{hub.app.name}", role, ELSEWHERE)
        with pytest.raises(NoSuchOffice):
            hub.offices.choose(other.account, [], 0)
    with pytest.raises(OfficeChanged):
        hub.offices.choose(hub.north.account, [], 99)


@pytest.mark.parametrize(
    "host", ["https://a.example", "a.example/x", "a b", "-a", "ä.example", "a..b"]
)
def test_what_cannot_be_an_address_is_said(hub: Hub, host: str) -> None:
    with pytest.raises(HostWrong):
        hub.offices.give_host(hub.north.account.org or 0, host)


def test_no_two_have_one_address(hub: Hub) -> None:
    with pytest.raises(HostWrong, match="another"):
        hub.offices.give_host(hub.north.account.org or 0, SOUTH.upper())


def test_nothing_in_memory_is_shared(hub: Hub) -> None:
    """What was kept of one is not even reachable from the other."""
    _preview(hub.at(NORTH)), _preview(hub.at(SOUTH))
    tenants = hub.app.extensions["guides"]._tenants
    north, south = tenants[NORTH], tenants[SOUTH]
    assert "Southern" not in repr(north.sheets)
    assert "Northern" not in repr(south.sheets)
    assert north.view.names.keys() ^ south.view.names.keys() == LINES.keys()
