"""A profile as its template wants it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.api import Actor, Resolved, User, danish_order, history_url, may, narrow, resolve, slots

from ..facts import Facts
from ..models import Ambassador, Competence
from ..parts import HIDEABLE, PARTS
from ..places import Places
from ..vocabulary import CHOSEN, KIND, LEVELS, REACH, ROLES, STATUSES, Look
from ..words import function_word, language_word

VERBS = ("edit", "hide", "manage")


@dataclass(frozen=True, slots=True)
class Skill:
    """A competence with its level, as a page shows it."""

    id: int
    name: str
    group: str
    description: str
    level: int
    look: Look
    retired: bool


def skills(session: Session, levels: Mapping[int, int]) -> list[Skill]:
    """The competences with these levels, the highest first, then by name."""
    if not levels:
        return []
    rows = session.scalars(
        select(Competence).where(Competence.id.in_(levels)).options(joinedload(Competence.group))
    )
    found = [
        Skill(
            row.id,
            row.name,
            row.group.name,
            row.description,
            levels[row.id],
            LEVELS[levels[row.id]],
            row.retired_at is not None,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.level, danish_order(one.name)))


class ProfilePage:
    """The page of one ambassador, for one reader who may see it. Everything of the profile comes
    from `facts`; the row itself is only asked what one may do with it."""

    def __init__(
        self, session: Session, actor: Actor, ambassador: Ambassador, facts: Facts
    ) -> None:
        self._session, self._actor, self._row, self.one = session, actor, ambassador, facts

    @property
    def own(self) -> bool:
        """Whether it is the reader's own."""
        return self._actor.user_id == self.one.user_id

    @cached_property
    def allowed(self) -> set[str]:
        """The verbs the reader may use."""
        return {verb for verb in VERBS if may(self._session, self._actor, verb, self._row)}

    @cached_property
    def _places(self) -> Places:
        return Places(self._session)

    @property
    def units(self) -> list[tuple[str, str, str]]:
        """(address, path, functions) of each unit."""
        functions: dict[int, list[str]] = {}
        for unit_id, function in self.one.units:
            functions.setdefault(unit_id, []).append(function_word(function))
        return [
            (url_for("units.page", unit_id=key), self._places.path(key), ", ".join(words))
            for key, words in functions.items()
        ]

    @property
    def towns(self) -> str:
        """Where it is."""
        return ", ".join(self._places.towns([unit_id for unit_id, _function in self.one.units]))

    @property
    def status(self) -> Look:
        """Whether they are an ambassador now, in words."""
        return STATUSES[self.one.status]

    @property
    def roles(self) -> list[Look]:
        """The roles in words."""
        return [ROLES[role] for role in self.one.roles if role in ROLES]

    @cached_property
    def skills(self) -> list[Skill]:
        """The competences, the highest level first."""
        return skills(self._session, self.one.levels)

    @property
    def languages(self) -> list[str]:
        """The languages in words."""
        return [language_word(code) for code in self.one.languages]

    @cached_property
    def works(self) -> list[Resolved]:
        """What they were part of, as far as the reader may see it."""
        found = resolve(self._session, self._actor, self.one.works)
        return sorted((one for one in found.values() if one.visible), key=lambda one: one.title)

    @property
    def reach(self) -> Look | None:
        """How they prefer to be reached."""
        return REACH.get(self.one.reach)

    @property
    def phone_link(self) -> str:
        """The number as a link wants it."""
        return "".join(char for char in self.one.phone if char in "+0123456789")

    @property
    def chosen(self) -> Look | None:
        """How it came about."""
        return CHOSEN.get(self.one.chosen_how)

    @cached_property
    def chosen_by(self) -> User | None:
        """Who chose them, if the reader may see that person."""
        if self.one.chosen_by_id is None:
            return None
        wanted = select(User).where(User.id == self.one.chosen_by_id)
        return self._session.scalar(narrow(wanted, self._actor, User))

    @property
    def mandate_period(self) -> str:
        """'From 1 August 2026 to 31 July 2028'"""
        first, last = self.one.mandate_from, self.one.mandate_until
        if first and last:
            words = {"first": format_date(first, "long"), "last": format_date(last, "long")}
            return _("From %(first)s to %(last)s", **words)
        if first:
            return _("From %(day)s", day=format_date(first, "long"))
        return _("Until %(day)s", day=format_date(last, "long")) if last else ""

    @property
    def hidden(self) -> list[Any]:
        """The titles of the parts that only the owner sees; for the owner."""
        return [PARTS[name].title for name in PARTS if name in self.one.hidden & HIDEABLE]

    @property
    def history(self) -> str:
        """Where the versions are; empty for who may not edit."""
        return history_url(KIND, self.one.id) if "edit" in self.allowed else ""

    @property
    def more(self) -> list[Any]:
        """What others have to say: what the person wrote, unless that part is hidden, and what
        else there is."""
        written = slots("ambassador.works", self._row) if "works" in self.one.shown else []
        return [*written, *slots("ambassador.main", self._row)]

    @property
    def side(self) -> list[Any]:
        """The same, beside the page."""
        return slots("ambassador.side", self._row)
