"""What comes in is judged by its content."""

import io
import struct

import pytest
from PIL import Image

from portal.files.incoming import take_in
from portal.files.names import MAX_NAME, clean_name
from portal.files.problems import FileProblem
from portal.files.storage import incoming_folder
from tests.files import samples

TAKEN = [
    ("a.pdf", samples.PDF, "application/pdf"),
    ("a.docx", samples.docx(), "wordprocessingml.document"),
    ("a.xlsx", samples.xlsx(), "spreadsheetml.sheet"),
    ("a.pptx", samples.pptx(), "presentationml.presentation"),
    ("a.odt", samples.odt(), "opendocument.text"),
    ("a.txt", "Æblegrød".encode(), "text/plain"),
    ("a.txt", "Æblegrød".encode("latin-1"), "text/plain"),
    ("a.txt", "Æblegrød".encode("utf-16"), "text/plain"),
    ("a.csv", "navn;enhed\r\nAne;Lærer\r\n".encode("utf-8-sig"), "text/csv"),
    ("a.png", samples.picture("PNG"), "image/png"),
    ("a.jpg", samples.picture("JPEG"), "image/jpeg"),
    ("a.gif", samples.picture("GIF"), "image/gif"),
    ("a.webp", samples.picture("WEBP"), "image/webp"),
    ("report.exe", samples.PDF, "application/pdf"),
]


def examine(content, name):
    incoming = take_in(io.BytesIO(content), name)
    try:
        return incoming.examined, incoming.examined.path.read_bytes()
    finally:
        incoming.close()


@pytest.mark.parametrize("name, content, wanted", TAKEN)
def test_types_are_known_by_their_content(app, name, content, wanted):
    found, _kept = examine(content, name)
    assert found.kind.media_type.endswith(wanted)


REFUSED = [
    ("an empty file", b"", "empty"),
    ("an SVG with script", samples.SVG, "Web pages and SVG"),
    ("a page named .png", samples.HTML, "Web pages and SVG"),
    ("a page after white space", b"\xef\xbb\xbf\n\n  <HTML>", "Web pages and SVG"),
    ("a page in UTF-16", "<svg onload='x'/>".encode("utf-16"), "Web pages and SVG"),
    ("a program", b"MZ\x90\x00\x03\x00\x00\x00", "this type"),
    ("text with control characters", b"hello\x00\x01world", "this type"),
    ("a zip", samples.archive("readme.txt"), "this type"),
    ("a jar that says it is two", samples.docx("xl/workbook.xml"), "this type"),
    ("a docx with macros", samples.docx("word/vbaProject.bin"), "macros"),
    ("a bomb", samples.bomb(), "unpacks"),
    ("a cut-off docx", samples.docx()[:-30], "damaged"),
    ("only the first bytes of a zip", b"PK\x03\x04", "damaged"),
    ("a picture of 3.6 gigapixels", samples.claims_huge(), "too many pixels"),
    ("a cut-off PNG", samples.picture("PNG", (300, 300))[:-60], "damaged"),
    ("a cut-off JPEG", samples.picture("JPEG", (300, 300))[:400], "damaged"),
    ("a PNG's name tag only", b"\x89PNG\r\n\x1a\n", "damaged"),
    ("a GIF's only", b"GIF89a", "damaged"),
    ("a WebP's only", b"RIFF\x00\x00\x00\x00WEBP", "damaged"),
]


@pytest.mark.parametrize(
    "content, words",
    [(content, words) for _, content, words in REFUSED],
    ids=[r[0] for r in REFUSED],
)
def test_what_is_not_taken_gets_a_sentence_and_leaves_nothing(app, content, words):
    with pytest.raises(FileProblem, match=words):
        take_in(io.BytesIO(content), "a.png")
    assert list(incoming_folder().iterdir()) == []


def test_an_archive_with_a_second_list_is_refused(app):
    good = samples.docx()
    at = good.index(b"PK\x05\x06")
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, 0, 1)
    with pytest.raises(FileProblem, match="damaged"):
        take_in(io.BytesIO(good[:at] + locator + good[at:]), "a.docx")


def test_a_long_list_of_entries_is_a_bomb(app):
    with pytest.raises(FileProblem, match="unpacks"):
        take_in(io.BytesIO(samples.docx(*(f"word/{n}.xml" for n in range(5001)))), "a.docx")


def test_a_photo_loses_its_place_and_stands_upright(app):
    found, kept = examine(samples.photo(), "photo.jpg")
    assert b"Ane" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (20, 40)
        assert not picture.getexif()
    assert found.size == len(kept)


def test_what_hides_behind_the_pixels_goes(app):
    _found, kept = examine(samples.picture("PNG") + b"<script>alert(1)</script>", "a.png")
    assert b"script" not in kept


def test_a_large_picture_is_made_smaller(app):
    _found, kept = examine(samples.picture("JPEG", (5000, 2500)), "a.jpg")
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (3200, 1600)


def test_a_moving_picture_keeps_moving(app):
    _found, kept = examine(samples.moving(), "a.gif")
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.n_frames == 3


def test_transparency_stays(app):
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(out, "PNG")
    _found, kept = examine(out.getvalue(), "a.png")
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.convert("RGBA").getpixel((0, 0))[3] == 0


NAMES = [
    ("plan.pdf", "plan.pdf"),
    ("PLAN.PDF", "PLAN.PDF"),
    ("../../etc/passwd", "passwd.pdf"),
    ("..\\..\\windows\\evil.pdf", "evil.pdf"),
    ("/etc/cron.d/x.pdf", "x.pdf"),
    ("a\x00b.pdf", "ab.pdf"),
    ("cv‮fdp.exe", "cvfdp.exe.pdf"),
    ("cv.pdf.exe", "cv.pdf.exe.pdf"),
    ("cv.exe.pdf", "cv.exe.pdf"),
    ("", "file.pdf"),
    (".pdf", "pdf.pdf"),
    ("...", "file.pdf"),
    ("con.pdf", "_con.pdf"),
    ('a"b<c>.pdf', "a-b-c-.pdf"),
    ("line\nbreak.pdf", "linebreak.pdf"),
    ("  Årets   plan .pdf", "Årets plan.pdf"),
    ("half\ud800.pdf", "half.pdf"),
]


@pytest.mark.parametrize("given, wanted", NAMES)
def test_names_are_made_harmless(given, wanted):
    assert clean_name(given, (".pdf",)) == wanted


def test_a_long_name_keeps_its_ending():
    name = clean_name("ø" * 500 + ".pdf", (".pdf",))
    assert len(name) == MAX_NAME and name.endswith(".pdf")
