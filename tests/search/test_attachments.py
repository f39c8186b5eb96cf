"""Files are found by their text, with what they hang on, and gone as soon as they are gone."""

import io
import json

import pytest
from sqlalchemy import func, select

from portal.access.actors import SYSTEM
from portal.files import services
from portal.files.models import Attachment, File
from portal.files.reading import services as reading
from portal.files.reading.models import FilePart, FileReading
from portal.jobs.models import IndexEntry, Job
from portal.search.engine.base import SearchRequest
from portal.search.service import Query

from ..files import documents


@pytest.fixture
def ane(make, session):
    user = make.user("Ane Skovlund")
    session.commit()
    return user


@pytest.fixture
def hang(session, ane):
    """Hangs a content on Ane."""

    def attach(content, name="noter.txt", title="", on=None):
        if isinstance(content, str):
            content = content.encode()
        file = services.store_upload(session, SYSTEM, io.BytesIO(content), name)
        found = services.attach(
            session, SYSTEM, "person", (on or ane).id, file, name=name, title=title
        )
        session.commit()
        return found

    return attach


@pytest.fixture
def search(session, make):
    from portal.runtime import portal

    reader = make.user("Læser")
    session.commit()
    actor = make.actor_of(reader)

    def run(text):
        return portal().search.search(session, actor, Query(text, {}))

    return run


def test_a_word_of_a_file_finds_what_it_hangs_on(hang, work, search, sign_in):
    hang(documents.pdf("Forside", "Om dogmeregler\nog (mødekultur)"), "Dogme.pdf")
    work()
    result = search("dogmeregel")
    assert [hit.title for hit in result.hits] == ["Ane Skovlund"]
    html = sign_in().page("/search?q=dogmeregel")
    assert "</a>, page 2: Om <mark>dogmeregler</mark> og (mødekultur)" in html
    assert "Dogme.pdf#page=2" in html


def test_what_the_page_says_itself_needs_no_file(hang, work, search):
    hang("Skovlund skriver om svampe")
    work()
    assert search("skovlund").hits[0].found_in is None
    assert search("skovlund svampe").hits[0].found_in is not None


def test_a_file_is_found_by_its_name_and_title_without_a_text(hang, work, search, sign_in):
    hang("x", "plan_for_kageklubben.txt")
    work()
    found = search("kageklub").hits[0].found_in
    assert found is not None and found.part == -1
    assert "plan_for_<mark>kageklubben</mark>.txt" in sign_in().page("/search?q=kageklubben")


def test_the_best_part_of_a_long_text_is_shown(hang, work, sign_in):
    filling = "\n\n".join(f"Afsnit {n} om noget helt andet, som fylder." * 20 for n in range(60))
    hang(filling + "\n\nHer står gulspurven på sin gren.\n\n" + filling)
    work()
    assert "Her står <mark>gulspurven</mark> på sin gren." in sign_in().page("/search?q=gulspurv")


def test_a_phrase_within_a_file(hang, work, search, sign_in):
    hang("Den grønne gren. Den gule spurv sidder der.")
    work()
    assert search('"gule spurv"').total == 1
    assert search('"spurv gule"').total == 0
    assert "gule" in sign_in().page("/search?q=%22gule+spurv%22")


def test_the_body_weighs_more_than_a_file(hang, make, work, search, session):
    hang("gulspurv")
    make.user("Gulspurv Hansen")
    session.commit()
    work()
    assert [hit.title for hit in search("gulspurv").hits] == ["Gulspurv Hansen", "Ane Skovlund"]


def test_one_content_is_read_once(hang, make, work, search, session, monkeypatch):
    times = []
    real = reading.extract_text
    monkeypatch.setattr(reading, "extract_text", lambda *a, **k: times.append(a) or real(*a, **k))
    hang("gulspurv", "a.txt")
    work()
    hang("gulspurv", "b.txt", on=make.user("Bo Skov"))
    work()
    assert search("gulspurv").total == 2
    from portal.search.indexer import rebuild

    session.commit()
    rebuild()
    assert search("gulspurv").total == 2
    assert len(times) == 1


# Taken away.


def test_a_removed_file_is_found_no_more_even_while_the_worker_is_dead(
    hang, work, search, session, sign_in
):
    one = hang("gulspurv", "gulspurv.txt")
    work()
    services.detach(session, SYSTEM, one)
    session.commit()
    assert search("gulspurv").total == 0
    work()
    assert search("gulspurv").total == 0
    assert search("skovlund").total == 1
    services.restore(session, SYSTEM, one)
    session.commit()
    work()
    assert search("gulspurv").total == 1


def test_an_old_title_is_found_no_more(hang, work, search, session):
    one = hang("x", title="Gulspurven")
    work()
    services.rename(session, SYSTEM, one, "Solsorten")
    session.commit()
    assert search("gulspurv").total == 0
    work()
    assert search("gulspurv").total == 0 and search("solsort").total == 1


def test_the_database_has_the_last_word_when_a_hit_is_shown(hang, work, search, session, sign_in):
    one = hang("gulspurven synger")
    work()
    session.get_one(Attachment, one.id).removed_at = func.now()  # behind everybody's back
    session.commit()
    html = sign_in().page("/search?q=gulspurv")
    assert "synger" not in html and "noter.txt" not in html


