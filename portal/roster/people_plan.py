"""What a list of people would change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.access.actors import Actor
from portal.access.models import Role
from portal.accounts.models import User
from portal.roster.finding_units import UnitFinder, answered, fold_unit
from portal.roster.headings import PEOPLE, fold
from portal.roster.models import FunctionPeriod
from portal.roster.people_rows import FUNCTION_WORDS, FunctionRow, PeopleReader, Person
from portal.roster.plan import CHANGED, NEW, SAME, Change, Line, Missing, Mistake, Plan, Question
from portal.roster.reading.sheets import Table
from portal.runtime import portal
from portal.units.changing import MANAGE as UNITS
from portal.units.models import Function
from portal.units.words import FUNCTION_WORDS as FUNCTION_TITLES
from portal.units.words import function_word

Key = tuple[int, str]  # unit, function
#: Addresses asked for at a time: databases limit the parameters of a statement.
CHUNK = 500


@dataclass(slots=True)
class _Asked:
    """Words that need an answer, and the rows they stand in."""

    words: str
    ids: list[int]
    rows: int = 0


@dataclass(slots=True)
class Known:
    """The people there are, by address, and from when until when they have their functions."""

    users: dict[str, User] = field(default_factory=dict)
    periods: dict[int, dict[Key, FunctionPeriod]] = field(default_factory=dict)

    @classmethod
    def load(cls, session: Session, emails: Iterable[str] | None) -> Known:
        """Those with one of the addresses, or everyone."""
        found = cls()
        wanted = None if emails is None else list(dict.fromkeys(emails))
        parts: list[list[str] | None] = [None]
        if wanted is not None:
            parts = [wanted[at : at + CHUNK] for at in range(0, len(wanted), CHUNK)]
        for part in parts:
            statement = select(User).options(
                selectinload(User.memberships),
                selectinload(User.roles).selectinload(Role.permissions),
            )
            periods = select(FunctionPeriod)
            if part is not None:
                statement = statement.where(User.email.in_(part))
                ids = select(User.id).where(User.email.in_(part))
                periods = periods.where(FunctionPeriod.user_id.in_(ids))
            for user in session.scalars(statement):
                found.users[user.email] = user
            for one in session.scalars(periods):
                there = found.periods.setdefault(one.user_id, {})
                there[one.unit_id, one.function] = one
        return found


def plan_people(
    session: Session,
    actor: Actor,
    table: Table,
    options: Mapping[str, Any],
    answers: Mapping[str, Any],
    today: dt.date,
) -> Plan:
    """Compares the file with the portal; changes nothing. A fixed number of queries for every
    500 people."""
    reader = PeopleReader(table.guarded)
    reader.read(table.sheets)
    planner = _Planner(session, actor, options, answers, today)
    planner.plan.mistakes = reader.mistakes
    planner.take(reader.people.values(), Known.load(session, None))
    planner.finish(table, reader)
    return planner.plan


class _Planner:
    def __init__(
        self,
        session: Session,
        actor: Actor,
        options: Mapping[str, Any],
        answers: Mapping[str, Any],
        today: dt.date,
    ) -> None:
        self.plan = Plan()
        self._session, self._actor, self._today = session, actor, today
        self._ends = bool(options.get("end_functions"))
        self._answers = answers
        self._units = UnitFinder.load(session)
        self._may_place = portal().access.may(session, actor, UNITS)
        self._may_all = actor.is_system or "roles.manage" in actor.permissions
        self._asked: dict[tuple[str, str], _Asked] = {}
        self._unplaced = 0

    def take(self, people: Iterable[Person], known: Known) -> None:
        """One line for each person, and those who are missing."""
        seen = set()
        for person in people:
            seen.add(person.email)
            user = known.users.get(person.email)
            periods = known.periods.get(user.id, {}) if user else {}
            line = self._line(person, user, periods)
            if line is not None:
                self.plan.lines.append(line)
        for email, user in sorted(known.users.items(), key=lambda pair: pair[1].name.casefold()):
            if user.active and email not in seen:
                self.plan.missing.append(Missing(user.id, user.name, email))

    def finish(self, table: Table, reader: PeopleReader) -> None:
        """The questions and the notes."""
        for (kind, _key), asked in self._asked.items():
            self.plan.questions.append(self._question(kind, asked))
        self.plan.notes += notes_of(table)
        if reader.repeated:
            self.plan.notes.append(
                ngettext(
                    "%(num)s row says what another row says; it counts once.",
                    "%(num)s rows say what another row says; each counts once.",
                    reader.repeated,
                )
            )
        if self._unplaced:
            self.plan.notes.append(
                _("Units and functions are left out: you may not maintain units.")
            )

    def _line(
        self, person: Person, user: User | None, periods: Mapping[Key, FunctionPeriod]
    ) -> Line | None:
        if user is not None and not user.active:
            words = _("The account of %(name)s is disabled. Open it first.", name=user.name)
            self._refuse(person, words)
            return None
        changes, wanted = self._fields(person, user)
        if changes is None:
            return None
        mark = len(self.plan.mistakes)
        functions = self._functions(person, user, periods, changes)
        wrong = {(one.sheet, one.row) for one in self.plan.mistakes[mark:]}
        if wrong >= set(person.rows):
            return None  # nothing that is left says anything
        if user is not None and wanted and not self._manages(user):
            self._refuse(person, _("%(name)s may more than you do.", name=user.name))
            return None
        state = NEW if user is None else CHANGED if changes else SAME
        rows = tuple(number for _sheet, number in person.rows)
        line = Line(
            rows,
            (user.name if user else person.name),
            person.email,
            state,
            tuple(changes),
            user.id if user else None,
        )
        if state != SAME:
            self.plan.steps.append(
                {
                    "email": person.email,
                    "row": rows[0],
                    "name": person.name,
                    "title": person.title,
                    "phone": person.phone,
                    "functions": functions,
                }
            )
        return line

    def _fields(self, person: Person, user: User | None) -> tuple[list[Change] | None, bool]:
        """What changes of the account itself, and whether anything does."""
        changes: list[Change] = []
        if user is not None and user.name == person.as_written:
            person.name = user.name  # somebody whose name has a comma
        for name in ("name", "title", "phone"):
            new = getattr(person, name)
            old = getattr(user, name) if user else ""
            if not new or new == old:
                continue
            if name in person.suspicious:
                head, raw = person.suspicious[name]
                sheet, row = person.rows[0]
                words = _("This is a formula. Write the value itself.")
                self.plan.mistakes.append(Mistake(row, head, raw[:300], words, sheet))
                return None, False
            if user is not None or name != "name":
                changes.append(Change(PEOPLE[name].title, old, new))
        return changes, user is not None and bool(changes)

    def _functions(
        self,
        person: Person,
        user: User | None,
        periods: Mapping[Key, FunctionPeriod],
        changes: list[Change],
    ) -> list[dict[str, Any]]:
        """The functions as a step wants them; adds what changes to `changes`."""
        if person.functions and not self._may_place:
            self._unplaced += 1
            return []
        have = {(one.unit_id, one.function) for one in user.memberships} if user else set()
        found: dict[Key, dict[str, Any]] = {}
        complete = True
        for one in person.functions:
            unit_id, function = self._unit(one), self._function(one)
            if unit_id is None or function is None:
                complete = False
                continue
            if not function:  # 'in that unit': whatever they do there, else staff
                there = sorted(name for unit, name in have if unit == unit_id)
                function = there[0] if there else Function.STAFF.value
                if len(there) > 1:
                    for name in there:
                        found.setdefault((unit_id, name), _wish(unit_id, name, one))
            key = (unit_id, function)
            found[key] = _wish(unit_id, function, one)
        for key, wish in found.items():
            changes += self._function_changes(key, wish, have, periods)
        if person.functions and complete:
            left = sorted(have - set(found))
            self.plan.leftovers += len(left)
            if self._ends:
                for key in left:
                    changes.append(Change(PEOPLE["function"].title, self._words(key), ""))
                    found[key] = {"unit": key[0], "function": key[1], "end": True}
        return list(found.values())

    def _function_changes(
        self,
        key: Key,
        wish: Mapping[str, Any],
        have: set[Key],
        periods: Mapping[Key, FunctionPeriod],
    ) -> list[Change]:
        title, words = PEOPLE["function"].title, self._words(key)
        starts, ends = days_of(wish)
        period = periods.get(key)
        if ends is not None and ends < self._today:
            return [Change(title, words, "")] if key in have or period else []
        before = (period.starts_on, period.ends_on) if period else (None, None)
        after = (starts or before[0], ends or before[1])
        if key not in have and not (period and before == after and not period.started):
            return [Change(title, "", _with_days(words, starts, ends))]
        if after != before:
            return [Change(title, _with_days(words, *before), _with_days(words, *after))]
        return []

    def _words(self, key: Key) -> str:
        return f"{function_word(key[1])}, {self._units.paths.get(key[0], '?')}"

    def _unit(self, one: FunctionRow) -> int | None:
        chosen = answered(self._answers.get("unit", {}), one.unit)
        if chosen.isdigit() and int(chosen) in self._units.paths:
            self._ask("unit", one.unit, self._units.find(one.unit))
            return int(chosen)
        ids = self._units.find(one.unit)
        if len(ids) == 1 and ids[0] not in self._units.closed:
            return ids[0]
        if len(ids) == 1:
            text = _("%(unit)s is closed. Choose an open unit.", unit=self._units.names[ids[0]])
        elif ids:
            text = _("Several units are called that. Say which one, or write the whole path.")
        else:
            near = self._units.near(one.unit)
            text = _("There is no such unit.")
            if near:
                text += " " + _("Do you mean %(unit)s?", unit=near[0])
        self._ask("unit", one.unit, ids if len(ids) > 1 else [])
        self._mistake(one, one.unit_head, one.unit, text)
        return None

    def _function(self, one: FunctionRow) -> str | None:
        if not one.function:
            return ""
        known = FUNCTION_WORDS.get(fold(one.function))
        if known:
            return known
        chosen = answered(self._answers.get("function", {}), one.function)
        self._ask("function", one.function, [])
        if chosen in set(Function):
            return chosen
        allowed = ", ".join(str(words) for words in FUNCTION_TITLES.values())
        text = _("There is no such function. It can be: %(functions)s.", functions=allowed)
        self._mistake(one, one.function_head, one.function, text)
        return None

    def _mistake(self, one: FunctionRow, head: str, value: str, text: str) -> None:
        self.plan.mistakes.append(Mistake(one.row, head, value[:300], text, one.sheet))

    def _ask(self, kind: str, words: str, ids: list[int]) -> None:
        asked = self._asked.setdefault((kind, fold_unit(words)), _Asked(words, ids))
        asked.rows += 1

    def _question(self, kind: str, asked: _Asked) -> Question:
        chosen = answered(self._answers.get(kind, {}), asked.words)
        if kind == "function":
            choices = [(key, str(words)) for key, words in FUNCTION_TITLES.items()]
        else:
            choices = self._units.choices(asked.ids if len(asked.ids) > 1 else None)
        return Question(kind, asked.words, asked.rows, tuple(choices), len(asked.ids) > 1, chosen)

    def _refuse(self, person: Person, text: str) -> None:
        for sheet, row in person.rows:
            head = str(PEOPLE["email"].title)
            self.plan.mistakes.append(Mistake(row, head, person.email, text, sheet))

    def _manages(self, user: User) -> bool:
        if self._may_all:
            return True
        held = {grant.permission for role in user.roles for grant in role.permissions}
        return held <= self._actor.permissions


def _wish(unit_id: int, function: str, one: FunctionRow) -> dict[str, Any]:
    found: dict[str, Any] = {"unit": unit_id, "function": function}
    if one.starts:
        found["starts"] = one.starts.isoformat()
    if one.ends:
        found["ends"] = one.ends.isoformat()
    return found


def days_of(wish: Mapping[str, Any]) -> tuple[dt.date | None, dt.date | None]:
    """From when until when a step wants a function."""
    starts, ends = wish.get("starts"), wish.get("ends")
    return (
        dt.date.fromisoformat(starts) if starts else None,
        dt.date.fromisoformat(ends) if ends else None,
    )


def _with_days(words: str, starts: dt.date | None, ends: dt.date | None) -> str:
    if starts:
        words += " " + _("from %(date)s", date=format_date(starts, "long"))
    if ends:
        words += " " + _("until %(date)s", date=format_date(ends, "long"))
    return words


def notes_of(table: Table) -> list[str]:
    """What was left out of the file on purpose."""
    found = []
    ignored = list(dict.fromkeys(head for sheet in table.sheets for head in sheet.ignored if head))
    if ignored:
        found.append(_("Columns that are not used: %(columns)s.", columns=", ".join(ignored[:20])))
    if table.unfit:
        found.append(
            _("Sheets without such a list: %(sheets)s.", sheets=", ".join(table.unfit[:10]))
        )
    return found
