"""Log lines of JSON hold no value: words planted wherever they can come in never come out."""

from __future__ import annotations

import ast
import json
import logging
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from guides.web.logs import WithoutValues

CANARY = "kanarienvogel"
CODE = f"""
import logging, threading, warnings, sys
from guides.web.logs import log_json
log_json()
log, other = logging.getLogger("guides.web"), logging.getLogger("library")
secret = {CANARY!r}
log.warning("a page was asked for: %s", secret)
log.error("with its own: %s", {{"name": secret}}, extra={{"name_": secret}})
log.info("not important enough: %s", secret)
other.error("a library says " + secret)
log.error("too few values: %s %s", secret)
def deep(value):
    raise ValueError(f"cannot read {{value}}")
try:
    deep(secret)
except ValueError as error:
    log.exception("it failed for %s", secret)
warnings.warn("watch out for " + secret)
def thread():
    deep(secret)
each = threading.Thread(target=thread, name=secret)
each.start()
each.join()
log.error(ValueError(secret))
deep(secret)
"""


def _lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_planted_words_never_come_out() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, timeout=60, check=False
    )
    assert CANARY not in done.stderr
    lines = _lines(done.stderr)
    said = [(line["level"], line["logger"], line.get("what"), line.get("error")) for line in lines]
    assert said == [
        ("warning", "guides.web", "a page was asked for: %s", None),
        ("error", "guides.web", "with its own: %s", None),
        ("error", "library", None, None),
        ("error", "guides.web", "too few values: %s %s", None),
        ("error", "guides.web", "it failed for %s", "builtins.ValueError"),
        ("warning", "py.warnings", None, None),
        ("critical", "guides", "an error that nobody caught", "builtins.ValueError"),
        ("error", "guides.web", None, None),
        ("critical", "guides", "an error that nobody caught", "builtins.ValueError"),
    ]
    assert all(line["time"] and line["place"] for line in lines)
    assert lines[4]["through"] == ["<string>:15", "<string>:13"]


def test_one_record_is_one_line() -> None:
    record = logging.makeLogRecord({"name": "guides", "msg": "two\nlines", "levelno": 40})
    made = WithoutValues().format(record)
    assert "\n" not in made
    assert json.loads(made)["what"] == "two\nlines"


def test_a_path_shows_its_end_only() -> None:
    record = logging.makeLogRecord(
        {"name": "guides", "pathname": f"/home/{CANARY}/x/guides/web/a.py"}
    )
    assert json.loads(WithoutValues().format(record))["place"] == "guides/web/a.py:0"


def test_the_sentences_that_are_logged_are_written_in_the_code(checkout: Path) -> None:
    """A sentence that is put together first would carry its values past the formatter."""
    wrong = []
    for path in sorted((checkout / "guides").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if _logs(call) and not _constant(call.args[0]):  # type: ignore[attr-defined]
                wrong.append(f"{path.relative_to(checkout)}:{call.lineno}")  # type: ignore[attr-defined]
    assert not wrong


def _logs(call: ast.AST) -> bool:
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in ("log", "logger", "LOG")
        and call.func.attr in ("debug", "info", "warning", "error", "exception", "critical")
    )


def _constant(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        found: int = free.getsockname()[1]
        return found


def test_a_server_says_nothing_of_what_was_asked_or_typed(tmp_path: Path, port: int) -> None:
    """A whole server, whose database goes away under it, is asked with planted words."""
    env = {n: v for n, v in os.environ.items() if not n.startswith("GUIDES_")}
    env["GUIDES_DATA_DIR"] = str(tmp_path / "var")
    guides = [sys.executable, "-m", "guides"]
    subprocess.run([*guides, "db", "upgrade"], env=env, cwd=tmp_path, check=True, timeout=60)
    server = subprocess.Popen(
        [*guides, "serve", "--port", str(port), "--log-json"],
        env=env, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        _until_it_answers(port)
        (tmp_path / "var" / "guides.db").write_text(f"{CANARY} is no database" * 500)
        for end in ("-wal", "-shm"):
            (tmp_path / "var" / f"guides.db{end}").unlink(missing_ok=True)
        statuses = {
            _status(port, f"/stop/{CANARY}?name={CANARY}"),
            _status(port, f"/e/ABCDEF0123?{CANARY}"),
            _status(port, "/mistake", f"page=/stop/claiming&kind=wrong&words={CANARY}".encode()),
            _status(port, "/session/tally", f"save_id={CANARY}&keep=y".encode()),
        }
    finally:
        server.terminate()
        _, said = server.communicate(timeout=30)
    assert statuses & {404, 400}
    assert CANARY not in said
    assert _lines(said), "something must have been logged"


def _until_it_answers(port: int) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not come up")


def _status(port: int, path: str, data: bytes | None = None) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", data, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
