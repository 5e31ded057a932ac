"""WeasyPrint by itself, warm, in a process that knows nothing of us.

It gets what one should give it: our fonts, one FontConfiguration and one parsed style sheet for
all documents, the same kind of PDF. Reads names of HTML files, answers with seconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter, process_time

from bench.measure import Took
from guides.paths import FONTS_CONF


class Alone:
    """The other end: a running process to hand file names to."""

    def __init__(self, css: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.alone", str(css)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "FONTCONFIG_FILE": str(FONTS_CONF)},
        )

    def print(self, html: Path) -> Took:
        """What the process itself says that the document took."""
        if self._process.stdin is None or self._process.stdout is None:
            raise AssertionError("the process has no pipes")
        self._process.stdin.write(f"{html}\n")
        self._process.stdin.flush()
        clock, processor = self._process.stdout.readline().split()
        return Took(float(clock), float(processor))

    def end(self) -> None:
        self._process.communicate()


def main(css_file: str) -> None:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    css = CSS(filename=css_file, font_config=fonts)
    for line in sys.stdin:
        html = Path(line.strip()).read_text("utf-8")
        processor, clock = process_time(), perf_counter()
        HTML(string=html).write_pdf(font_config=fonts, stylesheets=[css], pdf_variant="pdf/ua-1")
        print(perf_counter() - clock, process_time() - processor, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
