"""``guides forms``: what is asked, of whom, and what it measures."""

from __future__ import annotations

import json

from guides.plugins.registry import View


def test_the_list_has_every_form(run, view: View):
    found = run("forms", "list", "--json")
    assert found.code == 0
    rows = {row["id"]: (row["version"], row["questions"]) for row in json.loads(found.out)}
    assert rows == {f.id: (f.version, len(f.questions)) for f in view.forms.values()}
    plain = run("forms", "list")
    assert all(form.title in plain.out for form in view.forms.values())


def test_a_form_is_shown_in_another_language_beside_english(run, view: View):
    found = run("forms", "show", "assessment", "--lang", "ar")
    assert found.code == 0
    question = next(q for q in view.forms["assessment"].questions if q.measure == "confidence")
    arabic = view.translate("ar", question.text)
    assert arabic is not None
    assert f"{question.text} / {arabic.text}" in found.out
    assert "confidence: scale for the client, measures confidence" in found.out
    answer = json.loads(run("forms", "show", "assessment", "--lang", "ar", "--json").out)
    told = {q["id"]: q["text"] for q in answer["questions"]}
    assert told[question.id] == arabic.text


def test_what_is_not_there_is_said_with_what_is(run):
    for wrong in (("forms", "show", "lunch"), ("forms", "show", "meeting", "--lang", "xx")):
        found = run(*wrong)
        assert found.code == 2
        assert "assessment" in found.err or "prs" in found.err
