"""Two who do the same for the first time at the same moment: both are heard, and neither gets an
error. On SQLite they take turns by themselves; on PostgreSQL only what is guarded does."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from portal_workshops.adoption import services as adoptions
from portal_workshops.canvas import runsheet
from portal_workshops.groups import plans
from portal_workshops.groups.states import PlanStatus
from portal_workshops.models import (
    Adoption,
    AdoptionChange,
    Attendance,
    Participation,
    Plan,
    PlanAnswer,
    PlanPerson,
    PlanPractice,
    Room,
    RunSheet,
    Series,
    SeriesAdviser,
)
from portal_workshops.series import attendance, rooms
from portal_workshops.series.data import HalfData, InvalidSeries
from portal_workshops.series.services import (
    add_education,
    answer_help,
    create_series,
    open_series,
)
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal.api import PortalError, User, db, now, today

Work = Callable[[Session], Any]


class Both:
    """Runs two pieces of work in sessions of their own, so that the second begins, and has come
    as far as it can, while the first is done but not committed."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def __call__(self, first: Work, second: Work) -> BaseException | None:
        """What went wrong with the second, if anything did; the first has to go well."""
        db.session.rollback()
        problems: list[BaseException] = []
        begun = threading.Event()

        def later() -> None:
            with self.app.app_context():
                try:
                    begun.set()
                    second(db.session())
                    db.session.commit()
                except Exception as problem:
                    problems.append(problem)
                finally:
                    db.session.rollback()
                    db.session.remove()

        thread = threading.Thread(target=later)
        with Session(db.engine) as session:
            first(session)
            session.flush()
            thread.start()
            assert begun.wait(30)
            with self._watching() as waits:
                # It is over, or it waits for us: there is nothing else it can do.
                while thread.is_alive() and not waits():
                    thread.join(0.02)
            session.commit()
        thread.join(30)
        assert not thread.is_alive()
        db.session.expire_all()
        return problems[0] if problems else None

    @contextmanager
    def _watching(self) -> Iterator[Callable[[], bool]]:
        if db.engine.dialect.name == "sqlite":
            yield lambda: True  # it waits for its turn to begin, or will
            return
        query = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND wait_event_type = 'Lock'"
        )

        def waits() -> bool:
            with db.engine.connect() as connection:
                return bool(connection.execute(query).scalar())

        yield waits


@pytest.fixture
def both(app: Flask) -> Both:
    return Both(app)


def count(session: Any, model: Any) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(model))


def test_two_keepers_say_how_it_goes(session: Any, make: Any, sheet: Any, both: Both) -> None:
    keeper, other = make.user(roles=["staff"]), make.user(roles=["staff"])
    origin = sheet("Kortere møder")
    own = sheet("Hos os", author=keeper, responsible_id=other.id, builds_on_id=origin.id)
    own_id = own.id
    actors = [make.actor_of(one) for one in (keeper, other)]
    session.commit()
    problem = both(
        lambda one: adoptions.follow_sheet(one, actors[0], own_id, "trying"),
        lambda one: adoptions.follow_sheet(one, actors[1], own_id, "in_use"),
    )
    assert problem is None
    assert count(session, Adoption) == 1
    assert session.scalar(select(Adoption.status)) == "in_use"  # who spoke last
    said = session.scalars(select(AdoptionChange.status).order_by(AdoptionChange.id)).all()
    assert said == ["trying", "in_use"]


def test_two_take_it_home(session: Any, make: Any, halves: Any, both: Both) -> None:
    leader, guide = make.user(roles=["staff"]), make.user(roles=["staff"])
    planner = make.actor("organiser")
    series = create_series(
        session, planner, title="Kortere", halves=halves(), facilitator_ids=[guide.id]
    )
    part_id = add_education(session, planner, series, make.unit(), [], leader=leader).id
    open_series(session, planner, series)
    actors = [make.actor_of(one) for one in (leader, guide)]
    session.commit()

    def adopt(actor: Any) -> Work:
        return lambda one: adoptions.adopt(one, actor, one.get_one(Participation, part_id))

    assert both(adopt(actors[0]), adopt(actors[1])) is None
    assert count(session, Adoption) == 1


def test_two_begin_the_half_day(session: Any, workshop: Any, both: Both) -> None:
    series_id = workshop.series.id

    def act(action: str) -> Work:
        return lambda one: runsheet.act(one, one.get_one(Series, series_id), 1, action)

    assert both(act("begin"), act("begin")) is None
    assert count(session, RunSheet) == 1
    assert both(act("next"), act("next")) is None
    assert len(session.scalar(select(RunSheet.done))) == 2  # neither click was lost


