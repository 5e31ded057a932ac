"""One answer of a feed: a page of HSDS 3 or of Open Referral UK 1, or a bare list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from guides.directory.feeds.web import Answer, FeedWrong

_DETAILS = frozenset(
    {
        *("service_at_locations", "locations", "phones", "contacts", "languages", "schedules"),
        *("regular_schedules", "service_areas", "cost_options", "eligibilitys", "attributes"),
        *("service_taxonomys", "capacities"),
    }
)


@dataclass(frozen=True, slots=True)
class Page:
    items: tuple[Mapping[str, object], ...]
    pages: int | None
    """How many there are, as the feed says."""
    total: int | None
    """How many services there are, as it says."""
    last: bool
    alone: bool
    """It is all there is: a list that knows no pages."""


def page_of(answer: Answer) -> Page:
    """Raises FeedWrong for what is no page of services."""
    if answer.status != 200:
        raise FeedWrong(f"It answers with {answer.status}. {_mend(answer.status)}")
    if answer.body.lstrip()[:1] == b"<":
        raise FeedWrong("It answers with a web page, not with data. Look for the feed's address.")
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise FeedWrong("What it sends is no JSON, or cut off.") from None
    if isinstance(said, list):
        return Page(_items(said), 1, None, last=True, alone=True)
    if not isinstance(said, Mapping):
        raise FeedWrong("What it sends is no page of services.")
    for name in ("contents", "content", "services", "data", "items"):
        inside = said.get(name)
        if isinstance(inside, list):
            pages = _number(said, "total_pages", "totalPages")
            total = _number(said, "total_items", "totalElements")
            last = said.get("last_page") is True or said.get("last") is True
            alone = pages is None and total is None and "empty" not in said and not last
            return Page(_items(inside), pages, total, last, alone)
    raise FeedWrong("There is no list of services in what it sends.")


def part_of(item: Mapping[str, object]) -> bool:
    """Whether this is only the head of a service, as lists of some feeds have it."""
    return _DETAILS.isdisjoint(item)


def _items(values: list[object]) -> tuple[Mapping[str, object], ...]:
    # What is no object is kept as one that the reader then holds: nothing is lost unseen.
    return tuple(v if isinstance(v, Mapping) else {"id": "", "value": v} for v in values)


def _number(said: Mapping[str, object], *names: str) -> int | None:
    for name in names:
        value = said.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9:
            return value
    return None


def _mend(status: int) -> str:
    if status in (401, 403):
        return "It is not open to all. Ask who runs it."
    if status in (404, 410):
        return "Look at the spelling of the address."
    if status == 429 or status >= 500:
        return "Try again later."
    return "Ask who runs it."
