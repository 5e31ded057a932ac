"""Pages of the handbook, as they are shipped."""

from __future__ import annotations

import pytest

from guides.handbook.service import stops_with_briefing


def test_everything_for_guides_is_one_tap_away(client, view):
    said = client.get("/ar/handbook").text
    for page in view.handbook:
        assert f'href="/ar/handbook/{page.plugin}/{page.id}"' in said
    for stop in stops_with_briefing(view):
        assert f'href="/ar/stop/{stop}/briefing"' in said
    assert 'href="/ar/session"' in said


def test_answers_of_a_practice_case_are_closed_until_they_are_tapped(client, view):
    page = next(page for page in view.handbook if page.questions)
    said = client.get(f"/handbook/{page.plugin}/{page.id}").text
    replies = sum(len(question.replies) for question in page.questions)
    assert said.count("<summary>") >= replies
    assert "<details open" not in said


@pytest.mark.parametrize(
    "address",
    [
        "/handbook/women/no-such",
        "/handbook/no-such/fgm",
        "/ar/handbook/women/%00",
        "/handbook/women/<script>",
        "/handbook/women/..",
        "/ti/handbook",
    ],
)
def test_a_page_that_is_not_there_is_a_404(client, address: str):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "<script>" not in answer.text
