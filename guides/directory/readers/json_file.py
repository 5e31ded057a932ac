"""Services in a JSON file: a list, a page of a feed, one service, tables that belong together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from typing import TextIO

from guides.directory.readers.domain import Read, ReadWrong
from guides.directory.readers.hsds import read_service
from guides.directory.readers.joined import services, table_named
from guides.directory.readers.nodes import MOST_CHILDREN, WHERE
from guides.directory.readers.pieces import Piece, pieces
from guides.directory.readers.scratch import Scratch, TooMuch

FEED = "x_asylum_guides_feed"
"""What ``feeds.py`` writes below the services of a feed: whether these are all."""
_PAGES = frozenset({"contents", "content", "data", "items", "results", "records"})
_INSIDE = ("contents", "content", "services")
_VALUE = "\0value"
NO_SERVICES = "There is no list of services in this file."


def read_json(stream: TextIO, broken: Callable[[], None]) -> Iterator[Read]:
    """Every service of the file, one after the other.

    ``broken`` is called when the file cannot be read to its end, or says that it is not whole.

    Raises:
        ReadWrong: there is nothing of services in it.
    """
    whole: dict[str, object] = {}
    with closing(Scratch()) as scratch:
        seen = False
        ours: set[str] = set()
        try:
            for piece in pieces(stream):
                if piece.problem:
                    if piece.last:
                        broken()
                        if not (seen or whole or scratch.tables):
                            raise ReadWrong(f"{piece.problem} {NO_SERVICES}")
                    where = _where(piece)
                    yield Read(where, "", None, (f"{where}: {piece.problem}",))
                elif piece.index is None:
                    seen = seen or (piece.table in _PAGES and piece.value == [])
                    whole[piece.table] = piece.value
                elif not piece.table or piece.table in _PAGES:
                    seen = True
                    yield from _record(piece.value, _where(piece), ours)
                else:
                    _keep(scratch, piece)
        except TooMuch:
            broken()
            yield Read("end", "", None, ("There are more rows than are read in one file.",))
        feed = whole.pop(FEED, None)
        if isinstance(feed, Mapping) and feed.get("complete") is not True:
            broken()
        yield from _rest(whole, scratch, seen=seen)


def _where(piece: Piece) -> str:
    """Where it stands: "services[4]"."""
    name = piece.table[:60] or "services"
    return name if piece.index is None else f"{name}[{piece.index}]"


def _keep(scratch: Scratch, piece: Piece) -> None:
    row = piece.value if isinstance(piece.value, Mapping) else {_VALUE: piece.value}
    table = table_named(piece.table) or piece.table
    scratch.add(table, {**row, WHERE: _where(piece)})


def _record(value: object, where: str, ours: set[str]) -> Iterator[Read]:
    """A service; or a page or an organisation with services in it."""
    if isinstance(value, Mapping):
        for name in _INSIDE:
            inside = value.get(name)
            if isinstance(inside, list) and "status" not in value:
                owner = {k: v for k, v in value.items() if k != name} if "name" in value else None
                for at, one in enumerate(inside):
                    yield read_service(_with(one, owner), f"{where}.{name}[{at}]")
                return
    yield read_service(value, where, ours)


def _with(value: object, owner: Mapping[str, object] | None) -> object:
    """A service that stands inside its organisation is told of it."""
    if owner is None or not isinstance(value, Mapping) or value.get("organization"):
        return value
    return {**value, "organization": owner}


def _rest(whole: dict[str, object], scratch: Scratch, *, seen: bool) -> Iterator[Read]:
    """What came in parts: the tables, or one single service."""
    if "service" in scratch.tables:
        owner = whole if "name" in whole else None
        if owner is None:
            yield from services(scratch)
            return
        scratch.ready()
        for row in scratch.rows("service"):
            yield read_service(_with(row, owner), str(row[WHERE]))
        return
    if seen:
        return
    if not whole.keys() & {"name", "id", "status", "service"}:
        if isinstance(whole.get("services"), list):
            return  # a list, and nothing in it
        raise ReadWrong(f"{NO_SERVICES} Look whether it is the right file.")
    scratch.ready()
    for table in scratch.tables:
        for row in scratch.rows(table, MOST_CHILDREN + 1):
            # Under the name that it had in the file, which is the same for all of a table.
            name = str(row.pop(WHERE)).partition("[")[0]
            children = whole.setdefault(name, [])
            if isinstance(children, list):
                children.append(row.get(_VALUE, row))
    yield read_service(whole, "service")
