"""The printing process: one order on stdin, the PDF on stdout, or one line of JSON on stderr."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
#: The template is named by an input, not written into the source: no name can become code.
MAIN = b"""#import "@portal/print:1.0.0": document-of
#show: document-of
#include sys.inputs.template
"""


def limit_myself(seconds: float, megabytes: int) -> None:
    """Asks the system to end this process where it costs too much."""
    with contextlib.suppress(ImportError):  # not on every system
        import resource

        memory = megabytes * 1024 * 1024
        # typst computes on all processors, so its time is counted on each of them.
        computing = int(seconds * (os.cpu_count() or 1)) + 1
        for what, value in (
            ("RLIMIT_DATA", memory),
            ("RLIMIT_CPU", computing),
            ("RLIMIT_NOFILE", 128),
            ("RLIMIT_FSIZE", 0),
            ("RLIMIT_CORE", 0),
        ):
            # macOS refuses some of them; the time is then kept by who asked.
            with contextlib.suppress(ValueError, OSError, AttributeError):
                resource.setrlimit(getattr(resource, what), (value, value))
    # Also where nobody is left to kill it.
    with contextlib.suppress(AttributeError):
        signal.alarm(int(seconds) + 2)


def typeset(order: dict[str, Any]) -> bytes:
    """The PDF of an order: accessible (PDF/UA) where its text allows it, tagged in any case."""
    import typst

    template = Path(order["template"])
    compiler = typst.Compiler(
        MAIN,
        root=str(template.parent),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(HERE / "fonts")]),
        package_path=str(HERE / "packages"),
        # Nothing is ever fetched: nowhere to keep it, and no way there (see `asking`).
        package_cache_path=str(HERE / "packages"),
    )
    inputs = {
        "template": f"/{template.name}",
        "data": order["data"],
        "lang": order["lang"],
        "title": order["title"],
    }
    try:
        made = compiler.compile(
            MAIN, format="pdf", sys_inputs=inputs, pdf_standards="ua-1", timestamp=0
        )
    except typst.TypstError as problem:
        # A sign that none of the fonts has is no reason to print nothing.
        if not order["strict"] and "PDF/UA" in problem.diagnostic:
            made = compiler.compile(MAIN, format="pdf", sys_inputs=inputs, timestamp=0)
        else:
            raise
    assert isinstance(made, bytes)
    return made


def main() -> int:
    """Does the order; 0 is all went well, 3 is a template that cannot be typeset."""
    order = json.loads(sys.stdin.buffer.read())
    limit_myself(order["seconds"], order["megabytes"])
    try:
        made = typeset(order)
    except Exception as problem:
        diagnostic = getattr(problem, "diagnostic", "") or repr(problem)
        sys.stderr.write(diagnostic[:4000])
        return 3
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    os._exit(status)
