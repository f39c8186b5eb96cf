"""Seats: signing up, the queue, offers that lapse, quota, substitutes; by the rules alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from portal_workshops.models import Seat
from portal_workshops.permissions import takes_part
from portal_workshops.series import jobs, seats
from portal_workshops.series.data import InvalidSeries
from portal_workshops.series.services import (
    add_education,
    cancel_series,
    change_series,
    data_of,
    decide,
    remove_education,
)
from portal_workshops.vocabulary import SeatStatus

from portal.api import PortalError, now

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def comes(session: Any, make: Any) -> Any:
    """Somebody signs up; answers (actor, seat)."""

    def sign_up(series: Any, unit: Any, name: str = "") -> tuple[Any, Seat]:
        actor = make.actor_of(make.user(name, units=[unit]))
        seat = seats.sign_up(session, actor, series, unit)
        session.commit()
        return actor, seat

    return sign_up


def statuses(series: Any) -> list[str]:
    return [str(one.status) for one in sorted(series.seats, key=lambda one: one.id)]


def test_who_comes_first_sits_and_the_others_wait_in_order(
    opened: Any, comes: Any, make: Any
) -> None:
    series, unit = opened(2), make.unit()
    for _ in range(5):
        comes(series, unit)
    assert statuses(series) == ["seated", "seated", "waiting", "waiting", "waiting"]
    assert [seats.place_in_queue(series, one) for one in seats.queue(series)] == [1, 2, 3]
    assert seats.free(series) == []


def test_a_free_seat_is_kept_for_the_next_who_says_yes_by_mail(
    opened: Any, comes: Any, make: Any, session: Any, mails: Any, client: Any, sign_in: Any
) -> None:
    series, unit = opened(1, wait_hours=5), make.unit()
    first, seat = comes(series, unit, "Ane")
    _second, waits = comes(series, unit, "Bo")
    _third, last = comes(series, unit, "Cai")
    assert any("number 2 in the queue" in one and "Cai" in one for one in mails())
    seats.cancel(session, first, series, seat)
    session.commit()
    assert (waits.status, last.status) == (SeatStatus.OFFERED, SeatStatus.WAITING)
    assert waits.offered_until - now() < dt.timedelta(hours=5, minutes=1)
    (mail,) = [one for one in mails() if "There is a seat for you" in one and "Bo" in one]
    link = next(line for line in mail.splitlines() if "/workshops/seat/" in line)
    path = link[link.index("/workshops/seat/") :]
    assert client.get(path).status_code == 200
    session.refresh(waits)
    assert waits.status == SeatStatus.OFFERED  # looking, as mail scanners do, answers nothing
    # The page's own button, without signing in.
    from portal.testing.sessions import token_of

    token = token_of(client.get(path).text)
    client.post(path, data={"answer": "yes", "csrf_token": token})
    session.refresh(waits)
    assert waits.status == SeatStatus.SEATED
    client.post(path, data={"answer": "yes", "csrf_token": token})  # again does no harm
    assert seats.free(series) == []
    client.post(path, data={"answer": "no", "csrf_token": token})
    session.refresh(last)
    assert last.status == SeatStatus.OFFERED


def test_an_offer_lapses_and_goes_on(
    opened: Any, comes: Any, make: Any, session: Any, mails: Any
) -> None:
    series, unit = opened(1), make.unit()
    first, seat = comes(series, unit)
    _second, waits = comes(series, unit, "Bo")
    _third, last = comes(series, unit, "Cai")
    seats.cancel(session, first, series, seat)
    waits.offered_until = now() - dt.timedelta(minutes=1)
    session.commit()
    with pytest.raises(PortalError, match="no longer kept"):
        seats.accept(session, _second, series, waits)
    jobs.lapse(session)
    session.commit()
    assert (waits.status, last.status) == (SeatStatus.CANCELLED, SeatStatus.OFFERED)
    found = mails()
    assert any("The seat went on" in one and "Bo" in one for one in found)
    assert any("There is a seat for you" in one and "Cai" in one for one in found)
    jobs.lapse(session)  # again does no harm
    assert last.status == SeatStatus.OFFERED


def test_the_quota_lets_others_pass_and_keeps_the_turn(
    opened: Any, comes: Any, make: Any, session: Any
) -> None:
    series = opened(3, quota=1)
    ours, theirs = make.unit("Ours"), make.unit("Theirs")
    first, seat = comes(series, ours)
    _a, second = comes(series, ours)
    _b, other = comes(series, theirs)
    assert (second.status, other.status) == (SeatStatus.WAITING, SeatStatus.SEATED)
    seats.cancel(session, first, series, seat)
    assert second.status == SeatStatus.OFFERED


def test_a_colleague_takes_the_very_seat(
    opened: Any, comes: Any, make: Any, session: Any, mails: Any
) -> None:
    series, unit = opened(1), make.unit()
    first, seat = comes(series, unit, "Ane")
    _second, waits = comes(series, unit)
    colleague = make.user("Dorte")
    new = seats.substitute(session, first, series, seat, colleague)
    session.commit()
    assert (new.status, new.seat_number) == (SeatStatus.SEATED, 1)
    assert (seat.status, seat.substitute_id) == (SeatStatus.SUBSTITUTED, colleague.id)
    assert waits.status == SeatStatus.WAITING
    assert any("instead of a colleague" in one and "Dorte" in one for one in mails())
    with pytest.raises(PortalError, match="Only who has a seat"):
        seats.substitute(session, first, series, seat, make.user())


def test_a_colleague_who_waited_leaves_the_queue(
    opened: Any, comes: Any, make: Any, session: Any
) -> None:
    series, unit = opened(1), make.unit()
    first, seat = comes(series, unit)
    second, waits = comes(series, unit)
    from portal.api import User

    seats.substitute(session, first, series, seat, session.get_one(User, second.user_id))
    session.commit()
    assert waits.status == SeatStatus.SEATED and seats.queue(series) == []


def test_capacity_never_falls_below_who_has_a_seat(
    opened: Any, comes: Any, make: Any, session: Any, planner: Any
) -> None:
    from dataclasses import replace

    series, unit = opened(3), make.unit()
    first, seat = comes(series, unit)
    comes(series, unit)
    comes(series, unit)
    _d, fourth = comes(series, unit)
    data = data_of(series)
    with pytest.raises(InvalidSeries):
        change_series(session, planner, series, replace(data, capacity=2))
    session.rollback()
    seats.cancel(session, first, series, seat)  # the fourth is asked
    seats.cancel(session, _d, series, fourth)
    session.commit()
    change_series(session, planner, series, replace(data, capacity=2))
    session.commit()
    assert sorted(one.seat_number for one in seats.held(series)) == [1, 2]
    _e, fifth = comes(series, unit)
    assert fifth.status == SeatStatus.WAITING
    change_series(session, planner, series, replace(data_of(series), capacity=3))
    assert fifth.status == SeatStatus.OFFERED


def test_no_seat_after_the_last_day_or_where_only_the_invited_come(
    opened: Any, make: Any, session: Any
) -> None:
    closed, invited = opened(3), opened(3, open_signup=False)
    closed.signup_until = now() - dt.timedelta(minutes=1)
    unit = make.unit()
    for series in (closed, invited):
        with pytest.raises(PortalError, match="closed"):
            seats.sign_up(session, make.actor_of(make.user(units=[unit])), series, unit)


def test_an_education_needs_seats_enough(
    opened: Any, make: Any, session: Any, planner: Any
) -> None:
    series = opened(2)
    with pytest.raises(PortalError, match="2 free seats"):
        add_education(session, planner, series, make.unit(), [make.user() for _ in range(3)])
    session.rollback()
    part = add_education(
        session, planner, series, make.unit(), [make.user()], leader=make.user(), invite=True
    )
    assert [one.status for one in part.seats] == [SeatStatus.OFFERED] * 2


def test_the_day_of_decision(opened: Any, comes: Any, make: Any, session: Any, mails: Any) -> None:
    enough, few = opened(5), opened(5)
    unit = make.unit()
    comes(enough, unit, "Ane")
    comes(few, unit, "Bo")
    few.minimum = 2
    waits = opened(5)
    enough.decide_on = few.decide_on = now().date() - dt.timedelta(days=1)
    waits.decide_on = now().date() + dt.timedelta(days=2)
    session.commit()
    jobs.decide(session)
    session.commit()
    assert (enough.status, few.status, waits.status) == ("running", "cancelled", "open")
    found = mails()
    assert any("It goes ahead" in one and "Ane" in one for one in found)
    assert any("2 are needed" in one and "Bo" in one for one in found)
    with pytest.raises(PortalError):
        comes(few, unit)


def test_on_the_day_itself_it_waits_for_the_end_of_the_sign_up(
    opened: Any, comes: Any, make: Any, session: Any
) -> None:
    from portal_workshops.times import today

    series = opened(5)
    comes(series, make.unit())
    series.decide_on = today()
    series.signup_until = now() + dt.timedelta(minutes=5)
    session.commit()
    jobs.decide(session)
    assert series.status == "open"


def test_the_planner_hears_when_too_few_are_left(
    opened: Any, comes: Any, make: Any, session: Any, sign_in: Any, planner: Any
) -> None:
    from portal.api import User

    series = opened(5)
    actor, seat = comes(series, make.unit())
    decide(session, planner, series, go=True)
    seats.cancel(session, actor, series, seat)
    session.commit()
    page = sign_in(session.get_one(User, planner.user_id)).page("/me/notices")
    assert "fewer people than the minimum" in page


def test_cancelling_tells_the_waiting_too(
    opened: Any, comes: Any, make: Any, session: Any, planner: Any, mails: Any
) -> None:
    series, unit = opened(1), make.unit()
    comes(series, unit, "Ane")
    comes(series, unit, "Bo")
    cancel_series(session, planner, series, "Gry is ill.")
    session.commit()
    told = [one for one in mails() if "Gry is ill." in one]
    assert any("Ane" in one for one in told) and any("Bo" in one for one in told)


def test_who_has_no_account_any_more_is_passed_over(
    session: Any, make: Any, opened: Any, comes: Any
) -> None:
    unit, series = make.unit("Pædagog"), opened(1)
    first, seat = comes(series, unit)
    _gone, gone_seat = comes(series, unit)
    _next, next_seat = comes(series, unit)
    gone_seat.user.active = False
    session.commit()
    seats.cancel(session, first, series, seat)
    assert (gone_seat.status, next_seat.status) == (SeatStatus.WAITING, SeatStatus.OFFERED)


def test_an_offer_that_has_lapsed_is_nobodys_to_give_away(
    session: Any, make: Any, opened: Any, comes: Any
) -> None:
    unit, series = make.unit("Pædagog"), opened(1)
    first, seat = comes(series, unit)
    second, late = comes(series, unit)
    seats.cancel(session, first, series, seat)
    late.offered_until = now() - dt.timedelta(minutes=1)
    session.commit()
    friend = make.user("Frida")
    with pytest.raises(PortalError):
        seats.substitute(session, second, series, late, friend)
    assert all(one.user_id != friend.id for one in series.seats)


def test_an_education_that_is_taken_off_no_longer_writes(
    session: Any, make: Any, opened: Any, planner: Any
) -> None:
    leader, series = make.user("Lea", roles=["leader"]), opened(3)
    part = add_education(session, planner, series, make.unit("Pædagog"), [], leader=leader)
    session.commit()
    assert takes_part(session, make.actor_of(leader), part)
    remove_education(session, planner, series, part)
    session.commit()
    assert not takes_part(session, make.actor_of(leader), part)
