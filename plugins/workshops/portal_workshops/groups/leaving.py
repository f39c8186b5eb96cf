"""What is kept about a person in rounds of planning."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.api import Actor, Holding, Part, User, record

from ..models import Plan, PlanFacilitator, PlanPair, PlanPerson
from .plans import KIND
from .states import PlanStatus


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """Wishes and dates in rounds, and rounds they plan or can lead in."""
    found: dict[str, Any] = {}
    rows = session.scalars(
        select(PlanPerson)
        .where(PlanPerson.user_id == user.id)
        .options(joinedload(PlanPerson.plan).selectinload(Plan.practices),
                 joinedload(PlanPerson.plan).selectinload(Plan.dates),
                 selectinload(PlanPerson.answers))
        .order_by(PlanPerson.id)
    ).all()  # fmt: skip
    if rows:
        found["workshop_rounds"] = [
            {
                "title": one.plan.title,
                "wishes": [
                    practice.title
                    for key in one.wishes
                    for practice in one.plan.practices
                    if practice.id == key and practice.sheet_id is None
                ],
                "sheets": [
                    practice.sheet_id
                    for key in one.wishes
                    for practice in one.plan.practices
                    if practice.id == key and practice.sheet_id is not None
                ],
                "can": [
                    date.first_starts.isoformat()
                    for date in one.plan.dates
                    if any(answer.date_id == date.id and answer.can for answer in one.answers)
                ],
                "note": one.note,
            }
            for one in rows
        ]
    for key, ids in (
        ("plans_rounds", select(Plan.id).where(Plan.planner_id == user.id)),
        (
            "can_lead_in_rounds",
            select(PlanFacilitator.plan_id).where(PlanFacilitator.user_id == user.id),
        ),
    ):
        titles = session.scalars(select(Plan.title).where(Plan.id.in_(ids)).order_by(Plan.id)).all()
        if titles:
            found[key] = list(titles)
    return found


def erase_user(session: Session, user: User) -> None:
    """Rows go; in what was solved there are numbers only, which lead nowhere then."""
    mine = select(PlanPerson.id).where(PlanPerson.user_id == user.id)
    session.execute(
        delete(PlanPair).where(PlanPair.person_id.in_(mine) | PlanPair.other_id.in_(mine))
    )
    session.execute(delete(PlanPerson).where(PlanPerson.user_id == user.id))
    session.execute(delete(PlanFacilitator).where(PlanFacilitator.user_id == user.id))
    session.execute(update(Plan).where(Plan.planner_id == user.id).values(planner_id=None))
    session.expire_all()


def holdings(session: Session, user: User) -> Iterable[Holding]:
    """Rounds that no series were made of yet."""
    rows = select(Plan).where(Plan.planner_id == user.id, Plan.status != PlanStatus.ACCEPTED)
    for one in session.scalars(rows.order_by(Plan.id)):
        yield Holding(
            kind=KIND,
            id=one.id,
            title=one.title,
            url=f"/workshops/plans/{one.id}",
            part=Part.ORGANISER,
            words=_l("Round of groups"),
        )


def hand_over(
    session: Session, actor: Actor, user: User, successor: User, things: Collection[Holding]
) -> None:
    """The rounds are the successor's."""
    for thing in things:
        plan = session.get(Plan, thing.id) if thing.kind == KIND else None
        if plan is not None and plan.planner_id == user.id:
            plan.planner_id = successor.id
            record(session, actor, "workshop_plan.handed_over", KIND, plan.id)
    session.flush()
