"""Plugins that fail while people use the site: said on page and paper (C), or only logged (D)."""

from __future__ import annotations

import logging
import re
import unicodedata
from pathlib import Path

import pytest
from flask import Flask
from markupsafe import Markup

from tests.pdf_reading import texts
from tests.plugins.folders import code_plugin

HOOK = "@hookimpl\n"
LINES = HOOK + "def guides_checklist_items(case, items):\n    "
TEA = "ChecklistItem(case.stage, 'tea', 'do', 'Tea at noon.')"

# What plugin.py does when a checklist is put together; none of these lines may be printed.
FAILING = {
    "raises": "raise KeyError(case)",
    "exits": "sys.exit(1)",
    "answers-with-none": "return [None]",
    "answers-with-text": "return 'Tea at noon.'",
    "answers-with-a-number": "return 7",
    "of-another-stage": "return [ChecklistItem('claiming', 'tea', 'do', 'Tea at noon.')]",
    "without-text": "return [ChecklistItem(case.stage, 'tea', 'do', None)]",
    "unknown-fact": "return [ChecklistItem(case.stage, 'tea', 'do', 'Tea.', facts=('no-such',))]",
    "unknown-fact-in-text": "return [ChecklistItem(case.stage, 'tea', 'do', '{fact:no-such}')]",
    "twice-the-same": f"return [{TEA}, {TEA}]",
    "wrong-condition": "return [ChecklistItem(case.stage, 'tea', 'do', 'Tea at noon.', "
                       "conditions=Conditions(claimed=None))]",
    "half-right": f"return [{TEA}, 'Tea at noon.']",
}  # fmt: skip
STOP = "waiting-and-support"


def _name(plugin_id: str) -> str:
    return f"Club {list(FAILING).index(plugin_id) + 1} ({plugin_id})"


@pytest.fixture(scope="module")
def heard(tmp_path_factory) -> Path:
    """Where a plugin that listens writes down what it is told."""
    place: Path = tmp_path_factory.mktemp("ears") / "heard"
    return place


@pytest.fixture(scope="module")
def troubled(make_app, tmp_path_factory, heard: Path) -> Flask:
    """The demo site with one plugin for each way to fail, and listeners that fail too."""
    local = tmp_path_factory.mktemp("local")
    for plugin_id, body in FAILING.items():
        code_plugin(local, plugin_id, LINES + body, _name(plugin_id))
    listener = HOOK + "def guides_event(event): "
    code_plugin(local, "deaf-raises", listener + "raise ValueError('Amina')")
    code_plugin(local, "deaf-exits", listener + "sys.exit(event.what)")
    code_plugin(
        local,
        "ears",
        f"""
        from pathlib import Path
        @hookimpl
        def guides_event(event): Path({str(heard)!r}).write_text(repr(event))
        """,
    )
    code_plugin(
        local, "good", LINES + "return [ChecklistItem(case.stage, 'bread', 'do', 'Warm bread.')]"
    )
    app: Flask = make_app(plugin_dirs=(local,))
    return app


def _said(name: str) -> tuple[str, str]:
    return (
        f"Local advice from {name} could not be shown.",
        f"تعذّر عرض المعلومات المحلية من {name}.",
    )


def _plain(html: str) -> str:
    return " ".join(Markup(html).striptags().split())


def _letters(text: str) -> str:
    """Letters only: on paper Arabic has other shapes, and lines break where they must."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[^\w]", "", "".join(c for c in plain if unicodedata.category(c) != "Mn"))


def test_every_failing_plugin_starts(troubled: Flask):
    states = {p.id: p.state for p in troubled.extensions["guides"].registry.plugins}
    assert {states[plugin_id] for plugin_id in FAILING} == {"on"}


@pytest.mark.parametrize("plugin_id", FAILING)
def test_the_page_of_the_stop_says_whose_lines_are_missing(troubled: Flask, plugin_id: str):
    client = troubled.test_client()
    english, arabic = _said(_name(plugin_id))
    assert english in _plain(client.get(f"/stop/{STOP}").text)
    assert arabic in _plain(client.get(f"/ar/stop/{STOP}").text)


@pytest.mark.parametrize("plugin_id", FAILING)
def test_the_preview_says_it_in_both_languages(troubled: Flask, plugin_id: str):
    client = troubled.test_client()
    english, arabic = _said(_name(plugin_id))
    for answer in (client.get(f"/ar/stop/{STOP}/sheet"), client.post(f"/ar/stop/{STOP}/sheet")):
        assert english in _plain(answer.text)
        assert arabic in _plain(answer.text)


def test_the_paper_says_it_in_both_languages_and_prints_the_rest(troubled: Flask, caplog):
    with caplog.at_level(logging.ERROR):
        answer = troubled.test_client().post(f"/ar/stop/{STOP}/sheet", data={"action": "print"})
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    paper = _letters(" ".join(texts(answer.data)))
    for plugin_id in FAILING:
        assert _letters(_said(_name(plugin_id))[0]) in paper
    assert paper.count("عرض") == len(FAILING)  # copied from a PDF, its words stand backwards
    assert _letters("Warm bread.") in paper
    assert _letters("Come to the Riverside welcome café.") in paper
    assert _letters("Tea at noon.") not in paper
    # Class D: the listeners failed after the paper was made, and only the log knows.
    told = [r.getMessage() for r in caplog.records if "a listener failed" in r.getMessage()]
    assert [message.split(":")[0] for message in told] == [
        "plugin deaf-exits", "plugin deaf-raises",
    ]  # fmt: skip
    assert "Amina" not in caplog.text


def test_a_plain_sheet_names_nobody(troubled: Flask):
    answer = troubled.test_client().post(f"/stop/{STOP}/sheet", data={"plain": "y"})
    article = answer.text[answer.text.index("<article") :]
    assert "Club" not in article
    assert "Warm bread." not in article


def test_listeners_hear_of_the_paper_what_is_no_secret(troubled: Flask, heard: Path):
    client = troubled.test_client()
    heard.unlink(missing_ok=True)
    client.post(f"/stop/{STOP}/sheet", data={"nation": "wales"})
    assert not heard.exists()
    client.post(f"/stop/{STOP}/sheet", data={"nation": "wales", "action": "print"})
    event = heard.read_text()
    assert STOP in event
    assert "wales" not in event
