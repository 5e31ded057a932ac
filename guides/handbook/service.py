"""Handbook pages, by the toolkit or plugin that brought them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from guides.api import HandbookPage
from guides.handbook.domain import CaseQuestion, Chapter, PageMark, PageShown, ReplyShown
from guides.plugins.registry import View
from guides.toolkit.domain import Said
from guides.toolkit.wording import Wording


class NoSuchPage(LookupError):
    """The handbook has no page with this name."""


@dataclass(frozen=True, slots=True)
class Handbook:
    """The handbook in one language, on one day."""

    view: View
    wording: Wording
    on: date

    def chapters(self) -> tuple[Chapter, ...]:
        """Contents. Chapters stand in the order of toolkits and plugins."""
        plugins = [name for name in self.view.names if self._of(name)]
        return tuple(
            Chapter(self.view.names[plugin], tuple(map(self._mark, self._of(plugin))))
            for plugin in plugins
        )

    def page(self, plugin: str, page_id: str) -> PageShown:
        """One page.

        Raises:
            NoSuchPage: when there is none such.
        """
        pages = self._of(plugin)
        at = next((n for n, page in enumerate(pages) if page.id == page_id), None)
        if at is None:
            raise NoSuchPage(page_id)
        page, say = pages[at], self.wording.say
        return PageShown(
            chapter=self.view.names[plugin],
            title=say(page.title),
            body=_headings_up(self.wording.prose(page.body, self.on)),
            questions=tuple(
                CaseQuestion(
                    say(question.text),
                    tuple(
                        ReplyShown(say(r.text), say(r.because), r.right) for r in question.replies
                    ),
                )
                for question in page.questions
            ),
            before=self._mark(pages[at - 1]) if at else None,
            after=self._mark(pages[at + 1]) if at + 1 < len(pages) else None,
        )

    def _of(self, plugin: str) -> list[HandbookPage]:
        return [page for page in self.view.handbook if page.plugin == plugin]

    def _mark(self, page: HandbookPage) -> PageMark:
        return PageMark(page.plugin, page.id, self.wording.say(page.title), bool(page.questions))


def _headings_up(said: Said) -> Said:
    """On a stop's page prose stands under a heading of its own; here under the page's title."""
    html = said.html.replace(Markup("<h3"), Markup("<h2")).replace(Markup("</h3>"), Markup("</h2>"))
    return replace(said, html=html)


def stops_with_briefing(view: View) -> Iterable[str]:
    """Stops that a guide can be briefed for, in the order of the journey."""
    briefed = {b.id for b in view.briefings if b.place == "stage"}
    return (stage for stage in view.stages if stage in briefed)
