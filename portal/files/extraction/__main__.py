"""The reading process: one file, one JSON string a page, then why it stopped.

It limits itself before it opens the file, and says each page as soon as it has it, so that what
comes after costs nothing that came before.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from portal.files.extraction import results
from portal.files.extraction.cleaning import clean
from portal.files.extraction.results import Limits, Unreadable

READERS = {
    results.PDF: "pdf",
    results.DOCX: "docx",
    results.PPTX: "pptx",
    results.XLSX: "xlsx",
    results.ODT: "opendocument",
    results.ODP: "opendocument",
    results.ODS: "opendocument",
    **dict.fromkeys(results.TEXTS, "plain"),
}


def limit_myself(limits: Limits) -> None:
    """Asks the system to end this process where it costs too much."""
    seconds = max(1, int(limits.seconds))
    with contextlib.suppress(ImportError):  # not on every system
        import resource

        memory = limits.megabytes * 1024 * 1024
        for what, value in (
            ("RLIMIT_AS", memory),
            ("RLIMIT_DATA", memory),
            ("RLIMIT_CPU", seconds + 1),
            ("RLIMIT_NOFILE", 32),
            ("RLIMIT_FSIZE", 0),
            ("RLIMIT_CORE", 0),
            ("RLIMIT_NPROC", 0),
        ):
            # macOS refuses some of them; the time is then kept by who asked.
            with contextlib.suppress(ValueError, OSError, AttributeError):
                resource.setrlimit(getattr(resource, what), (value, value))
    # Also where nobody is left to kill it.
    with contextlib.suppress(AttributeError):
        signal.alarm(seconds + 2)


def say(what: Any) -> None:
    """One line to who asked."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def read(file: BinaryIO, media_type: str, limits: Limits) -> str:
    """Says the pages; returns '' if that was all of them, else 'truncated'.

    A reader gives the text of each page, and None where something could not be read.
    """
    module = importlib.import_module(f"portal.files.extraction.{READERS[media_type]}")
    pages: Iterator[str | None] = module.pages(file, limits)
    left, number, whole = limits.characters, 0, True
    for page in pages:
        if page is None:
            whole = False
            continue
        if number >= limits.pages:
            return "truncated"
        text = clean(page)
        say(text[:left])
        number += 1
        if len(text) > left:
            return "truncated"
        left -= len(text)
    return "" if whole else "truncated"


def main() -> int:
    """Reads the file that the order in the first argument names."""
    order = json.loads(sys.argv[1])
    limits = Limits(**order["limits"])
    limit_myself(limits)
    sys.setrecursionlimit(3000)
    try:
        with Path(order["path"]).open("rb") as file:
            reason = read(file, order["type"], limits)
    except FileNotFoundError:
        reason = results.GONE
    except Unreadable as problem:
        reason = str(problem)
    except MemoryError:
        reason = results.TOO_MUCH
    except Exception:
        reason = results.DAMAGED
    say({"reason": reason})
    return 0


if __name__ == "__main__":
    status = main()
    # At once: taking apart what a hostile file has built may take longer than building it.
    os._exit(status)
