"""Inviting, answering, registering, reminding: as their people do it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from portal_bazaar.attendance.board import read_board
from portal_bazaar.models import (
    Curiosity,
    InvitedEducation,
    Reminder,
    ReminderDate,
    Visitor,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Membership, now
from portal.testing.forms import form_values


@pytest.fixture
def school(make: Any) -> Any:
    """An institution with two educations; the first has a leader, the second only the head."""

    class School:
        top = make.unit("School of Testing", kind="institution")
        first = make.unit("Nursing", parent=top)
        second = make.unit("Midwifery", parent=top)
        head = make.user("Hanne Head", units=[top], function="leader")
        leader = make.user("Lars Leader", units=[first], function="leader")
        teacher = make.user("Tove Teacher", units=[first])
        other = make.user("Ole Other", units=[second])

    return School


def _status(session: Session, fair: Any) -> dict[str, str]:
    session.expire_all()
    return {row.unit.name: str(row.status) for row in read_board(session, fair).rows}


def test_all_educations_are_invited_in_one_go_with_one_mail_a_leader(
    session: Session, bazaar: Any, school: Any, make: Any, sign_in: Any, mails: Any
) -> None:
    third = make.unit("Radiography", parent=school.top)
    lonely = make.unit("Nobody's education")
    fair = bazaar("Autumn fair")
    person = sign_in("organiser")
    page = person.page(f"/bazaar/{fair.id}/manage/attendance/invite")
    assert "nobody to write to" in page
    values = form_values(page, "units")
    assert {int(one) for one in values["units"]} >= {
        school.first.id,
        school.second.id,
        third.id,
        lonely.id,
    }
    values["units"] = [one for one in values["units"] if int(one) != third.id]
    values["text"] = "Bring an open mind."
    values["answer_by"] = (now().date() + dt.timedelta(days=9)).isoformat()
    assert person.post(f"/bazaar/{fair.id}/manage/attendance/invite", values).status_code == 303
    board = person.page(f"/bazaar/{fair.id}/manage/attendance")
    assert "2 mails are on their way." in board
    assert "Nobody could be written to for 1 education: Nobody&#39;s education." in board
    invited = {one.unit_id for one in session.scalars(select(InvitedEducation))}
    assert {school.first.id, school.second.id, lonely.id} <= invited
    assert third.id not in invited
    sent = mails()
    assert sorted(re.findall(r"^To: .*<(.*)>", "\n".join(sent), re.M)) == sorted(
        [school.leader.email, school.head.email]
    )
    to_head = next(one for one in sent if school.head.email in one)
    assert "Midwifery" in to_head
    assert "Nursing" not in to_head
    assert "Bring an open mind." in to_head
    # Once more is no second mail.
    assert person.post(f"/bazaar/{fair.id}/manage/attendance/invite", values).status_code == 200
    assert len(mails()) == 2


def test_the_leader_answers_with_whom_and_they_are_told(
    session: Session, bazaar: Any, education: Any, school: Any, sign_in: Any, mails: Any
) -> None:
    fair = bazaar()
    invited = education(fair, school.first)
    address = f"/bazaar/{fair.id}/education/{invited.id}"
    person = sign_in(school.leader)
    values = form_values(person.page(address), "answer")
    assert values["leaders"] == [str(school.leader.id), ""]
    values |= {"teachers": "Tove Teacher"}
    assert person.post(address, values).status_code == 303
    assert _status(session, fair)[school.first.name] == "complete"
    assert [one.count(school.teacher.email) for one in mails()] == [1]
    # Asked instead of registered: the seat stays empty until they say yes.
    values = form_values(person.page(address), "answer")
    values |= {"teachers": "", "others": ""}
    person.post(address, values)
    assert _status(session, fair)[school.first.name] == "teacher"
    values |= {"teachers": "Tove Teacher", "asks": "ask"}
    person.post(address, values)
    assert _status(session, fair)[school.first.name] == "teacher"
    named = sign_in(school.teacher)
    assert "You are asked" in named.page(f"/bazaar/{fair.id}/register")
    assert named.post(f"/bazaar/{fair.id}/register/yes").status_code == 303
    assert _status(session, fair)[school.first.name] == "complete"


def test_no_with_a_reason_and_never_without(
    session: Session, bazaar: Any, education: Any, school: Any, sign_in: Any
) -> None:
    fair = bazaar()
    invited = education(fair, school.first)
    address = f"/bazaar/{fair.id}/education/{invited.id}"
    person = sign_in(school.leader)
    refused = person.post(address, {"answer": "declined", "reason": "  "})
    assert "Write why" in refused.text
    assert person.post(address, {"answer": "declined", "reason": "Exams"}).status_code == 303
    assert _status(session, fair)[school.first.name] == "declined"
    organiser = sign_in("organiser")
    assert "Exams" in organiser.page(f"/bazaar/{fair.id}/manage/attendance/{invited.id}")


def test_whoever_registered_while_the_leader_wrote_is_not_taken_out(
    session: Session, bazaar: Any, education: Any, visitor: Any, school: Any, sign_in: Any
) -> None:
    fair = bazaar()
    invited = education(fair, school.first)
    person = sign_in(school.leader)
    address = f"/bazaar/{fair.id}/education/{invited.id}"
    values = form_values(person.page(address), "answer")
    late = visitor(fair, school.teacher, education=invited, function="teacher")
    person.post(address, values)
    session.refresh(late)
    assert late.cancelled_at is None
    # What stood on the form and was taken out is cancelled.
    values = form_values(person.page(address), "answer")
    values["teachers"] = ""
    person.post(address, values)
    session.refresh(late)
    assert late.cancelled_at is not None


def test_a_delegate_answers_and_nobody_else_does(
    session: Session, bazaar: Any, education: Any, school: Any, make: Any, sign_in: Any, mails: Any
) -> None:
    fair = bazaar()
    invited = education(fair, school.first)
    address = f"/bazaar/{fair.id}/education/{invited.id}"
    delegate, stranger = make.user("Dorte Delegate"), make.user()
    for one in (delegate, stranger, school.teacher, school.other):
        assert sign_in(one).get(address).status_code == 404
    leader = sign_in(school.leader)
    assert leader.post(f"{address}/delegate", {"delegate": delegate.email}).status_code == 303
    assert any(delegate.email in one for one in mails())
    assert sign_in(delegate).get(address).status_code == 200
    assert sign_in(stranger).post(address, {"answer": "declined"}).status_code == 404
    session.expire_all()
    row = read_board(session, fair).rows[0]
    assert [(one.why, one.name) for one in row.recipients] == [("delegate", "Dorte Delegate")]


def test_a_colleague_registers_changes_cancels_and_comes_again(
    session: Session, bazaar: Any, education: Any, stand: Any, school: Any, sign_in: Any
) -> None:
    fair = bazaar()
    invited, shown = education(fair, school.first), stand(fair, "Shorter meetings")
    address = f"/bazaar/{fair.id}/register"
    person = sign_in(school.teacher)
    values = form_values(person.page(address), "education")
    assert values["education"] == str(invited.id)
    assert values["function"] == "teacher"
    values |= {"stands": [shown.id], "shares_name": "y"}
    assert person.post(address, values).status_code == 303
    me = session.scalar(select(Visitor))
    assert me is not None
    assert (me.education_id, me.shares_name, me.badge) == (invited.id, True, 1)
    assert list(session.scalars(select(Curiosity.stand_id))) == [shown.id]
    person.post(f"{address}/cancel")
    session.refresh(me)
    assert me.cancelled_at is not None
    person.post(f"{address}/yes")
    session.refresh(me)
    assert me.cancelled_at is None
    other = sign_in(school.other)
    assert person.post(f"{address}/substitute", {"user": other.email}).status_code == 303
    instead = session.scalar(select(Visitor).where(Visitor.user_id == other.id))
    assert instead is not None
    # A colleague of another education: the leader is asked first.
    assert (instead.wish_education_id, instead.asked_at is None) == (invited.id, False)
    assert instead.education_id is None


def test_reminders_go_to_who_is_missing_once_and_it_is_known_when(
    session: Session,
    bazaar: Any,
    education: Any,
    visitor: Any,
    school: Any,
    make: Any,
    sign_in: Any,
    mails: Any,
) -> None:
    fair = bazaar()
    first, second = education(fair, school.first), education(fair, school.second)
    visitor(fair, school.leader, education=first, function="leader")
    visitor(fair, school.teacher, education=first, function="teacher", asked_at=now())
    person = sign_in("organiser")
    address = f"/bazaar/{fair.id}/manage/attendance/remind"
    page = person.page(address)
    assert "Tove Teacher" in page
    assert "Hanne Head" in page
    assert "Lars Leader" not in page
    wave = form_values(page, "wave")
    assert person.post(address, wave).status_code == 303
    # A second press of the same button sends nothing.
    assert person.post(address, wave).status_code == 303
    assert sorted(re.findall(r"<(.*@.*)>", "\n".join(mails()))) == sorted(
        [school.teacher.email, school.head.email]
    )
    told = {(one.education_id, one.to_key) for one in session.scalars(select(Reminder))}
    assert told == {
        (first.id, f"user:{school.teacher.id}"),
        (second.id, f"user:{school.head.id}"),
    }
    assert "Reminded on" in person.page(f"/bazaar/{fair.id}/manage/attendance")
    # One education alone, in a new round.
    page = person.page(f"{address}?education={second.id}")
    assert "Tove Teacher" not in page
    person.post(address, form_values(page, "wave"))
    assert len(mails()) == 3


def test_a_set_day_reminds_by_itself_and_once(
    session: Session,
    app: Any,
    bazaar: Any,
    education: Any,
    school: Any,
    sign_in: Any,
    mails: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from portal_bazaar.attendance import reminders

    from portal.api import JobContext, morning, today

    fair = bazaar()
    education(fair, school.first)
    person = sign_in("organiser")
    day = today() + dt.timedelta(days=3)
    address = f"/bazaar/{fair.id}/manage/attendance/days"
    assert person.post(address, {"on": today().isoformat()}).status_code == 422
    assert person.post(address, {"on": "2999-01-01"}).status_code == 422
    assert person.post(address, {"on": "nonsense"}).status_code == 422
    assert person.post(address, {"on": day.isoformat()}).status_code == 303

    def run() -> None:
        reminders.run(JobContext(session, {}, now()))
        session.commit()

    run()
    assert mails() == []
    monkeypatch.setattr(reminders, "today", lambda: day)
    monkeypatch.setattr(reminders, "now", lambda: morning(day) - dt.timedelta(seconds=1))
    run()
    assert mails() == []
    monkeypatch.setattr(reminders, "now", lambda: morning(day))
    run()
    run()
    assert len(mails()) == 1
    assert session.scalar(select(ReminderDate.sent_at)) is not None


def test_the_board_costs_the_same_for_many(
    session: Session,
    bazaar: Any,
    school: Any,
    make: Any,
    sign_in: Any,
    count_queries: Any,
) -> None:
    fair = bazaar()
    units = [make.unit(f"Education {number}", parent=school.top) for number in range(45)]
    educations = [InvitedEducation(bazaar_id=fair.id, unit_id=one.id) for one in units]
    session.add_all(educations)
    session.flush()
    for number in range(90):
        user = make.user(units=[units[number % 45]])
        session.add(Membership(user_id=user.id, unit_id=units[number // 3].id, function="leader"))
        session.add(
            Visitor(
                bazaar_id=fair.id,
                user_id=user.id,
                education_id=educations[number % 45].id,
                function="teacher",
                badge=number + 1,
            )
        )
    session.commit()
    session.expire_all()
    with count_queries() as queries:
        found = read_board(session, fair)
        assert len(found.rows) == 45
        assert all(row.recipients or row.status == "complete" for row in found.rows)
    assert len(queries) <= 10, queries
    person = sign_in("organiser")
    for address in ("attendance", "attendance?as=table", "attendance/remind", "visitors"):
        person.page(f"/bazaar/{fair.id}/manage/{address}")
        with count_queries() as queries:
            person.page(f"/bazaar/{fair.id}/manage/{address}")
        assert len(queries) <= 40, (address, len(queries))


MANAGED = (
    "attendance",
    "attendance?show=leader",
    "attendance?show=nonsense&as=table",
    "attendance.xlsx",
    "attendance.csv?show=answer",
    "attendance/invite",
    "attendance/remind",
    "visitors",
    "visitors?q=%00%25&state=nonsense&sort=-name&page=-4",
    "visitors?page=99999999999999999999",
    "visitors.xlsx?state=guests",
    "visitors.csv",
    "visitors/new",
    "visitors/new?education=99999999999999999999",
)


@pytest.mark.parametrize("address", MANAGED)
def test_the_organisers_pages_open_for_them_alone(
    address: str, bazaar: Any, education: Any, visitor: Any, school: Any, make: Any, sign_in: Any
) -> None:
    organiser, moderator = make.user(), make.user()
    fair = bazaar(organisers=[organiser], moderators=[moderator])
    visitor(fair, school.teacher, education=education(fair, school.first))
    visitor(fair, name="=2+5 Guest", email="canary@guest.example")
    assert sign_in(organiser).get(f"/bazaar/{fair.id}/manage/{address}").status_code == 200
    for one in (moderator, school.leader, school.teacher, make.user()):
        answer = sign_in(one).get(f"/bazaar/{fair.id}/manage/{address}")
        assert answer.status_code == 403
        assert "canary" not in answer.text


def test_what_belongs_to_another_bazaar_is_not_there(
    bazaar: Any, education: Any, visitor: Any, make: Any, sign_in: Any
) -> None:
    organiser = make.user()
    mine, other = bazaar(organisers=[organiser]), bazaar(status="planned")
    foreign, stranger = education(other), visitor(other, name="Guest")
    person = sign_in(organiser)
    for address in (
        f"/bazaar/{other.id}/manage/attendance",
        f"/bazaar/{mine.id}/manage/attendance/{foreign.id}",
        f"/bazaar/{mine.id}/manage/attendance/remind?education={foreign.id}",
        f"/bazaar/{mine.id}/education/{foreign.id}",
        f"/bazaar/{mine.id}/manage/visitors/{stranger.id}",
        f"/bazaar/{mine.id}/manage/visitors/{stranger.id}/substitute",
        f"/bazaar/{other.id}/register",
    ):
        assert person.get(address).status_code == 404, address
    for address in (
        f"/bazaar/{mine.id}/manage/visitors/{stranger.id}/cancel",
        f"/bazaar/{mine.id}/manage/attendance/{foreign.id}/withdraw",
        f"/bazaar/{mine.id}/manage/attendance/days/nonsense/remove",
    ):
        assert person.post(address).status_code == 404, address


def test_guests_are_written_down_changed_and_replaced(
    session: Session, bazaar: Any, education: Any, make: Any, sign_in: Any
) -> None:
    organiser = make.user()
    fair = bazaar(organisers=[organiser])
    invited = education(fair)
    person = sign_in(organiser)
    address = f"/bazaar/{fair.id}/manage/visitors"
    for bad in (
        {},
        {"name": "x" * 121, "education": "0", "function": "other", "language": "da"},
        {"name": "Bo", "email": "nonsense", "education": "0", "function": "other"},
        {"name": "Bo", "education": "99999999999999999999", "function": "nonsense"},
        {"user": "nobody at all", "education": "0", "function": "other", "language": "da"},
    ):
        assert person.post(f"{address}/new", bad).status_code == 200
    assert session.scalar(select(Visitor)) is None
    good = {
        "name": "Bo Guest",
        "email": "bo@guest.example",
        "organisation": "Elsewhere",
        "education": invited.id,
        "function": "teacher",
        "language": "en",
    }
    assert person.post(f"{address}/new", good).status_code == 303
    guest = session.scalar(select(Visitor))
    assert guest is not None
    assert (guest.name, guest.function, guest.education_id) == ("Bo Guest", "teacher", invited.id)
    one = f"{address}/{guest.id}"
    assert "Bo Guest" in person.page(one)
    assert person.post(one, {**good, "name": "Bo G."}).status_code == 303
    assert person.post(f"{one}/substitute", {"name": "Ida Guest"}).status_code == 303
    assert "Ida Guest" in person.page(address)
    assert person.post(f"{one}/restore").status_code == 303
    session.expire_all()
    assert guest.cancelled_at is None


def test_a_seat_that_came_free_wants_a_stand_in_until_there_is_one(
    session: Session, bazaar: Any, education: Any, visitor: Any, school: Any, sign_in: Any
) -> None:
    organiser = school.head
    fair = bazaar(organisers=[organiser])
    invited = education(fair, school.first, answer="coming")
    away = visitor(fair, school.leader, education=invited, function="leader", cancelled_at=now())
    visitor(fair, school.teacher, education=invited, function="teacher")
    person = sign_in(organiser)
    address = f"/bazaar/{fair.id}/manage/visitors/{away.id}/substitute"
    assert address in person.page(f"/bazaar/{fair.id}/manage/attendance")
    assert person.post(address, {"user": school.head.email}).status_code == 303
    assert _status(session, fair)[school.first.name] == "complete"
    assert address not in person.page(f"/bazaar/{fair.id}/manage/attendance")


def test_two_who_register_at_once_get_two_badges(app: Any, bazaar: Any, make: Any) -> None:
    """Two processes read the same last number; the database lets one have it."""
    import threading

    from portal_bazaar.attendance.registering import register
    from portal_bazaar.models import Bazaar

    from portal.api import SYSTEM, User, own_session

    fair, users = bazaar().id, [make.user().id for _number in range(6)]
    make.session.commit()
    problems: list[BaseException] = []

    def come(user_id: int) -> None:
        try:
            with app.app_context(), own_session() as own:
                found = own.get_one(Bazaar, fair)
                register(own, SYSTEM, found, user=own.get_one(User, user_id))
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=come, args=(one,)) for one in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    make.session.expire_all()
    numbers = list(make.session.scalars(select(Visitor.badge)))
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]


def test_nobody_answers_when_registration_is_closed_but_the_organisers(
    session: Session, bazaar: Any, education: Any, school: Any, make: Any, sign_in: Any
) -> None:
    organiser = make.user()
    fair = bazaar(organisers=[organiser], registration_until=now() - dt.timedelta(hours=1))
    invited = education(fair, school.first)
    address = f"/bazaar/{fair.id}/education/{invited.id}"
    leader = sign_in(school.leader)
    assert "Registration is closed" in leader.page(address)
    no = {"answer": "declined", "reason": "Exams"}
    assert leader.post(address, no).status_code == 403
    assert leader.post(f"/bazaar/{fair.id}/register", {"education": "0"}).status_code == 403
    assert sign_in(organiser).post(address, no).status_code == 303


def test_what_waits_is_told_to_who_has_to_do_it(
    app: Any,
    session: Session,
    bazaar: Any,
    education: Any,
    visitor: Any,
    school: Any,
    make: Any,
) -> None:
    from portal_bazaar.attendance.showing import waiting

    fair = bazaar()
    first, second = education(fair, school.first), education(fair, school.second)
    asked = make.user()
    visitor(fair, asked, asked_at=now())

    def told(user: Any) -> list[str]:
        with app.test_request_context(headers={"Cookie": "portal_language=en"}):
            return [str(one.text) for one in waiting(session, make.actor_of(user))]

    assert told(school.leader) == ["Who comes from Nursing?"]
    # The head answers for the education without a leader of its own, and not for the other.
    assert told(school.head) == ["Who comes from Midwifery?"]
    assert told(school.teacher) == []
    assert len(told(asked)) == 1
    first.delegate_id = school.teacher.id
    second.answer = "coming"
    session.commit()
    assert told(school.leader) == []
    assert told(school.teacher) == ["Who comes from Nursing?"]
    assert told(school.head) == []


def test_a_copied_bazaar_ticks_those_that_were_invited_last_time(
    session: Session, bazaar: Any, education: Any, school: Any, sign_in: Any
) -> None:
    last = bazaar(status="closed", starts_at=now() - dt.timedelta(days=365))
    education(last, school.second)
    fair = bazaar(copied_from_id=last.id)
    page = sign_in("organiser").page(f"/bazaar/{fair.id}/manage/attendance/invite")
    assert form_values(page, "units")["units"] == str(school.second.id)
    assert school.first.name in page


def test_who_has_left_does_not_come(
    session: Session, bazaar: Any, education: Any, visitor: Any, school: Any
) -> None:
    fair = bazaar()
    invited = education(fair, school.first)
    gone = visitor(fair, school.leader, education=invited, function="leader")
    visitor(fair, school.teacher, education=invited, function="teacher")
    assert _status(session, fair)[school.first.name] == "complete"
    school.leader.active = False
    session.commit()
    assert _status(session, fair)[school.first.name] == "leader"
    gone.checked_in_at = now()
    session.commit()
    assert _status(session, fair)[school.first.name] == "complete"


def test_the_educations_own_people_are_ticked_instead_of_typed(
    session: Session, bazaar: Any, education: Any, school: Any, make: Any, sign_in: Any
) -> None:
    make.user("Gone Teacher", units=[school.first], active=False)
    fair = bazaar()
    invited = education(fair, school.first)
    address = f"/bazaar/{fair.id}/education/{invited.id}"
    person = sign_in(school.leader)
    page = person.page(address)
    assert f'id="teachers-near-{school.teacher.id}"' in page
    assert "Gone Teacher" not in page
    # Who is chosen already is not offered once more.
    assert f"leaders-near-{school.leader.id}" not in page
    values = form_values(page, "answer") | {"teachers": [school.teacher.id, ""]}
    assert person.post(address, values).status_code == 303
    assert _status(session, fair)[school.first.name] == "complete"
    assert f"teachers-near-{school.teacher.id}" not in person.page(address)
    for _number in range(13):
        make.user(units=[school.first])
    assert "teachers-near-" not in person.page(address)
