"""The bazaar as a spreadsheet, in the very form that the upload reads: out and in again changes
nothing. And the same with headings only, to be filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.api import (
    Actor,
    User,
    contacts_seen,
    csv_response,
    lists,
    workbook_response,
    xlsx_response,
)

from ...models import Bazaar, InvitedEducation, Keeper, Stand, Visitor
from ...stands.sheets import facts_of
from ...vocabulary import StandStatus
from .columns import COLUMNS, EDUCATIONS, LISTS, PEOPLE, STANDS
from .plan import SetupPlan
from .plan_people import functions

#: What is written out, in this order.
WRITTEN: Mapping[str, Sequence[str]] = {
    EDUCATIONS: ("unit", "delegate", "note"),
    STANDS: (
        "number",
        "title",
        "theme",
        "unit",
        "keepers",
        "sheet",
        "summary",
        "hands_on",
        "needs",
        "place",
    ),
    PEOPLE: ("name", "email", "unit", "function", "organisation"),
}


def titles(name: str) -> list[str]:
    """The headings of a list, in the reader's language."""
    return [str(COLUMNS[name][column].title) for column in WRITTEN[name]]


def pattern() -> Response:
    """A workbook with three empty sheets."""
    sheets = [(str(LISTS[name]), titles(name), list[Sequence[Any]]()) for name in LISTS]
    return workbook_response(_("bazaar"), sheets)


def workbook(session: Session, actor: Actor, bazaar: Bazaar) -> Response:
    """All three lists, filled in."""
    sheets = [
        (str(LISTS[name]), titles(name), rows(session, actor, bazaar, name)) for name in LISTS
    ]
    return workbook_response(_("bazaar"), sheets)


def csv(session: Session, actor: Actor, bazaar: Bazaar, name: str) -> Response:
    """One of them as csv."""
    file_name = str(LISTS[name]).lower()
    return csv_response(file_name, titles(name), rows(session, actor, bazaar, name))


def rows(session: Session, actor: Actor, bazaar: Bazaar, name: str) -> Iterable[Sequence[Any]]:
    """The rows of a list."""
    paths = lists.UnitFinder.load(session).paths
    if name == EDUCATIONS:
        return _educations(session, actor, bazaar, paths)
    if name == STANDS:
        return _stands(session, actor, bazaar, paths)
    return _people(session, actor, bazaar, paths)


def _address(user: User, seen: set[int]) -> str:
    """An account as the upload finds it again: by its address, or by its number where the reader
    may not see that."""
    return user.email if user.id in seen else f"#{user.id}"


def _educations(
    session: Session, actor: Actor, bazaar: Bazaar, paths: Mapping[int, str]
) -> Iterable[Sequence[Any]]:
    found = session.scalars(
        select(InvitedEducation)
        .where(InvitedEducation.bazaar_id == bazaar.id)
        .options(selectinload(InvitedEducation.delegate))
    ).all()
    seen = contacts_seen(session, actor, [one.delegate for one in found if one.delegate])
    for one in sorted(found, key=lambda one: paths[one.unit_id].casefold()):
        delegate = _address(one.delegate, seen) if one.delegate else ""
        yield [paths[one.unit_id], delegate, one.note]


def _stands(
    session: Session, actor: Actor, bazaar: Bazaar, paths: Mapping[int, str]
) -> Iterable[Sequence[Any]]:
    found = session.scalars(
        select(Stand)
        .where(Stand.bazaar_id == bazaar.id)
        .where(Stand.status.not_in((StandStatus.DECLINED, StandStatus.WITHDRAWN)))
        .options(selectinload(Stand.keepers).selectinload(Keeper.user), selectinload(Stand.theme))
        .order_by(Stand.number.is_(None), Stand.number, Stand.id)
    ).all()
    sheets = facts_of(session, actor, [one.sheet_id for one in found])
    keepers = [keeper.user for one in found for keeper in one.keepers if keeper.user]
    seen = contacts_seen(session, actor, keepers)
    for one in found:
        sheet = sheets.get(one.sheet_id or 0)
        yield [
            one.number if one.number is not None else "",
            one.title,
            one.theme.name if one.theme else "",
            paths.get(one.unit_id or 0, ""),
            "; ".join(_keeper(keeper, seen) for keeper in one.keepers),
            sheet.title if sheet is not None and sheet.published else "",
            one.summary,
            one.hands_on,
            one.needs,
            one.place,
        ]


def _keeper(keeper: Keeper, seen: set[int]) -> str:
    if keeper.user is not None:
        return f"{keeper.user.name} <{_address(keeper.user, seen)}>"
    return f"{keeper.name} <{keeper.email}>" if keeper.email else keeper.name


def _people(
    session: Session, actor: Actor, bazaar: Bazaar, paths: Mapping[int, str]
) -> Iterable[Sequence[Any]]:
    words = functions()
    found = session.scalars(
        select(Visitor)
        .where(Visitor.bazaar_id == bazaar.id, Visitor.cancelled_at.is_(None))
        .where(Visitor.forgotten_at.is_(None))
        .options(selectinload(Visitor.user), selectinload(Visitor.education))
        .order_by(Visitor.badge, Visitor.id)
    ).all()
    seen = contacts_seen(session, actor, [one.user for one in found if one.user])
    for one in found:
        yield [
            one.user.name if one.user else one.name,
            _address(one.user, seen) if one.user else one.email,
            paths.get(one.education.unit_id, "") if one.education else "",
            words.get(one.function, ""),
            one.organisation,
        ]


def mistakes(plan: SetupPlan, form: str) -> Response:
    """What is left out, and why: a row for each mistake."""
    found: list[tuple[str, int, str, str, str, str]] = []
    for one in plan.plans.values():
        for mistake in one.mistakes:
            value = "".join(char for char in mistake.value if char.isprintable())
            cell = getattr(mistake, "cell", "")
            found.append((mistake.sheet, mistake.row, cell, mistake.column, value, mistake.text))
    columns = [
        _("Sheet"), _("Row"), _("Cell"), _("Column"), _("What stands there"), _("What is wrong")
    ]  # fmt: skip
    write = {"csv": csv_response, "xlsx": xlsx_response}[form]
    return write(_("mistakes"), columns, sorted(found, key=lambda one: (one[0], one[1])))
