"""Asking a process of its own for the text of a file, and losing patience with it."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.config import CHECKOUT, Settings
from portal.errors import PortalError
from portal.files.extraction import results
from portal.files.extraction.results import READABLE, ExtractedText, Limits

REASONS = {
    results.DAMAGED: _l("The file is damaged. Open it where it was made, and save it once more."),
    results.PROTECTED: _l("The file is protected by a password. Save it without one."),
    results.TOO_MUCH: _l("The file takes too long or too much memory to read. Try a smaller one."),
    results.OF_NO_USE: _l("Files of this type hold no text that can be read."),
    results.GONE: _l("The file is not there any more."),
}
#: Beyond its own computing time the process may wait for the disk and for other processes.
GRACE = 2.0
PIECE = 64 * 1024


class CannotRead(PortalError):
    """A file whose text cannot be had. `reason` is one of `REASONS`; the words are in the
    language of whoever reads them."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(REASONS[self.reason])


def limits_of(settings: Settings) -> Limits:
    """What the settings of the portal allow a file to cost."""
    return Limits(
        seconds=settings.read_seconds,
        megabytes=settings.read_megabytes,
        pages=settings.read_pages,
    )


def extract_text(path: Path, media_type: str, *, limits: Limits | None = None) -> ExtractedText:
    """The text of the file at `path`, which is of `media_type` (as `File` says it is).

    Blocks for `limits.seconds` at most. What was read before a limit was met is given, marked
    `truncated`. Raises CannotRead where there is nothing to give. A file without any letters
    (a scanned page) gives an empty text.
    """
    if media_type not in READABLE:
        raise CannotRead(results.OF_NO_USE)
    limits = limits or _limits_here()
    pages, reason = _ask(path, media_type, limits)
    if reason in REASONS and not any(pages):
        raise CannotRead(reason)
    return ExtractedText(tuple(pages), truncated=bool(reason))


def _limits_here() -> Limits:
    from portal.runtime import portal

    return limits_of(portal().settings)


def _ask(path: Path, media_type: str, limits: Limits) -> tuple[list[str], str]:
    """The pages that came, and why no more did: '' for there are no more."""
    # Nothing of ours is in the environment: no password of the database, no key.
    environment = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR")
    } | {"PYTHONUTF8": "1"}
    order = json.dumps({"path": str(path.resolve()), "type": media_type, "limits": asdict(limits)})
    process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
        [sys.executable, "-m", __package__, order],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=CHECKOUT,
        env=environment,
        start_new_session=True,
        close_fds=True,
    )
    try:
        output = _listen(process, limits)
    finally:
        # As a group, whatever it may have started; it leads a session of its own.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        assert process.stdout is not None
        process.stdout.close()
        process.wait()
    return _understand(output, limits)


def _listen(process: subprocess.Popen[bytes], limits: Limits) -> bytes:
    """What the process says until it ends, the time is up or it says too much."""
    assert process.stdout is not None
    deadline = time.monotonic() + limits.seconds + GRACE
    most = 6 * limits.characters + 64 * limits.pages + PIECE  # \u00e6 is six bytes
    said = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while len(said) <= most and (left := deadline - time.monotonic()) > 0:
            if selector.select(left):
                piece = os.read(process.stdout.fileno(), PIECE)
                if not piece:
                    break
                said += piece
    return bytes(said)


def _understand(output: bytes, limits: Limits) -> tuple[list[str], str]:
    pages: list[str] = []
    left = limits.characters
    for line in output.split(b"\n"):
        try:
            said: Any = json.loads(line)
        except ValueError:  # it was killed in the middle of a line
            continue
        if isinstance(said, dict):
            return pages, str(said.get("reason", results.DAMAGED))
        if isinstance(said, str) and len(pages) < limits.pages:
            pages.append(said[:left])
            left -= len(pages[-1])
    return pages, results.TOO_MUCH


def shorter(limits: Limits, seconds: float) -> Limits:
    """The same limits, for somebody who waits for the answer."""
    return replace(limits, seconds=min(limits.seconds, seconds))
