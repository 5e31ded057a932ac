"""Whatever our own OpenAPI document allows is asked, and so is what it forbids.

Schemathesis makes the questions. A few in an ordinary run; with ``--full`` many.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.generation import GenerationMode

from guides.oruk.domain import LISTS, PARAMETERS
from guides.oruk.openapi import document
from guides.oruk.shapes import SCHEMAS
from tests.conftest import MakeApp
from tests.oruk.conftest import API, Served, fill, serve

OPERATIONS = [("/", "GET"), *((f"/{name}", "GET") for name in LISTS)]
OPERATIONS += [(f"/{name}", "POST") for name in LISTS]
OPERATIONS += [(f"/{name}/{{id}}", "GET") for name in LISTS]
TOGETHER = {"postcode", "maximum_age", "end_time", "taxonomy_term_id", "taxonomy_id"}
"""Fields that can be wrong in a way no schema can say: not known, or not together with another."""
load_all_checks()
POSITIVE = CHECKS.get_by_names(["positive_data_acceptance"])


@pytest.fixture(scope="module")
def site(make_app: MakeApp) -> Served:
    return fill(serve(make_app))


@pytest.fixture(scope="module")
def described(site: Served) -> Any:
    return schemathesis.openapi.from_wsgi(f"{API}/openapi.json", site.app)


def ask_all(described: Any, path: str, method: str, examples: int) -> int:
    """How many answers were looked at."""
    operation = described[path][method]
    count = 0

    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=examples < 100,
            phases=[Phase.generate],  # what was asked is said anyway
            suppress_health_check=list(HealthCheck),
        )
        def ask(case: Any) -> None:
            nonlocal count
            answer = case.call()
            told = answer.json() if answer.headers.get("content-type") == [PROBLEM] else {}
            excluded = POSITIVE if told.get("field") in TOGETHER else []
            case.validate_response(answer, excluded_checks=excluded)
            assert "set-cookie" not in answer.headers
            count += 1

        if mode is GenerationMode.POSITIVE or path != "/":  # there is nothing to ask wrongly
            ask()
    return count


PROBLEM = "application/problem+json"


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_a_few_questions(described: Any, path: str, method: str) -> None:
    assert ask_all(described, path, method, 8)


@pytest.mark.full
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_many_questions(described: Any, path: str, method: str) -> None:
    assert ask_all(described, path, method, 300)


def test_its_schemas_are_schemas() -> None:
    found = document("https://guides.example", "Riverside Refugee Network (demo)")
    assert found["components"]["schemas"] is SCHEMAS
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)


def test_it_says_what_is_read(site: Served) -> None:
    """Parameters and body have the fields that requests are read by, and no others."""
    paths = site.read("/openapi.json")["paths"]
    for name, known in PARAMETERS.items():
        address = {each["name"] for each in paths[f"/{name}"]["get"]["parameters"]}
        assert address == {each.name for each in known if not each.body_only}
        body = paths[f"/{name}"]["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert body["properties"].keys() == {each.name for each in known}


def test_an_answer_that_is_not_described_is_seen(make_app: MakeApp) -> None:
    """The tester is awake: a field too many in an answer is a fault."""
    here = fill(serve(make_app))
    view: Any = here.app.view_functions["oruk.details"]

    def broken() -> Any:
        answer = view()
        answer.set_data(answer.get_data().replace(b"{", b'{"more": 1,', 1))
        return answer

    broken.access = "public"  # type: ignore[attr-defined]
    here.app.view_functions["oruk.details"] = broken
    with pytest.raises(BaseExceptionGroup) as failed:
        ask_all(schemathesis.openapi.from_wsgi(f"{API}/openapi.json", here.app), "/", "GET", 2)
    assert "'more' was unexpected" in str(failed.value.exceptions[0])
