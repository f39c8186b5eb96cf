"""Never more seats than there are: many sign up at the same moment, against a real database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from portal_workshops.models import Participation, Seat, Series
from portal_workshops.series import seats
from portal_workshops.vocabulary import HOLDS, SeatStatus
from sqlalchemy import delete, select, text

from portal.api import Actor, Unit, db

SEATS = 5
INDEX = "uq_workshops_seat_number"


def a_series(make: Any, opened: Any, people: int) -> tuple[int, int, list[Actor]]:
    """An open series of five seats, a unit, and people of it."""
    unit, series = make.unit(), opened(SEATS)
    return series.id, unit.id, [make.actor_of(make.user(units=[unit])) for _ in range(people)]


def all_at_once(
    app: Flask, people: list[Actor], one: Callable[[Actor], Any], at_a_time: int
) -> list[BaseException]:
    """`one` for each person, in so many threads that begin together."""
    problems: list[BaseException] = []
    todo, guard = list(people), threading.Lock()
    together = threading.Barrier(at_a_time)

    def run() -> None:
        with app.app_context():
            together.wait(30)
            while True:
                with guard:
                    if not todo:
                        return
                    actor = todo.pop()
                try:
                    one(actor)
                except Exception as problem:
                    problems.append(problem)
                finally:
                    db.session.rollback()
                    db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(at_a_time)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems


def held(session: Any, series_id: int) -> list[int]:
    session.expire_all()
    rows = select(Seat.seat_number).where(Seat.series_id == series_id, Seat.status.in_(HOLDS))
    return sorted(session.scalars(rows))


def check_order(session: Any, series_id: int) -> None:
    """Everyone has a turn of their own, and nobody who waits came before one who sits."""
    rows = session.scalars(
        select(Seat).where(Seat.series_id == series_id).order_by(Seat.turn)
    ).all()
    assert [one.turn for one in rows] == list(range(1, len(rows) + 1))
    assert [one.status for one in rows[:SEATS]] == [SeatStatus.SEATED] * SEATS
    assert all(one.status == SeatStatus.WAITING for one in rows[SEATS:])
    times = [one.signed_up_at for one in rows]
    assert times == sorted(times)


def rush(app: Flask, session: Any, make: Any, opened: Any, people: int, at_a_time: int) -> None:
    series_id, unit_id, actors = a_series(make, opened, people)
    session.commit()

    def one(actor: Actor) -> None:
        series = db.session.get_one(Series, series_id)
        seats.sign_up(db.session(), actor, series, db.session.get_one(Unit, unit_id))
        db.session.commit()

    problems = all_at_once(app, actors, one, at_a_time)
    assert problems == []
    assert held(session, series_id) == list(range(1, SEATS + 1))
    check_order(session, series_id)


def test_many_at_once_never_get_a_sixth_seat(
    app: Flask, session: Any, make: Any, opened: Any
) -> None:
    rush(app, session, make, opened, people=24, at_a_time=8)


@pytest.mark.slow
@pytest.mark.parametrize("run", range(50))
def test_two_hundred_at_once_fifty_times(
    app: Flask, session: Any, make: Any, opened: Any, run: int
) -> None:
    rush(app, session, make, opened, people=200, at_a_time=12)


@contextmanager
def without_index(session: Any) -> Iterator[None]:
    """The database does not guard the numbers; afterwards it does again, without any seats."""
    session.execute(text(f"DROP INDEX {INDEX}"))
    session.commit()
    try:
        yield
    finally:
        session.execute(delete(Seat))
        table: Any = Seat.__table__
        (index,) = [one for one in table.indexes if one.name == INDEX]
        index.create(session.connection())
        session.commit()


def careless(app: Flask, session: Any, make: Any, opened: Any) -> tuple[int, list[BaseException]]:
    """The same without the lock: each looks which seats are free, and takes one a moment later,
    as it would if nothing held the others off in between."""
    series_id, unit_id, actors = a_series(make, opened, 8)
    part = Participation(series_id=series_id, unit_id=unit_id)
    session.add(part)
    session.flush()
    part_id = part.id
    session.commit()
    looked = threading.Barrier(8)

    def one(actor: Actor) -> None:
        series = db.session.get_one(Series, series_id)
        numbers = seats.free(series)
        db.session.rollback()  # looking is over; whoever was faster may write now
        looked.wait(30)
        seat = Seat(series_id=series_id, participation_id=part_id, user_id=actor.user_id)
        seat.status = SeatStatus.SEATED if numbers else SeatStatus.WAITING
        seat.seat_number = numbers[0] if numbers else None
        db.session.add(seat)
        db.session.commit()

    problems = all_at_once(app, actors, one, 8)
    return series_id, problems


def test_without_lock_and_index_the_race_happens(
    app: Flask, session: Any, make: Any, opened: Any
) -> None:
    with without_index(session):
        series_id, problems = careless(app, session, make, opened)
        assert problems == []
        assert len(held(session, series_id)) > SEATS


def test_without_the_lock_the_database_refuses_the_number_twice(
    app: Flask, session: Any, make: Any, opened: Any
) -> None:
    series_id, problems = careless(app, session, make, opened)
    assert {type(one).__name__ for one in problems} == {"IntegrityError"}
    taken = held(session, series_id)
    assert len(taken) == len(set(taken)) <= SEATS