def test_an_object_that_is_deleted_takes_its_files_along(hang, work, search, session, ane):
    from portal.runtime import portal

    hang("gulspurv")
    work()
    portal().changes.deleted(session, "person", ane.id)
    session.commit()
    assert search("gulspurv").total == 0


# Those that cannot be read.


def state(session):
    session.expire_all()
    return session.scalars(select(FileReading)).one()


def test_a_damaged_file_is_tried_once_and_says_why(hang, work, session, search):
    hang(b"%PDF-1.7 rubbish", "skrald.pdf")
    work()
    found = state(session)
    assert (found.state, found.reason, found.attempts) == ("failed", "damaged", 1)
    assert search("skrald").total == 1  # by its name


def test_one_that_takes_too_long_is_tried_three_times(hang, work, session, monkeypatch):
    from portal.files.extraction.asking import CannotRead

    def slow(*_anything):
        raise CannotRead("limits")

    monkeypatch.setattr(reading, "extract_text", slow)
    monkeypatch.setattr(reading, "PAUSE", reading.PAUSE * 0)
    hang("langsomt")
    work()
    found = state(session)
    assert (found.state, found.reason, found.attempts) == ("failed", "limits", 3)


def test_one_that_kills_the_worker_is_given_up(hang, work, session):
    hang("dræber")
    state(session).attempts = reading.ATTEMPTS
    session.commit()
    work()
    assert state(session).state == "failed"


def test_while_it_reads_others_write(hang, work, session, monkeypatch):
    from portal.database import own_session
    from portal.files.extraction.results import ExtractedText

    def slow(*_anything):
        with own_session() as other:  # would wait for the job's own transaction
            other.add(Job(topic="x.y", payload={}))
        return ExtractedText(("gulspurv",))

    monkeypatch.setattr(reading, "extract_text", slow)
    hang("en fil")
    work()
    assert state(session).state == "read"


def test_files_from_before_are_read_too(hang, work, session, search):
    hang("gulspurv")
    for model in (FileReading, Job, IndexEntry):
        session.execute(model.__table__.delete())
    session.commit()
    from portal.jobs.queue import enqueue

    enqueue(session, reading.READ_MISSING)
    session.commit()
    work()
    assert search("gulspurv").total == 1


def test_what_is_swept_takes_its_text_along(hang, work, session):
    one = hang("gulspurv")
    work()
    session.delete(session.get_one(Attachment, one.id))
    session.commit()
    services.sweep(session, kept=reading.PAUSE * 0)
    session.commit()
    assert session.scalar(select(func.count()).select_from(FilePart)) == 0
    assert session.scalar(select(func.count()).select_from(File)) == 0
    assert session.scalar(select(func.count()).select_from(FileReading)) == 0


def test_a_picture_is_not_read(hang, work, session):
    from ..files import samples

    hang(samples.picture(), "gulspurv.png")
    work()
    assert session.scalar(select(func.count()).select_from(FileReading)) == 0


def test_the_shell_says_where(hang, work, app):
    from portal.cli.search import command
    from portal.testing.probes import run_command

    hang(documents.pdf("Forside", "Om dogmeregler"), "Dogme.pdf")
    work()
    said, problem = run_command(app, command, "dogmeregel", "--json")
    assert not problem
    answer = json.loads(said)
    assert answer["hits"][0]["attachment"] == {
        "name": "Dogme.pdf",
        "title": "Dogme.pdf",
        "page": 2,
        "snippet": "Om dogmeregler",
    }


def test_no_query_more_for_hits_in_files(hang, make, work, session, search, count_queries):
    for number in range(8):
        hang(f"gulspurv {number}", on=make.user(f"Person {number}"))
    work()
    from portal.search.quoting import quotes

    result = search("gulspurv")
    assert result.total == 8
    with count_queries() as counted:
        assert len(quotes(session, result.hits)) == 8
    assert len(counted) == 1


def test_a_word_broken_between_two_pages_and_a_suspended_hyphen(hang, work, search):
    hang(
        documents.pdf("Her begynder en udviklings-", "samtale om læse- og skrivefærdigheder."),
        "a.pdf",
    )
    work()
    for text in ("udviklingssamtale", "læsefærdigheder", "skrivefærdighed"):
        assert search(text).total == 1, text


def test_a_request_by_hand_without_labels(hang, work):
    from portal.runtime import portal

    hang("gulspurv")
    work()
    assert portal().search.engine.search(SearchRequest("gulspurv", frozenset())).total == 0


def test_who_may_edit_sees_how_far_the_reading_is(hang, work, sign_in, ane):
    hang(b"%PDF-1.7 rubbish", "skrald.pdf")
    hang(documents.pdf(""), "scannet.pdf")
    hang("god tekst", "god.txt")
    owner = sign_in(ane)
    page = f"/files/on/person/{ane.id}"
    assert owner.page(page).count("Its text can be searched in a moment.") == 3
    work()
    html = owner.page(page)
    assert "Its text cannot be searched. The file is damaged." in html
    assert "It may be scanned." in html
    assert "in a moment" not in html
