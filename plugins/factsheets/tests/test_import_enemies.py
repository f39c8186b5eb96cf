"""Files that mean ill, or simply are not what they should be: a clear sentence, nothing kept."""

from __future__ import annotations

import io
import zipfile

import pytest
from portal_factsheets.models import FactSheet, FoundSheet, ImportFile, ImportRun
from sqlalchemy import func, select

from .other_institutions.make_documents import TEXT, docx, pdf
from .test_import_pages import EXAMPLE, START, begin, found_sheets, number

POEM = "Roser er røde,\nvioler er blå.\n"


@pytest.fixture
def editor(sign_in):
    return sign_in("editor")


def send(person, name, content):
    return person.post(START, {"files": [(io.BytesIO(content), name)]})


def made(tmp_path, writer, content):
    path = tmp_path / "made"
    writer(path, content)
    return path.read_bytes()


def encrypted(tmp_path):
    import pypdf

    made(tmp_path, pdf, [["Hemmeligt"]])
    writer = pypdf.PdfWriter(clone_from=tmp_path / "made")
    writer.encrypt("kodeord", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def bomb(_tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 100_000_000)
    return out.getvalue()


FILES = {
    "empty.txt": (lambda _p: b"", "empty"),
    "blank.txt": (lambda _p: b" \n\n ", "empty"),
    "poem.txt": (lambda _p: POEM.encode(), "No fact sheet was found in it"),
    "poem.docx": (lambda p: made(p, docx, [(TEXT, POEM)]), "No fact sheet was found in it"),
    "damaged.pdf": (lambda _p: b"%PDF-1.7\nnonsense", "damaged"),
    "cut.pdf": (lambda p: made(p, pdf, [["En linje"] * 30])[:900], "damaged|No fact sheet"),
    "locked.pdf": (encrypted, "password"),
    "scanned.pdf": (lambda p: made(p, pdf, [[], []]), "no text in it"),
    "bomb.docx": (bomb, "unpacks to far more|damaged"),
    "damaged.docx": (lambda _p: b"PK\x03\x04 and nothing more", "damaged|not taken"),
    "words.docx": (lambda _p: POEM.encode(), "is none"),
    "koi8.txt": (
        lambda _p: "Лаборатория учебных практик. ".encode("koi8-r") * 50,
        "letters cannot be told|not taken",
    ),
    "program.exe": (lambda _p: bytes(range(256)) * 10, "not taken"),
    "page.txt": (lambda _p: b"<html><script>alert(1)</script>", "Web pages"),
    "picture.png": (lambda _p: b"\x89PNG\r\n\x1a\n" + b"x" * 50, "damaged|no text"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_clear_sentence_and_nothing_kept(session, editor, tmp_path, name):
    content, words = FILES[name]
    response = send(editor, name, content(tmp_path))
    assert response.status_code == 422, response.headers
    assert any(text in response.text for text in words.split("|")), response.text[6000:12000]
    assert f"{name}: " in response.text, "which file it was"
    for model in (ImportRun, ImportFile, FoundSheet, FactSheet):
        assert number(session, model) == 0


def test_one_bad_file_among_good_ones_keeps_nothing(session, editor):
    files = [(io.BytesIO(EXAMPLE.read_bytes()), "good.txt"), (io.BytesIO(b"%PDF-1.7"), "bad.pdf")]
    response = editor.post(START, {"files": files})
    assert response.status_code == 422 and "bad.pdf: The file is damaged" in response.text
    assert number(session, ImportRun) == 0


def test_far_too_large(session, editor, monkeypatch):
    monkeypatch.setattr("portal.files.problems.max_bytes", lambda: 100_000)
    response = send(editor, "giant.txt", b"ord " * 50_000)
    assert response.status_code == 413 and "too large" in response.text
    assert number(session, ImportRun) == 0


@pytest.mark.slow
def test_a_million_paragraphs(session, editor):
    """What can be read of it in its time is read; it is no booklet either way."""
    body = b"<w:p><w:r><w:t>Et afsnit om ingenting.</w:t></w:r></w:p>" * 1_000_000
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            b"<w:body>" + body + b"</w:body></w:document>",
        )
    response = send(editor, "many.docx", out.getvalue())
    assert response.status_code == 422
    assert number(session, ImportRun) == 0


def test_more_sheets_than_a_page_can_show(session, editor):
    text = "".join(f"Ark {n}\n\nUdfordring\nSvært.\n\nAktioner\nVi gik.\n\n\n" for n in range(501))
    response = send(editor, "many.txt", text.encode())
    assert response.status_code == 422 and "more than 500" in response.text


def test_letters_of_every_encoding(session, editor):
    text = "Æbleskoven\n\nUdfordring\nDet var svært på øen.\n\nAktioner\nVi gik.\n"
    for number_, encoding in enumerate(("utf-8", "utf-8-sig", "cp1252", "utf-16")):
        copy = text.replace("gik", "gik" * (number_ + 1))
        assert send(editor, "a.txt", copy.encode(encoding)).status_code == 303, encoding
    assert {one.title for one in found_sheets(session)} == {"Æbleskoven"}
    assert {one.values["challenge"] for one in found_sheets(session)} == {"Det var svært på øen."}


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd.txt", "a" * 400 + ".txt", "<script>.txt", "a\x00b\u202e.txt", " "]
)
def test_names_of_files_are_only_names(session, editor, name):
    response = send(editor, name, EXAMPLE.read_bytes())
    assert response.status_code in (303, 422)
    if response.status_code == 303:
        page = editor.page(response.headers["Location"])
        assert "<script>.txt" not in page
        assert all(len(one.name) <= 200 for one in session.scalars(select(ImportFile)))


@pytest.mark.parametrize("number_", ["0", "-1", "99999999999999999999", "1e3", "²", "", "x"])
def test_numbers_that_are_none(session, editor, number_):
    address = begin(editor, EXAMPLE)
    assert editor.get(f"{address}?page={number_}&show={number_}").status_code == 200
    for verb in ("take", "skip", "back", "undo"):
        assert editor.post(address, {verb: number_}).status_code == 404
    assert editor.post(address, {"nothing": number_}).status_code == 400
    assert editor.get(f"{START}{number_}").status_code in (404, 308, 200)
    assert editor.get(f"{address}/sheets/{number_}").status_code in (404, 405)
    assert editor.post(f"{address}/files/{number_}").status_code in (404, 405)
    assert number(session, FactSheet) == 0


def test_texts_with_markup_are_only_text(session, editor):
    evil = "<script>alert(1)</script> [x](javascript:alert(1)) {{ 733*3001 }} =1+1 \x07"
    text = f"Et ark\n\nUdfordring\n{evil}\n\nAktioner\n{evil}\n\nUkendt\n{evil}\n\nFund\nAlt.\n"
    address = begin_text(editor, text)
    page = editor.page(address)
    one = found_sheets(session)[0]
    page += editor.page(f"{address}/sheets/{one.id}")
    assert "<script>alert" not in page and 'href="javascript' not in page and "2199733" not in page
    editor.post(address, {"take": str(one.id)})
    assert number(session, FactSheet) == 1


def begin_text(person, text):
    response = send(person, "a.txt", text.replace("\x07", "").encode())
    assert response.status_code == 303, response.text[6000:9000]
    return response.headers["Location"]


def test_a_title_beyond_measure_is_corrected_first(session, editor):
    """The parser gives what is there; the rules of every sheet hold all the same."""
    long = "Et langt afsnit uden ende " * 1500
    address = begin_text(editor, f"Et ark\n\nUdfordring\n{long}\n\nAktioner\nVi gik.\n")
    one = found_sheets(session)[0]
    assert "Make it shorter" in editor.page(address)
    response = editor.post(address, {"take": str(one.id)})
    assert response.status_code == 303 and "check=1" in response.headers["Location"]
    page = editor.page(response.headers["Location"])
    assert "Make it shorter" in page
    response = editor.post(address + "/take")
    assert number(session, FactSheet) == 0
    assert session.scalar(select(func.count()).select_from(FoundSheet)) == 1


def test_a_report_is_no_booklet(session, editor):
    """It has some of the common headings, but no sheets."""
    text = "Rapport om ledelse\n\nBaggrund\nLedelse er vigtig.\n\n"
    for chapter in range(6):
        text += f"{chapter}. kapitel om noget\n\nResultater\nDer blev talt.\n\n"
    address = begin_text(editor, text + "Gode råd\nLyt.\n")
    assert "No fact sheet was found in a.txt" in editor.page(address)
    assert number(session, FoundSheet) == 0
