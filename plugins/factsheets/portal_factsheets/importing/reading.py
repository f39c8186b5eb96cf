"""From a file or an upload to its text, never reading more than the limit."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from .decoding import MAX_BYTES, decode, refuse_magic
from .problem import ImportProblem


def read_file(path: Path, limit: int = MAX_BYTES) -> str:
    """The text of a file.

    Raises ImportProblem: ``file_missing``, ``file_unreadable``, and what :func:`.decode` raises.
    A file above ``limit`` bytes is refused before it is read.
    """
    try:
        if not path.exists():
            raise ImportProblem("file_missing", name=path.name)
        if not path.is_file():
            raise ImportProblem("file_unreadable", name=path.name)
        if path.stat().st_size > limit:
            raise ImportProblem("file_too_large", limit=limit)
        with path.open("rb") as stream:
            return read_stream(stream, limit)
    except (OSError, ValueError) as error:
        raise ImportProblem("file_unreadable", name=path.name) from error


def read_stream(stream: BinaryIO, limit: int = MAX_BYTES) -> str:
    """The text of an open binary stream (an upload), of which at most ``limit`` + 1 bytes are
    read. Raises what :func:`.decode` raises."""
    chunks: list[bytes] = []
    left = limit + 1
    while left > 0 and (chunk := stream.read(min(left, 1 << 20))):
        if not chunks:
            refuse_magic(chunk)
        chunks.append(chunk)
        left -= len(chunk)
    return decode(b"".join(chunks), limit)
