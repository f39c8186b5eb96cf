"""What the portal knows, for the names and addresses of a file: read once, asked often."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.api import Actor, ServiceFailed, User, fold, lists, service

from ...models import Bazaar, InvitedEducation, Keeper, Stand, Theme, Visitor
from ...stands.sheets import SERVICE
from .guessing import UnitQuestion, likeliest

#: For so many words of a file a unit is suggested.
SUGGESTED_MOST = 100
#: Said instead of a unit: the row has none.
NONE = "none"


#: 'Education (Place)', 'Education, Place' and 'Education - Place'.
_WITHIN = re.compile(r"(.+?)\s*(?:\(|,\s|\s[-\u2013]\s)\s*([^()]+?)\s*\)?")


@dataclass(slots=True)
class Known:
    """People by address, units by name, and what the bazaar has already."""

    units: lists.UnitFinder
    users: dict[str, tuple[int, str, bool]]  # address or '#id' -> (id, name, active)
    names: dict[str, list[int]]
    stands: list[Stand]
    themes: dict[str, Theme]
    educations: dict[int, InvitedEducation]  # by unit
    visitors: list[Visitor]
    sheets: dict[str, int]
    answers: Mapping[str, str] = field(default_factory=dict)
    asked: dict[str, lists.Question] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    choices: tuple[tuple[str, str], ...] = ()

    @classmethod
    def load(
        cls, session: Session, actor: Actor, bazaar: Bazaar, answers: Mapping[str, str]
    ) -> Known:
        """A handful of queries, however long the lists are."""
        users, names = {}, dict[str, list[int]]()
        rows = session.execute(select(User.id, User.email, User.name, User.active))
        for user_id, email, name, active in rows:
            users[email.lower()] = users[f"#{user_id}"] = (user_id, name, active)
            if active:
                names.setdefault(fold(name), []).append(user_id)
        stands = session.scalars(
            select(Stand)
            .where(Stand.bazaar_id == bazaar.id)
            .options(selectinload(Stand.keepers).selectinload(Keeper.user))
            .order_by(Stand.id)
        ).all()
        themes = session.scalars(select(Theme).where(Theme.bazaar_id == bazaar.id)).all()
        educations = session.scalars(
            select(InvitedEducation).where(InvitedEducation.bazaar_id == bazaar.id)
        ).all()
        visitors = session.scalars(
            select(Visitor)
            .where(Visitor.bazaar_id == bazaar.id)
            .options(selectinload(Visitor.user))
        ).all()
        return cls(
            units=lists.UnitFinder.load(session),
            users=users,
            names=names,
            stands=list(stands),
            themes={fold(theme.name): theme for theme in themes},
            educations={one.unit_id: one for one in educations},
            visitors=list(visitors),
            sheets=_sheets(session, actor),
            answers=answers,
        )

    def unit(self, row: Any, name: str, words: str, within: str = "") -> int | None:
        """The unit that words mean, '' and None where nobody says; asks where several may be
        meant or none is found, and leaves the row out until somebody has answered."""
        if not words:
            return None
        key = lists.fold_unit(f"{within} / {words}" if within else words)
        answer = self.answers.get(key, "")
        if answer == NONE:
            self._ask(key, words, within, (), answer)
            return None
        if answer.isdigit() and int(answer) in self.units.paths:
            self._ask(key, words, within, (), answer)
            return int(answer)
        found = self._find(words, within)
        if len(found) == 1 and found[0] not in self.units.closed:
            return found[0]
        self._ask(key, words, within, found, answer)
        row.refuse(name, self._unclear(key, words, found))
        return None

    def _find(self, words: str, within: str) -> list[int]:
        """The units it may be; 'Sygepleje (Campus Vest)' and 'Sygepleje, Campus Vest' are one
        within the other, where no unit is called just that."""
        found = self.units.find(words)
        split = _WITHIN.fullmatch(words)
        if not found and split is not None:
            found, within = self.units.find(split[1]), split[2]
            if not self._inside(found, within):
                return []
        inside = self._inside(found, within)
        if len(found) == 1 and within and not inside and self.units.find(within):
            return []  # that place is known, and has no such unit
        return inside or found

    def _inside(self, found: Iterable[int], within: str) -> list[int]:
        above = lists.fold_unit(within)
        return [
            one
            for one in found
            if above and above in lists.fold_unit(self.units.paths.get(one, ""))
        ]

    def _unclear(self, key: str, words: str, found: list[int]) -> str:
        """What to write instead; worked out once for all rows with these words."""
        if key not in self.texts:
            near = [] if found else self.units.near(words)
            if len(found) == 1:
                text = _("This unit is closed. Say above which one is meant.")
            elif found:
                text = _("Several units are called that. Say above which one is meant.")
            elif near:
                text = _(
                    "There is no such unit. Did you mean %(name)s? Say it above.", name=near[0]
                )
            else:
                text = _("There is no such unit. Say above which one is meant, or correct it.")
            self.texts[key] = text
        return self.texts[key]

    def _ask(self, key: str, words: str, within: str, found: Iterable[int], answer: str) -> None:
        before = self.asked.get(key)
        if before is not None:
            self.asked[key] = replace(before, rows=before.rows + 1)
            return
        ids = [one for one in found if one not in self.units.closed]
        if not ids and not self.choices:
            self.choices = tuple(self.units.choices())
        choices = tuple(self.units.choices(ids)) if ids else self.choices
        self.asked[key] = UnitQuestion(
            kind="unit",
            words=f"{within} / {words}" if within else words,
            rows=1,
            choices=choices,
            ambiguous=len(ids) > 1,
            chosen=answer,
            suggested=self._suggested(words, within, choices) if not (answer or ids) else "",
        )

    def _suggested(self, words: str, within: str, choices: tuple[tuple[str, str], ...]) -> str:
        # A file that knows none of our units is not worth the time.
        return likeliest(words, within, choices) if len(self.asked) < SUGGESTED_MOST else ""

    def user(self, email: str) -> tuple[int, str, bool] | None:
        """(id, name, whether it is open) of the account with that address, or number as `#12`."""
        return self.users.get(email.lower())

    def user_called(self, name: str) -> int | None:
        """The one open account with that name; None where there is none, or several."""
        found = self.names.get(fold(name), [])
        return found[0] if len(found) == 1 else None

    def sheet(self, words: str) -> int | None:
        """The published fact sheet of that title, number or address."""
        tail = words.rstrip("/").rsplit("/", 1)[-1].split("?")[0]
        if tail.isascii() and tail.isdigit() and len(tail) < 10:
            return int(tail) if int(tail) in self.sheets.values() else None
        return self.sheets.get(fold(words))


def _sheets(session: Session, actor: Actor) -> dict[str, int]:
    """The published fact sheets the actor may see, by title."""
    sheets = service(SERVICE)
    try:
        found = sheets.choose(session, actor, "", 2_000) if sheets is not None else []
    except ServiceFailed:
        return {}
    return {fold(one.title): one.id for one in reversed(found)}
