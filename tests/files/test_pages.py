"""Adding files to an object and getting them out again, through the pages."""

import io

import pytest
from sqlalchemy import select

from portal.access.deciding import set_audience
from portal.files import storage
from portal.files.models import Attachment, File
from tests.files import samples


def add(person, files, **fields):
    """Sends files to the person's own page; people may edit themselves."""
    chosen = [(io.BytesIO(content), name) for name, content in files]
    return person.post(
        f"/files/on/person/{person.id}",
        {"files": chosen, **fields},
        content_type="multipart/form-data",
    )


def attachments(session):
    return list(session.scalars(select(Attachment).order_by(Attachment.position)))


def address(attachment):
    return f"/files/{attachment.id}/{attachment.name}"


def stored():
    return set(storage.digests())


def test_add_see_download(sign_in, session):
    person = sign_in("staff")
    response = add(person, [("Plan 2026.pdf", samples.PDF)], title="The plan")
    assert response.status_code == 303
    (attachment,) = attachments(session)
    page = person.page(f"/files/on/person/{person.id}")
    assert "The plan" in page and "Plan 2026.pdf" in page
    with person.get(address(attachment)) as found:
        assert found.data == samples.PDF
        assert found.headers["Content-Type"] == "application/pdf"
        assert found.headers["Content-Disposition"].startswith("inline")
        assert found.headers["X-Content-Type-Options"] == "nosniff"
        assert found.headers["Cache-Control"] == "private, no-cache"
        assert "default-src 'none'" in found.headers["Content-Security-Policy"]


def test_everything_but_pictures_and_pdf_is_saved_and_sandboxed(sign_in, session):
    person = sign_in("staff")
    add(person, [("a.docx", samples.docx()), ("b.txt", b"hello"), ("c.png", samples.picture())])
    for attachment, disposition in zip(
        attachments(session), ("attachment", "attachment", "inline"), strict=True
    ):
        with person.get(address(attachment)) as found:
            assert found.headers["Content-Disposition"].startswith(disposition)
            assert "sandbox" in found.headers["Content-Security-Policy"]
    with person.get(address(attachment) + "?download=1") as found:
        assert found.headers["Content-Disposition"].startswith("attachment")


def test_parts_heads_and_what_the_browser_has_already(sign_in, session):
    person = sign_in("staff")
    add(person, [("a.pdf", samples.PDF)])
    where = address(attachments(session)[0])
    with person.get(where, headers={"Range": "bytes=0-4"}) as part:
        assert (part.status_code, part.data) == (206, b"%PDF-")
        assert part.headers["Content-Range"] == f"bytes 0-4/{len(samples.PDF)}"
    with person.get(where, headers={"Range": "bytes=99999-"}) as beyond:
        assert beyond.status_code == 416
    with person.client.head(where) as head:
        assert head.status_code == 200 and head.data == b""
        assert head.headers["Content-Length"] == str(len(samples.PDF))
        etag = head.headers["ETag"]
    with person.get(where, headers={"If-None-Match": etag}) as again:
        assert again.status_code == 304


def test_a_name_that_is_not_its_own_leads_to_the_right_one(sign_in, session):
    person = sign_in("staff")
    add(person, [("Årets plan.pdf", samples.PDF)])
    (attachment,) = attachments(session)
    response = person.get(f"/files/{attachment.id}/evil.exe")
    assert response.status_code == 302 and response.location.endswith("plan.pdf")


def test_who_does_not_see_the_object_finds_no_file(sign_in, session):
    person, other = sign_in("staff"), sign_in("staff")
    add(person, [("a.pdf", samples.PDF)])
    where = address(attachments(session)[0])
    with other.get(where) as found:
        assert found.status_code == 200
    set_audience(session, "person", person.id, set())
    session.commit()
    for visitor in (person, other):  # not even with what their browser has kept
        assert visitor.get(where, headers={"If-None-Match": "*"}).status_code == 404


def test_a_stranger_is_sent_to_the_sign_in(sign_in, session, client):
    person = sign_in("staff")
    add(person, [("a.pdf", samples.PDF)])
    assert client.get(address(attachments(session)[0])).status_code == 302


def test_a_stranger_s_upload_is_not_even_read(client, app, monkeypatch):
    from portal.files.parsing import UploadParser

    def read(*_arguments):
        raise AssertionError("read")

    monkeypatch.setattr(UploadParser, "parse", read)
    data = {"files": (io.BytesIO(samples.PDF), "a.pdf")}
    response = client.post("/files/on/person/1", data=data, content_type="multipart/form-data")
    assert response.status_code in (302, 303)


def test_only_who_may_edit_may_add_move_and_remove(sign_in, session):
    person, other = sign_in("staff"), sign_in("staff")
    add(person, [("a.pdf", samples.PDF)])
    (attachment,) = attachments(session)
    chosen = {"files": (io.BytesIO(b"hello"), "b.txt")}
    assert other.post(f"/files/on/person/{person.id}", chosen).status_code == 403
    assert other.get(f"/files/on/person/{person.id}").status_code == 403
    for what in ("remove", "up", "down", "title", "restore"):
        assert other.post(f"/files/{attachment.id}/{what}").status_code == 403
    session.expire_all()
    assert attachments(session)[0].removed_at is None


