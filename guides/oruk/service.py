"""The open data of one organisation: its lists and its records, as documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from guides.directory.asked import Search, Viewer
from guides.directory.domain import GENDERS, HOUSEHOLDS
from guides.directory.sectors import sector_of
from guides.directory.service import Directory
from guides.directory.shown import Shown
from guides.directory.terms import TAXONOMIES, Taxonomy, every_term
from guides.directory.writers.hsds import API, service_document, term_document
from guides.directory.writers.hsds_files import page_of
from guides.directory.writers.shapes import Document, said
from guides.oruk.domain import Asked, List, Wrong
from guides.oruk.index import Index, Indexes

AT_ONCE = 200
"""So many are read together."""
_SEARCHED = {
    *("search", "postcode", "proximity", "stage", "gender", "household", "language"),
    *("free", "has_room", "no_documents"),
}
"""What the search of the directory answers; the index answers all else."""
_DEEP = {
    *("phones", "schedules", "service_areas", "service_at_locations", "languages"),
    *("cost_options", "capacities", "attributes"),
}
"""Parts of a service that a list leaves out, unless everything is asked for."""


@dataclass(frozen=True, slots=True)
class OpenData:
    directory: Directory
    viewer: Viewer
    indexes: Indexes
    base_url: str
    on: date
    stages: Mapping[str, str]
    """Titles of the stops, by id."""

    def state(self) -> tuple[object, ...]:
        """What every answer depends on: another state, another answer."""
        revision = self.directory.revisions().get(self.viewer.org, 0)
        return revision, self.viewer, self.base_url, self.on, tuple(self.stages.items())

    # One ----------------------------------------------------------------------------------------

    def one(self, name: List, identifier: str) -> Document | None:
        if name == "services":
            shown = self.directory.one(self.viewer, identifier)
            return self._service(shown) if shown else None
        if name == "service_at_locations":
            return self._one_place(identifier)
        found = self._taxonomies() if name == "taxonomies" else self._terms()
        return next((each for each in found if each["id"] == identifier), None)

    def _one_place(self, identifier: str) -> Document | None:
        which = self._index().places.get(identifier)
        shown = self.directory.one(self.viewer, which[0]) if which else None
        if shown is None or which is None or which[1] >= len(shown.listing.places):
            return None
        return self._place(self._service(shown), which[1], full=True)

    # Lists --------------------------------------------------------------------------------------

    def page(self, name: List, asked: Asked) -> Document:
        first = (asked.page - 1) * asked.per_page
        total, found = self._slice(name, asked, first, asked.per_page)
        return page_of(found, total=total, number=asked.page, per_page=asked.per_page)

    def lines(self, name: List, asked: Asked) -> Iterator[Document]:
        """All of them. In short turns: whoever reads slowly keeps nobody from writing.

        Raises:
            Wrong: at once, not when the first line is asked for.
        """
        _search(asked)
        return self._lines(name, asked)

    def _lines(self, name: List, asked: Asked) -> Iterator[Document]:
        if name in ("taxonomies", "taxonomy_terms"):
            yield from self._of_ours(name, asked)
            return
        records = self._records(name, asked)
        while some := list(islice(records, AT_ONCE)):
            yield from self._documents(name, asked, some)

    def _slice(self, name: List, asked: Asked, first: int, size: int) -> tuple[int, list[Document]]:
        if name in ("taxonomies", "taxonomy_terms"):
            ours = self._of_ours(name, asked)
            return len(ours), ours[first : first + size]
        names = {each for each, _ in asked.filters}
        if name == "services" and not asked.minimal and not names:
            total, some = self.directory.page(self.viewer, page=asked.page, size=size)
            return total, [self._listed(self._service(each), asked.full) for each in some]
        if name == "services" and not asked.minimal and names <= _SEARCHED:
            results = self.directory.search(self.viewer, _search(asked), asked.page, size)
            shown = [each.shown for each in results.found]
            return results.total, [self._listed(self._service(s), asked.full) for s in shown]
        every = list(self._records(name, asked))
        return len(every), self._documents(name, asked, every[first : first + size])

    def _records(self, name: List, asked: Asked) -> Iterator[tuple[str, int]]:
        """Services that fit, or each of their places: id, and which place."""
        index = self._index()
        for uuid in self._matching(index, asked):
            if name == "services":
                yield uuid, 0
            elif uuid in index.by_uuid:
                yield from ((uuid, n) for n in range(index.by_uuid[uuid].places))

    def _matching(self, index: Index, asked: Asked) -> Iterator[str]:
        fitting = (entry.uuid for entry in index.matching(asked))
        if not _SEARCHED.intersection(name for name, _ in asked.filters):
            yield from fitting
            return
        wanted, page, seen = set(fitting), 0, 0
        while True:
            page += 1
            results = self.directory.search(self.viewer, _search(asked), page, AT_ONCE)
            yield from (each.shown.id for each in results.found if each.shown.id in wanted)
            seen += len(results.found)
            if not results.found or seen >= results.total:
                return

    def _index(self) -> Index:
        return self.indexes.of(self.directory, self.viewer)

    # Documents ----------------------------------------------------------------------------------

    def _documents(
        self, name: List, asked: Asked, records: Sequence[tuple[str, int]]
    ) -> list[Document]:
        if asked.minimal:
            dates = self._index().by_uuid
            return [{"id": u, "modified_date": dates[u].changed} for u, _ in records if u in dates]
        shown = self._these([uuid for uuid, _ in records])
        services = {uuid: self._service(each) for uuid, each in shown.items()}
        if name == "services":
            return [self._listed(services[u], asked.full) for u, _ in records if u in services]
        return [
            self._place(services[uuid], n, full=asked.full)
            for uuid, n in records
            if uuid in services and n < len(shown[uuid].listing.places)
        ]

    def _these(self, uuids: Sequence[str]) -> dict[str, Shown]:
        return self.directory.these(self.viewer, list(dict.fromkeys(uuids)))

    def _service(self, shown: Shown) -> Document:
        return service_document(shown, base_url=self.base_url, on=self.on, stages=self.stages)

    @staticmethod
    def _listed(service: Document, full: bool) -> Document:
        if full:
            return service
        return {name: value for name, value in service.items() if name not in _DEEP}

    def _place(self, service: Document, n: int, *, full: bool) -> Document:
        """A place with its service, as UK's own list has it."""
        at: dict[str, Any] = service["service_at_locations"][n]
        rest = {name: value for name, value in service.items() if name != "service_at_locations"}
        return {**at, "service": self._listed(rest, full)}

    def _of_ours(self, name: List, asked: Asked) -> list[Document]:
        found = self._taxonomies() if name == "taxonomies" else self._terms()
        words = asked.text("search").casefold()
        taxonomy = asked.get("taxonomy_id")
        return [
            each
            for each in found
            if words in f"{each['name']} {each['description']}".casefold()
            and taxonomy in (None, each.get("taxonomy_id"))
            and asked.get("parent_id") is None
        ]

    def _taxonomies(self) -> list[Document]:
        return [self._taxonomy(each) for each in TAXONOMIES]

    def _taxonomy(self, of: Taxonomy) -> Document:
        return said(
            id=of.id,
            name=of.name,
            description=of.description,
            uri=f"{self.base_url}{API}/taxonomies/{of.id}",
            version="1",
            taxonomy_terms=[each for each in self._terms() if each["taxonomy_id"] == of.id],
        )

    def _terms(self) -> list[Document]:
        return [
            term_document(each.kind, each.code, base_url=self.base_url, stages=self.stages)
            for each in every_term(self.stages)
        ]


def _search(asked: Asked) -> Search:
    """The part of a question that the search of the directory answers.

    Raises:
        Wrong: when nobody knows where the postcode is.
    """
    metres = asked.get("proximity")
    sector = sector_of(asked.text("postcode"))
    if asked.get("postcode") is not None and not sector:
        raise Wrong("postcode", "It is not known in the United Kingdom.")
    return Search(
        text=asked.text("search"),
        stage=asked.text("stage"),
        language=asked.text("language"),
        gender=next((each for each in GENDERS if each == asked.get("gender")), None),
        household=next((each for each in HOUSEHOLDS if each == asked.get("household")), None),
        sector=sector,
        within_km=int(metres) / 1000 if metres is not None else None,
        free=asked.get("free") is True,
        has_room=asked.get("has_room") is True,
        no_documents=asked.get("no_documents") is True,
    )
