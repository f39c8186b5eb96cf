"""What one reader may know of ambassadors: the only way from the tables to anything that shows,
counts, finds or exports them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Select, String, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from portal.api import Actor, Membership, Reference, User, narrow

from .models import (
    Ambassador,
    AmbassadorCommunity,
    AmbassadorLanguage,
    AmbassadorLevel,
    AmbassadorRole,
    AmbassadorWork,
    HiddenPart,
    Photo,
)
from .parts import CONTACT, shown_parts
from .vocabulary import LANGUAGES, ROLES, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One ambassador as one reader may know them. A part that is hidden from the reader is as
    empty as one that was never filled in; only for the owner does `hidden` say which are.

    `units` are (unit, function); `levels` competence -> level; `works` references, of which the
    reader may still be unable to see some.
    """

    id: int
    user_id: int
    name: str
    title: str
    status: str
    units: tuple[tuple[int, str], ...]
    shown: frozenset[str]
    hidden: frozenset[str]
    photo: str = ""
    email: str = ""
    phone: str = ""
    reach: str = ""
    reach_note: str = ""
    help_text: str = ""
    roles: tuple[str, ...] = ()
    levels: Mapping[int, int]
    languages: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    works: tuple[Reference, ...] = ()
    chosen_how: str = ""
    chosen_by_id: int | None = None
    chosen_on: dt.date | None = None
    chosen_why: str = ""
    mandate: str = ""
    mandate_from: dt.date | None = None
    mandate_until: dt.date | None = None
    ended_on: dt.date | None = None
    confirmed_at: dt.datetime

    @property
    def is_active(self) -> bool:
        """Whether they are an ambassador now."""
        return self.status == Status.ACTIVE


def facts_of(session: Session, actor: Actor, ambassador_id: int) -> Facts | None:
    """One ambassador, as `actor` may know them; None where they may not be seen at all."""
    statement = narrow(select(Ambassador.id), actor, Ambassador)
    if session.scalar(statement.where(Ambassador.id == ambassador_id)) is None:
        return None
    return next(iter(load(session, actor, [ambassador_id])), None)


def visible(session: Session, actor: Actor) -> list[Facts]:
    """Every active ambassador that `actor` may see. A constant number of queries."""
    statement = select(Ambassador.id).where(Ambassador.status == Status.ACTIVE)
    return _load(session, actor, narrow(statement, actor, Ambassador))


def load(session: Session, actor: Actor | None, ids: Iterable[int]) -> list[Facts]:
    """The ambassadors with these ids, which the caller has narrowed, in the order of their ids;
    `actor` None: as somebody of whom nothing is known may know them."""
    return _load(session, actor, select(Ambassador.id).where(Ambassador.id.in_(list(ids))))


def _load(session: Session, actor: Actor | None, ids: Select[Any]) -> list[Facts]:
    one = Ambassador
    rows = session.execute(
        select(
            one.id,
            one.user_id,
            one.status,
            one.reach,
            one.reach_note,
            one.help_text,
            one.chosen_how,
            one.chosen_by_id,
            one.chosen_on,
            one.chosen_why,
            one.mandate,
            one.mandate_from,
            one.mandate_until,
            one.ended_on,
            one.confirmed_at,
            User.name,
            User.title,
            User.email,
            User.phone,
            User.contact_hidden,
        )
        .join(User, User.id == one.user_id)
        .where(one.id.in_(ids))
        .order_by(one.id)
    ).all()
    if not rows:
        return []
    rest = _Rest(session, ids)
    return [_facts(row, rest, actor) for row in rows]


class _Rest:
    """What stands in rows of its own, by ambassador."""

    def __init__(self, session: Session, ids: Select[Any]) -> None:
        # Seven tables of a row each, in one query: which, whose, a word, a number, another.
        no_word, no_number = cast(null(), String), cast(null(), Integer)
        tables: tuple[tuple[Any, Any, Any, Any], ...] = (
            (HiddenPart, HiddenPart.part, no_number, no_number),
            (AmbassadorRole, AmbassadorRole.role, no_number, no_number),
            (AmbassadorLevel, no_word, AmbassadorLevel.competence_id, AmbassadorLevel.level),
            (AmbassadorLanguage, AmbassadorLanguage.code, no_number, no_number),
            (AmbassadorCommunity, AmbassadorCommunity.name, no_number, no_number),
            (AmbassadorWork, AmbassadorWork.kind, AmbassadorWork.object_id, no_number),
            (Photo, Photo.mark, no_number, no_number),
        )
        selects = (
            select(
                literal(place).label("place"),
                model.ambassador_id,
                word.label("word"),
                number.label("number"),
                other.label("other"),
            ).where(model.ambassador_id.in_(ids))
            for place, (model, word, number, other) in enumerate(tables)
        )
        found: list[dict[int, list[Any]]] = [{} for _table in tables]
        for place, whose, *values in session.execute(union_all(*selects)):
            known = tuple(value for value in values if value is not None)
            found[place].setdefault(whose, []).append(known[0] if len(known) == 1 else known)
        self.hidden, self.roles, self.levels, *others = found
        self.languages, self.communities, self.works, self.photos = others
        self.units: dict[int, list[tuple[int, str]]] = {}
        rows = session.execute(
            select(Membership.user_id, Membership.unit_id, Membership.function)
            .where(Membership.user_id.in_(select(Ambassador.user_id).where(Ambassador.id.in_(ids))))
            .order_by(Membership.id)
        )
        for user_id, unit_id, function in rows:
            self.units.setdefault(user_id, []).append((unit_id, function))


def _facts(row: Any, rest: _Rest, actor: Actor | None) -> Facts:
    hidden = frozenset(rest.hidden.get(row.id, ()))
    if row.contact_hidden:
        hidden |= {CONTACT}
    shown = shown_parts(actor, row.user_id, hidden)
    own = actor is not None and actor.user_id == row.user_id
    values: dict[str, Any] = {}
    if "photo" in shown:
        values["photo"] = next(iter(rest.photos.get(row.id, ())), "")
    if CONTACT in shown:
        values |= {name: getattr(row, name) for name in ("email", "phone", "reach", "reach_note")}
    if "help" in shown:
        values["help_text"] = row.help_text
    if "roles" in shown:
        values["roles"] = _in_order(rest.roles.get(row.id, ()), ROLES)
    if "languages" in shown:
        values["languages"] = _in_order(rest.languages.get(row.id, ()), LANGUAGES)
    if "communities" in shown:
        values["communities"] = tuple(sorted(rest.communities.get(row.id, ())))
    if "works" in shown:
        values["works"] = tuple(sorted(rest.works.get(row.id, ())))
    if "choice" in shown:
        for name in ("chosen_how", "chosen_by_id", "chosen_on", "chosen_why"):
            values[name] = getattr(row, name)
    if "mandate" in shown:
        for name in ("mandate", "mandate_from", "mandate_until"):
            values[name] = getattr(row, name)
    return Facts(
        id=row.id,
        user_id=row.user_id,
        name=row.name,
        title=row.title,
        status=row.status,
        units=tuple(rest.units.get(row.user_id, ())),
        shown=shown,
        hidden=hidden if own else frozenset(),
        levels=dict(rest.levels.get(row.id, ())) if "competences" in shown else {},
        ended_on=row.ended_on,
        confirmed_at=row.confirmed_at,
        **values,
    )


def _in_order(found: Iterable[str], order: Iterable[str]) -> tuple[str, ...]:
    places = {key: place for place, key in enumerate(order)}
    return tuple(sorted(found, key=lambda key: (places.get(key, len(places)), key)))
