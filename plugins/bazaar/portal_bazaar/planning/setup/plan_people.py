"""What an upload would do with the list of those who come."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.api import fold, lists

from ...models import Visitor
from ...vocabulary import VisitorFunction
from .cells import RowReader, rows_of
from .columns import PEOPLE
from .shared import CHANGED, NAME_MAX, NEW, ORGANISATION_MAX, SAME, Shared

_OTHERS = {"andet", "other", "gæst", "guest", "gaest", "somethingelse", "nogetandet"}
_ENDS = {
    "leder": VisitorFunction.LEADER,
    "chef": VisitorFunction.LEADER,
    "rektor": VisitorFunction.LEADER,
    "dekan": VisitorFunction.LEADER,
    "direktør": VisitorFunction.LEADER,
    "underviser": VisitorFunction.TEACHER,
    "lærer": VisitorFunction.TEACHER,
    "lektor": VisitorFunction.TEACHER,
    "adjunkt": VisitorFunction.TEACHER,
    "docent": VisitorFunction.TEACHER,
    "pædagog": VisitorFunction.OTHER,
}
#: Under a list; nobody is called that.
_TOTALS = {"ialt", "total", "totalt", "sum", "antal", "subtotal", "ialtdeltagere", "antalialt"}
_NAME = re.compile(r"[^\W\d_][\w.'\u2019-]*(?:,? [^\W\d_][\w.'\u2019-]*){1,4}")


class PeopleRows:
    """The rows of the list, one by one."""

    def __init__(self, shared: Shared, plan: lists.Plan) -> None:
        self._shared, self._plan = shared, plan
        self._guests = {one.name for one in shared.known.visitors if one.name}

    def read(self, table: lists.Table) -> None:
        """By address among accounts and guests; one person once."""
        plan = self._plan
        users = {one.user_id: one for one in self._shared.known.visitors if one.user_id is not None}
        mails = {one.email: one for one in self._shared.known.visitors if one.email}
        nameless = {
            (fold(one.name), one.education_id): one
            for one in self._shared.known.visitors
            if one.user_id is None and not one.email
        }
        seen: dict[Any, tuple[int, str, dict[str, Any]]] = {}
        lines: dict[Any, int] = {}
        for row in chain.from_iterable(map(_each, rows_of(table))):
            values = self._person_values(row) if not row.wrong else {}
            if row.wrong:
                plan.mistakes += row.mistakes
                continue
            key = values["user"] or values["email"] or (fold(values["name"]), values["unit"])
            if key in seen:
                if self._same_person(plan, row, values, seen[key], lines[key]):
                    continue
                plan.mistakes += row.mistakes
                continue
            education = self._shared.known.educations.get(values["unit"] or 0)
            there = (
                users.get(values["user"])
                if values["user"]
                else mails.get(values["email"])
                if values["email"]
                else nameless.get((fold(values["name"]), education.id if education else None))
            )
            seen[key] = (row.number, values["name"], values)
            lines[key] = len(plan.lines)
            self._person(plan, row.number, there, values)
        self._namesakes(seen)

    def _namesakes(self, seen: dict[Any, tuple[int, str, dict[str, Any]]]) -> None:
        """Two addresses may be two people, or one who was written down twice: somebody looks."""
        rows: dict[str, list[int]] = {}
        names: dict[str, str] = {}
        for number, name, _values in seen.values():
            rows.setdefault(fold(name), []).append(number)
            names.setdefault(fold(name), name)
        same = [(names[key], found) for key, found in rows.items() if len(found) > 1]
        if same:
            shown = "; ".join(
                f"{name} ({', '.join(map(str, found[:5]))})" for name, found in same[:10]
            )
            text = ngettext(
                "%(num)s name stands in several rows: %(names)s. Is it one person, leave one row.",
                "%(num)s names stand in several rows: %(names)s. Is it one person, leave one row.",
                len(same),
                names=shown + (" …" if len(same) > 10 else ""),
            )
            self._shared.notes.append(text)

    def _same_person(
        self,
        plan: lists.Plan,
        row: RowReader,
        values: dict[str, Any],
        before: tuple[int, str, dict[str, Any]],
        at: int,
    ) -> bool:
        """The same person once more: fine where it says the same, else a mistake."""
        number, name, other = before
        if fold(values["name"]) != fold(name) and not values["user"]:
            text = _(
                "Row %(row)s has this address, and another name: %(name)s.", row=number, name=name
            )
            row.refuse("name", text)
            return False
        for key, column, words in (
            ("unit", "unit", _("The same person comes for another education in row %(row)s.")),
            ("function", "function", _("The same person comes as something else in row %(row)s.")),
        ):
            if values[key] and other[key] and values[key] != other[key]:
                row.refuse(column, words % {"row": number})
                return False
        line = plan.lines[at]
        plan.lines[at] = lists.Line(
            (*line.rows, row.number),
            line.title,
            line.meta,
            line.state,
            line.changes,
            line.object_id,
        )
        return True

    def _person_values(self, row: RowReader) -> dict[str, Any]:
        known = self._shared.known
        name = row.line("name", NAME_MAX)
        # 'Holm, Ane' is Ane Holm, unless somebody is called just that already.
        if name.count(",") == 1 and "first" not in row.cells and name not in self._guests:
            last, first = (part.strip() for part in name.split(","))
            name = f"{first} {last}".strip()
        if not name:
            name = f"{row.line('first', NAME_MAX)} {row.line('last', NAME_MAX)}".strip()
        email = row.email("email")
        user = known.user(email) if email else None
        if user is None and email.startswith("#"):
            row.refuse("email", _("No account has this address. Leave it empty."))
        if not name and not user and not row.wrong:
            row.refuse("name" if "name" in row.cells else "first", _("The name is missing."))
        if name and not any(char.isalpha() for char in name) and not row.wrong:
            row.refuse("name", _("This is a number, not a name. Write the name."))
        if fold(name).replace(" ", "").rstrip(":") in _TOTALS and not row.wrong:
            row.refuse("name", _("This is a total, not a name."))
        if "@" in name and not row.wrong:
            row.refuse("name", _("This is an e-mail address, not a name."))
        if len(name) > NAME_MAX and not row.wrong:
            text = _("The name is too long: at most %(limit)s characters.", limit=NAME_MAX)
            row.refuse("last", text)
        if user is not None and not user[2]:
            row.refuse("email", _("The account of %(name)s is disabled.", name=user[1]))
        within = row.line("institution", 1_000)
        unit_id = known.unit(row, "unit", row.line("unit", 1_000), within)
        function = self._function(row)
        organisation = row.line("organisation", ORGANISATION_MAX)
        if not organisation and unit_id is None:
            organisation = within[:ORGANISATION_MAX]
        if unit_id is not None and not row.wrong and unit_id not in self._shared.invited:
            self._shared.more[unit_id] = None
            self._shared.invited[unit_id] = None
        return {
            "user": user[0] if user is not None else None,
            "name": user[1] if user is not None else name,
            "email": "" if user is not None else email,
            "unit": unit_id,
            "function": function,
            "organisation": organisation,
        }

    def _function(self, row: RowReader) -> str:
        words = row.line("function", NAME_MAX)
        if not words or row.wrong:
            return ""
        key = lists.fold(words)
        if key in _OTHERS:
            return VisitorFunction.OTHER
        function = lists.FUNCTION_WORDS.get(key)
        if function in (VisitorFunction.LEADER, VisitorFunction.TEACHER):
            return function
        if function is not None:
            return VisitorFunction.OTHER
        # A job's title says it, mostly: 'Uddannelsesleder', 'Studielektor'.
        for word, found in _ENDS.items():
            if key.endswith((word, f"{word}e", f"{word}en")):
                return found
        return VisitorFunction.OTHER

    def _person(
        self, plan: lists.Plan, number: int, there: Visitor | None, values: dict[str, Any]
    ) -> None:
        known = self._shared.known
        education = known.educations.get(values["unit"] or 0)
        changes = []
        path = known.units.paths.get(values["unit"] or 0, "")
        if there is not None:
            if there.cancelled_at is not None:
                changes.append(lists.Change(_("Comes after all"), "", _("Yes")))
            if values["unit"] and (education is None or there.education_id != education.id):
                changes.append(lists.Change(_("Education"), "", path))
            if values["function"] and there.function != values["function"]:
                words = functions()
                changes.append(
                    lists.Change(
                        _("Comes as"),
                        words.get(there.function, there.function),
                        words[values["function"]],
                    )
                )
            for name, words in (("name", _("Name")), ("organisation", _("Comes from"))):
                old = getattr(there, name)
                if there.user_id is None and values[name] and values[name] != old:
                    changes.append(lists.Change(words, old, values[name]))
        state = NEW if there is None else CHANGED if changes else SAME
        account = _("has an account") if values["user"] else _("guest")
        comes_as = functions().get(values["function"], "")
        meta = " · ".join(filter(None, [path, comes_as, values["email"], account]))
        line = lists.Line((number,), values["name"], meta, state, tuple(changes))
        plan.lines.append(line)
        if state != SAME:
            self._shared.steps[PEOPLE].append(
                {"do": "visitor", "row": number, "id": there.id if there else None, **values}
            )


def _each(row: RowReader) -> Iterable[RowReader]:
    """The row once for each of several people who stand in one cell, with an address each or
    none at all."""
    names = row.parts("name") if row.cells.get("name", "").strip() else []
    if row.wrong or len(names) < 2 or not all(map(_NAME.fullmatch, names)):
        row.mistakes.clear()  # it is read once more
        return [row]
    addresses = [one for one in re.split(r"[\s;,/&|]+", row.cells.get("email", "")) if "@" in one]
    if addresses and len(addresses) != len(names):
        text = _(
            "%(names)d names and %(addresses)d addresses stand in one row. Give each person a row.",
            names=len(names),
            addresses=len(addresses),
        )
        row.refuse("email", text)
        return [row]
    emails = addresses or [""] * len(names)
    return [
        replace(row, cells={**row.cells, "name": name, "email": email}, mistakes=[])
        for name, email in zip(names, emails, strict=True)
    ]


def functions() -> dict[str, str]:
    """What visitors come as, in words."""
    return {
        VisitorFunction.LEADER: _("Leader"),
        VisitorFunction.TEACHER: _("Teacher"),
        VisitorFunction.OTHER: _("Something else"),
    }
