"""WeasyPrint by itself, warm, in a process that knows nothing of us.

It gets what one should give it: our fonts, one FontConfiguration and one parsed style sheet for
all documents, the same kind of PDF. Reads names of HTML files, answers with seconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

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

    def seconds(self, html: Path) -> float:
        """How long the process itself says that the document took."""
        if self._process.stdin is None or self._process.stdout is None:
            raise AssertionError("the process has no pipes")
        self._process.stdin.write(f"{html}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def end(self) -> None:
        self._process.communicate()


def main(css_file: str) -> None:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    css = CSS(filename=css_file, font_config=fonts)
    for line in sys.stdin:
        html = Path(line.strip()).read_text("utf-8")
        started = perf_counter()
        HTML(string=html).write_pdf(font_config=fonts, stylesheets=[css], pdf_variant="pdf/ua-1")
        print(perf_counter() - started, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
