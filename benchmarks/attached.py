"""Real documents as people attach them: read by the portal from txt, docx and pdf.

The docx and the pdf are made here, as badly as typesetting does it: words broken at line ends
with three sorts of hyphen, no-break spaces, ligatures.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from xml.sax.saxutils import escape

from portal.files.extraction import results
from portal.files.extraction.asking import extract_text
from portal.files.extraction.results import Limits
from portal.files.reading.parts import parts_of
from portal.search.engine.danish.normalise import normalise
from portal.search.engine.documents import Attached, Document

WIDTH, LINES = 78, 46
HYPHENS = ("-", "\u2010", "\u00ad")
LIGATURES = {"fi": "\ufb01", "fl": "\ufb02"}
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FORMATS = ("txt", "docx", "pdf")


def hosts(folder: Path, form: str, audience: frozenset[str]) -> dict[str, Document]:
    """Return for each document of a folder a sheet that says nothing and has it attached."""
    found = {}
    for number, path in enumerate(sorted(folder.glob("*.txt")), start=1):
        parts = read_as(path, form)
        attached = Attached(str(number), f"{number}.{form}", lambda parts=parts: parts)
        found[path.stem] = Document(
            kind="factsheet",
            id=f"a{number}",
            title=f"Nr. {number}",
            url=f"/attached/{number}",
            audience=audience,
            attachments=(attached,),
        )
    return found


def read_as(path: Path, form: str) -> list[str]:
    """Return the parts of a text as the portal reads them from a file of another format."""
    text = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        made = Path(name) / f"a.{form}"
        if form == "txt":
            made, media_type = path, "text/plain"
        elif form == "docx":
            write_docx(made, text)
            media_type = results.DOCX
        else:
            write_pdf(made, text)
            media_type = results.PDF
        return [part for _, part in parts_of(extract_text(made, media_type, limits=Limits()).pages)]


def typeset(text: str, width: int = WIDTH) -> Iterator[str]:
    """Yield lines of at most ``width``, broken within words where they do not fit."""
    hyphen = count()
    for paragraph in re.split(r"\n\s*\n", normalise(text)):
        line = ""
        for number, word in enumerate(paragraph.split()):
            space = "\u00a0" if number % 7 == 3 else " "
            if line and len(line) + 1 + len(word) > width:
                cut = width - len(line) - 2
                if word.isalpha() and 3 <= cut <= len(word) - 3:
                    yield line + space + word[:cut] + HYPHENS[next(hyphen) % 3]
                    line, word, space = "", word[cut:], ""
                else:
                    yield line
                    line, space = "", ""
            line += (space if line else "") + word
        if line:
            yield line


def write_docx(path: Path, text: str) -> None:
    """Write a Word file with a paragraph for each, soft hyphens and all."""
    soft = re.sub(r"(\w{6})(\w{6})", "\\1\u00ad\\2", normalise(text))
    body = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in soft.replace("\f", "\n").splitlines()
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        )


def write_pdf(path: Path, text: str) -> None:
    """Write a PDF whose font has a letter of its own for fi and fl."""
    lines = list(typeset(text))
    for pair, one in LIGATURES.items():
        lines = [line.replace(pair, one) for line in lines]
    letters = sorted(set("".join(lines)))
    codes = {letter: code for code, letter in enumerate(letters, start=1)}
    pages = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"", b"", b""]
    objects[2] = (
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[4 0 R]"
        b"/ToUnicode 5 0 R>>"
    )
    objects[3] = (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)"
        b"/Ordering(Identity)/Supplement 0>>/DW 500>>"
    )
    objects[4] = _stream(_to_unicode(codes))
    kids = []
    for page in pages:
        shown = b" ".join(
            b"<" + b"".join(b"%04x" % codes[letter] for letter in line) + b"> Tj T*"
            for line in page
        )
        objects.append(_stream(b"BT /F 10 Tf 14 TL 50 780 Td " + shown + b" ET"))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>>>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(kids), b" ".join(kids))
    path.write_bytes(_file(objects))


def _to_unicode(codes: dict[str, int]) -> bytes:
    rows = [
        b"<%04x> <%b>" % (code, letter.encode("utf-16-be").hex().encode())
        for letter, code in codes.items()
    ]
    blocks = b"".join(
        b"%d beginbfchar\n%b\nendbfchar\n" % (len(some), b"\n".join(some))
        for at in range(0, len(rows), 100)
        for some in [rows[at : at + 100]]
    )
    return (
        b"/CIDInit /ProcSet findresource begin begincmap\n"
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n" + blocks + b"endcmap end"
    )


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed)


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
