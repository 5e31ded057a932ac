"""The links between what plugins bring: nothing named that is not there, no id given twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from guides.api import Fact
from guides.plugins.joining import misfits
from guides.plugins.loader import Brought
from guides.plugins.replacing import Entry, problems
from guides.toolkit.facts_in import fact_ids
from guides.toolkit.faults import Fault, Faults, Severity
from guides.toolkit.folder import Folder
from guides.toolkit.xlsx import sheets


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """A link that leads nowhere, with what it looks like in a file."""

    what: str
    mend: str
    sought: str
    """A pattern; of the lines that it fits, the last is at fault."""
    called: str = ""
    """The name of a file or folder that says the same."""
    severity: Severity = "fault"

    def fault(self, folder: Folder) -> Fault:
        """The fault, where it stands. Code can say it in ways that cannot be found."""
        found = folder.find(self.sought, self.called) or _in_workbook(folder, self.sought)
        return Fault(*(found or (folder.root, 1)), self.what, self.mend, self.severity)


def _in_workbook(folder: Folder, sought: str) -> tuple[Path, int] | None:
    """The row of an Excel workbook that a pattern fits, as if it were written as CSV."""
    for path in folder.files("*.xlsx"):
        for _, rows in sheets(path, folder.read_bytes(path), Faults()):
            for line, cells in rows:
                if re.search(sought, ",".join([*cells, ""])):
                    return path, line
    return None


def loose_ends(new: Brought, working: Sequence[Brought]) -> Iterator[LooseEnd]:
    """What does not fit in ``new``; ``working`` is all that works, ``new`` among it."""
    yield from given_twice(new, working)
    yield from _stages(new, {stage.id for brought in working for stage in brought.stages})
    yield from _facts(new, {fact.id: fact for brought in working for fact in brought.facts})
    yield from _answers(new, {q.id for brought in working for q in brought.questions})
    yield from forms_beside(new, working)


def replaced(new: Brought, core: Sequence[Brought]) -> Iterator[LooseEnd]:
    """What is wrong with what ``new`` replaces or hides, and what the core says there since."""
    entries: tuple[Entry, ...] = (*new.items, *new.sections)
    if not new.hidden and not any(entry.replaces for entry in entries):
        return  # as most plugins
    ours: list[Entry] = []
    for each in core:
        ours += [*each.items, *each.sections]
    for found in problems(entries, new.hidden, ours):
        severity: Severity = "fault" if found.fatal else "warning"
        yield LooseEnd(found.what, found.mend, found.sought, severity=severity)


def given_twice(new: Brought, working: Sequence[Brought]) -> Iterator[LooseEnd]:
    """Ids in ``new`` that are there already; ``working`` is all that works, ``new`` among it."""
    for kind in ("stages", "facts", "languages", "questions", "words"):
        if not getattr(new, kind):
            continue
        times = Counter(_id(e) for brought in working for e in getattr(brought, kind))
        for entry_id in dict.fromkeys(_id(e) for e in getattr(new, kind)):
            if times[entry_id] > 1:
                yield _twice(kind, entry_id)
    # These ids are a plugin's own: another plugin may use the same.
    for kind, own in (
        ("lines", [(item.stage, item.id) for item in new.items]),
        ("briefings", [("", briefing.id) for briefing in new.briefings]),
        ("handbook", [("", page.id) for page in new.handbook]),
        ("resources", [("", resource.id) for resource in new.resources]),
        ("services", [("", service.id) for service in new.services]),
    ):
        yield from (_twice(kind, entry_id) for (_, entry_id), n in Counter(own).items() if n > 1)


def _twice(kind: str, entry_id: str) -> LooseEnd:
    name = re.escape(entry_id)
    row = rf'^"?{name}"?\s*[,;\t]'
    id_ = rf'^\s*(?:id|code)\s*=\s*"{name}"'
    looks = {"words": rf"^\s*{name}\s*=", "services": row, "resources": f"{id_}|{row}"}
    return LooseEnd(
        f'{kind}: the id "{entry_id}" is there already.', "Choose another id.", looks.get(kind, id_)
    )


def _stages(new: Brought, known: set[str]) -> Iterator[LooseEnd]:
    for stage in dict.fromkeys(_stages_named(new)):
        if stage not in known:
            yield LooseEnd(
                f'There is no stage "{stage}".',
                f"Use one of {', '.join(sorted(known))}.",
                rf'"{re.escape(stage)}"|[,;]\s*{re.escape(stage)}\s*[,;]',
                stage,
            )


def _stages_named(brought: Brought) -> Iterator[str]:
    yield from (item.stage for item in brought.items)
    yield from (section.stage for section in brought.sections)
    yield from (stage for fact in brought.facts for stage in fact.stages)
    yield from (stage for resource in brought.resources for stage in resource.stages)
    yield from (stage for service in brought.services for stage in service.stages)
    yield from (edge.to for stage in brought.stages for edge in stage.edges)
    yield from (a.stage for question in brought.questions for a in question.answers if a.stage)
    yield from (b.id for b in brought.briefings if b.place == "stage")


def forms_beside(new: Brought, working: Sequence[Brought]) -> Iterator[LooseEnd]:
    """Forms in ``new`` that cannot stand beside what is there; ``new`` is among ``working``."""
    for what, mend, word in misfits(new.forms, [brought.forms for brought in working]):
        yield LooseEnd(what, mend, rf'=\s*"{re.escape(word)}"')


def _facts(new: Brought, known: dict[str, Fact]) -> Iterator[LooseEnd]:
    named = dict.fromkeys(fact for text in _texts(new) for fact in fact_ids(text))
    rested_on = dict.fromkeys(fact for item in new.items for fact in item.facts)
    for fact in named | rested_on:
        if fact not in known:
            yield LooseEnd(
                f'There is no fact "{fact}".',
                'Correct the id; "guides facts list" shows all.',
                rf'\{{fact:{re.escape(fact)}\}}|facts.*"{re.escape(fact)}"',
            )
        elif fact in named and known[fact].value is None:
            yield LooseEnd(
                f'The fact "{fact}" has no value that could stand in a sentence.',
                'Name it in facts = ["…"] beside the line, or use a fact with a value.',
                rf"\{{fact:{re.escape(fact)}\}}",
            )


def _answers(new: Brought, known: set[str]) -> Iterator[LooseEnd]:
    for question in new.questions:
        for answer in question.answers:
            if answer.question and answer.question not in known:
                yield LooseEnd(
                    f'There is no question "{answer.question}".',
                    "Correct the id.",
                    rf'question\s*=\s*"{re.escape(answer.question)}"',
                )


def _texts(brought: Brought) -> Iterable[str]:
    for item in brought.items:
        yield from (item.text, item.why, item.fill)
    for section in brought.sections:
        yield from (section.title, section.body)
    for stage in brought.stages:
        yield from (stage.title, stage.summary, *(edge.when for edge in stage.edges))
    for fact in brought.facts:
        yield from (fact.statement, fact.ask)
    for resource in brought.resources:
        yield from (resource.title, resource.text, resource.who, resource.how)
    for question in brought.questions:
        yield from (question.text, question.hint, *(a.text for a in question.answers))
    for briefing in brought.briefings:
        yield from briefing.spoken()
        yield from briefing.read()
    for page in brought.handbook:
        yield page.body
    for form in brought.forms:
        yield from form.spoken()
        yield from form.read()


def _id(entry: object) -> str:
    return str(getattr(entry, "id", getattr(entry, "code", "")))
