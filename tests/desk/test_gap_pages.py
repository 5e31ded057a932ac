"""The gap map on screen: where there is nobody, at a glance and not by colour alone."""

from __future__ import annotations

import re

import pytest

from guides.directory.domain import Area, Listing
from tests.accounts.house import Browser
from tests.desk.town import Town


@pytest.fixture
def desk(town: Town) -> Browser:
    return town.enter(town.coordinator)


def row(page: str, need: str) -> str:
    """The text of a line of the table."""
    found = re.search(rf'<th scope="row">{need}</th>(.*?)</tr>', page, re.S)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def test_a_need_without_a_service_says_nobody_at_every_stop(town: Town, desk: Browser) -> None:
    page = desk.get("/desk/directory/gaps").text
    stops = page.count('<th scope="col">') - 1
    assert stops > 10
    assert row(page, "Help after trafficking") == " ".join(["0 nobody"] * stops)
    assert "nobody" not in row(page, "Food")
    org = 0
    town.bring(org, f"new {id(town)}", (Listing("t", "T (demo)", needs=("trafficking",)),))
    page = desk.get("/desk/directory/gaps").text
    assert row(page, "Help after trafficking") == " ".join(["1? not checked"] * stops)
    town.bring(org, f"new {id(town)}", (Listing("t", "T (demo)", status="defunct"),))


def test_one_area_is_looked_at_by_itself(town: Town, desk: Browser) -> None:
    chosen = desk.post("/desk/directory/gaps", area="E08000003")
    assert chosen.headers["Location"] == "/desk/directory/gaps/E08000003"
    page = desk.get(chosen.headers["Location"]).text
    assert re.search(r'<option value="E08000003" selected>Manchester', page)
    far = (Listing("f", "F (demo)", needs=("faith",), areas=(Area("E06000023", "Bristol"),)),)
    town.bring(0, f"far {id(town)}", far)
    assert "nobody" in row(desk.get("/desk/directory/gaps/E08000003").text, "Faith")
    assert "nobody" not in row(desk.get("/desk/directory/gaps").text, "Faith")
    for odd in ("E99999999", "x" * 200, "%3Cb%3E"):
        assert desk.get(f"/desk/directory/gaps/{odd}").status_code == 404
    for odd in ("", "../..", "ü", "a b"):
        assert desk.post("/desk/directory/gaps", area=odd).headers["Location"].endswith("/gaps")


def test_every_stop_can_be_read_by_itself_on_a_telephone(town: Town, desk: Browser) -> None:
    page = desk.get("/desk/directory/gaps").text
    stops = page[page.index('class="gap-stops"') :]
    assert stops.count("<summary>") == page.count('<th scope="col">') - 1
    assert "nobody" in stops


def test_it_says_how_much_each_list_says(town: Town, desk: Browser) -> None:
    page = desk.get("/desk/directory/gaps").text
    rates = page[page.index("How much each list says") :]
    assert "Town list (demo)" in rates
    assert re.search(r'<progress max="100" value="\d+"', rates)
