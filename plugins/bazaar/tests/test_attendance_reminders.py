"""Whom reminders go to, and that two workers send each once, also when the clocks change."""

from __future__ import annotations

import datetime as dt
import threading
from types import SimpleNamespace
from typing import Any

import pytest
from portal_bazaar.attendance import reminders
from portal_bazaar.attendance.coverage import Covered, Status
from portal_bazaar.attendance.whom import whom
from portal_bazaar.models import InvitedEducation, Reminder, ReminderDate
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import JobContext, User, morning, own_session


def _user(number: int, active: bool = True) -> Any:
    return SimpleNamespace(id=number, name=f"Person {number}", title="", active=active)


def _visitor(number: int, user: Any = None, email: str = "") -> Any:
    return SimpleNamespace(
        id=number,
        user=user,
        user_id=user.id if user else None,
        name=f"Guest {number}",
        email=email,
        language="da",
    )


PEOPLE = {number: _user(number) for number in (1, 2, 3)}


def _whom(covered: Covered, visitors: Any = (), delegate: Any = None, **more: Any) -> Any:
    education: Any = SimpleNamespace(delegate=delegate)
    more = {"leading": [{1}, {2}], "people": PEOPLE, "own": frozenset({1}), **more}
    found = whom(education, covered, {one.id: one for one in visitors}, **more)
    return [(one.key, one.why) for one in found]


def test_the_one_who_is_missing_is_told_and_nobody_else() -> None:
    named = _visitor(7, _user(3))
    covered = Covered(Status.LACKS_TEACHER, has_leader=True, named_teachers=(7,))
    assert _whom(covered, [named]) == [("user:3", "named")]
    guest = _visitor(8, email="guest@test.example")
    covered = Covered(Status.LACKS_LEADER, has_teacher=True, named_leaders=(8,))
    assert _whom(covered, [guest]) == [("visitor:8", "named")]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, [("user:1", "leader")]),
        ({"own": frozenset()}, [("user:1", "above")]),
        (
            {"leading": [{1, 3}, {2}], "own": frozenset({1, 3})},
            [("user:1", "leader"), ("user:3", "leader")],
        ),
        ({"delegate": _user(9)}, [("user:9", "delegate")]),
        ({"delegate": _user(9, active=False)}, [("user:1", "leader")]),
        ({"leading": []}, []),
    ],
)
def test_where_nobody_is_named_who_answers_is_told(more: Any, told: Any) -> None:
    assert _whom(Covered(Status.LACKS_BOTH), **more) == told
    assert _whom(Covered(Status.NO_ANSWER), **more) == told


def test_a_guest_without_an_address_or_a_closed_account_is_nobody_to_write_to() -> None:
    covered = Covered(Status.LACKS_LEADER, has_teacher=True, named_leaders=(8,))
    for visitor in (_visitor(8), _visitor(8, _user(3, active=False))):
        assert _whom(covered, [visitor]) == [("user:1", "leader")]


def test_a_named_teacher_does_not_stand_in_for_the_leader_who_is_missing() -> None:
    named = _visitor(7, _user(3))
    covered = Covered(Status.LACKS_BOTH, named_teachers=(7,))
    assert _whom(covered, [named]) == [("user:1", "leader"), ("user:3", "named")]


@pytest.mark.parametrize("status", [Status.COMPLETE, Status.DECLINED, Status.CLOSED])
def test_where_nothing_is_missing_nobody_is_told(status: Status) -> None:
    assert _whom(Covered(status)) == []


@pytest.mark.parametrize("day", [dt.date(2027, 3, 28), dt.date(2027, 10, 31), dt.date(2027, 6, 1)])
def test_two_workers_send_each_mail_once_in_the_morning_whatever_the_clocks_do(
    day: dt.date,
    app: Any,
    session: Session,
    bazaar: Any,
    make: Any,
    mails: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fair = bazaar(starts_at=morning(day) + dt.timedelta(days=9))
    for _number in range(5):
        unit = make.unit()
        make.user(units=[unit], function="leader")
        session.add(InvitedEducation(bazaar_id=fair.id, unit_id=unit.id))
    session.add(ReminderDate(bazaar_id=fair.id, on=day))
    session.commit()

    def at(moment: dt.datetime) -> None:
        monkeypatch.setattr(reminders, "now", lambda: moment)
        monkeypatch.setattr(reminders, "today", lambda: day)

    problems: list[BaseException] = []

    def work() -> None:
        try:
            with app.app_context(), own_session() as own:
                reminders.run(JobContext(own, {}, morning(day)))
        except BaseException as problem:
            problems.append(problem)

    def both() -> None:
        threads = [threading.Thread(target=work) for _number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    at(morning(day) - dt.timedelta(seconds=1))
    both()
    at(morning(day) + dt.timedelta(minutes=30))
    both()
    at(morning(day) + dt.timedelta(hours=5))
    both()
    assert problems == []
    session.expire_all()
    assert len(list(session.scalars(select(Reminder)))) == 5
    assert len(mails()) == 5
    assert len({one.split("\n")[0] for one in mails()}) == 5
    assert session.scalar(select(User.id).limit(1)) is not None
