"""docs/open-data.md says what is so: its examples are asked, its tables compared."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from guides.oruk.domain import PARAMETERS
from tests.conftest import MakeApp
from tests.oruk.conftest import Served, fill, serve

EXAMPLE = re.compile(r"```http\n(GET|POST) (\S+)\n(.*?)```(?:\n\n```json\n(.*?)```)?", re.DOTALL)


@pytest.fixture(scope="module")
def site(make_app: MakeApp) -> Served:
    return fill(serve(make_app))


@pytest.fixture(scope="module")
def text(checkout: Path) -> str:
    return (checkout / "docs" / "open-data.md").read_text(encoding="utf-8")


def test_the_examples(site: Served, text: str) -> None:
    """An answer has at least what stands below the question."""
    examples = EXAMPLE.findall(text)
    assert len(examples) == text.count("```http") > 5
    for method, path, body, wanted in examples:
        asked: dict[str, Any] = {"json": json.loads(body)} if body.strip() else {}
        answer = site.client.open(path, method=method, **asked)
        if not wanted:
            assert answer.status_code == 200, path
            continue
        told, said = answer.get_json(), json.loads(wanted)
        assert told.items() >= said.items(), path
        assert answer.status_code == said.get("status", 200)
    asked_for = [json.loads(body) for _, _, body, _ in examples if body.strip()]
    assert all(site.ask("/services", **each)["total_items"] for each in asked_for)


def test_it_names_every_field_and_where_it_may_stand(text: str) -> None:
    rows = re.findall(r"^\| (`[^|]+) \| (yes|no|needs only) \|", text, re.MULTILINE)
    said = {name: where for names, where in rows for name in re.findall(r"`(\w+)`", names)}
    known = {each.name: each.body_only for each in PARAMETERS["services"]}
    paging = {"page", "per_page", "format", "full", "minimal"}
    assert said.keys() == known.keys() - paging
    assert {name for name, where in said.items() if where == "no"} == {
        name for name, body_only in known.items() if body_only
    }
    assert not [name for name in paging if name not in text]
