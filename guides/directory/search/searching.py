"""Who is near, for somebody at this stop, in this language, and open: the search itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from guides.directory import sectors
from guides.directory.areas import area_name, current
from guides.directory.asked import FILTERS, Filter, Found, Results, Search, Viewer, Why
from guides.directory.domain import Listing
from guides.directory.hours.opening import LONDON, probes
from guides.directory.search.explaining import EVERY_LANGUAGE, filters_fit, words_fit
from guides.directory.search.indexing import ANY, base
from guides.directory.search.query import Query, any_of
from guides.directory.search.spelling import Vocabularies, Vocabulary, can_be_wrong, nearest
from guides.directory.search.synonyms import synonyms
from guides.directory.search.understanding import Term, Word, terms_of, typed_words
from guides.directory.search.words import mark
from guides.directory.shown import Shown
from guides.directory.store import search as store
from guides.directory.store.listings import revisions, several
from guides.storage.engine import Connection, Engine, reading

FURTHEST_KM = 2_000.0
MOST_ON_A_PAGE = 500
_vocabularies = Vocabularies()


def search(
    engine: Engine,
    viewer: Viewer,
    asked: Search,
    *,
    now: datetime,
    page: int = 1,
    size: int = 20,
) -> Results:
    """What fits, best first, with the reasons; and what is hidden by which filter.

    Whatever is typed is no error. Of a postcode more is not read than its sector.

    Raises:
        ValueError: when ``now`` or ``asked.at`` is without a time zone.
    """
    if now.tzinfo is None or (asked.at is not None and asked.at.tzinfo is None):
        raise ValueError("a time without a zone can be any time")
    today = now.astimezone(LONDON).date()
    sector = sectors.sector_of(asked.sector)
    size = min(max(size, 1), MOST_ON_A_PAGE)
    with reading(engine) as on:
        store.by_index(on)
        read, spelling = _spelt(on, viewer, typed_words(asked.text))
        terms = terms_of(read, synonyms())
        question = _question(viewer, asked, terms, sector, today)
        total, hidden = store.counts(on, question)
        offset = (max(page, 1) - 1) * size
        hits = store.hits(on, question, limit=size, offset=offset) if offset < total else ()
        shown = several(on, viewer, [hit.id for hit in hits])
    corrected = tuple(other for _, other in spelling)
    return Results(
        total=total,
        found=tuple(
            _found(hit, shown[hit.id], asked, sector, today, bool(terms), corrected)
            for hit in hits
            if hit.id in shown  # it may have gone between two questions
        ),
        hidden=tuple(sorted(hidden.items(), key=lambda each: (-each[1], FILTERS.index(each[0])))),
        spelling=spelling,
    )


def _question(
    viewer: Viewer, asked: Search, terms: tuple[Term, ...], sector: str, today: date
) -> store.Asked:
    language = base(asked.language)
    return store.Asked(
        viewer=viewer,
        today=today,
        marks=dict(_marks(asked, terms)),
        in_name=tuple(clause for term in terms for clause in term.in_name),
        in_words=tuple(clause for term in terms for clause in term.own),
        spoken=(any_of(mark("spoken", language)),) if language else (),
        stage=(any_of(mark("stage", asked.stage)),) if asked.stage else (),
        age=asked.age,
        near=_near(sector),
        within_km=None if asked.within_km is None else min(asked.within_km, FURTHEST_KM),
        at=probes(asked.at) if asked.at else (),
        has_room=asked.has_room,
        on_paper=asked.on_paper,
    )


def _marks(asked: Search, terms: tuple[Term, ...]) -> Iterator[tuple[Filter, Query]]:
    """What the index of words is asked, for each filter."""
    if terms:
        yield "text", tuple(term.clause for term in terms)
    if asked.needs:
        yield "need", (any_of(*(mark("need", need) for need in asked.needs)),)
    if asked.stage:
        yield "stage", _or_any("stage", asked.stage)
    if asked.language:
        codes = (base(asked.language), EVERY_LANGUAGE)
        yield "language", (any_of(*(mark("lang", code) for code in codes)),)
    if asked.gender:
        yield "gender", _or_any("gender", asked.gender)
    if asked.household:
        yield "household", _or_any("house", asked.household)
    if asked.free:
        yield "cost", (any_of(mark("cost", "free"), mark("cost", "unknown")),)
    if asked.no_documents:
        yield "documents", (any_of(mark("papers", "no"), mark("papers", "unknown")),)


def _or_any(kind: str, value: str) -> Query:
    return (any_of(mark(kind, value), mark(kind, ANY)),)


def _near(sector: str) -> store.Near | None:
    middle = sectors.middle(sector) if sector else None
    if middle is None:
        return None
    return store.Near(*middle, tuple(mark("area", code) for code in sectors.areas_of(sector)))


def _spelt(
    on: Connection, viewer: Viewer, typed: tuple[Word, ...]
) -> tuple[tuple[Word, ...], tuple[tuple[str, str], ...]]:
    """The words, those that nothing has in it read as others; and which those were."""
    known = synonyms().single
    read: list[Word] = []
    changed: dict[str, str] = {}
    for word in typed:
        other = ""
        if can_be_wrong(word.typed) and word.stem not in known:
            clause = any_of(*word.tokens)
            if not store.any_fits(on, viewer, clause):
                other = nearest(word.stem, _vocabulary(on, viewer), known)
        if other:
            changed[word.typed] = other
        read.append(Word(other) if other else word)
    return tuple(read), tuple(changed.items())


def _vocabulary(on: Connection, viewer: Viewer) -> Vocabulary:
    key = (str(on.engine.url), viewer)
    revision = revisions(on).get(viewer.org, 0)
    return _vocabularies.get(key, revision, lambda: store.every_search(on, viewer))


def _found(
    hit: store.Hit,
    shown: Shown,
    asked: Search,
    sector: str,
    today: date,
    typed: bool,
    corrected: tuple[str, ...],
) -> Found:
    why: list[Why] = []
    if typed:
        why += words_fit(hit.text, corrected)
    why += filters_fit(shown, asked, today)
    covers = _covers(shown.listing, sector) if sector else None
    if covers:
        inside = sectors.areas_of(sector)
        why += [
            Why("covers", area.name or area_name(area.code))
            for area in shown.listing.areas
            if current(area.code) in inside
        ][:1]
    if hit.km is not None:
        why.append(Why("near", f"{hit.km:.1f}" if hit.km < 10 else f"{hit.km:.0f}"))
    if asked.at:
        why.append(Why("open" if hit.open else "open-unknown"))
    return Found(shown, tuple(why), hit.km, covers)


def _covers(listing: Listing, sector: str) -> bool | None:
    """Whether its area has the sector in it. None where that cannot be known."""
    if not listing.areas:
        return None
    inside = sectors.areas_of(sector)
    if any(current(area.code) in inside for area in listing.areas):
        return True
    judged = all(area.code and area_name(area.code) for area in listing.areas)
    return False if judged and sectors.authority_known(sector) else None
