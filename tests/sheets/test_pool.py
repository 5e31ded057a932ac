"""Workers that hang, die, are many, or are inherited."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from guides.sheets.faults import (
    MissingGlyph,
    PrintingBusy,
    PrintingUnavailable,
    RenderError,
    RenderTimeout,
)
from guides.sheets.hand import Hand, HandDied
from guides.sheets.pool import Printer
from guides.sheets.render import render_html

PAGE = "<html lang='en'><title>Sheet</title><h1>{}</h1>"
ENDLESS = PAGE.format("x") + "<p>x</p>" * 60_000
MISSING = PAGE.format("☐")


@pytest.fixture(scope="module")
def printer():
    with Printer(2) as shared:
        yield shared


def test_a_worker_prints_what_this_process_would(printer):
    assert printer.print(PAGE.format("same")) == render_html(PAGE.format("same"))


def test_a_fault_comes_back_as_itself_and_the_worker_goes_on(printer):
    with pytest.raises(MissingGlyph) as raised:
        printer.print(MISSING)
    assert raised.value.character == "☐"
    assert printer.print(PAGE.format("next")).startswith(b"%PDF")


def test_many_come_back_in_their_order_with_their_faults(printer):
    htmls = [PAGE.format(f"number {n}") for n in range(6)]
    htmls[3] = MISSING
    told = []
    printed = printer.print_many(htmls, lambda done, whole: told.append((done, whole)))
    assert isinstance(printed[3], MissingGlyph)
    for n in (0, 1, 2, 4, 5):
        assert printed[n] == render_html(htmls[n])
    assert told == [(n, 6) for n in range(1, 7)]
    assert printer.print_many([]) == []


def test_threads_may_share_a_printer(printer):
    results = []
    jobs = [
        threading.Thread(target=lambda n=n: results.append(printer.print(PAGE.format(n))))
        for n in range(6)
    ]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    assert sorted(results) == sorted(render_html(PAGE.format(n)) for n in range(6))


def test_a_hung_worker_is_ended_and_replaced():
    with Printer(1, time_limit=2) as printer:
        printer.warm()
        hung = printer._idle[0].pid
        started = time.monotonic()
        with pytest.raises(RenderTimeout, match="2 seconds"):
            printer.print(ENDLESS)
        assert time.monotonic() - started < 10
        assert not Path(f"/proc/{hung}").exists()
        assert printer.print(PAGE.format("again")).startswith(b"%PDF")


def test_a_worker_that_was_killed_is_replaced(printer):
    printer.warm()
    for hand in printer._idle:
        os.kill(hand.pid, signal.SIGKILL)
    assert printer.print(PAGE.format("still here")).startswith(b"%PDF")


def test_a_worker_that_dies_at_work_gets_one_more_try(monkeypatch):
    printing = Hand.print
    deaths: list[int] = []

    def die_once(self, html, limit):
        if not deaths:
            deaths.append(1)
            raise HandDied
        return printing(self, html, limit)

    monkeypatch.setattr(Hand, "print", die_once)
    with Printer(1) as printer:
        assert printer.print(PAGE.format("x")).startswith(b"%PDF")


def test_a_sheet_that_ends_two_workers_is_to_blame(monkeypatch):
    def die(self, html, limit):
        raise HandDied

    monkeypatch.setattr(Hand, "print", die)
    with Printer(1) as printer, pytest.raises(RenderError, match="ended the worker"):
        printer.print(PAGE.format("x"))


def test_who_waits_too_long_is_told(monkeypatch):
    with Printer(1, wait_limit=0.05) as printer:
        printer._free.acquire()
        with pytest.raises(PrintingBusy, match="Try again"):
            printer.print(PAGE.format("x"))
        printer._free.release()


def test_a_worker_that_does_not_start_is_told(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with Printer(1) as printer, pytest.raises(PrintingUnavailable, match="does not start"):
        printer.print(PAGE.format("x"))


def test_a_worker_does_not_get_the_applications_secrets(monkeypatch):
    monkeypatch.setenv("GUIDES_SECRET_KEY", "hush")
    with Printer(1) as printer:
        printer.warm()
        environment = Path(f"/proc/{printer._idle[0].pid}/environ").read_bytes()
    assert b"hush" not in environment
    assert b"PYTHONPATH" in environment


def test_closing_ends_the_workers_and_printing_starts_new_ones():
    with Printer(1) as printer:
        printer.warm()
        pid = printer._idle[0].pid
        printer.close()
        assert not Path(f"/proc/{pid}").exists()
        assert printer.print(PAGE.format("x")).startswith(b"%PDF")


def test_in_process_starts_nothing():
    with Printer(in_process=True) as printer:
        printer.warm()
        assert printer.print(PAGE.format("x")) == render_html(PAGE.format("x"))
        printed = printer.print_many([PAGE.format("x"), MISSING])
        assert isinstance(printed[1], MissingGlyph)
        assert printer._idle == []


ORPHAN = """
import os, time
from guides.sheets.pool import Printer
printer = Printer(1)
printer.warm()
print(printer._idle[0].pid, flush=True)
os._exit(0)  # as if it had been killed: nothing is tidied up
"""


def test_workers_end_with_their_parent_however_it_ends():
    ran = subprocess.run([sys.executable, "-c", ORPHAN], capture_output=True, text=True, check=True)
    pid = int(ran.stdout)
    for _ in range(100):
        if not _runs(pid):
            return
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    pytest.fail("the worker outlived its parent")


FORKING = """
import os
from guides.sheets.pool import Printer
page = "<html lang='en'><title>Sheet</title><h1>x</h1>"
printer = Printer(1)
before = printer.print(page)
child = os.fork()
if child == 0:
    # As a worker of gunicorn that was forked after the application had been loaded.
    os._exit(0 if printer.print(page) == before else 1)
_, status = os.waitpid(child, 0)
assert os.waitstatus_to_exitcode(status) == 0
assert printer.print(page) == before
"""


def test_a_forked_server_starts_workers_of_its_own():
    subprocess.run([sys.executable, "-c", FORKING], check=True, timeout=60)


def _runs(pid):
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
