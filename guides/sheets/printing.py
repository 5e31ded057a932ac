"""From a sheet to its PDF: kept ones first, then the printer."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from guides import __version__, paths
from guides.plugins.registry import View
from guides.settings import Settings
from guides.sheets.cache import SheetCache
from guides.sheets.domain import Sheet
from guides.sheets.pool import Printer
from guides.sheets.render import sheet_html
from guides.toolkit.wording import Wording

log = logging.getLogger("guides.sheets")


@dataclass
class Press:
    """Prints sheets, and keeps what it printed. ``in_process`` is for the command line."""

    settings: Settings
    in_process: bool = False
    _printer: Printer | None = field(default=None, init=False)

    @cached_property
    def shaped_by(self) -> str:
        """A fingerprint of all that shapes a sheet but its words: templates, fonts, code."""
        digest = hashlib.sha256(__version__.encode())
        for path in _shaping_files():
            digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()[:16]

    @cached_property
    def cache(self) -> SheetCache:
        return SheetCache(self.settings.data_dir / "cache" / "sheets", self.settings.cache_bytes)

    @property
    def printer(self) -> Printer:
        if self._printer is None:
            self._printer = Printer(
                self.settings.print_workers,
                time_limit=self.settings.print_seconds,
                in_process=self.in_process,
            )
        return self._printer

    def pdf(self, sheet: Sheet, view: View, public_url: str | None = None) -> bytes:
        """The sheet as PDF. The same sheet on the same day is printed once.

        ``public_url`` is where its QR code leads, if not to the address of the settings.

        Raises:
            PrintingUnavailable: when fonts or libraries are missing.
            RenderError: when it cannot be printed as it is, such as for a missing glyph.
        """
        key = self.key(sheet, public_url)
        found = self.cache.get(key)
        if found is None:
            found = self.printer.print(self.html(sheet, view, public_url))
            try:
                self.cache.put(key, found)
            except OSError as error:  # a full disk must not keep paper from anybody
                log.error("a sheet could not be kept: %s", error.strerror)
        return found

    def html(self, sheet: Sheet, view: View, public_url: str | None = None) -> str:
        """The finished HTML that is printed."""
        spoken = view.languages[sheet.case.lang]
        words = Wording(view, spoken)
        home = self.settings.public_url if public_url is None else public_url
        address = f"{home}/e/{sheet.edition}" if home else None
        return sheet_html(
            sheet, public_url=address, words=words.word_pair, months=spoken.plural_rules
        )

    def key(self, sheet: Sheet, public_url: str | None = None) -> str:
        """Names the PDF: the edition, the day at its foot, the address on it."""
        home = self.settings.public_url if public_url is None else public_url
        said = f"{sheet.key}|{sheet.on.isoformat()}|{home}"
        return hashlib.sha256(said.encode()).hexdigest()


def _shaping_files() -> Iterator[Path]:
    for folder, pattern in (
        (paths.TEMPLATES / "print", "*"),
        (paths.FONTS, "*.ttf"),
        (paths.PACKAGE / "sheets", "*.py"),
    ):
        yield from sorted(p for p in folder.glob(pattern) if p.is_file())
