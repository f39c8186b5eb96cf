"""The text of files: what a reader of the paper sees, in a process that may cost so much."""

import datetime as dt
import io
import subprocess
import sys

import openpyxl
import pytest

from portal.files.extraction import results
from portal.files.extraction.asking import CannotRead, extract_text
from portal.files.extraction.results import Limits

from . import documents
from .documents import docx, odt, paragraph, pdf, pptx, zipped

POPEN = subprocess.Popen
QUICK = Limits(seconds=5, megabytes=300)


@pytest.fixture
def text_of(tmp_path):
    def read(content, media_type, limits=QUICK):
        path = tmp_path / "en fil"
        path.write_bytes(content)
        return extract_text(path, media_type, limits=limits)

    return read


def test_a_pdf_is_read_page_by_page(text_of):
    found = text_of(pdf("Første side\nom læsning", "Anden side"), results.PDF)
    assert [page.strip() for page in found.pages] == ["Første side\nom læsning", "Anden side"]
    assert found.text.count("\f") == 1 and not found.truncated


def test_a_word_file_keeps_its_headings_lists_tables_boxes_and_notes(text_of):
    table = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>".format(
        paragraph("Udfordring"), paragraph("Få møder")
    )
    box = (
        "<w:p><w:r><w:t>Før </w:t></w:r><w:r><x><Choice><w:txbxContent>"
        + paragraph("I en boks")
        + "</w:txbxContent></Choice><Fallback><w:txbxContent>"
        + paragraph("I en boks")
        + "</w:txbxContent></Fallback></x></w:r><w:r><w:t>efter</w:t></w:r></w:p>"
    )
    body = (
        paragraph("Indledning")
        + paragraph("Fund", '<w:pStyle w:val="Overskrift1"/>')
        + paragraph("Et punkt", '<w:numPr><w:numId w:val="3"/></w:numPr>')
        + table
        + box
        + "<w:p><w:r><w:t>læse</w:t><w:softHyphen/><w:t>bog</w:t><w:tab/><w:t>slut</w:t></w:r>"
        + "</w:p>"
    )
    styles = (
        f'<w:styles {documents.W}><w:style w:styleId="Overskrift1"><w:name w:val="heading 1"/>'
        "</w:style></w:styles>"
    )
    notes = f"<w:footnotes {documents.W}>{paragraph('En fodnote')}</w:footnotes>"
    found = text_of(docx(body, word__styles=styles, word__footnotes=notes), results.DOCX)
    assert found.text.split("\n") == [
        "Indledning",
        "",
        "Fund",
        "• Et punkt",
        "Udfordring",
        "Få møder",
        "I en boks",
        "Før efter",
        "læse\u00adbog\tslut",
        "En fodnote",
    ]


def test_what_is_not_on_the_paper_is_not_read(text_of):
    body = (
        paragraph("Synligt")
        + "<w:del><w:r><w:t>slettet</w:t></w:r></w:del><w:p><w:r><w:delText>slettet</w:delText>"
        + "</w:r>"
        + "<w:r><w:instrText>feltkode</w:instrText></w:r>"
        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>skjult</w:t></w:r></w:p>"
    )
    comments = f"<w:comments {documents.W}>{paragraph('kommentar')}</w:comments>"
    core = "<c xmlns='http://c'>forfatter</c>"
    content = docx(body, word__comments=comments, docProps__core=core)
    assert text_of(content, results.DOCX).text == "Synligt"


def test_slides_come_in_the_order_of_the_deck(text_of):
    found = text_of(pptx("Den første", "Den anden"), results.PPTX)
    assert found.pages == ("Den første", "Den anden")


def test_a_workbook_gives_its_values_and_none_of_its_emptiness(text_of):
    book = openpyxl.Workbook()
    book.active.title = "Deltagere"
    book.active.append(["Navn", "Startet", "Timer"])
    book.active.append(["Åse", dt.date(2024, 5, 3), 7.5])
    book.active["XFD1048576"] = "fjern celle"
    hidden = book.create_sheet("Skjult")
    hidden.append(["hemmeligt"])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    found = text_of(out.getvalue(), results.XLSX)
    assert found.pages == ("Deltagere\nNavn\tStartet\tTimer\nÅse\t2024-05-03\t7.5\nfjern celle",)


def test_open_documents(text_of):
    assert text_of(odt("Første\nAnden"), results.ODT).text == "Første\nAnden"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_in_any_encoding(text_of, encoding):
    found = text_of("Blåbærgrød – æøå\r\nto\fside to".encode(encoding), "text/plain")
    assert found.pages == ("Blåbærgrød – æøå\nto", "side to")


