"""What is kept of visitors: shown, deleted on request, deleted when its time is over."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from portal_bazaar.attendance import data
from portal_bazaar.attendance.answering import delegate
from portal_bazaar.day import hooks as day
from portal_bazaar.models import (
    Attendance,
    CardEntry,
    DayLink,
    DaySignIn,
    InvitedEducation,
    NothingTaken,
    Reminder,
    Visitor,
)
from portal_bazaar.stands.mails import keeper_of, token_of
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.api import SYSTEM, JobContext, Model, now


def _entry(session: Session, visitor: Any, stand: Any, **values: Any) -> CardEntry:
    entry = CardEntry(visitor_id=visitor.id, stand_id=stand.id, visited_at=now(), **values)
    session.add(entry)
    session.commit()
    return entry


def test_my_data_tell_of_visits_answers_and_reminders(
    session: Session, bazaar: Any, education: Any, visitor: Any, make: Any
) -> None:
    user, other = make.user(), make.user("Canary Other")
    fair = bazaar("Autumn fair")
    mine = education(fair, answer="declined", note="Exams", answered_by_id=user.id)
    education(fair, answer="declined", note="Canary", answered_by_id=other.id)
    visitor(fair, user, function="teacher")
    visitor(fair, other)
    session.add(
        Reminder(
            education_id=mine.id,
            to_key=f"user:{user.id}",
            user_id=user.id,
            missing="both",
            wave="w",
        )
    )
    session.commit()
    found = json.dumps(data.export_user(session, user))
    for word in ("Autumn fair", "teacher", "Exams", "both"):
        assert word in found
    assert "Canary" not in found


def test_who_is_erased_is_nobody_and_the_numbers_stay(
    session: Session, bazaar: Any, education: Any, visitor: Any, stand: Any, make: Any
) -> None:
    user = make.user()
    fair = bazaar()
    invited = education(
        fair, answer="declined", note="Canary", answered_by_id=user.id, delegate_id=user.id
    )
    me, shown = visitor(fair, user, education=invited, shares_name=True), stand(fair)
    entry = _entry(session, me, shown, interest=3, note="Canary", expectation="Canary")
    plain = _entry(session, me, stand(fair), interest=1)
    session.add(DayLink(visitor_id=me.id, digest="x", expires_at=now(), how="code"))
    session.add(DaySignIn(visitor_id=me.id, how="badge", device="iphone", badge_version=1))
    me.wish, me.wish_refused_at, me.link_asked_at = education(fair), now(), now()
    session.commit()
    exported = json.dumps([data.export_user(session, user), day.export_user(session, user)])
    moments = [one.isoformat() for one in (me.wish_refused_at, me.link_asked_at)]
    for word in ("iphone", '"code"', me.wish.unit.name, *moments):
        assert word in exported
    data.erase_user(session, user)
    session.commit()
    session.expire_all()
    assert (me.user_id, me.name, me.shares_name) == (None, "", False)
    assert me.forgotten_at is not None
    assert (entry.interest, entry.note, entry.expectation) == (3, "", "…")
    assert plain.expectation == ""
    assert (invited.note, invited.answered_by_id, invited.delegate_id) == ("", None, None)
    assert session.scalar(select(DayLink)) is None
    assert session.scalar(select(DaySignIn)) is None
    assert (me.wish_education_id, me.wish_refused_at, me.link_asked_at) == (None, None, None)
    assert "Canary" not in json.dumps(data.export_user(session, user))


@pytest.mark.parametrize(("months", "days_over", "gone"), [(None, 1, True), (24, 1, False)])
def test_guests_are_forgotten_when_their_time_is_over(
    session: Session,
    bazaar: Any,
    visitor: Any,
    stand: Any,
    make: Any,
    months: int | None,
    days_over: int,
    gone: bool,
) -> None:
    known_on = data.months_after(now().date(), -12) - dt.timedelta(days=days_over)
    fair = bazaar(starts_at=now() - dt.timedelta(days=500), status="closed", follow_up_on=known_on)
    if months is not None:
        session.add(Attendance(bazaar_id=fair.id, guest_months=months))
    guest = visitor(fair, name="Canary Guest", email="canary@guest.example", organisation="Away")
    colleague = visitor(fair, make.user("Colleague"))
    entry = _entry(session, guest, stand(fair), interest=2, note="Canary", wants_workshop=True)
    fresh = visitor(bazaar(), name="Fresh Guest")
    keeper = stand(fair, keepers=["Canary Keeper"]).keepers[0]
    other = stand(fresh.bazaar, keepers=["Fresh Keeper"]).keepers[0]
    link = token_of(keeper)
    for _time in range(2):
        data.retention(JobContext(session, {}, now()))
        session.commit()
    session.expire_all()
    assert (guest.name == "") is gone
    assert (keeper.name == keeper.email == "") is gone
    assert (keeper_of(session, link) is None) is gone
    assert other.name == "Fresh Keeper"
    assert (entry.note == "") is gone
    assert (entry.interest, entry.wants_workshop) == (2, True)
    assert (colleague.user_id is None, fresh.name) == (False, "Fresh Guest")
    assert len(list(session.scalars(select(Visitor)))) == 3


def test_a_day_too_early_nothing_is_deleted(session: Session, bazaar: Any, visitor: Any) -> None:
    known_on = data.months_after(now().date(), -12) + dt.timedelta(days=2)
    fair = bazaar(starts_at=now() - dt.timedelta(days=500), status="closed", follow_up_on=known_on)
    guest = visitor(fair, name="Guest")
    data.retention(JobContext(session, {}, now()))
    assert guest.name == "Guest"


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2026, 11, 30), 3, dt.date(2027, 2, 28)),
        (dt.date(2027, 12, 1), 1, dt.date(2028, 1, 1)),
        (dt.date(2026, 12, 31), 12, dt.date(2027, 12, 31)),
        (dt.date(2026, 3, 15), -3, dt.date(2025, 12, 15)),
    ],
)
def test_months_end_where_the_month_does(day: dt.date, months: int, then: dt.date) -> None:
    assert data.months_after(day, months) == then


def test_a_forgotten_guest_is_shown_nowhere(
    session: Session, bazaar: Any, visitor: Any, sign_in: Any, make: Any
) -> None:
    organiser = make.user()
    fair = bazaar(organisers=[organiser])
    guest = visitor(fair, name="Bo Guest")
    data.forget(session, [guest])
    session.commit()
    person = sign_in(organiser)
    assert "data deleted" in person.page(f"/bazaar/{fair.id}/manage/visitors")
    assert person.get(f"/bazaar/{fair.id}/manage/visitors/{guest.id}").status_code == 404


def test_who_leaves_hands_the_answer_over(
    session: Session, bazaar: Any, education: Any, make: Any
) -> None:
    user, successor = make.user(), make.user()
    coming, over = education(bazaar()), education(bazaar(starts_at=now() - dt.timedelta(days=9)))
    for one in (coming, over):
        delegate(session, SYSTEM, one, user)
    session.commit()
    held = list(data.holdings(session, user))
    assert [one.id for one in held] == [coming.id]
    data.hand_over(session, SYSTEM, user, successor, held)
    session.commit()
    assert session.get_one(InvitedEducation, coming.id).delegate_id == successor.id
    assert list(data.holdings(session, user)) == []


def test_a_unit_that_goes_into_another_takes_its_invitation_along(
    session: Session, bazaar: Any, education: Any, visitor: Any, make: Any
) -> None:
    from portal_bazaar.attendance import merging

    old, new = make.unit("Old"), make.unit("New")
    alone, both, over = bazaar(), bazaar(), bazaar(starts_at=now() - dt.timedelta(days=9))
    first = education(alone, old)
    second = education(both, old, answer="coming")
    target, past = education(both, new), education(over, old)
    guest = visitor(both, name="Guest", education=second)
    assert {one.id for one in merging.unit_holdings(session, old)} == {first.id, second.id}
    for _time in range(2):  # it may be called again later
        merging.move_unit_things(session, SYSTEM, old, new)
        session.commit()
    session.expire_all()
    assert (first.unit_id, past.unit_id) == (new.id, old.id)
    assert (guest.education_id, target.answer) == (target.id, "coming")
    assert (
        session.scalar(
            select(InvitedEducation.id).where(
                InvitedEducation.bazaar_id == both.id, InvitedEducation.unit_id == old.id
            )
        )
        is None
    )


@pytest.mark.parametrize("own", ["", "Their own reason"])
def test_that_it_takes_nothing_home_goes_along_where_nothing_was_said(
    session: Session, bazaar: Any, education: Any, make: Any, own: str
) -> None:
    from portal_bazaar.attendance import merging

    old, new, fair = make.unit("Old"), make.unit("New"), bazaar()
    dropped, target = education(fair, old), education(fair, new)
    session.add(NothingTaken(education_id=dropped.id, reason="No time"))
    if own:
        session.add(NothingTaken(education_id=target.id, reason=own))
    session.commit()
    merging.move_unit_things(session, SYSTEM, old, new)
    session.commit()
    session.expire_all()
    said = session.scalars(select(NothingTaken)).one()
    assert (said.education_id, said.reason) == (target.id, own or "No time")


def test_guest_keepers_are_forgotten_where_no_guest_visited(
    session: Session, bazaar: Any, stand: Any, sign_in: Any
) -> None:
    fair = bazaar(
        starts_at=now() - dt.timedelta(days=900), status="closed", follow_up_on=dt.date(2020, 1, 1)
    )
    shown = stand(fair, "Shown", keepers=["Canary Keeper", "Canary Other"])
    entries = Model.metadata.tables["portal_audit_entry"]
    trail = select(func.count(entries.c.id)).where(entries.c.action == "bazaar.guests_forgotten")
    for _time in range(2):
        data.retention(JobContext(session, {}, now()))
        session.commit()
    assert session.scalar(trail) == 1
    person = sign_in("organiser")
    for page in (f"stands/{shown.id}", f"stands/{shown.id}/edit", "manage/stands", "stands"):
        text = person.get(f"/bazaar/{fair.id}/{page}").text
        assert "anary" not in text, page
