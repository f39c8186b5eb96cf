"""docs/plugins/printing.md, done by a machine."""

from __future__ import annotations

import io
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import portal.api
from portal.config import CHECKOUT

PAGE = (CHECKOUT / "docs/plugins/printing.md").read_text("utf-8")


def block(language: str) -> str:
    """The page's block of that language."""
    found = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def test_the_example_prints(tmp_path: Path) -> None:
    from pypdf import PdfReader

    (tmp_path / "prints").mkdir()
    (tmp_path / "prints" / "labels.typ").write_text(block("typst"), encoding="utf-8")
    space: dict[str, Any] = {"__file__": str(tmp_path / "labels.py")}
    exec(compile(block("python"), "labels.py", "exec"), space)
    books = [
        SimpleNamespace(title=title, about="*Om* bogen", address="https://example.dk/1")
        for title in ("Ærø", "#panic()")
    ]
    made = space["labels"](books, "da")
    reader = PdfReader(io.BytesIO(made))
    assert [len(reader.pages), reader.metadata.title] == [2, "Labels"]
    assert "#panic()" in reader.pages[1].extract_text()
    assert b"pdfuaid" in made


def test_every_name_of_the_package_is_told_of() -> None:
    package = CHECKOUT / "portal/printing/packages/portal/print/1.0.0"
    source = (package / "print.typ").read_text("utf-8")
    names = set(re.findall(r"^#let (\w[\w-]*)", source, re.MULTILINE)) - {"document-of"}
    names |= {
        name.strip()
        for line in re.findall(r"^#import .*?: (.*)$", source, re.MULTILINE)
        for name in line.split(",")
    }
    told = set(re.findall(r"^\| `(\w+)", PAGE, re.MULTILINE))
    assert names == told


def test_every_name_of_the_facade_is_there() -> None:
    for name in ("pdf", "qr_svg", "markdown_parts", "CannotPrint", "PrintLimits", "aside"):
        assert name in portal.api.__all__
        assert name in PAGE