@pytest.mark.parametrize(
    "where", ["nothing/1", "person/999999", "person/0", "person/9999999999999"]
)
def test_objects_that_are_not_there(sign_in, where):
    person = sign_in("staff")
    assert person.get(f"/files/on/{where}").status_code == 404
    assert person.post(f"/files/on/{where}", {"title": "x"}).status_code in (404, 405)


REFUSED = [
    ("evil.svg", samples.SVG, "Web pages and SVG"),
    ("photo.png", samples.HTML, "Web pages and SVG"),
    ("bomb.docx", samples.bomb(), "unpacks"),
    ("empty.pdf", b"", "empty"),
]


@pytest.mark.parametrize("name, content, words", REFUSED, ids=[one[0] for one in REFUSED])
def test_what_is_not_taken_keeps_the_form(sign_in, session, name, content, words):
    person = sign_in("staff")
    response = add(person, [(name, content)], title="What I typed")
    assert response.status_code == 422
    assert words in response.text and 'value="What I typed"' in response.text
    assert attachments(session) == [] and stored() == set()


def test_one_bad_file_of_several_is_named_and_none_is_added(sign_in, session):
    person = sign_in("staff")
    response = add(person, [("a.pdf", samples.PDF), ("<b>.svg", samples.SVG)])
    assert response.status_code == 422 and "&lt;b&gt;.svg" in response.text
    assert attachments(session) == []


def test_nothing_chosen_and_a_title_too_long(sign_in):
    person = sign_in("staff")
    assert "Choose a file." in add(person, [], title="x").text
    assert "at most 200 characters" in add(person, [("a.txt", b"x")], title="x" * 201).text


def test_the_same_content_is_kept_once_and_hangs_twice(sign_in, session):
    person, other = sign_in("staff"), sign_in("staff")
    add(person, [("a.pdf", samples.PDF)])
    add(other, [("b.pdf", samples.PDF)])
    assert len(attachments(session)) == 2
    assert len(list(session.scalars(select(File)))) == len(stored()) == 1
    again = add(person, [("c.pdf", samples.PDF)])
    assert again.status_code == 422 and "here already: a.pdf" in again.text


def test_order_title_removal_and_undo(sign_in, session):
    person = sign_in("staff")
    add(person, [("a.txt", b"a"), ("b.txt", b"b"), ("c.txt", b"c")])
    a, _b, c = attachments(session)
    person.post(f"/files/{c.id}/up")
    person.post(f"/files/{a.id}/up")
    assert [one.name for one in attachments(session)] == ["a.txt", "c.txt", "b.txt"]
    person.post(f"/files/{a.id}/title", {"title": "  The  first "})
    session.expire_all()
    assert a.title == "The first"
    assert person.post(f"/files/{a.id}/title", {"title": "x" * 300}).status_code == 422
    back = person.post(f"/files/{a.id}/remove").location
    page = person.page(back)
    assert f"/files/{a.id}/restore" in page
    assert person.get(address(a)).status_code == 404
    assert person.post(f"/files/{a.id}/remove").status_code == 404
    person.post(f"/files/{a.id}/restore")
    with person.get(address(a)) as found:
        assert found.data == b"a"


def test_back_to_the_page_one_came_from_and_nowhere_else(sign_in):
    person = sign_in("staff")
    assert add(person, [("a.txt", b"a")], next="/people/1").location == "/people/1"
    assert add(person, [("b.txt", b"b")], next="//evil.example").location.startswith("/files/on/")


def test_a_file_that_is_gone_from_the_disk_is_not_found(sign_in, session):
    person = sign_in("staff")
    add(person, [("a.txt", b"a")])
    (attachment,) = attachments(session)
    storage.remove(attachment.file.digest)
    assert person.get(address(attachment)).status_code == 404


def test_the_list_of_files_takes_a_handful_of_queries(sign_in, count_queries):
    person = sign_in("staff")
    add(person, [(f"{n}.txt", str(n).encode()) for n in range(3)])
    with count_queries() as few:
        person.page(f"/files/on/person/{person.id}")
    add(person, [(f"{n}.txt", str(n).encode()) for n in range(3, 10)])
    with count_queries() as many:
        person.page(f"/files/on/person/{person.id}")
    assert len(many) <= len(few) + 1  # which plugins are on is asked now and then


def test_the_card_for_other_pages(app, sign_in, session):
    from flask import render_template_string
    from flask_login import login_user

    from portal.accounts.models import User
    from portal.files.services import attachments_of

    person = sign_in("staff")
    source = (
        "{% from 'portal/files/_list.html' import file_card %}"
        "{{ file_card(attachments, 'person', id, edit=edit) }}"
    )

    def card(edit):
        with app.test_request_context("/people/7"):
            login_user(session.get(User, person.id))
            found = attachments_of(session, "person", [person.id])[person.id]
            return render_template_string(source, attachments=found, id=person.id, edit=edit)

    assert card(edit=False).strip() == ""
    assert "No files yet" in card(edit=True)
    add(person, [("<plan>.pdf", samples.PDF)])
    html = card(edit=False)
    assert "-plan-.pdf" in html and "PDF, " in html and "<form" not in html
    html = card(edit=True)
    assert f'action="/files/on/person/{person.id}"' in html
    assert 'name="next" value="/people/7"' in html and 'enctype="multipart/form-data"' in html
