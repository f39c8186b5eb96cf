"""Registering for a bazaar, and who holds the phone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from flask import Flask
from portal_bazaar.attendance.registering import (
    RegistrationProblem,
    be_curious,
    cancel,
    educations_of,
    say_yes,
    substitute,
)
from portal_bazaar.attendance.visitors import (
    current_visitor,
    mail_target,
    name_of,
    register,
    sign_in_visitor,
    sign_out_visitor,
    visitors_of,
)
from portal_bazaar.models import Curiosity, Visitor
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import SYSTEM, User, db, now


def test_a_colleague_comes_for_their_own_education_as_what_they_are_there(
    session: Session, make: Any, bazaar: Any, education: Any
) -> None:
    above = make.unit(kind="department")
    unit = make.unit(parent=above)
    fair = bazaar()
    invited = education(fair, unit)
    leader = make.user(units=[unit], function="leader")
    teacher = make.user(units=[unit])
    head = make.user(units=[above], function="leader")
    stranger = make.user()
    found = [register(session, SYSTEM, fair, user=one) for one in (leader, teacher, head, stranger)]
    assert [one.function for one in found] == ["leader", "teacher", "other", "other"]
    assert [one.education_id for one in found] == [invited.id, invited.id, None, None]
    assert [one.badge for one in found] == [1, 2, 3, 4]
    assert register(session, SYSTEM, fair, user=head, education=invited).function == "leader"


def test_an_education_one_leads_comes_before_one_where_one_teaches(
    session: Session, make: Any, bazaar: Any, education: Any
) -> None:
    fair, first, second = bazaar(), make.unit(), make.unit()
    taught, led = education(fair, first), education(fair, second)
    user = make.user(units=[first])
    user.memberships.append(type(user.memberships[0])(unit_id=second.id, function="leader"))
    session.flush()
    assert educations_of(session, fair, user) == [led, taught]


def test_registering_twice_is_once_and_whoever_cancelled_comes_again(
    session: Session, make: Any, bazaar: Any
) -> None:
    fair, user = bazaar(), make.user()
    first = register(session, SYSTEM, fair, user=user, asked=True)
    assert first.asked_at is not None
    register(session, SYSTEM, fair, user=user, asked=True)
    say_yes(session, SYSTEM, first)
    assert first.asked_at is None
    # Named once more by somebody: the yes stays a yes.
    assert register(session, SYSTEM, fair, user=user, asked=True).asked_at is None
    cancel(session, SYSTEM, first)
    assert list(session.scalars(visitors_of(fair))) == []
    again = register(session, SYSTEM, fair, user=user)
    assert (again.id, again.badge, again.cancelled_at) == (first.id, first.badge, None)
    assert len(list(session.scalars(select(Visitor)))) == 1


def test_a_guest_needs_a_name_and_the_address_of_a_colleague_is_the_colleague(
    session: Session, make: Any, bazaar: Any
) -> None:
    fair, user = bazaar(), make.user()
    for bad in ({"name": " \x00 "}, {"name": "A" * 121}, {"name": "Bo", "email": "no address"}):
        with pytest.raises(RegistrationProblem):
            register(session, SYSTEM, fair, **bad)
    guest = register(session, SYSTEM, fair, name=" Bo  Guest ", email="Bo@Guest.Example")
    assert (name_of(guest), guest.email) == ("Bo Guest", "bo@guest.example")
    same = register(session, SYSTEM, fair, name="Bo Guest", email="bo@guest.example")
    assert same.id == guest.id
    assert register(session, SYSTEM, fair, name="X", email=user.email).user_id == user.id
    target = mail_target(guest)
    assert target is not None
    assert target.email == "bo@guest.example"
    assert target not in session


def test_a_substitute_takes_the_place(session: Session, make: Any, bazaar: Any) -> None:
    fair, one, two = bazaar(), make.user(), make.user()
    first = register(session, SYSTEM, fair, user=one, function="leader")
    with pytest.raises(RegistrationProblem):
        substitute(session, SYSTEM, first, user=one)
    other = substitute(session, SYSTEM, first, user=two)
    assert (other.function, other.came_as, other.substitute_for_id) == (
        "leader",
        "substitute",
        first.id,
    )
    assert first.cancelled_at is not None


def test_only_confirmed_stands_of_this_bazaar_are_kept(
    session: Session, make: Any, bazaar: Any, stand: Any
) -> None:
    fair, elsewhere = bazaar(), bazaar()
    good, hidden, foreign = stand(fair), stand(fair, status="proposed"), stand(elsewhere)
    visitor = register(session, SYSTEM, fair, user=make.user())
    be_curious(session, visitor, [good.id, hidden.id, foreign.id, 999999])
    assert list(session.scalars(select(Curiosity.stand_id))) == [good.id]


def _cookie(app: Flask, visitor: Any, how: str) -> str:
    with app.test_request_context():
        sign_in_visitor(visitor, how)
        db.session.commit()
        response = app.process_response(app.make_response(""))
    value = response.headers["Set-Cookie"]
    assert "HttpOnly" in value
    assert "SameSite=Lax" in value
    return str(value.split(";")[0])


def test_the_phone_stays_signed_in_until_the_badge_is_printed_anew(
    app: Flask, session: Session, make: Any, bazaar: Any
) -> None:
    fair = bazaar()
    visitor = register(session, SYSTEM, fair, name="Bo Guest")
    by_badge, by_mail = _cookie(app, visitor, "badge"), _cookie(app, visitor, "mail")

    def who(cookie: str, of: Any = fair) -> Any:
        with app.test_request_context(headers={"Cookie": cookie}):
            return current_visitor(session, of)

    assert who(by_badge) is visitor
    assert who(by_mail) is visitor
    name, value = by_badge.split("=", 1)
    assert who(f"{name}={value[:-2]}xx") is None
    other = bazaar()
    assert who(f"bazaar-{other.id}={value}", other) is None
    visitor.badge_version += 1
    assert who(by_badge) is None
    assert who(by_mail) is None
    again = _cookie(app, visitor, "mail")
    assert who(again) is visitor
    cancel(session, SYSTEM, visitor)
    assert who(again) is None


def test_signing_out_counts_at_once(app: Flask, session: Session, bazaar: Any) -> None:
    fair = bazaar()
    visitor = register(session, SYSTEM, fair, name="Bo Guest")
    with app.test_request_context():
        sign_in_visitor(visitor)
        assert current_visitor(session, fair) is visitor
        sign_out_visitor(session, fair)
        assert current_visitor(session, fair) is None


def test_who_is_here_or_was_is_not_taken_off_the_list_any_longer(
    session: Session, sign_in: Any, bazaar: Any, visitor: Any
) -> None:
    # A photographed badge could take people out of what is counted afterwards.
    day = bazaar(starts_at=now() - dt.timedelta(hours=1))
    over = bazaar(starts_at=now() - dt.timedelta(hours=9))
    person = sign_in()
    user = session.get(User, person.id)
    here = visitor(day, user, checked_in_at=now())
    was = visitor(over, user)
    for one in (here, was):
        place = f"/bazaar/{one.bazaar_id}/register"
        assert "register/cancel" not in person.page(place)
        assert person.post(f"{place}/cancel").status_code == 403
        session.refresh(one)
        assert one.cancelled_at is None
    here.checked_in_at = None
    session.commit()
    person.post(f"/bazaar/{day.id}/register/cancel")
    session.refresh(here)
    assert here.cancelled_at is not None
