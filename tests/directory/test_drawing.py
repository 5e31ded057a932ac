"""The small map: what is on it, what must never be, and that a strict page can show it."""

from __future__ import annotations

import re
from datetime import datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guides.directory.asked import Found, Results
from guides.directory.domain import Listing, Place
from guides.directory.drawing import HEIGHT, WIDTH, draw
from guides.directory.sectors import middle
from guides.directory.shown import Shown, Source
from tests.directory.conftest import NOW

TITLE = "Where they are"
SVG = "{http://www.w3.org/2000/svg}"
NEAR = Place(latitude=53.48, longitude=-2.24)
NORTH = Place(latitude=53.52, longitude=-2.24)
EAST = Place(latitude=53.48, longitude=-2.10)
LONDON = Place(latitude=51.51, longitude=-0.13)


def _found(*places: Place, now: datetime = NOW) -> Found:
    listing = Listing(key="k", name="<b>Example</b> & Co (demo)", places=places)
    shown = Shown("id", listing, Source(1, "file", "list"), None, None, (), "", 1, now)
    return Found(shown, (), None, None)


def _drawn(*services: tuple[Place, ...], sector: str = "M14 5", first: int = 1):
    """The drawing, read back as XML: element names without their space."""
    results = Results(len(services), tuple(_found(*places) for places in services), ())
    said = str(draw(results, sector, title=TITLE, first=first))
    root = ElementTree.fromstring(said) if said else None
    return said, root


def _numbers(root: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in root.findall("g/text")]


def _at(root: ElementTree.Element, number: str) -> tuple[float, float]:
    text = next(text for text in root.findall("g/text") if text.text == number)
    return float(text.get("x", "")), float(text.get("y", ""))


def test_services_stand_where_they_are_under_their_numbers():
    _, root = _drawn((NEAR,), (), (NORTH,), (EAST,), first=21)
    assert _numbers(root) == ["21", "23", "24"]  # 22 has no place
    near, north, east = (_at(root, n) for n in ("21", "23", "24"))
    assert north[1] < near[1]
    assert abs(north[0] - near[0]) < 1
    assert east[0] > near[0]
    assert abs(east[1] - near[1]) < 1
    assert root.findtext("title") == TITLE
    assert root.get("role") == "img"


def test_the_sector_is_a_ring_and_the_country_is_hinted_by_dots():
    _, root = _drawn((NEAR,), (NORTH,))
    ring = root.find("circle")
    assert ring is not None
    assert 0 < float(ring.get("cx", "")) < WIDTH
    assert 0 < float(ring.get("cy", "")) < HEIGHT
    coast = next(path for path in root.findall("path") if path.get("class") == "coast")
    assert coast.get("d", "").count("M") > 20
    _, without = _drawn((NEAR,), (NORTH,), sector="")
    assert without.find("circle") is None


@pytest.mark.parametrize(
    "services",
    [
        (),
        ((NEAR,),),
        ((NEAR,), ()),
        ((NEAR,), (Place(latitude=53.5, longitude=-2.2, precision="hidden"),)),
        ((NEAR,), (LONDON,)),  # it would squeeze what is near into one spot
        ((NEAR,), (Place(latitude=0.0, longitude=0.0),)),
        ((NEAR,), (Place(latitude=float("nan"), longitude=-2.0),)),
        ((NEAR,), (Place(postcode="ZZ1 1ZZ"),)),
    ],
)
def test_fewer_than_two_make_no_map(services):
    said, _ = _drawn(*services)
    assert said == ""


def test_numbers_that_are_no_place_in_this_country_are_not_drawn():
    sea = Place(latitude=0.0, longitude=0.0)
    said, _ = _drawn((NEAR,), (sea,), sector="")
    assert said == ""


def test_hidden_places_are_on_no_map():
    hidden = Place(latitude=53.51, longitude=-2.30, postcode="M14 5TQ", precision="hidden")
    _, root = _drawn((NEAR,), (hidden,), (NORTH,))
    assert _numbers(root) == ["1", "3"]


def test_a_place_that_is_known_by_its_sector_stands_in_the_middle_of_it():
    exact = Place(latitude=53.60, longitude=-2.60, postcode="M14 5TQ", precision="sector")
    here = middle("M14 5")
    assert here is not None
    _, root = _drawn((exact,), (NORTH,), (Place(latitude=here[0], longitude=here[1]),))
    assert _numbers(root) == ["1, 3", "2"]


def test_many_at_one_spot_share_a_frame_inside_the_picture():
    _, root = _drawn(*([(NEAR,)] * 6), (EAST,))
    assert _numbers(root) == ["1, 2, 3…", "7"]
    for frame in root.findall("g/rect"):
        left, wide = float(frame.get("x", "")), float(frame.get("width", ""))
        assert left >= 0
        assert left + wide <= WIDTH


def test_a_strict_page_can_show_it_and_no_word_of_a_service_is_in_it():
    said, root = _drawn((NEAR,), (NORTH,), (EAST,))
    assert not re.search(r"style=|<script|\bon\w+=|href|http", said)
    assert "Example" not in said
    assert "5TQ" not in said
    assert "M14" not in re.sub(r'd="[^"]*"', "", said)
    assert root.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
    assert len(said) < 30_000


def test_a_title_is_only_words():
    results = Results(2, (_found(NEAR), _found(NORTH)), ())
    said = str(draw(results, "M14 5", title="</title><script>"))
    assert "<script>" not in said
    assert ElementTree.fromstring(said).findtext("title") == "</title><script>"


COORDINATES = st.floats(allow_nan=True, allow_infinity=True) | st.none()


@settings(max_examples=60)
@given(
    st.lists(
        st.builds(
            Place,
            postcode=st.sampled_from(["", "M14 5TQ", "LS1 1AA", "BT1 1AA", "x"]),
            precision=st.sampled_from(["exact", "street", "sector", "hidden"]),
            latitude=COORDINATES | st.floats(49, 61),
            longitude=COORDINATES | st.floats(-8, 2),
        ),
        max_size=8,
    ),
    st.sampled_from(["", "M14", "M14 5", "ZE1 0", "nowhere"]),
)
def test_whatever_is_found_the_drawing_stays_in_its_frame(places, sector):
    said, root = _drawn(*((place,) for place in places), sector=sector)
    if root is None:
        return
    for text in root.findall("g/text"):
        assert 0 <= float(text.get("x", "")) <= WIDTH
        assert 0 <= float(text.get("y", "")) <= HEIGHT
    assert "5TQ" not in said
