"""The local page: what an organisation adds, whose it is, and when somebody last checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from guides.api import Language
from guides.journey.local import MOST_HERE
from guides.journey.places import MOST_ON_STOP
from guides.journey.service import Guide
from guides.plugins.registry import View
from guides.testing import site
from guides.toolkit.wording import Wording
from tests.plugins.folders import plugin, small_registry
from tests.toolkit.test_local_in import png

STOP = "waiting-and-support"
TODAY = date(2026, 11, 21)
CONTACT = """
name = "The green door"
who = "A volunteer answers."
phone = "0161 496 0001"
text = "07700 900001"
email = "hello@riverside.example"
checked_on = 2026-11-12
checked_by = "Riverside"
"""
ROUTE = """
[[ring]]
worry = "A child is not safe"
who = "The council"
phone = "0161 496 0010"
"""
SERVICES = f"""name,what,stages,phone
Tea Room,Tea,{STOP},0161 496 0002
Law Desk,Letters,refused-and-appealing,0161 496 0003
Library,Warm and free,,
"""
RESOURCES = f"""
[[resource]]
id = "blue-room"
kind = "room"
title = "Blue room"
text = "You can talk there. {{{{ 7*7 }}}} <script>alert(1)</script>"
who = "Guides and the people they help."
how = "Book it at the desk."
contact = "the desk"
stages = ["{STOP}"]
checked_on = 2026-11-12
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    local = tmp_path_factory.mktemp("local")
    folder = plugin(local, "riverside-office", {
        "branding.toml": 'name = "Riverside"\nlogo = "logo.png"\naccent = "#0b5563"\n',
        "logo.png": png(),
        "contact.toml": CONTACT,
        "safeguarding.toml": ROUTE,
        "services.csv": SERVICES,
        "resources.toml": RESOURCES,
    }, "Riverside Office")  # fmt: skip
    with site(folder, today=TODAY) as found:
        yield found


def test_the_page_of_a_stop_has_what_belongs_there_and_leads_to_the_rest(browser: FlaskClient):
    stop = browser.get(f"/stop/{STOP}").text
    assert f'href="/stop/{STOP}/local"' in stop
    assert 'href="/local"' in stop
    here = browser.get(f"/stop/{STOP}/local").text
    for words in ("Tea Room", "Library", "Blue room", "Book it at the desk.", "the desk"):
        assert words in here
    assert "Law Desk" not in here
    assert "Law Desk" in browser.get("/local").text


def test_everything_says_whose_it_is_and_when_it_was_checked(browser: FlaskClient):
    here = browser.get("/local").text.replace("\u00a0", " ")
    # the card, the route, three services, one resource
    assert here.count("added by Riverside Office") == 6
    assert "Checked on 12 November 2026 by Riverside" in here
    assert here.count("Nobody has checked this yet") == 3


def test_the_route_ends_with_999_in_every_language(browser: FlaskClient):
    for lang in ("", "/ar"):
        page = browser.get(f"{lang}/local").text
        assert page.index("tel:01614960010") < page.index("tel:999")


def test_text_of_templates_and_scripts_stays_text(browser: FlaskClient):
    here = browser.get("/local").text
    assert "{{ 7*7 }}" in here
    assert "&lt;script&gt;alert(1)" in here
    assert "<script>alert" not in here


def test_logo_and_colours_are_files_of_their_own(browser: FlaskClient):
    logo, colours = browser.get("/local/logo"), browser.get("/local/colours")
    assert (logo.mimetype, logo.data) == ("image/png", png())
    assert logo.headers["X-Content-Type-Options"] == "nosniff"
    assert "--brand:#0b5563" in colours.text
    here = browser.get("/ar/local").text
    assert 'src="/local/logo"' in here
    assert 'href="/local/colours"' in here


def test_where_nothing_was_added_nothing_leads_there():
    with site(today=TODAY) as plain:
        assert 'href="/local"' not in plain.get(f"/stop/{STOP}").text
        assert "Nobody has added local help" in plain.get("/local").text
        assert plain.get("/local/logo").status_code == 404
        assert plain.get("/local/colours").status_code == 404
        assert plain.get("/stop/nowhere/local").status_code == 404


# Without a browser --------------------------------------------------------------------------------


def _guide(view: View, language: Language | None = None) -> Guide:
    return Guide(view, Wording(view, language or view.languages["en"]), TODAY)


def test_the_first_plugin_of_the_organisations_order_counts(tmp_path: Path):
    for name in ("one", "two"):
        card = f'name = "{name}"\nphone = "0161 496 0001"\n'
        plugin(tmp_path / "local", name, {"contact.toml": card})
    registry = small_registry(tmp_path)
    for order in (["one", "two"], ["two", "one"]):
        contact = _guide(registry.for_org(order)).local().contact
        assert contact is not None
        assert (contact.name, contact.credit.plugin) == (order[0], order[0])
    assert _guide(registry.for_org([])).local().contact is None


def test_a_flood_of_services_leaves_pages_that_open(tmp_path: Path):
    rows = "".join(f"s{n},Tea {n},Tea\n" for n in range(1_000))
    plugin(tmp_path / "local", "many", {"services.csv": f"id,name,what\n{rows}"})
    guide = _guide(small_registry(tmp_path).for_org())
    page = guide.local()
    assert (len(page.services), page.more) == (MOST_HERE, True)
    assert len(guide.stop("first-stop").services) == MOST_ON_STOP
