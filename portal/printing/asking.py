"""Asking a process of its own for a PDF, and losing patience with it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.config import CHECKOUT
from portal.errors import PortalError
from portal.printing.cleaning import printable

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,60}")
TOO_MUCH, BROKEN = "limits", "template"
REASONS = {
    TOO_MUCH: _l("The print takes too long. Choose fewer pages at a time."),
    BROKEN: _l("The print could not be made. Tell whoever looks after the portal."),
}


@dataclass(frozen=True, slots=True)
class PrintLimits:
    """How much a print may cost: `seconds` of waiting, `megabytes` of memory and of the PDF."""

    seconds: float = 60.0
    megabytes: int = 1024
    largest: int = 200


class CannotPrint(PortalError):
    """A PDF that cannot be made. `reason` is one of `REASONS`; `details` is what the template's
    author wants to know, not shown to people."""

    def __init__(self, reason: str, details: str = "") -> None:
        super().__init__(reason)
        self.reason, self.details = reason, details
        if details:
            self.add_note(details)

    def __str__(self) -> str:
        return str(REASONS[self.reason])


def pdf(
    template: str | Path,
    data: Mapping[str, Any],
    *,
    lang: str,
    title: str,
    files: Mapping[str, bytes] | None = None,
    limits: PrintLimits | None = None,
    strict: bool = False,
) -> bytes:
    """The PDF that a typst template (a `.typ` file of yours) makes of `data`.

    The template finds `data` by `#import "@portal/print:1.0.0": data`: dictionaries, lists,
    strings, numbers, None. They are values, never source, whatever stands in them. It may import
    and show files of its own folder, and `files` (name -> content) as "/files/<name>": pictures
    that somebody uploaded. It reads nothing else, and nothing comes from the network.

    The PDF is tagged, bears `title` and `lang` (da, en), has its fonts in it, and is the same
    for the same data. It is PDF/UA where every sign is in the fonts; `strict` insists on it.
    Raises CannotPrint where the template is wrong or `limits` are met.
    """
    limits = limits or PrintLimits()
    path = Path(template).resolve()
    if path.suffix != ".typ" or not path.is_file():
        raise CannotPrint(BROKEN, f"{path} is no template")
    order = {
        "template": str(path),
        "data": json.dumps(printable(data), ensure_ascii=True),
        "lang": lang[:2],
        "title": printable(title) or path.stem,
        "seconds": limits.seconds,
        "megabytes": limits.megabytes,
        "strict": strict,
    }
    if not files:
        return _ask(json.dumps(order).encode(), limits)
    with _beside(path, files) as place:
        order["template"] = str(place)
        return _ask(json.dumps(order).encode(), limits)


@contextlib.contextmanager
def _beside(template: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """The template's folder once more, with the files in it: a template reads one folder."""
    with tempfile.TemporaryDirectory(prefix="portal-print-") as name:
        folder = Path(name)
        for one in template.parent.glob("*.typ"):
            shutil.copyfile(one, folder / one.name)
        (folder / "files").mkdir()
        for file_name, content in files.items():
            if not NAME.fullmatch(file_name):
                raise ValueError(f"{file_name!r} is no name for a file")
            (folder / "files" / file_name).write_bytes(content)
        yield folder / template.name


def _ask(order: bytes, limits: PrintLimits) -> bytes:
    # Nothing of ours is in the environment, and the way out is a closed door.
    environment = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR")
    } | {
        "PYTHONUTF8": "1",
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
        "ALL_PROXY": "http://127.0.0.1:9",
    }
    process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
        [sys.executable, "-m", __package__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=CHECKOUT,
        env=environment,
        start_new_session=True,
        close_fds=True,
    )
    try:
        made, said = process.communicate(order, timeout=limits.seconds + 2)
    except subprocess.TimeoutExpired:
        raise CannotPrint(TOO_MUCH) from None
    finally:
        # As a group, whatever it may have started; it leads a session of its own.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    if process.returncode == 3:
        raise CannotPrint(BROKEN, said.decode("utf-8", "replace"))
    if process.returncode or not made.startswith(b"%PDF"):
        raise CannotPrint(TOO_MUCH)
    if len(made) > limits.largest * 1024 * 1024:
        raise CannotPrint(TOO_MUCH)
    return made
