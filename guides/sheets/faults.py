"""What can go wrong between a sheet and its paper. Every message says what to do next."""

from __future__ import annotations


class PrintingError(Exception):
    """Something kept a sheet from being printed."""


class PrintingUnavailable(PrintingError):
    """This machine cannot print at all: a library, a font or the right version is missing."""


class RenderError(PrintingError):
    """This one sheet cannot be printed as it is."""


class MissingGlyph(RenderError):
    """A letter of the sheet is in none of the fonts."""

    def __init__(self, character: str) -> None:
        super().__init__(
            f'The letter "{character}" (U+{ord(character):04X}) is in none of the fonts that '
            "sheets are printed with. Use another letter, or add a font that has it to fonts/."
        )
        self.character = character


class RenderTimeout(RenderError):
    """The sheet took longer than a sheet may take; its worker was ended."""


class PrintingBusy(PrintingError):
    """All workers were busy for too long."""