def test_two_save_a_room_of_one_name(session: Any, make: Any, both: Both) -> None:
    planner = make.actor("organiser")
    session.commit()
    problem = both(
        lambda one: rooms.save_room(one, planner, None, name="Auditoriet"),
        lambda one: rooms.save_room(one, planner, None, name="Auditoriet"),
    )
    assert isinstance(problem, InvalidSeries)
    assert list(problem.errors) == ["name"]
    assert count(session, Room) == 1


def test_two_tick_who_came(session: Any, make: Any, workshop: Any, both: Both) -> None:
    guide, series_id = make.actor_of(workshop.guide), workshop.series.id
    half = workshop.series.half_days[0]
    half.starts_at, half.ends_at = now() - dt.timedelta(hours=3), now() - dt.timedelta(hours=1)
    came = [(half.id, one.id) for one in workshop.series.seats]
    session.commit()

    def tick(who: list[tuple[int, int]]) -> Work:
        return lambda one: attendance.tick(one, guide, one.get_one(Series, series_id), who)

    assert both(tick([]), tick(came)) is None
    session.rollback()
    assert session.scalars(select(Attendance.came)).all() == [True] * 3


def test_a_double_click_of_who_knows_the_origin(
    session: Any, make: Any, workshop: Any, both: Both
) -> None:
    owner, series_id = make.actor_of(workshop.owner), workshop.series.id
    for one in list(workshop.series.advisers):
        workshop.series.advisers.remove(one)
    session.commit()

    def help(how: str) -> Work:
        return lambda one: answer_help(one, owner, one.get_one(Series, series_id), how)

    assert both(help("present"), help("advise")) is None
    session.rollback()
    assert session.scalars(select(SeriesAdviser.help)).all() == ["advise"]


@pytest.fixture
def plan(session: Any, make: Any) -> Any:
    """A round with a practice and a date, and a planner."""
    planner = make.actor("organiser")
    found = plans.create_plan(session, planner, title="Foråret")
    found.practices.append(PlanPractice(title="Kortere møder"))
    day = today() + dt.timedelta(days=30)
    halves = [
        HalfData(
            day=day + dt.timedelta(days=14 * number),
            starts=dt.time(9),
            ends=dt.time(12),
            room_id=None,
            place="",
        )
        for number in (0, 1)
    ]
    plans.add_date(session, planner, found, *halves)
    session.commit()
    found.actor = planner
    return found


def test_two_planners_add_the_same_people(session: Any, make: Any, plan: Any, both: Both) -> None:
    plan_id, practice, planner = plan.id, plan.practices[0].id, plan.actor
    people = [make.user().id for _one in range(3)]
    session.commit()

    def add(users: list[int]) -> Work:
        wishes = {one: [practice] for one in users}
        return lambda one: plans.add_people(one, planner, one.get_one(Plan, plan_id), wishes)

    assert both(add(people[:2]), add(people[1:])) is None
    assert count(session, PlanPerson) == 3


def test_two_choose_the_same_leads(session: Any, make: Any, plan: Any, both: Both) -> None:
    plan_id, planner, guide = plan.id, plan.actor, make.user().id
    session.commit()

    def choose(one: Session) -> None:
        plans.set_facilitators(one, planner, one.get_one(Plan, plan_id), [guide])

    assert both(choose, choose) is None


def test_a_double_click_in_the_poll(session: Any, make: Any, plan: Any, both: Both) -> None:
    plan_id, planner, practice = plan.id, plan.actor, plan.practices[0].id
    plans.add_people(session, planner, plan, {make.user().id: [practice]})
    session.commit()
    person_id, date_id = plan.people[0].id, plan.dates[0].id

    def answer(word: bool) -> Work:
        return lambda one: plans.answer(one, one.get_one(PlanPerson, person_id), {date_id: word})

    assert both(answer(True), answer(False)) is None
    session.rollback()
    assert session.scalars(select(PlanAnswer.can)).all() == [False]
    assert plan_id


def test_a_round_that_was_accepted_meanwhile_stays(
    session: Any, make: Any, plan: Any, both: Both
) -> None:
    plan_id, planner, user_id = plan.id, plan.actor, make.user().id
    session.commit()

    def accepted(one: Session) -> None:
        plans.require(one, planner, one.get_one(Plan, plan_id))
        one.get_one(Plan, plan_id).status = PlanStatus.ACCEPTED

    def late(one: Session) -> None:
        found = one.get_one(Plan, plan_id)
        plans.add_people(one, planner, found, {user_id: []})

    assert isinstance(both(accepted, late), PortalError)
    assert count(session, PlanPerson) == 0
    assert session.scalar(select(User.id).where(User.id == user_id))
