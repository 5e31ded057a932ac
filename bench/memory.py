"""Memory of one web worker over 10,000 mixed requests, in a process of its own."""

from __future__ import annotations

import json
import logging
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from flask import Flask

from bench.house import Ask, fresh_app, site_of, written
from bench.proc import rss
from bench.report import Effort, Row, megabytes
from bench.wire import public_pages
from guides.api import AUDIENCES, NATIONS

FLAT = 3_000_000
"""In bytes: what may come on top between request 1,000 and the last."""
SHARES = {"pages": 55, "previews": 25, "errors": 20}


def run(effort: Effort) -> Iterator[Row]:
    requests = effort.pick(10_000, 1_500)
    said = subprocess.run(
        [sys.executable, "-m", "bench.memory", str(requests)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(said.stdout)
    sizes: list[int] = found["rss"]
    grown = sizes[-1] - sizes[1]
    second_half = sizes[-1] - sizes[len(sizes) // 2]
    yield Row(
        f"memory of one worker, request 1,000 to {requests:,} (pages, previews, errors)",
        f"{grown / 1_000_000:+.1f} MB, to {megabytes(sizes[-1])}",
        f"flat: at most {FLAT / 1_000_000:g} MB",
        grown <= FLAT,
        f"start {megabytes(sizes[0])}, at 1,000 {megabytes(sizes[1])}; in the second half "
        f"{second_half / 1e6:+.1f} MB; {found['mix']}",
    )


def worker(requests: int) -> None:
    """Ask, and note the memory before, at 1,000, and after every 500 from then on."""
    logging.disable(logging.ERROR)
    dice = random.Random(2026)
    kinds: Counter[str] = Counter()
    with fresh_app() as app:
        pages = public_pages(app)
        sizes = [rss()]
        for done in range(1, requests + 1):
            kind = dice.choices(list(SHARES), list(SHARES.values()))[0]
            kinds[kind] += 1
            _MAKE[kind](app, dice, pages)()
            if done >= 1_000 and done % 500 == 0:
                sizes.append(rss())
    mix = ", ".join(f"{many:,} {kind}" for kind, many in kinds.items())
    print(json.dumps({"rss": sizes, "mix": mix}))


def _page(app: Flask, dice: random.Random, pages: list[str]) -> Ask:
    return Ask(app, dice.choice(pages))


def _preview(app: Flask, dice: random.Random, pages: list[str]) -> Ask:
    """Other choices each time: previews are kept nowhere."""
    form: dict[str, Any] = {
        "action": "preview",
        "nation": dice.choice(("", *NATIONS)),
        "audiences": dice.sample(AUDIENCES, dice.randint(0, len(AUDIENCES))),
    }
    form |= {name: "y" for name in ("large", "plain") if dice.random() < 0.3}
    lang = dice.choice(list(site_of(app).view.languages))
    prefix = "" if lang == "en" else f"/{lang}"
    return Ask(app, f"{prefix}/stop/{dice.choice(written(app))}/sheet", form)


def _error(app: Flask, dice: random.Random, pages: list[str]) -> Ask:
    """Addresses that were never asked for before, and forms that nobody could have sent."""
    number = dice.randrange(10**9)
    stage = dice.choice(written(app))
    path, form = dice.choice(
        [
            (f"/nowhere-{number}", None),
            (f"/stop/stop-{number}", None),
            (f"/where/question-{number}", None),
            (f"/xx-{number % 10**6:06}/stop/{stage}", None),
            (f"/e/{number:010}", None),
            (f"/stop/{stage}?again={number}", None),
            (f"/stop/{stage}/sheet", {"nation": f"nation-{number}", "action": "print"}),
        ]
    )
    return Ask(app, path, form, expect=None)


_MAKE = {"pages": _page, "previews": _preview, "errors": _error}

if __name__ == "__main__":
    worker(int(sys.argv[1]))
