"""Fills an empty portal with the demo's bazaars: who plans them, their stands, who comes. The
areas add what is theirs in modules of their own (`hooks.demo`), after this one.

Nobody gets a mail of it. `bazaar_named(session, "now")` finds the one to come, "before" last
year's.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import (
    SYSTEM,
    Function,
    Membership,
    ServiceFailed,
    Unit,
    User,
    demo_units,
    moment_at,
    now,
    saved,
    service,
    today,
)

from ..card.codes import give_short_code
from ..models import (
    Bazaar,
    Curiosity,
    InvitedEducation,
    Keeper,
    Lesson,
    Organiser,
    PlanTask,
    ProgrammePart,
    Stand,
    Theme,
    Visitor,
)
from ..permissions import bazaar_saved
from ..planning.calendar import keep_event
from ..planning.lessons import LESSON_KIND, lesson_labels
from ..planning.services import months_later
from ..planning.tasks import task_saved
from ..vocabulary import BazaarStatus, StandStatus

SOURCE = Path(__file__).parent / "planning.toml"
SHEETS = "factsheets.sheets"
#: The bazaar to come, and the one that was.
STATUSES = {"now": BazaarStatus.ANNOUNCED, "before": BazaarStatus.HELD}


def load_bazaars(session: Session) -> None:
    """Both bazaars; the one to come was made of the other."""
    people = {user.email: user for user in session.scalars(select(User))}
    units = demo_units(session)
    sheets = _sheets(session)
    made: dict[str, Bazaar] = {}
    for row in tomllib.loads(SOURCE.read_text(encoding="utf-8"))["bazaar"]:
        made[row["key"]] = _bazaar(session, row, people)
        _stands(session, made[row["key"]], row, people, units, sheets)
        _visitors(session, made[row["key"]], row, units)
    made["now"].copied_from_id = made["before"].id
    for bazaar in made.values():
        bazaar_saved(session, bazaar, SYSTEM)
        keep_event(session, SYSTEM, bazaar)
    for lesson in session.scalars(select(Lesson)).all():
        labels = lesson_labels(session, lesson.bazaar)
        saved(session, LESSON_KIND, lesson.id, labels, actor=SYSTEM)


def bazaar_named(session: Session, key: str) -> Bazaar | None:
    """The demo's bazaar to come ('now') or last year's ('before'), for the areas' demo content."""
    wanted = select(Bazaar).where(Bazaar.status == STATUSES[key]).order_by(Bazaar.id).limit(1)
    return session.scalar(wanted)


def _bazaar(session: Session, row: Mapping[str, Any], people: Mapping[str, User]) -> Bazaar:
    day = today() + dt.timedelta(days=row["days"])
    day += dt.timedelta(days=(3 - day.weekday()) % 7)  # a Thursday
    bazaar = Bazaar(
        title=row["title"].format(year=day.year, season="forår" if day.month < 7 else "efterår"),
        summary=row["summary"].strip(),
        place=row["place"],
        address=row["address"],
        starts_at=moment_at(day, row["starts"]),
        ends_at=moment_at(day, row["ends"]),
        status=row["status"],
        follow_up_on=months_later(day, 3),
    )
    if "registration_days" in row:
        until = day + dt.timedelta(days=row["registration_days"])
        bazaar.registration_until = moment_at(until, dt.time(23, 59))
    for role in ("organiser", "moderator"):
        for email in row[f"{role}s"]:
            if email in people:
                bazaar.organisers.append(Organiser(user_id=people[email].id, role=role))
    bazaar.themes = [Theme(name=name, position=at) for at, name in enumerate(row["themes"])]
    bazaar.parts = [
        ProgrammePart(
            kind=part["kind"],
            title=part["title"],
            starts_at=moment_at(day, part["starts"]),
            ends_at=moment_at(day, part["ends"]),
            place=part.get("place", ""),
            note=part.get("note", ""),
        )
        for part in row["part"]
    ]
    session.add(bazaar)
    session.flush()
    for task in row.get("task", ()):
        _task(session, bazaar, day, task, people)
    for number, lesson in enumerate(row.get("lesson", ())):
        at = bazaar.ends_at + dt.timedelta(days=4 + number)
        by = bazaar.organisers[0].user_id if bazaar.organisers else None
        session.add(Lesson(bazaar_id=bazaar.id, text=lesson["text"].strip(), by_id=by, at=at))
    session.flush()
    return bazaar


def _task(
    session: Session,
    bazaar: Bazaar,
    day: dt.date,
    row: Mapping[str, Any],
    people: Mapping[str, User],
) -> None:
    user = people.get(row.get("who", ""))
    due_on = day + dt.timedelta(days=row["due"])
    task = PlanTask(
        bazaar_id=bazaar.id,
        title=row["title"],
        channel=row.get("channel", ""),
        text=row.get("text", "").strip(),
        due_on=due_on,
        responsible_id=user.id if user else None,
    )
    if row.get("done"):
        task.done_at = min(moment_at(due_on, dt.time(14, 30)), now())
        task.done_by_id = task.responsible_id
    session.add(task)
    task_saved(session, SYSTEM, bazaar, task)


def _sheets(session: Session) -> dict[str, Any]:
    """The published fact sheets by title; none where their plugin is not there."""
    sheets = service(SHEETS)
    try:
        found = sheets.choose(session, SYSTEM, "", 500) if sheets is not None else []
    except ServiceFailed:
        return {}
    return {one.title: one for one in found}


