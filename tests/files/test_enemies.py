"""Uploads by somebody who means harm, and requests for parts of files that nobody should send."""

import io
from urllib.parse import quote

import pytest
from sqlalchemy import select

from portal.access.deciding import set_audience
from portal.files import services
from portal.files.models import Attachment, File
from portal.files.reading.models import FileReading
from tests.files import documents, samples
from tests.files.test_pages import add, address, attachments

PAGE = b"<!doctype html><script>alert(1)</script>"
#: Each is of a type that is taken, and something else besides.
POLYGLOTS = [
    ("a PDF that is a page too", samples.PDF + PAGE, "application/pdf"),
    ("text with a page in it", b"Hello,\n" + PAGE, "text/plain"),
    ("csv with a page in it", b"a;b\n" + PAGE, "text/csv"),
    ("a docx with a page behind it", documents.docx("x") + PAGE, None),
    ("a docx with a page in front", PAGE + documents.docx("x"), None),
    ("a GIF that is a script too", b"GIF89a/*" + b"*/=1;alert(1)//", None),
    ("a picture with a page behind it", samples.picture() + PAGE, "image/png"),
]


@pytest.mark.parametrize(
    "content, media_type", [row[1:] for row in POLYGLOTS], ids=[row[0] for row in POLYGLOTS]
)
def test_what_is_two_things_at_once_runs_as_neither(sign_in, session, content, media_type):
    person = sign_in("staff")
    name = "a.csv" if media_type == "text/csv" else "a.html"
    answer = add(person, [(name, content)])
    found = attachments(session)
    if not found:
        assert answer.status_code == 422
        assert media_type is None
        return
    with person.get(address(found[0])) as given:
        assert given.headers["X-Content-Type-Options"] == "nosniff"
        assert given.headers["Content-Type"].partition(";")[0] not in ("text/html", "image/svg+xml")
        assert "default-src 'none'" in given.headers["Content-Security-Policy"]
        assert "script" not in given.headers["Content-Security-Policy"]
        if media_type is not None:
            assert given.headers["Content-Type"].partition(";")[0] == media_type
        if media_type not in ("application/pdf", "image/png"):
            assert given.headers["Content-Disposition"].startswith("attachment")
        if media_type == "image/png":  # drawn anew
            assert b"script" not in given.data
    assert not found[0].name.endswith(".html")


def test_a_bomb_named_docx_costs_its_own_text(sign_in, session, work):
    """One small enough to be taken: it is read as far as is allowed, and hangs there."""
    person = sign_in("staff")
    bomb = documents.docx(documents.paragraph("Bombe " + "a" * 60_000_000))
    assert len(bomb) < 100_000
    assert add(person, [("bombe.docx", bomb)]).status_code == 303
    work()
    session.expire_all()
    reading = session.scalars(select(FileReading)).one()
    assert (reading.state, reading.truncated) == ("read", True)
    assert reading.characters <= 1_000_000
    html = person.page(f"/files/on/person/{person.id}")
    assert "Only a part of its text can be searched." in html


def test_a_bomb_of_gigabytes_is_not_taken(sign_in, session):
    person = sign_in("staff")
    answer = add(person, [("bombe.docx", samples.bomb())])
    assert answer.status_code == 422 and "unpacks to far more" in answer.text
    assert session.scalars(select(File)).all() == []


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd",
        "a\r\nSet-Cookie: x=1.txt",
        "\u202etxt.exe",
        "\U0001f4c4 plan \u2764\ufe0f.txt",
        "\u00f8" * 5000 + ".txt",
        '"; filename="evil.html',
        "%2e%2e%2fx.txt",
        "a" * 5000,
        "<script>alert(1)</script>.txt",
        "..",
    ],
    ids=range(10),
)
def test_names_that_would_do_harm(sign_in, session, work, name):
    person = sign_in("staff")
    response = person.post(
        f"/files/on/person/{person.id}",
        {"files": [(io.BytesIO(b"hello"), name)]},
        content_type="multipart/form-data",
    )
    if "\r\n" in name:  # ends the header of the part: no file has come
        assert response.status_code == 422 and not attachments(session)
        return
    assert response.status_code == 303
    (one,) = attachments(session)
    assert one.name.endswith(".txt") and len(one.name) <= 120
    assert not set(one.name) & set('/\\\r\n"<>\u202e')
    with person.get(quote(address(one))) as given:
        assert given.status_code == 200 and given.data == b"hello"
        assert "Set-Cookie: x" not in str(given.headers)
        assert given.headers.get_all("Content-Disposition")[0].startswith("attachment")
    work()
    page = person.page(f"/files/on/person/{person.id}")
    assert "<script>alert(1)" not in page


