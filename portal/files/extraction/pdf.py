"""PDF, by pypdf: page by page, each with a time of its own."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import pypdf
from pypdf import overwrite_configuration
from pypdf.errors import PyPdfError

from portal.files.extraction import results
from portal.files.extraction.results import Limits, Unreadable

#: One stream of a page, unpacked; more is a drawing, not text.
MAX_STREAM = 20_000_000


class TooSlow(BaseException):
    """A page took too long; no `except Exception` on the way catches it."""


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    def late(*_anything: Any) -> None:
        raise TooSlow

    # Of the time spent computing: what else the machine does is not the page's fault.
    signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def pages(file: BinaryIO, limits: Limits) -> Iterator[str | None]:
    """The text of each page, and None after one that could not be read."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    overwrite_configuration(
        zlib_maximum_output_length=MAX_STREAM,
        lzw_maximum_output_length=MAX_STREAM,
        run_length_maximum_output_length=MAX_STREAM,
        array_based_stream_maximum_output_length=MAX_STREAM,
        jbig2dec_binary=None,
    )
    reader = _open(file)
    try:
        number = len(reader.pages)
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Unreadable(results.DAMAGED) from None
    failed = 0
    for index in range(number):
        text, whole = "", True
        try:
            with _at_most(max(1.0, limits.seconds / 6)):
                text = reader.pages[index].extract_text()
        except (Exception, TooSlow):  # whatever pypdf raises costs this page only
            whole = False
            failed += 1
        yield text
        if not whole:
            yield None
        if failed > 20 and failed == index + 1:
            raise Unreadable(results.DAMAGED)


def _open(file: BinaryIO) -> pypdf.PdfReader:
    try:
        reader = pypdf.PdfReader(file)
        locked = reader.is_encrypted and not reader.decrypt("")
    except PyPdfError as problem:
        # Without the library for it, pypdf cannot tell an empty password from another.
        protected = "cryptography" in str(problem) or "encrypt" in str(problem).lower()
        raise Unreadable(results.PROTECTED if protected else results.DAMAGED) from None
    if locked:
        raise Unreadable(results.PROTECTED)
    return reader
