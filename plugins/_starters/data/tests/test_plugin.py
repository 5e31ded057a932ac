"""Run this with pytest, in the folder of the plugin. It says whether a site would take it."""

from html import unescape
from pathlib import Path

from guides.testing import load, site

HERE = Path(__file__).resolve().parents[1]


def test_our_drop_in_is_listed() -> None:
    assert "drop-in" in [service.id for service in load(HERE).services]


def test_our_line_stands_on_the_page_of_the_stop() -> None:
    with site(HERE) as browser:
        page = unescape(browser.get("/stop/waiting-and-support").text)
    assert "Come to our drop-in." in page
    assert "Your organisation" in page
