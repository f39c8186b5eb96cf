"""What is in the files of a hidden sheet shines through nowhere: text, name, title, properties."""

from __future__ import annotations

import io
import zipfile

import pytest

from portal.api import SYSTEM, attach, store_upload
from portal.testing.probes import search

CANARY = "kanariefugl"
#: Stands beside the canary; readers search for it, and pages repeat what was asked.
WORD = "gulspurv"
COMMENT, AUTHOR = "solsortesang", "Rosa Rødkælk"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx() -> bytes:
    """A Word file with a canary in its text and others in what is not its text."""
    text = f"<w:p><w:r><w:t>Om {WORD} og {CANARY} i haven</w:t></w:r></w:p>"
    comment = f"<w:p><w:r><w:t>{COMMENT}</w:t></w:r></w:p>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", f"<w:document {W}><w:body>{text}</w:body></w:document>")
        file.writestr("word/comments.xml", f"<w:comments {W}>{comment}</w:comments>")
        file.writestr("docProps/core.xml", f"<c xmlns='http://c'><creator>{AUTHOR}</creator></c>")
    return out.getvalue()


@pytest.fixture
def author(make):
    return make.user("Ane Berg", roles=["staff"])


@pytest.fixture
def hang(session, author):
    def hang_on(sheet):
        file = store_upload(session, SYSTEM, io.BytesIO(docx()), f"{CANARY} {WORD}.docx")
        name, title = f"{CANARY} {WORD}.docx", f"Bilag {CANARY}"
        found = attach(session, SYSTEM, "factsheet", sheet.id, file, name=name, title=title)
        session.commit()
        return found

    return hang_on


def everything(reader, shown):
    """Every address where a file of a sheet could show, as text."""
    found = {}
    for address in (
        "/",
        "/factsheets/",
        f"/factsheets/?q={WORD}",
        f"/factsheets/{shown.id}",
        "/factsheets/export.csv",
        f"/search?q={WORD}",
        f"/search?q=%22om+{WORD}%22",
        f"/search?q={WORD}&sort=newest",
        "/search?q=gulspurve",
        "/search?q=gulsprv",  # a slip, for 'did you mean'
        "/search?q=have",
        "/search?q=bilag",
        "/search/suggest?q=gul",
        "/search/suggest?q=bil",
        "/search/suggest?q=kan",
        "/search-words/",
    ):
        answer = reader.get(address)
        assert answer.status_code in (200, 403, 404), (address, answer.status_code)
        found[address] = answer.text
    return found


@pytest.mark.parametrize("how", ["private", "draft"])
def test_a_hidden_sheets_file_shows_nowhere(session, sheet, author, hang, sign_in, work, how):
    shown = sheet("Open sheet", challenge="En udfordring i haven")
    status = {"status": "draft"} if how == "draft" else {"visibility": "private"}
    one = hang(sheet("Titel", author=author, **status))
    work()
    reader = sign_in("editor")
    for place, text in everything(reader, shown).items():
        assert CANARY not in text, place
        if place.startswith("/search?") and "have" not in place:
            assert "0 results" in text, place
    for end in (f"/{CANARY} {WORD}.docx", "/x", "/title"):
        assert reader.get(f"/files/{one.id}{end}").status_code == 404
    found = search(session, f"{WORD} {CANARY}")
    assert (found.total, found.hits, found.suggestion) == (0, (), None)
    assert not any(found.facets.values())
    assert search(session, "kanariefugll").suggestion is None


def test_the_canary_would_be_seen_by_who_may(session, sheet, author, hang, sign_in, work):
    shown = sheet("Open sheet")
    hang(sheet("Titel", author=author, visibility="private"))
    work()
    seen = {place for place, text in everything(sign_in(author), shown).items() if CANARY in text}
    assert seen >= {f"/search?q={WORD}", "/search?q=gulspurve", "/search?q=bilag"}


def test_hiding_the_sheet_hides_its_file_while_no_worker_runs(
    session, sheet, author, hang, sign_in, work
):
    found = sheet("Titel", author=author)
    one = hang(found)
    work()
    reader = sign_in("staff")
    assert CANARY in reader.page(f"/search?q={WORD}")
    address = f"/files/{one.id}/{one.name}"
    with reader.get(address) as answer:
        assert answer.status_code == 200
    sign_in(author).post(f"/factsheets/{found.id}/unpublish")
    assert CANARY not in reader.page(f"/search?q={WORD}")
    assert search(session, WORD).total == 0
    # Also not what the browser kept a copy of, or a part.
    for headers in ({}, {"Range": "bytes=0-3"}, {"If-None-Match": f'"{one.file.digest}"'}):
        assert reader.get(address, headers=headers).status_code == 404
        assert reader.client.head(address, headers=headers).status_code == 404


def test_what_is_not_the_text_is_not_found_by_anybody(session, sheet, author, hang, sign_in, work):
    hang(sheet("Titel", author=author))
    work()
    owner = sign_in(author)
    for word in (COMMENT, "rødkælk", "solsort"):
        assert "0 results" in owner.page(f"/search?q={word}"), word


def test_a_file_on_two_sheets_is_found_with_the_one_that_may_be_seen(
    session, sheet, author, hang, work
):
    hang(sheet("Skjult", author=author, visibility="private"))
    hang(sheet("Åben", author=author))
    work()
    assert [hit.title for hit in search(session, WORD).hits] == ["Åben"]