def test_ligatures_and_control_characters(text_of):
    assert text_of("ﬁnde ﬂere\x01\x85næste".encode(), "text/plain").text == "finde flere\nnæste"


def test_an_empty_page_is_no_error(text_of):
    assert text_of(pdf(""), results.PDF).text.strip() == ""


# Bad ones: each costs its own text, and no more.


def refused(text_of, content, media_type, limits=QUICK):
    with pytest.raises(CannotRead) as problem:
        text_of(content, media_type, limits)
    return problem.value.reason


def laughs(levels=10):
    entities = '<!ENTITY l0 "ha">' + "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels)
    )
    return (
        f"<!DOCTYPE x [{entities}]><w:document {documents.W}><w:body>"
        f"{paragraph(f'&l{levels - 1};')}</w:body></w:document>"
    )


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"", results.PDF),
        (b"%PDF-1.7\nrubbish", results.PDF),
        (b"PK\x03\x04 rubbish", results.DOCX),
        (zipped({"[Content_Types].xml": "x"}), results.DOCX),
        (zipped({"word/document.xml": "<a><b></a>"}), results.DOCX),
        (zipped({"word/document.xml": laughs()}), results.DOCX),
        (zipped({"word/document.xml": "<a>" * 100_000}), results.DOCX),
        (zipped({"ppt/presentation.xml": "<a/>"}), results.PPTX),
        (zipped({"xl/workbook.xml": "<a/>"}), results.XLSX),
        (zipped({f"{n}": "" for n in range(6000)} | {"word/document.xml": "<a/>"}), results.DOCX),
        (b"\xd0\xcf\x11\xe0 rubbish", results.DOCX),
    ],
)
def test_broken_ones_are_refused(text_of, content, media_type):
    assert refused(text_of, content, media_type) == results.DAMAGED


def test_an_external_entity_is_not_fetched(text_of):
    body = (
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        f"<w:document {documents.W}><w:body>{paragraph('&f;')}</w:body></w:document>"
    )
    assert refused(text_of, zipped({"word/document.xml": body}), results.DOCX) == results.DAMAGED


def test_a_zip_bomb_is_unpacked_as_far_as_is_allowed(text_of):
    bomb = docx(paragraph("Før bomben") + "<w:x>" + " " * 40_000_000 + "</w:x>")
    assert len(bomb) < 100_000
    found = text_of(bomb, results.DOCX, Limits(seconds=5, unpacked=1_000_000))
    assert found.text == "Før bomben" and found.truncated


def test_text_without_end_ends(text_of):
    found = text_of(docx(paragraph("a" * 30_000_000)), results.DOCX, Limits(characters=1000))
    assert found.text == "a" * 1000 and found.truncated


def test_an_archive_that_lies_about_sizes(text_of):
    content = bytearray(docx("et to tre"))
    at = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    content[at + 24 : at + 28] = (5).to_bytes(4, "little")  # the unpacked size of document.xml
    assert refused(text_of, bytes(content), results.DOCX) == results.DAMAGED


def test_a_pdf_whose_page_explodes_costs_that_page(text_of):
    bomb = b"0 0 m " * 6_000_000
    content = pdf("Den første", bomb, "Den tredje", compress=True)
    assert len(content) < 200_000
    found = text_of(content, results.PDF, Limits(seconds=20, megabytes=300))
    assert found.pages[0].strip() == "Den første" and found.truncated


def test_a_page_that_draws_itself(text_of):
    form = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>/Length 10>>"
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 5 0 R"
        b"/Resources<</XObject<</X 4 0 R>>>>>>",
        form + b"stream\n/X Do /X Do\nendstream",
        b"<</Length 5>>stream\n/X Do\nendstream",
    ]
    found = text_of(documents.from_objects(objects), results.PDF)
    assert found.text.strip() == ""


@pytest.mark.parametrize(
    "tree",
    [
        b"<</Type/Pages/Count 1/Kids[2 0 R]>>",
        b"<</Type/Pages/Count 1000000000/Kids[2 0 R 2 0 R 2 0 R]>>",
        b"<</Type/Pages/Count -1/Kids 2 0 R>>",
    ],
)
def test_a_tree_of_pages_that_bites_its_tail(text_of, tree):
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", tree]
    try:
        assert text_of(documents.from_objects(objects), results.PDF).text.strip() == ""
    except CannotRead as problem:
        assert problem.reason in (results.DAMAGED, results.TOO_MUCH)


