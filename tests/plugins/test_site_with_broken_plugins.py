"""A site whose every local plugin is broken, each in its own way: the rest of it runs (class B)."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from guides.plugins.domain import Installed
from tests.pdf_reading import texts
from tests.plugins.broken import all_broken
from tests.plugins.folders import line, plugin

STOP = "waiting-and-support"


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> tuple[Path, list[str]]:
    parent = tmp_path_factory.mktemp("local")
    names = all_broken(parent)
    tea = line(text="Come for tea.", more="order = 1")
    plugin(parent, "zebra", {f"checklists/{STOP}.toml": tea}, "Zebra Club")
    return parent, names


@pytest.fixture(scope="module")
def site(make_app, folders) -> Flask:
    app: Flask = make_app(plugin_dirs=(folders[0],))
    return app


def _found(site: Flask) -> dict[str, Installed]:
    plugins = site.extensions["guides"].registry.plugins
    return {Path(p.place).name: p for p in plugins if p.rank.name == "LOCAL"}


def test_each_is_off_with_a_reason_and_the_good_ones_are_on(site: Flask, folders):
    found = _found(site)
    assert {name for name, p in found.items() if p.state == "broken"} == set(folders[1])
    assert all(found[name].reason for name in folders[1])
    assert (found["zebra"].state, found["a-stop"].state) == ("on", "on")


@pytest.mark.parametrize(
    "page", ["/", "/ar/", f"/stop/{STOP}", "/stop/first-stop", f"/ar/stop/{STOP}/sheet", "/where"]
)
def test_the_pages_work(site: Flask, page: str):
    assert site.test_client().get(page).status_code == 200


def test_the_sheet_is_printed_with_the_lines_of_those_that_work(site: Flask):
    answer = site.test_client().post(f"/stop/{STOP}/sheet", data={"action": "print"})
    assert answer.mimetype == "application/pdf"
    paper = " ".join(" ".join(texts(answer.data)).split())
    assert "Come for tea." in paper
    assert "Zebra Club" in paper
    assert "could not be shown" not in paper
