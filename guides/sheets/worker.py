"""The other end of the pool: a process that prints one document after the other.

Started by ``pool.py`` as ``python -m guides.sheets.worker FD``. It has a door to the parent and
nothing else to do: it ends when the parent does, however that ends.
"""

from __future__ import annotations

import sys
from multiprocessing.connection import Connection

from guides.sheets.faults import PrintingError
from guides.sheets.render import render_html, warm
from guides.sheets.wire import READY, pack_fault, pack_pdf


def main(door: Connection) -> None:
    """Say that we are ready, then answer each document with a PDF or with what is wrong."""
    try:
        warm()
    except PrintingError as fault:
        door.send_bytes(pack_fault(fault))
        return
    door.send_bytes(READY)
    while True:
        try:
            html = door.recv_bytes().decode()
        except (EOFError, OSError):
            return  # The parent is gone, or wants us no more.
        try:
            answer = pack_pdf(render_html(html))
        except Exception as fault:  # whatever it is, the next document gets its chance
            answer = pack_fault(fault)
        door.send_bytes(answer)


if __name__ == "__main__":
    main(Connection(int(sys.argv[1])))