def _stands(
    session: Session,
    bazaar: Bazaar,
    row: Mapping[str, Any],
    people: Mapping[str, User],
    units: Mapping[str, Unit],
    sheets: Mapping[str, Any],
) -> None:
    themes = {theme.name: theme.id for theme in bazaar.themes}
    number = 0
    for one in row["stand"]:
        sheet, unit = sheets.get(one.get("sheet", "")), units.get(one.get("unit", ""))
        stand = Stand(
            bazaar_id=bazaar.id,
            title=one.get("title") or one["sheet"],
            summary=one.get("summary") or (sheet.summary if sheet else ""),
            sheet_id=sheet.id if sheet else None,
            unit_id=unit.id if unit else (sheet.unit_id if sheet else None),
            theme_id=themes.get(one.get("theme", "")),
            status=one.get("status", StandStatus.CONFIRMED),
            hands_on=one.get("hands_on", ""),
            needs=one.get("needs", ""),
        )
        stand.bazaar = bazaar
        for words in one["keepers"]:
            name, _mark, email = words.rstrip(">").rpartition("<")
            if email in people:
                stand.keepers.append(Keeper(user_id=people[email].id))
            elif name:
                stand.keepers.append(Keeper(name=name.strip(), email=email))
        if stand.status == StandStatus.PROPOSED and stand.keepers:
            stand.proposed_by_id = stand.keepers[0].user_id
        if stand.status == StandStatus.CONFIRMED:
            number += 1
            stand.number = number
        session.add(stand)
        session.flush()
        if stand.number is not None:
            give_short_code(session, stand)


def _visitors(
    session: Session, bazaar: Bazaar, row: Mapping[str, Any], units: Mapping[str, Unit]
) -> None:
    badge = 0
    there = set[int]()
    invited_at = bazaar.starts_at - dt.timedelta(days=35)
    for one in row["education"]:
        unit, how = units.get(one["unit"]), one["how"]
        if unit is None:
            continue
        answer = {"declined": "declined", "invited": "", "asked": ""}.get(how, "coming")
        education = InvitedEducation(
            bazaar_id=bazaar.id,
            unit_id=unit.id,
            invited_at=invited_at,
            answer=answer,
            answered_at=invited_at + dt.timedelta(days=3) if answer else None,
            note=one.get("note", ""),
        )
        session.add(education)
        session.flush()
        for user_id, function in _people_of(session, unit, how):
            if user_id in there:
                continue
            there.add(user_id)
            badge += 1
            session.add(
                Visitor(
                    bazaar_id=bazaar.id,
                    user_id=user_id,
                    education_id=education.id,
                    function="leader" if function == Function.LEADER else "teacher",
                    asked_at=invited_at + dt.timedelta(days=9) if how == "asked" else None,
                    badge=badge,
                    shares_name=badge % 2 == 0,
                    created_at=invited_at + dt.timedelta(days=3, minutes=badge),
                )
            )
    for guest in row.get("guest", ()):
        badge += 1
        session.add(Visitor(bazaar_id=bazaar.id, badge=badge, **guest))
    session.flush()
    if row["key"] == "now":
        _curious(session, bazaar)
    else:
        _there(session, bazaar)


def _there(session: Session, bazaar: Bazaar) -> None:
    """Who came on the day, nearly all; and most have handed their card in."""
    visitors = select(Visitor).where(Visitor.bazaar_id == bazaar.id).order_by(Visitor.id)
    for number, visitor in enumerate(session.scalars(visitors).all()):
        if number % 11 != 10:
            visitor.checked_in_at = bazaar.starts_at + dt.timedelta(minutes=number % 20)
            if number % 5 != 4:
                visitor.card_handed_in_at = bazaar.ends_at - dt.timedelta(minutes=number % 13)


def _curious(session: Session, bazaar: Bazaar) -> None:
    """What people have said they are curious about: some stands more than others."""
    stands = session.scalars(
        select(Stand.id)
        .where(Stand.bazaar_id == bazaar.id, Stand.status == StandStatus.CONFIRMED)
        .order_by(Stand.number)
    ).all()
    visitors = select(Visitor.id).where(Visitor.bazaar_id == bazaar.id).order_by(Visitor.id)
    for number, visitor_id in enumerate(session.scalars(visitors).all()):
        wanted = {stands[number * step % len(stands)] for step in (1, 3, 9)[: 1 + number % 3]}
        for stand_id in sorted(wanted | {stands[0]} if number % 4 == 0 else wanted):
            session.add(Curiosity(visitor_id=visitor_id, stand_id=stand_id))
    session.flush()


def _people_of(session: Session, unit: Unit, how: str) -> list[tuple[int, str]]:
    wanted = {
        "complete": (Function.LEADER, Function.TEACHER),
        "asked": (Function.LEADER, Function.TEACHER),
        "leader": (Function.LEADER,),
        "teachers": (Function.TEACHER,),
    }.get(how, ())
    rows = session.execute(
        select(Membership.user_id, Membership.function)
        .where(Membership.unit_id == unit.id, Membership.function.in_(wanted))
        .order_by(Membership.id)
    ).all()
    return [(user_id, function) for user_id, function in rows]
