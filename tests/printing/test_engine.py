"""PDFs made by the portal: what is data stays data, and nothing costs more than it may."""

from __future__ import annotations

import io
import socket
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from portal.api import CannotPrint, PrintLimits, markdown_parts, pdf, qr_svg

HEAD = '#import "@portal/print:1.0.0": *\n'


@pytest.fixture
def template(tmp_path: Path) -> Any:
    """Writes a template."""

    def write(source: str, name: str = "one.typ") -> Path:
        path = tmp_path / name
        path.write_text(HEAD + source, encoding="utf-8")
        return path

    return write


def text_of(made: bytes) -> str:
    """The words of a PDF, spaces and line ends as one blank."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]
    return " ".join(" ".join(pages).split())


def codes_in(made: bytes, scale: float = 2.0) -> list[str]:
    """Every QR code, read back from the picture of the pages."""
    found = []
    with pypdfium2.PdfDocument(made) as document:
        for page in document:
            picture = page.render(scale=scale).to_pil().convert("L")
            found += [one.text for one in zxingcpp.read_barcodes(picture)]
            page.close()
    return found


def fonts_of(made: bytes) -> dict[str, bool]:
    """The fonts of a PDF, and whether each is in it."""
    found = {}
    for page in PdfReader(io.BytesIO(made)).pages:
        for font in (page["/Resources"].get("/Font") or {}).values():
            whole = font.get_object()
            for below in whole.get("/DescendantFonts", [whole]):
                descriptor = below.get_object()["/FontDescriptor"].get_object()
                keys = ("/FontFile", "/FontFile2", "/FontFile3")
                found[str(whole["/BaseFont"])] = any(key in descriptor for key in keys)
    return found


def test_tagged_in_a_language_with_a_title(template: Any) -> None:
    made = pdf(template("= #data.title\n\n#data.text"), {"title": "Å", "text": "Æblegrød på Ærø"},
               lang="da", title="Prøve: ål", strict=True)  # fmt: skip
    reader = PdfReader(io.BytesIO(made))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "da"
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Prøve: ål"
    assert b"pdfuaid" in made
    assert "Æblegrød på Ærø" in text_of(made)
    assert fonts_of(made)
    assert all(fonts_of(made).values())


def test_the_same_data_is_the_same_file(template: Any) -> None:
    one = template("#data.text")
    assert pdf(one, {"text": "x"}, lang="da", title="t") == pdf(
        one, {"text": "x"}, lang="da", title="t"
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "#strong[x] $x^2$ @ref <label> `raw` *b* _i_ \\ #import",
        '#read("/etc/passwd")',
        '"; #panic("x")',
        "= Heading // comment /* more",
        "{{ data }} %s ${x}",
    ],
)
def test_what_looks_like_source_is_printed_as_it_is(template: Any, hostile: str) -> None:
    made = pdf(template("#data.text"), {"text": hostile}, lang="da", title=hostile, strict=True)
    assert "".join(hostile.split()) in "".join(text_of(made).split())
    assert PdfReader(io.BytesIO(made)).metadata.title == hostile


def test_every_sign_prints(template: Any) -> None:
    """Emoji, right to left, Greek; unprintable ones vanish, and what no font has stops nothing."""
    data = {"text": "Hej 😀🎉 \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 αβγ Жук"}
    made = pdf(template("#data.text"), data, lang="da", title="t", strict=True)
    assert "Hej" in text_of(made)
    assert "αβγ Жук" in text_of(made)
    assert any("Emoji" in name for name in fonts_of(made))
    odd = {"text": "a\x00b\x1fc\ud800d\ufffe \U0001fadf 漢字 end"}
    made = pdf(template("#data.text"), odd, lang="da", title="a\x00b")
    assert "abcd" in text_of(made)
    assert "end" in text_of(made)
    assert "/StructTreeRoot" in PdfReader(io.BytesIO(made)).trailer["/Root"]
    turned = {"text": "\u202eomvendt\u2066"}
    made = pdf(template("#data.text, ikke mere"), turned, lang="da", title="t", strict=True)
    assert text_of(made) == "omvendt, ikke mere"


def test_pictures_need_their_words(template: Any) -> None:
    """An accessible PDF has no figure without a name: `strict` finds it before a reader does."""
    source = "#picture(data.qr{}, width: 3cm)"
    data = {"qr": qr_svg("https://example.dk/x")}
    made = pdf(template(source.format(', alt: "Kode"')), data, lang="da", title="t", strict=True)
    assert codes_in(made) == ["https://example.dk/x"]
    bare = template('#image(bytes(data.qr), format: "svg")', "bare.typ")
    with pytest.raises(CannotPrint) as caught:
        pdf(bare, data, lang="da", title="t", strict=True)
    assert "alt" in caught.value.details
    assert pdf(bare, data, lang="da", title="t")


def test_markdown_is_what_it_is_on_screen(template: Any) -> None:
    text = (
        "# Top\n\n* **fed** _skrå_ `#code[x]`\n  * inner\n* to\n\n3. tre\n4. fire\n\n"
        "| A | B |\n|---|---|\n| 1 | 2 |\n\n> citat\n\n[ud](https://example.dk) "
        "[ind](/people) [ond](javascript:alert(1))\n\n<b>rå</b> #panic() $x$\n\n"
        "```\nkode\n```\n\n---\n\nlinje  \nbrudt"
    )
    made = pdf(template("= T\n#markdown(data.md)"), {"md": markdown_parts(text)}, lang="da",
               title="t", strict=True)  # fmt: skip
    words = text_of(made)
    for expected in ("Top", "• fed skrå #code[x]", "inner", "3. tre", "4. fire", "A B", "citat",
                     "<b>rå</b> #panic() $x$", "kode"):  # fmt: skip
        assert expected in words, expected
    links = [
        str(note.get_object()["/A"]["/URI"])
        for page in PdfReader(io.BytesIO(made)).pages
        for note in page.get("/Annots", [])
    ]
    assert set(links) == {"https://example.dk"}


def test_text_is_as_large_as_fits_and_never_cut(template: Any) -> None:
    source = (
        "#set page(width: 120mm, height: 80mm, margin: 10mm)\n"
        "#fit(data.text, width: 100mm, height: 60mm, most: 60pt, least: 9pt)"
    )
    one = template(source)
    for text in (
        "Kort",
        "En titel på nogle få ord",
        "Professionsuddannelsessamarbejdspartnere " * 12,
        "x" * 500,
        "ord " * 125,
    ):
        made = pdf(one, {"text": text}, lang="da", title="t", strict=True)
        assert len(PdfReader(io.BytesIO(made)).pages) == 1
        kept = "".join(char for char in text_of(made) if char.isalnum())
        assert kept == "".join(text.split()), text[:20]
        with pypdfium2.PdfDocument(made) as document:
            page = document[0]
            edge = page.render(scale=2).to_pil().convert("L")
            page.close()
        wide, tall = edge.size
        for box in ((0, 0, wide, 40), (0, tall - 40, wide, tall), (wide - 40, 0, wide, tall)):
            assert edge.crop(box).getextrema() == (255, 255), (text[:20], box)


def test_wrong_templates_say_why(template: Any, tmp_path: Path) -> None:
    with pytest.raises(CannotPrint) as caught:
        pdf(template("#data.missing"), {"text": "x"}, lang="da", title="t")
    assert caught.value.reason == "template"
    assert "missing" in caught.value.details
    assert "missing" not in str(caught.value)
    for path in (tmp_path / "none.typ", tmp_path, Path("/etc/passwd")):
        with pytest.raises(CannotPrint):
            pdf(path, {}, lang="da", title="t")


@pytest.mark.parametrize(
    "source",
    ['#read("/etc/passwd")', '#read("../secret.txt")', '#read("/../secret.txt")',
     '#image("/etc/passwd")'],
)  # fmt: skip
def test_a_template_reads_its_own_folder_only(template: Any, tmp_path: Path, source: str) -> None:
    (tmp_path.parent / "secret.txt").write_text("secret")
    with pytest.raises(CannotPrint):
        pdf(template(source), {}, lang="da", title="t")


def test_nothing_comes_from_the_network(template: Any) -> None:
    """A package that is not here is an error at once; nobody is asked for it."""
    with socket.create_server(("127.0.0.1", 0)), pytest.raises(CannotPrint) as caught:
        pdf(template('#import "@preview/cetz:0.3.4": *'), {}, lang="da", title="t")
    assert caught.value.reason == "template"


def test_files_beside_the_template(template: Any) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(out, "PNG")
    one = template('#image("files/room", alt: "Rum", width: 5cm)')
    made = pdf(one, {}, lang="da", title="t", files={"room": out.getvalue()}, strict=True)
    assert PdfReader(io.BytesIO(made)).pages[0].images
    with pytest.raises(CannotPrint):
        pdf(one, {}, lang="da", title="t", files={"room": b"no picture"})
    for name in ("../x", "/x", "a/b", "", "A"):
        with pytest.raises(ValueError, match="no name"):
            pdf(one, {}, lang="da", title="t", files={name: b""})


def test_a_print_that_never_ends_is_ended(template: Any) -> None:
    endless = template("#let n = 0\n#while n < 2 { n = calc.rem(n + 1, 2) }")
    with pytest.raises(CannotPrint) as caught:
        pdf(endless, {}, lang="da", title="t", limits=PrintLimits(seconds=1))
    assert caught.value.reason in ("limits", "template")


def test_a_print_that_takes_all_memory_is_ended(template: Any) -> None:
    greedy = template(
        '#let s = "x" * 1000000\n#let a = ()\n'
        "#for n in range(9000) { a.push(s + str(n)) }\n#a.len()"
    )
    with pytest.raises(CannotPrint) as caught:
        pdf(greedy, {}, lang="da", title="t", limits=PrintLimits(seconds=20, megabytes=300))
    assert caught.value.reason == "limits"


def test_codes_hold_what_fits() -> None:
    assert "<script" not in qr_svg("<script>æøå</script>")
    assert 'width="' not in qr_svg("x").split(">")[0]
    with pytest.raises(ValueError, match=r".+"):
        qr_svg("x" * 5000)


def test_the_wheel_brings_fonts_and_package() -> None:
    import configparser

    import portal

    root = Path(portal.__file__).parent
    setup = configparser.ConfigParser()
    setup.read(root.parent / "setup.cfg", encoding="utf-8")
    patterns = setup["options.package_data"]["portal"].split()
    packed = {path for pattern in patterns for path in root.glob(pattern)}
    there = {path for path in (root / "printing").rglob("*")
             if path.suffix in (".ttf", ".typ", ".toml", ".txt")}  # fmt: skip
    assert len(there) > 12
    assert there <= packed
    assert "SIL OPEN FONT LICENSE" in (root / "printing/fonts/OFL.txt").read_text("utf-8")
