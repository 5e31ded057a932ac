"""Logs for machines: one line of JSON for each warning and error, and no value in it.

A line says what the program's text says, never what it was given: the sentence as it stands in the
code, with its gaps; the kind of error, without its words; the places in the code that it came
through. Values are left out, because a name, a search, an address or a note can come along in any
of them. Of other people's libraries the sentence is left out, too.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from datetime import UTC, datetime
from pathlib import PurePath
from traceback import walk_tb
from types import TracebackType
from typing import Any

OURS = "guides"
MOST_PLACES = 12
log = logging.getLogger(OURS)


class WithoutValues(logging.Formatter):
    """Makes one line of JSON out of a record."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "place": f"{_file(record.pathname)}:{record.lineno}",
        }
        if record.name.split(".")[0] == OURS and isinstance(record.msg, str):
            line["what"] = record.msg
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            line["error"] = f"{kind.__module__}.{kind.__qualname__}"
            line["through"] = _places(trace)
        return json.dumps(line, ensure_ascii=True)


def _places(trace: TracebackType | None) -> list[str]:
    found = [f"{_file(f.f_code.co_filename)}:{number}" for f, number in walk_tb(trace)]
    return found[-MOST_PLACES:]


def _file(path: str) -> str:
    """The end of a path: the whole can hold the name of whoever installed it."""
    return "/".join(PurePath(path).parts[-3:])


def log_json() -> None:
    """From now on warnings and errors are lines of JSON on stderr; those that nobody caught too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutValues())
    handler.setLevel(logging.WARNING)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a line that fails must not print the values that it was given
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> Any:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("an error that nobody caught", exc_info=(kind, error, trace))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _uncaught(args.exc_type, args.exc_value, args.exc_traceback)
