"""Finds the fonts and the print libraries, and loads WeasyPrint with them.

Nothing else may import WeasyPrint first: fontconfig reads ``FONTCONFIG_FILE`` once, and without
it the fonts of the machine would slip into the sheets.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import logging
import os
import sys
import warnings
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from guides.paths import FONTS, FONTS_CONF
from guides.sheets.faults import PrintingUnavailable

__all__ = ["INSTALL", "PrintingUnavailable", "load_weasyprint", "missing", "missing_libraries"]

log = logging.getLogger(__name__)

INSTALL = "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""The command that brings the libraries on Debian and Ubuntu."""

LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libharfbuzz.so.0",
    "libfontconfig.so.1",
    "libpangoft2-1.0.so.0",
)
SUBSETTER = "libharfbuzz-subset.so.0"
"""Printing works without it, but takes almost three times as long."""

WANTED_FONTS = (
    "NotoSans-Regular.ttf",
    "NotoSans-Bold.ttf",
    "NotoNaskhArabic-Regular.ttf",
    "NotoNaskhArabic-Bold.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansArabic-Bold.ttf",
    "NotoSansEthiopic-Regular.ttf",
    "NotoSansEthiopic-Bold.ttf",
)


def missing_libraries(names: tuple[str, ...] = (*LIBRARIES, SUBSETTER)) -> tuple[str, ...]:
    """Those of the shared libraries that cannot be loaded here."""
    if sys.platform != "linux":
        return ()  # They have other names there; WeasyPrint's own import knows them.
    return tuple(name for name in names if not _loads(name))


def missing(fonts_conf: Path = FONTS_CONF, fonts: Path = FONTS) -> tuple[str, ...]:
    """All that this machine lacks for printing, in words; empty when it can print."""
    lacks = [f"the library {name}" for name in missing_libraries(LIBRARIES)]
    if not fonts_conf.is_file():
        lacks.append(f"the file {fonts_conf}")
    lacks += [f"the font {fonts / name}" for name in WANTED_FONTS if not (fonts / name).is_file()]
    return tuple(lacks)


@cache
def load_weasyprint(fonts_conf: Path = FONTS_CONF, fonts: Path = FONTS) -> Any:
    """The module ``weasyprint``, seeing our fonts only.

    Raises PrintingUnavailable, with what is missing and the command that mends it.
    """
    lacks = missing(fonts_conf, fonts)
    if lacks:
        raise PrintingUnavailable(_advice(lacks))
    if missing_libraries((SUBSETTER,)):
        log.warning("%s is missing: printing will be slow. To mend it: %s", SUBSETTER, INSTALL)
    os.environ["FONTCONFIG_FILE"] = str(fonts_conf)
    try:
        return _import()
    except OSError as error:
        raise PrintingUnavailable(_advice((str(error).strip().splitlines()[0],))) from error


def _import() -> Any:
    """Import WeasyPrint without starting 86 child processes.

    It asks ``find_library`` for names that no Linux has before it tries the right ones, and each
    such question runs ldconfig, gcc and ld. Where it is answered "no" at once, the names that
    follow are loaded directly.
    """
    find = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        with warnings.catch_warnings():
            # About the subsetter, which has been logged with the command that brings it.
            warnings.simplefilter("ignore", DeprecationWarning)
            return import_module("weasyprint")
    finally:
        ctypes.util.find_library = find


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _advice(lacks: tuple[str, ...]) -> str:
    parts = [f"Sheets cannot be printed on this machine. Missing: {', '.join(lacks)}."]
    if any("librar" in lack or "lib" in lack for lack in lacks):
        parts.append(f"To mend it on Debian or Ubuntu: {INSTALL}")
    if any("font" in lack for lack in lacks):
        parts.append("The fonts are part of the project: get a whole copy (git checkout fonts).")
    return " ".join(parts)
