"""An Open Referral UK or HSDS feed is saved to a file, page by page. Nothing it says is believed.

This is done by one command, never while a page is served. Only a feed that was read to its end,
and that held as much as it said, is ``complete``: from any other nobody may conclude that a service
is gone.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from guides.directory.feeds.pages import Page, page_of, part_of
from guides.directory.feeds.saved import Saved, key_of
from guides.directory.feeds.web import FeedWrong, Web

SIZE = 100
MOST_PAGES = 5_000
MOST_SERVICES = 200_000
MOST_BYTES = 190_000_000
"""Of the file: a little less than is read."""
MOST_SECONDS = 3_600
MOST_FAILURES = 5
"""So many services one after the other cannot be asked for: then it is given up."""
_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "gzip",
    "User-Agent": "asylum-guides (reads open referral data)",
}
OnPage = Callable[[int, int | None, int], None]
"""Told after each page: its number, how many there are to be (None: it does not say), and how many
services are there so far."""


@dataclass(frozen=True, slots=True)
class Fetched:
    path: Path | None
    """Where the services are; None when the feed has not changed."""
    services: int
    complete: bool
    """Only then may a service that is not in it be called missing."""
    etag: str = ""
    """For the next time. Only a feed of one page has one: that of a page says nothing of others."""
    remarks: tuple[str, ...] = ()

    @property
    def unchanged(self) -> bool:
        return self.path is None


def fetch(
    url: str,
    *,
    folder: Path,
    etag: str = "",
    since: date | datetime | None = None,
    on_page: OnPage = lambda page, pages, services: None,
    allow_private: bool = False,
    seconds: float = MOST_SECONDS,
    most_pages: int = MOST_PAGES,
) -> Fetched:
    """Save all services of the feed at ``url`` in ``folder``.

    What was fetched when a feed stopped half-way is kept there; the next fetch of the same address
    goes on from it, within a day.

    Args:
        url: of the feed, with or without ``/services``.
        etag: of the last time, when the feed was complete then.
        since: only what changed since. Then it is never complete.
        allow_private: for tests only, with a server of their own.

    Raises:
        FeedWrong: nothing could be read.
    """
    web = Web(allow_private=allow_private)
    saved = Saved.open(folder, f"{url} {since or ''}")
    reading = _Reading(web, _services(url), saved, since, seconds, most_pages)
    if not reading.begin(etag):
        return Fetched(None, 0, complete=False, etag=etag)
    with suppress(_Stop):
        for page, number in reading.pages():
            on_page(number, page.pages, saved.count)
    complete = reading.complete and since is None and saved.count > 0
    if not saved.count:
        reading.say("There is no service in this feed. Nothing is called missing because of that.")
    path = saved.finish(
        {
            "complete": complete,
            "fetched_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "remarks": reading.remarks,
        },
        keep=not reading.ended,
    )
    return Fetched(
        path, saved.count, complete, reading.etag if complete else "", tuple(reading.remarks)
    )


class _Stop(Exception):
    """It does not go on. Why is in the remarks."""


class _Reading:
    """One reading of a feed, from the page where the last one stopped."""

    def __init__(
        self,
        web: Web,
        url: str,
        saved: Saved,
        since: date | datetime | None,
        seconds: float,
        most_pages: int,
    ) -> None:
        self._web, self._url, self._saved, self._since = web, url, saved, since
        self._ends, self._most_pages = time.monotonic() + seconds, most_pages
        self._first: Page | None = None
        self._failures = 0
        self.remarks: list[str] = []
        self.etag = ""
        self.ended = False
        """Whether it came to the end of the feed."""
        self.complete = False

    def say(self, words: str) -> None:
        if words not in self.remarks and len(self.remarks) < 50:
            self.remarks.append(words)

    def begin(self, etag: str) -> bool:
        """Ask for the first page that is not there yet. False when nothing changed."""
        number = self._saved.next_page
        if number > 1:
            self.say(f"It goes on at page {number}, where it stopped the last time.")
            return True
        headers = {"If-None-Match": etag} if etag and etag.isprintable() else {}
        answer = self._web.get(self._page_url(1), _HEADERS | headers)
        if answer.status == 304:
            return False
        self._first = page_of(answer)
        self.etag = answer.etag if self._first.pages in (0, 1) else ""
        return True

    def pages(self) -> Iterator[tuple[Page, int]]:
        """Page after page, each saved before the next is asked for. Raises _Stop."""
        claimed_end, said_total, missed = False, None, 0
        number = self._saved.next_page
        while True:
            page = self._page(number, claimed_end=claimed_end)
            if page is None:
                break
            before = self._saved.count
            not_had = self._save(page)
            missed += not_had
            said_total = page.total if page.total is not None else said_total
            if page.items and self._saved.count == before and not not_had:
                if not claimed_end:
                    self.say(f"Page {number} has only what came before. The feed lies; it stops.")
                    missed += 1
                break
            self._saved.page_done(number)
            yield page, number
            if page.alone or not page.items:
                break
            if claimed_end:
                self.say(f"The feed said that it ends before page {number}, and it does not.")
            claimed_end = page.last or (page.pages is not None and number >= page.pages)
            number += 1
            self._within_limits(number)
        self.ended = True
        short = said_total is not None and self._saved.count < said_total
        if short:
            self.say(f"The feed says that it has {said_total:,}, and gave {self._saved.count:,}.")
        self.complete = not short and not missed

    def _page(self, number: int, *, claimed_end: bool) -> Page | None:
        """The page; None behind the end."""
        if number == 1 and self._first is not None:
            return self._first
        try:
            answer = self._web.get(self._page_url(number), _HEADERS)
            if claimed_end and answer.status in (400, 404, 410, 416, 422):
                return None
            return page_of(answer)
        except FeedWrong as error:
            if claimed_end:  # it said that there is nothing more
                self.say(f"Behind its last page it says: {error}")
                return None
            self.say(f"It stopped at page {number}: {error} What came before is kept.")
            raise _Stop from error

    def _save(self, page: Page) -> int:
        """Keep what is new on the page. Returns how many services could not be had."""
        missed = 0
        for item in page.items:
            if self._saved.has(item):
                continue
            whole = self._whole(key_of(item)) if item.get("id") and part_of(item) else item
            if whole is None:
                missed += 1
            else:
                self._saved.add(whole)
        return missed

    def _whole(self, key: str) -> Mapping[str, object] | None:
        """A service with all that belongs to it, where the list only says its name."""
        self._within_limits(0)
        try:
            answer = self._web.get(self._one_url(key), _HEADERS)
            found = json.loads(answer.body) if answer.status == 200 else None
        except (FeedWrong, ValueError, RecursionError):
            found = None
        if isinstance(found, Mapping) and str(found.get("id")) == key:
            self._failures = 0
            return found
        self._failures += 1
        self.say("Some services are in the list, and cannot be asked for. They are left out.")
        if self._failures >= MOST_FAILURES:
            self.say(f"{MOST_FAILURES} one after the other could not be asked for; it stops.")
            raise _Stop
        return None

    def _within_limits(self, number: int) -> None:
        why = ""
        if time.monotonic() > self._ends:
            why = "It takes too long."
        elif number > self._most_pages:
            why = f"It has more than {self._most_pages:,} pages."
        elif self._saved.count > MOST_SERVICES or self._saved.size > MOST_BYTES:
            why = "It has more than can be read in one file."
        if why:
            self.say(f"{why} What came before is kept.")
            raise _Stop

    def _page_url(self, number: int) -> str:
        more: dict[str, str] = {"page": str(number), "per_page": str(SIZE)}
        if self._since is not None:
            more["modified_after"] = self._since.isoformat()
        return _with_query(self._url, more)

    def _one_url(self, key: str) -> str:
        parts = urlsplit(self._url)
        return urlunsplit(parts._replace(path=f"{parts.path}/{quote(key, safe='')}"))


def _services(url: str) -> str:
    """The address of the list. People give that of the feed, or that."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        raise FeedWrong("This is no address of a page. It begins with https://.") from None
    path = parts.path.rstrip("/")
    if path.rpartition("/")[2] != "services":
        path = f"{path}/services"
    return urlunsplit(parts._replace(path=path, fragment=""))


def _with_query(url: str, more: Mapping[str, str]) -> str:
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True)) | dict(more)
    return urlunsplit(parts._replace(query=urlencode(asked)))