RANGES = [
    ("bytes=0-4", 206, b"01234"),
    ("bytes=-3", 206, b"789"),
    ("bytes=-99", 200, b"0123456789"),
    ("bytes=-99999999999999999999999", 200, b"0123456789"),
    ("bytes=7-", 206, b"789"),
    ("bytes=7-99", 206, b"789"),
    ("bytes=0-0", 206, b"0"),
    ("bytes=10-", 416, None),
    ("bytes=-0", 416, None),
    ("bytes=0-1,3-4", (200, 206, 416), None),
    ("bytes=" + ",".join(f"{n}-{n}" for n in range(2000)), (200, 206, 416), None),
    ("bytes=5-2", (200, 416), None),
    ("bytes=a-b", (200, 416), None),
    ("bytes=", (200, 416), None),
    ("bytes=99999999999999999999999-", (200, 416), None),
    ("bytes=0-99999999999999999999999", 206, b"0123456789"),
    ("lines=0-4", (200, 416), None),
    ("\u00e6=0-4", (200, 416), None),
]


@pytest.mark.parametrize("wanted, status, data", RANGES, ids=range(len(RANGES)))
def test_parts(sign_in, session, wanted, status, data):
    person = sign_in("staff")
    add(person, [("a.txt", b"0123456789")])
    where = address(attachments(session)[0])
    with person.get(where, headers={"Range": wanted}) as given:
        assert given.status_code in (status if isinstance(status, tuple) else (status,))
        assert len(given.data) <= 12_000  # nobody makes ten bytes into megabytes
        if data is not None:
            assert given.data == data
        elif given.status_code == 200:
            assert given.data == b"0123456789"


def test_a_part_of_what_has_changed_is_all_of_it(sign_in, session):
    person = sign_in("staff")
    add(person, [("a.txt", b"0123456789")])
    where = address(attachments(session)[0])
    with person.client.head(where, headers={"Range": "bytes=0-4"}) as head:
        etag = head.headers["ETag"]
        assert head.data == b""
    for condition, status in ((etag, 206), ('"another"', 200), ("rubbish", 200)):
        headers = {"Range": "bytes=0-4", "If-Range": condition}
        with person.get(where, headers=headers) as given:
            assert given.status_code == status, condition
            assert given.data == (b"01234" if status == 206 else b"0123456789")


def test_whose_access_was_withdrawn_gets_no_part_of_it(sign_in, session):
    owner, reader = sign_in("staff"), sign_in("staff")
    add(owner, [("a.txt", b"0123456789")])
    one = attachments(session)[0]
    where = address(one)
    with reader.get(where) as given:
        assert given.status_code == 200
        etag = given.headers["ETag"]
    set_audience(session, "person", owner.id, {f"user:{owner.id}"})
    session.commit()
    for headers in ({}, {"Range": "bytes=0-4"}, {"If-None-Match": etag}, {"If-Range": etag}):
        assert reader.get(where, headers=headers).status_code == 404
        assert reader.client.head(where, headers=headers).status_code == 404


def test_one_of_two_pointers_goes_and_the_other_still_gives(sign_in, session, work):
    first, second = sign_in("staff"), sign_in("staff")
    for person in (first, second):
        add(person, [("a.txt", b"gulspurv")])
    one, other = session.scalars(select(Attachment).order_by(Attachment.id))
    first.post(f"/files/{one.id}/remove")
    work()
    services.sweep(session)
    session.commit()
    assert first.get(address(one)).status_code == 404
    with second.get(address(other)) as given:
        assert given.data == b"gulspurv"
    page = first.page("/search?q=gulspurv")
    assert "1 result" in page and f"/people/{second.id}" in page
