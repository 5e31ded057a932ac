"""Adds one line that depends on whom the sheet is for. Take this file out if you need no code.

Import guides.api and nothing else of Asylum Guides. docs/hooks.md has all hooks.
"""

from collections.abc import Sequence

from guides.api import Case, ChecklistItem, hookimpl

TEXT = "Ask us for somebody who speaks your language. It is free."


@hookimpl
def guides_checklist_items(case: Case) -> Sequence[ChecklistItem]:
    """A line for people who read another language than English."""
    if case.lang == "en" or case.stage != "waiting-and-support":
        return ()
    return (ChecklistItem(stage=case.stage, id="interpreter", kind="do", text=TEXT, order=210),)
