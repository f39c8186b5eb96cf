"""An education takes nothing home this time: an answer, wherever somebody waits for one."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from portal_bazaar.commitments import mails as letters
from portal_bazaar.commitments import rules
from portal_bazaar.commitments.data import CommitmentData
from portal_bazaar.commitments.front import waiting
from portal_bazaar.commitments.nothing import (
    REASON_MAX,
    answered_without,
    nothing_of,
    say_nothing,
    take_word_back,
)
from portal_bazaar.commitments.numbers import collect, stamp
from portal_bazaar.commitments.own_data import erase_user, export_user
from portal_bazaar.commitments.tables import table_of
from portal_bazaar.models import NothingTaken
from sqlalchemy.orm import Session

from portal.api import NotAllowed, PortalError, actor_for, now


@pytest.fixture
def school(session: Session, make: Any, bazaar: Any, education: Any, visitor: Any) -> Any:
    """A bazaar that is going on, with an education whose leader was there."""
    lea, organiser = make.user("Lea"), make.user()
    fair = bazaar(organisers=[organiser], starts_at=now() - dt.timedelta(hours=2))
    ours = education(fair, make.unit("Nursing"))
    leader = visitor(
        fair, lea, education=ours, function="leader", checked_in_at=now(), card_handed_in_at=now()
    )
    writer = rules.writer_of(session, actor_for(session, lea), leader, ours)
    return SimpleNamespace(
        lea=lea, organiser=organiser, bazaar=fair, education=ours, leader=leader, writer=writer,
        url=f"/bazaar/{fair.id}/takes-home/{ours.id}",
    )  # fmt: skip


def test_who_said_so_is_not_waited_for(session: Session, app: Any, school: Any) -> None:
    """Not in the list of those that are missing, not reminded, not waiting on the front page."""
    lea, fair = actor_for(session, school.lea), school.bazaar
    with app.test_request_context():
        assert len(table_of(session, fair, collect(session, fair), "missing").rows) == 1
        assert len(letters.to_remind(session, fair)) == 1
        assert len(list(waiting(session, lea))) == 1
        before = stamp(session, fair)
        say_nothing(session, school.writer, school.education, " No time\r\nthis year ")
        session.commit()
        assert stamp(session, fair) != before
        found = collect(session, fair)
        assert (found.schools_in, found.schools_without) == (0, 1)
        assert table_of(session, fair, found, "missing").rows == []
        assert letters.to_remind(session, fair) == []
        assert list(waiting(session, lea)) == []
    said = nothing_of(session, school.education)
    assert said is not None
    assert said.reason == "No time\nthis year"


def test_it_is_told_where_a_card_is_still_missing(session: Session, app: Any, school: Any) -> None:
    """The row stands there for the card, and says what the education answered."""
    school.leader.card_handed_in_at = None
    say_nothing(session, school.writer, school.education, "")
    session.commit()
    with app.test_request_context():
        found = collect(session, school.bazaar)
        (row,) = table_of(session, school.bazaar, found, "missing").rows
    assert row.cells["state"] in ("Takes nothing home", "Tager intet med hjem")


def test_what_is_written_down_counts_instead(session: Session, school: Any) -> None:
    """Whoever thinks better of it just writes; and with something there, nobody can say nothing."""
    say_nothing(session, school.writer, school.education, "")
    rules.create(session, school.writer, school.education, CommitmentData(practice="After all"))
    session.commit()
    assert session.get(NothingTaken, school.education.id) is None
    with pytest.raises(PortalError):
        say_nothing(session, school.writer, school.education, "")
    # A merge of units may bring both together: then what is taken home counts.
    session.add(NothingTaken(education_id=school.education.id))
    session.flush()
    assert nothing_of(session, school.education) is None
    assert answered_without(session, [school.bazaar.id]) == set()


def test_said_twice_and_taken_back(session: Session, school: Any) -> None:
    """One answer; a new reason stands instead of the old; taken back it is open again."""
    say_nothing(session, school.writer, school.education, "one")
    say_nothing(session, school.writer, school.education, "one")
    said = say_nothing(session, school.writer, school.education, "two")
    assert said.reason == "two"
    take_word_back(session, school.writer, school.education)
    assert take_word_back(session, school.writer, school.education) is None
    assert answered_without(session, [school.bazaar.id]) == set()
    with pytest.raises(PortalError):
        say_nothing(session, school.writer, school.education, "x" * (REASON_MAX + 1))
    school.bazaar.status = "closed"
    with pytest.raises(NotAllowed):
        say_nothing(session, school.writer, school.education, "")
    with pytest.raises(NotAllowed):
        take_word_back(session, school.writer, school.education)


def test_on_the_page(session: Session, make: Any, school: Any, sign_in: Any) -> None:
    """Said with a reason, shown, taken back; nothing typed is lost; strangers find nothing."""
    me = sign_in(school.lea)
    assert "We take nothing home this time" in me.page(school.url)
    too_long = me.post(f"{school.url}/nothing", {"reason": "CANARY" + "x" * REASON_MAX})
    assert too_long.status_code == 422
    assert "CANARY" in too_long.text
    assert me.post(f"{school.url}/nothing", {"reason": "No \x00time"}).status_code == 303
    page = me.page(school.url)
    assert "You take nothing home this time" in page
    assert "No time" in page
    assert "We take nothing home this time" not in page
    me.post(f"{school.url}/nothing", {"back": "1"})
    assert "We take nothing home this time" in me.page(school.url)
    stranger = sign_in(make.user())
    assert stranger.post(f"{school.url}/nothing", {}).status_code == 404
    assert stranger.post(f"{school.url}9999999999/nothing", {}).status_code == 404


def test_my_data(session: Session, school: Any) -> None:
    """Handed out; erased, the answer stays and the name goes."""
    say_nothing(session, school.writer, school.education, "No time")
    session.flush()
    assert "No time" in str(export_user(session, school.lea))
    erase_user(session, school.lea)
    session.expire_all()
    said = session.get_one(NothingTaken, school.education.id)
    assert (said.said_by_id, said.reason) == (None, "No time")