def test_a_broken_table_of_places_is_mended(text_of):
    content = pdf("Stadig her").replace(b"startxref\n", b"startxref\n9")
    assert text_of(content, results.PDF).text.strip() == "Stadig her"


def test_more_pages_than_allowed(text_of):
    found = text_of(pdf(*(f"Side {n}" for n in range(9))), results.PDF, Limits(pages=3))
    assert len(found.pages) == 3 and found.truncated


def test_a_protected_pdf_says_so(text_of):
    import pypdf

    writer = pypdf.PdfWriter(io.BytesIO(pdf("Hemmeligt")))
    writer.encrypt("kodeord", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert refused(text_of, out.getvalue(), results.PDF) == results.PROTECTED


def test_a_protected_word_file_says_so(text_of):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    assert refused(text_of, content, results.DOCX) == results.PROTECTED


def test_a_file_that_is_gone_and_one_without_text(tmp_path):
    with pytest.raises(CannotRead) as problem:
        extract_text(tmp_path / "borte", results.PDF, limits=QUICK)
    assert problem.value.reason == results.GONE
    with pytest.raises(CannotRead) as problem:
        extract_text(tmp_path / "borte", "image/png", limits=QUICK)
    assert "no text" in str(problem.value)


# The process itself.


def hostile(tmp_path, monkeypatch, code):
    """A reading process that runs `code` in place of a reader."""
    from portal.files.extraction import asking

    def start(command, **options):
        order = command[-1]
        program = (
            "import sys, types; from portal.files.extraction import __main__ as m\n"
            f"def pages(file, limits):\n{code}\n"
            "sys.modules['portal.files.extraction.plain'] = types.SimpleNamespace(pages=pages)\n"
            "m.main()"
        )
        return POPEN([sys.executable, "-c", program, order], **options)

    monkeypatch.setattr(asking.subprocess, "Popen", start)
    path = tmp_path / "a.txt"
    path.write_text("x")
    return path


def test_one_that_sleeps_is_given_up_with_what_it_said(tmp_path, monkeypatch):
    path = hostile(tmp_path, monkeypatch, "  yield 'kom'\n  import time; time.sleep(600)")
    monkeypatch.setattr("portal.files.extraction.asking.GRACE", 0)
    found = extract_text(path, "text/plain", limits=Limits(seconds=0.7))
    assert found.text == "kom" and found.truncated


def test_one_that_eats_memory_is_stopped(tmp_path, monkeypatch):
    path = hostile(
        tmp_path, monkeypatch, "  yield 'kom'\n  x = bytearray(2_000_000_000)\n  yield 'y'"
    )
    found = extract_text(path, "text/plain", limits=Limits(megabytes=200))
    assert found.text == "kom" and found.truncated


def test_one_that_dies_or_floods_is_survived(tmp_path, monkeypatch):
    path = hostile(tmp_path, monkeypatch, "  import os; os.kill(os.getpid(), 11)\n  yield ''")
    with pytest.raises(CannotRead):
        extract_text(path, "text/plain", limits=QUICK)
    path = hostile(
        tmp_path,
        monkeypatch,
        "  while 1: sys.__stdout__.write('\"' + 'x' * 9999 + '\"\\n')\n  yield ''",
    )
    found = extract_text(path, "text/plain", limits=Limits(characters=5000))
    assert len(found.text) < 6000 and found.truncated


def test_it_knows_no_secret_and_writes_no_file(tmp_path, monkeypatch):
    monkeypatch.setenv("PORTAL_SECRET_KEY", "x" * 40)
    code = (
        "  import os\n  yield str('PORTAL_SECRET_KEY' in os.environ)\n"
        f"  os.write(os.open({str(tmp_path / 'b')!r}, 65), b'y' * 100)\n  yield 'wrote'"
    )
    path = hostile(tmp_path, monkeypatch, code)
    found = extract_text(path, "text/plain", limits=QUICK)
    assert found.pages[0] == "False"
    assert (tmp_path / "b").stat().st_size == 0


def test_where_the_system_refuses_limits_it_reads_all_the_same(monkeypatch, capsys):
    """macOS knows RLIMIT_AS and refuses it."""
    import resource
    import signal

    from portal.files.extraction.__main__ import limit_myself

    def refuse(*_anything):
        raise ValueError("current limit exceeds maximum limit")

    monkeypatch.setattr(resource, "setrlimit", refuse)
    limit_myself(QUICK)
    signal.alarm(0)
