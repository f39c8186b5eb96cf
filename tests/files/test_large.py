"""Uploads that are too large cost neither the disk nor what was typed."""

import io

import pytest

from portal.database import db
from portal.files import parsing, problems, storage
from portal.files.incoming import Incoming
from portal.testing.sessions import token_of
from tests.files import samples

LIMIT = 200_000
BOUNDARY = "something-that-never-comes"


@pytest.fixture
def small(app, monkeypatch):
    """A portal that takes files of 200 KB."""
    monkeypatch.setattr(problems, "max_bytes", lambda: LIMIT)


@pytest.fixture
def written(monkeypatch):
    """How much was written to the disk."""
    sizes = []
    write = Incoming.write

    def noted(self, data):
        result = write(self, data)
        sizes.append(len(data) if self.problem is None else 0)
        return result

    monkeypatch.setattr(Incoming, "write", noted)
    return sizes


class Endless(io.RawIOBase):
    """A body: the head of a form, then `size` bytes of a file, made as they are read."""

    def __init__(self, head, size, tail=b""):
        self.head, self.left, self.tail, self.given = io.BytesIO(head), size, io.BytesIO(tail), 0

    def readable(self):
        return True

    def readinto(self, buffer):
        data = self.head.read(len(buffer))
        if not data and self.left:
            data = b"x" * min(len(buffer), self.left)
            self.left -= len(data)
        data = data or self.tail.read(len(buffer))
        buffer[: len(data)] = data
        self.given += len(data)
        return len(data)


def form_head(person, title="What I typed"):
    token = token_of(person.page("/"))
    fields = {"csrf_token": token, "title": title}
    lines = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    lines.append(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    )
    return "".join(lines).encode()


def send(person, body, **environ):
    return person.client.post(
        f"/files/on/person/{person.id}",
        environ_overrides={
            "wsgi.input": body,
            "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
            "CONTENT_LENGTH": "",
            **environ,
        },
    )


def refused(response):
    assert response.status_code == 413
    assert "too large" in response.text and "at most" in response.text
    assert 'value="What I typed"' in response.text
    assert list(storage.digests()) == []


def test_two_gigabytes_that_say_so_are_not_read(small, sign_in, written):
    person = sign_in("staff")
    body = Endless(form_head(person), 2 * 1024**3)
    refused(send(person, body, CONTENT_LENGTH=str(2 * 1024**3)))
    assert body.given < 1_000_000
    assert sum(written) == 0


def test_two_gigabytes_in_chunks_are_read_no_further_than_a_form_may_go(small, sign_in, written):
    person = sign_in("staff")
    body = Endless(form_head(person), 2 * 1024**3)
    refused(send(person, body, **{"wsgi.input_terminated": True}))
    assert body.given < parsing.FILES_AT_ONCE * LIMIT + parsing.MAX_FIELDS + 200_000
    assert sum(written) <= LIMIT


def test_a_file_just_too_large_is_let_go_and_the_form_arrives_whole(small, sign_in, written):
    person = sign_in("staff")
    head, tail = form_head(person), f"\r\n--{BOUNDARY}--\r\n".encode()
    body = Endless(head, LIMIT + 1, tail)
    refused(send(person, body, CONTENT_LENGTH=str(len(head) + LIMIT + 1 + len(tail))))
    assert sum(written) <= LIMIT


def test_a_file_of_exactly_the_limit_is_taken(small, sign_in):
    person = sign_in("staff")
    head, tail = form_head(person), f"\r\n--{BOUNDARY}--\r\n".encode()
    body = Endless(head, LIMIT, tail)
    response = send(person, body, CONTENT_LENGTH=str(len(head) + LIMIT + len(tail)))
    assert response.status_code == 303


def test_fields_of_many_megabytes_are_refused(small, sign_in, written):
    person = sign_in("staff")
    body = Endless(form_head(person, "x" * (5 * 1024 * 1024)), 10)
    response = send(person, body, **{"wsgi.input_terminated": True})
    assert response.status_code == 422  # nothing was chosen, as far as it was read
    assert body.given < parsing.MAX_FIELDS + 1_000_000
    assert sum(written) == 0


def test_a_body_that_breaks_off(small, sign_in):
    person = sign_in("staff")
    head = form_head(person)
    response = send(person, Endless(head, 100), CONTENT_LENGTH=str(len(head) + 5000))
    assert response.status_code == 400
    assert list(storage.digests()) == []


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "text/plain", "multipart/form-data; boundary=é"]
)
def test_a_body_that_is_no_form(small, sign_in, kind):
    person = sign_in("staff")
    response = person.client.post(
        f"/files/on/person/{person.id}", data=b"\x00\xff" * 100, content_type=kind
    )
    assert response.status_code == 400


def test_no_transaction_waits_for_a_slow_upload(small, sign_in, monkeypatch):
    """While the body comes in, somebody else can write."""
    person = sign_in("staff")
    seen = []
    write = Incoming.write

    def check(self, data):
        seen.append(db.session.registry.has() and db.session().in_transaction())
        return write(self, data)

    monkeypatch.setattr(Incoming, "write", check)
    person.post(
        f"/files/on/person/{person.id}",
        {"files": (io.BytesIO(samples.PDF), "a.pdf")},
        content_type="multipart/form-data",
    )
    assert seen and not any(seen)


class Full:
    """A file on a disk that is full."""

    def __init__(self, *_arguments):
        pass

    def write(self, _data):
        raise OSError(28, "No space left on device")

    def close(self):
        raise OSError(28, "No space left on device")


def test_a_full_disk_gets_a_sentence_and_keeps_nothing(sign_in, monkeypatch):
    person = sign_in("staff")
    import os

    monkeypatch.setattr(
        "portal.files.incoming.os.fdopen", lambda handle, _mode: os.close(handle) or Full()
    )
    response = person.post(
        f"/files/on/person/{person.id}",
        {"files": (io.BytesIO(samples.PDF), "a.pdf"), "title": "What I typed"},
        content_type="multipart/form-data",
    )
    assert response.status_code == 503
    assert "could not be kept just now" in response.text
    assert 'value="What I typed"' in response.text
    assert list(storage.digests()) == []


def test_a_disk_that_fills_up_at_the_last_step(sign_in, monkeypatch, session):
    from sqlalchemy import select

    from portal.files.models import File

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    person = sign_in("staff")
    monkeypatch.setattr(storage, "put", full)
    response = person.post(
        f"/files/on/person/{person.id}",
        {"files": (io.BytesIO(samples.PDF), "a.pdf"), "title": "What I typed"},
        content_type="multipart/form-data",
    )
    assert response.status_code == 503 and 'value="What I typed"' in response.text
    assert session.scalars(select(File)).all() == []
