"""What is written for each stop: the table that shows at once where something is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guides.api import Briefing, Language
from guides.plugins.registry import View
from guides.toolkit.facts_in import fact_ids, facts_of
from guides.toolkit.markup import lines_of
from guides.toolkit.readability import reading_age

WANTED = (
    "what-happens",
    "rights",
    "do-now",
    "goes-wrong",
    "before-next",
    "who-helps",
    "advice-line",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One stop."""

    stage: str
    page: str
    """Sections that are there, of those that a page has."""
    variants: int
    lines: int
    briefing: int
    """Lines that are said aloud in it."""
    facts: int
    client_age: float
    """Reading age of what clients read, in years."""
    guide_age: float
    translated: tuple[tuple[str, int], ...]
    """Of the lines on sheets and said in meetings, how many in a hundred each language has."""

    @property
    def empty(self) -> tuple[str, ...]:
        """What is missing."""
        counts = {"briefing": self.briefing, "checklist": self.lines, "facts": self.facts}
        missing = [name for name, count in counts.items() if not count]
        if self.page != f"{len(WANTED)}/{len(WANTED)}":
            missing.append("page")
        if not self.variants:
            missing.append("variants")
        return (*missing, *(lang for lang, part in self.translated if part < 100))


def table(view: View) -> Iterator[Row]:
    """A row for each stop, in the order of the journey, of what toolkits bring."""
    spoken = [language for language in view.languages.values() if language.code != "en"]
    for stage in view.stages:
        yield _row(view, stage, spoken)


def _row(view: View, stage: str, spoken: list[Language]) -> Row:
    core = view.core
    sections = [section for section in view.sections(stage) if section.plugin in core]
    items = [item for item in view.items(stage) if item.plugin in core]
    briefings = [b for b in _of(view, stage) if b.plugin in core]
    said = [line for briefing in briefings for line in briefing.spoken()]
    paper = {text for i in items for text in (i.text, i.why, i.fill) if text} | set(said)
    here = view.stages[stage]
    paper |= {here.title, here.short, here.summary, *(e.when for e in here.edges if e.when)}
    facts = {f for s in sections for f in fact_ids(s.body)} | {
        f for i in items for f in facts_of(i)
    }
    there = {section.kind for section in sections}
    client = [s.body for s in sections if s.reader == "client"]
    for_guide = [s.body for s in sections if s.reader == "guide"]
    for_guide += [text for briefing in briefings for text in briefing.read()]
    for_client = [*client, *(text for i in items for text in (i.text, i.why) if text), *said]
    return Row(
        stage=stage,
        page=f"{sum(kind in there for kind in WANTED)}/{len(WANTED)}",
        variants=sum(section.kind == "variant" for section in sections),
        lines=len(items),
        briefing=len(said),
        facts=len(facts),
        client_age=reading_age("\n\n".join(for_client)) or 0.0,
        guide_age=reading_age("\n\n".join(for_guide)) or 0.0,
        translated=tuple((one.code, _part(view, one, paper, client)) for one in spoken),
    )


def _of(view: View, stage: str) -> list[Briefing]:
    return [b for b in view.briefings if b.place == "stage" and b.id == stage]


def _part(view: View, spoken: Language, paper: set[str], client: list[str]) -> int:
    """In whole per cent, rounded down: 100 means that nothing is missing."""
    wanted = set(paper)
    if spoken.pages:
        wanted |= {text for body in client for _, text in lines_of(body)}
    done = sum(view.translate(spoken.code, text) is not None for text in wanted)
    return 100 * done // len(wanted) if wanted else 0
