"""What an upload would do: each row of the three lists read, matched with what is there, and
written down as a step, or as a mistake that says what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.api import Actor, fold, lists

from ...models import Bazaar, Stand, Visitor
from ...stands.data import KEEPERS_MAX, PLACE_MAX, TEXT_MAX, TITLE_MAX
from ...stands.services import NUMBER_MAX
from ...stands.words import keeper_name
from ...vocabulary import VisitorFunction
from ..data import THEME_MAX, THEMES_MOST
from .cells import RowReader, rows_of
from .columns import EDUCATIONS, LISTS, PEOPLE, STANDS
from .known import Known

NAME_MAX, ORGANISATION_MAX, NOTE_MAX = 120, 160, 1_000
NEW, CHANGED, SAME = lists.NEW, lists.CHANGED, lists.SAME


@dataclass(slots=True)
class SetupPlan:
    """The plan of each list; `questions` are about units, asked once for all rows; `notes` tell
    of what else happens."""

    plans: dict[str, lists.Plan]
    questions: list[lists.Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    #: In the order in which they are done.
    steps: list[dict[str, Any]] = field(default_factory=list)

    def counts(self, name: str) -> dict[str, int]:
        """How many rows of a list are new, changed, the same, wrong."""
        counts = self.plans[name].counts()
        return {part: counts[part] for part in ("wrong", NEW, CHANGED, SAME)}

    @property
    def wrong(self) -> int:
        """How many rows are left out."""
        return sum(plan.wrong_rows for plan in self.plans.values())


def plan_setup(
    session: Session,
    actor: Actor,
    bazaar: Bazaar,
    tables: Mapping[str, lists.Table],
    answers: Mapping[str, str],
    unfit: Iterable[str] = (),
) -> SetupPlan:
    """The whole plan, as things stand now. A constant number of queries."""
    known = Known.load(session, actor, bazaar, answers)
    made = SetupPlan({name: lists.Plan() for name in LISTS if name in tables})
    planner = _Planner(known, made)
    if EDUCATIONS in tables:
        planner.educations(tables[EDUCATIONS])
    if STANDS in tables:
        planner.stands(tables[STANDS])
    if PEOPLE in tables:
        planner.people(tables[PEOPLE])
    planner.finish()
    ignored = [head for table in tables.values() for one in table.sheets for head in one.ignored]
    heads = list(dict.fromkeys(head for head in ignored if head))
    if heads:
        words = ", ".join(heads[:20])
        made.notes.append(_("Columns that are not used: %(columns)s.", columns=words))
    if unfit:
        words = ", ".join(list(unfit)[:10])
        made.notes.append(_("Sheets without such a list: %(sheets)s.", sheets=words))
    return made


class _Planner:
    """Walks through the lists; later ones lean on earlier ones."""

    def __init__(self, known: Known, made: SetupPlan) -> None:
        self._known, self._made = known, made
        self._guests = {one.name for one in known.visitors if one.name}
        self._called = {user_id: name for user_id, name, _active in known.users.values()}
        self._invited = dict.fromkeys(known.educations)
        self._more: dict[int, None] = {}  # units that only the people name
        self._themes: dict[str, str] = {}
        self._steps: dict[str, list[dict[str, Any]]] = {name: [] for name in LISTS}

    def finish(self) -> None:
        """Puts the steps in order and tells what else happens."""
        made = self._made
        made.questions = list(self._known.asked.values())
        themes = [{"do": "theme", "row": 0, "name": name} for name in self._themes.values()]
        more = [{"do": "education", "row": 0, "unit": unit_id} for unit_id in self._more]
        made.steps = [
            *self._steps[EDUCATIONS],
            *more,
            *themes,
            *self._steps[STANDS],
            *self._steps[PEOPLE],
        ]
        if self._themes:
            words = ", ".join(self._themes.values())
            made.notes.append(_("Themes that are added: %(themes)s.", themes=words))
        if self._more:
            paths = [self._known.units.paths[one] for one in self._more]
            text = ngettext(
                "%(num)s education is invited because people come for it: %(names)s.",
                "%(num)s educations are invited because people come for them: %(names)s.",
                len(paths),
                names="; ".join(paths[:10]) + (" …" if len(paths) > 10 else ""),
            )
            made.notes.append(text)

    # Educations

    def educations(self, table: lists.Table) -> None:
        """Each unit once; with who answers for it."""
        plan, rows = self._made.plans[EDUCATIONS], dict[int, int]()
        for row in rows_of(table):
            words, within = row.line("unit", 1_000), row.line("institution", 1_000)
            if not words and not row.wrong:
                row.refuse("unit", _("The education is missing."))
            unit_id = self._known.unit(row, "unit", words, within)
            if unit_id is None and not row.wrong:
                continue  # somebody said that it is none
            delegate = self._delegate(row)
            note = row.line("note", NOTE_MAX)
            if unit_id in rows and not row.wrong:
                text = _("The same education stands in row %(row)s.", row=rows[unit_id])
                row.refuse("unit", text)
            if row.wrong or unit_id is None:
                plan.mistakes += row.mistakes
                continue
            rows[unit_id] = row.number
            self._education(plan, row.number, unit_id, delegate, note)

    def _delegate(self, row: RowReader) -> int | None:
        email = row.email("delegate")
        if not email:
            return None
        user = self._known.user(email)
        if user is None or not user[2]:
            row.refuse("delegate", _("No account has this address. Leave it empty."))
            return None
        return user[0]

    def _education(
        self, plan: lists.Plan, number: int, unit_id: int, delegate: int | None, note: str
    ) -> None:
        there = self._known.educations.get(unit_id)
        changes = []
        if delegate is not None and (there is None or there.delegate_id != delegate):
            changes.append(lists.Change(_("Delegate"), "", self._name(delegate)))
        if note and (there is None or there.note != note):
            changes.append(lists.Change(_("Note"), there.note if there else "", note))
        state = NEW if there is None else CHANGED if changes else SAME
        name, path = self._known.units.names[unit_id], self._known.units.paths[unit_id]
        plan.lines.append(lists.Line((number,), name, path, state, tuple(changes), unit_id))
        self._invited[unit_id] = None
        if state != SAME:
            step = {"do": "education", "row": number, "unit": unit_id}
            step |= {"delegate": delegate} if delegate is not None else {}
            step |= {"note": note} if note else {}
            self._steps[EDUCATIONS].append(step)

    # Stands

    def stands(self, table: lists.Table) -> None:
        """By number where the file has one, else by title."""
        plan = self._made.plans[STANDS]
        by_number = {one.number: one for one in self._known.stands if one.number is not None}
        by_title: dict[str, list[Stand]] = {}
        for one in self._known.stands:
            by_title.setdefault(fold(one.title), []).append(one)
        titles, numbers = dict[str, int](), dict[int, int]()
        for row in rows_of(table):
            values = self._stand_values(row)
            title, number = fold(values["title"]), values["number"]
            there = by_number.get(number) if number is not None else None
            if there is None and title:
                found = by_title.get(title, [])
                there = found[0] if len(found) == 1 else None
            if not row.wrong and title in titles:
                text = _("The same stand stands in row %(row)s.", row=titles[title])
                row.refuse("title", text)
            elif not row.wrong and number is not None and number in numbers:
                text = _("Row %(row)s has the same number.", row=numbers[number])
                row.refuse("number", text)
            if row.wrong:
                plan.mistakes += row.mistakes
                continue
            titles[title] = row.number
            if number is not None:
                numbers[number] = row.number
            self._stand(plan, row.number, there, values)

    def _stand_values(self, row: RowReader) -> dict[str, Any]:
        known = self._known
        values: dict[str, Any] = {
            "title": row.line("title", TITLE_MAX),
            "number": row.number_in("number", NUMBER_MAX),
            "theme": row.line("theme", THEME_MAX),
            "summary": row.line("summary", TEXT_MAX),
            "hands_on": row.line("hands_on", TEXT_MAX),
            "needs": row.line("needs", TEXT_MAX),
            "place": row.line("place", PLACE_MAX),
            "unit": known.unit(row, "unit", row.line("unit", 1_000)),
            "keepers": self._keepers(row),
            "sheet": None,
        }
        if not values["title"] and not row.wrong:
            row.refuse("title", _("The title is missing."))
        words = row.line("sheet", 500)
        if words:
            values["sheet"] = known.sheet(words)
            if values["sheet"] is None:
                text = _("No published fact sheet is called that. Write its title or its address.")
                row.refuse("sheet", text)
        self._theme(row, values["theme"])
        return values

    def _theme(self, row: RowReader, name: str) -> None:
        key = fold(name)
        if not key or row.wrong or key in self._known.themes or key in self._themes:
            return
        if len(self._known.themes) + len(self._themes) >= THEMES_MOST:
            text = _("There are %(most)d themes already. Choose one of them.", most=THEMES_MOST)
            row.refuse("theme", text)
            return
        self._themes[key] = name

    def _keepers(self, row: RowReader) -> list[list[Any]]:
        found: dict[Any, list[Any]] = {}
        for name, email in row.people("keepers"):
            if not email:
                user_id = self._known.user_called(name)
                if user_id is None:
                    text = _('Write an e-mail address for "%(name)s".', name=name[:60])
                    row.refuse("keepers", text)
                    continue
                found[user_id] = [user_id, "", ""]
                continue
            user = self._known.user(email)
            if user is not None and not user[2]:
                text = _("The account of %(name)s is disabled.", name=user[1])
                row.refuse("keepers", text)
            elif user is not None:
                found[user[0]] = [user[0], "", ""]
            else:
                found[email] = [None, name[:NAME_MAX], email]
        if len(found) > KEEPERS_MAX:
            row.refuse("keepers", _("A stand has %(number)s keepers at most.", number=KEEPERS_MAX))
        return list(found.values())

    def _stand(
        self, plan: lists.Plan, number: int, there: Stand | None, values: dict[str, Any]
    ) -> None:
        known = self._known
        changes = []
        for name, words in (
            ("title", _("Title")),
            ("summary", _("What it is about")),
            ("hands_on", _("To try")),
            ("needs", _("Needs")),
            ("place", _("Place")),
        ):
            old = getattr(there, name) if there is not None else ""
            if values[name] and _flat(old) != _flat(values[name]):
                changes.append(lists.Change(words, _short(old), _short(values[name])))
            elif values[name]:
                values[name] = ""  # so already
        theme_id = there.theme_id if there is not None else None
        old_theme = next((one.name for one in known.themes.values() if one.id == theme_id), "")
        if values["theme"] and fold(values["theme"]) != fold(old_theme):
            changes.append(lists.Change(_("Theme"), old_theme, values["theme"]))
        if values["unit"] is not None and (there is None or there.unit_id != values["unit"]):
            old = known.units.paths.get(there.unit_id or 0, "") if there else ""
            changes.append(lists.Change(_("Unit"), old, known.units.paths[values["unit"]]))
        if values["number"] is not None and (there is None or there.number != values["number"]):
            old = str(there.number or "") if there else ""
            changes.append(lists.Change(_("Number"), old, str(values["number"])))
        if values["sheet"] is not None and (there is None or there.sheet_id != values["sheet"]):
            titles = {sheet_id: title for title, sheet_id in known.sheets.items()}
            changes.append(lists.Change(_("Fact sheet"), "", titles.get(values["sheet"], "")))
        keepers = self._new_keepers(there, values["keepers"])
        if keepers:
            names = ", ".join(self._keeper_name(one) for one in keepers)
            old = ", ".join(keeper_name(one) for one in there.keepers) if there else ""
            changes.append(lists.Change(_("Keepers"), old, names))
        values["keepers"] = keepers
        state = NEW if there is None else CHANGED if changes else SAME
        shown = values["title"] or (there.title if there else "")
        meta = known.units.paths.get(values["unit"] or (there.unit_id if there else 0) or 0, "")
        told = tuple(one for one in changes if state != NEW or one.what != _("Title"))
        line = lists.Line((number,), shown, meta, state, told, there.id if there else None)
        plan.lines.append(line)
        if state != SAME:
            step = {"do": "stand", "row": number, "id": there.id if there else None, **values}
            step["name"] = shown
            self._steps[STANDS].append(step)

    def _new_keepers(self, there: Stand | None, wanted: list[list[Any]]) -> list[list[Any]]:
        """Those who are to be added; nobody is taken off a stand by a list."""
        if there is None:
            return wanted
        users = {one.user_id for one in there.keepers if one.user_id is not None}
        mails = {one.email for one in there.keepers if one.email}
        return [
            one
            for one in wanted
            if (one[0] not in users if one[0] is not None else one[2] not in mails)
        ]

    def _keeper_name(self, keeper: list[Any]) -> str:
        return self._name(keeper[0]) if keeper[0] is not None else keeper[1] or keeper[2]

    def _name(self, user_id: int) -> str:
        return self._called.get(user_id, "")

    # People

    def people(self, table: lists.Table) -> None:
        """By address among accounts and guests; one person once."""
        plan = self._made.plans[PEOPLE]
        users = {one.user_id: one for one in self._known.visitors if one.user_id is not None}
        mails = {one.email: one for one in self._known.visitors if one.email}
        nameless = {
            (fold(one.name), one.education_id): one
            for one in self._known.visitors
            if one.user_id is None and not one.email
        }
        seen: dict[Any, tuple[int, str, dict[str, Any]]] = {}
        lines: dict[Any, int] = {}
        for row in rows_of(table):
            values = self._person_values(row)
            if row.wrong:
                plan.mistakes += row.mistakes
                continue
            key = values["user"] or values["email"] or (fold(values["name"]), values["unit"])
            if key in seen:
                if self._same_person(plan, row, values, seen[key], lines[key]):
                    continue
                plan.mistakes += row.mistakes
                continue
            education = self._known.educations.get(values["unit"] or 0)
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
        known = self._known
        name = row.line("name", NAME_MAX)
        # 'Holm, Ane' is Ane Holm, unless somebody is called just that already.
        if name.count(",") == 1 and "first" not in row.cells and name not in self._guests:
            last, first = (part.strip() for part in name.split(","))
            name = f"{first} {last}".strip()
        if not name:
            name = f"{row.line('first', NAME_MAX)} {row.line('last', NAME_MAX)}".strip()
        email = row.email("email")
        user = known.user(email) if email else None
        if not name and not user and not row.wrong:
            row.refuse("name" if "name" in row.cells else "first", _("The name is missing."))
        if "@" in name and not row.wrong:
            row.refuse("name", _("This is an e-mail address, not a name."))
        if len(name) > NAME_MAX and not row.wrong:
            text = _("The name is too long: at most %(limit)s characters.", limit=NAME_MAX)
            row.refuse("last", text)
        if user is not None and not user[2]:
            row.refuse("email", _("The account of %(name)s is disabled.", name=user[1]))
        unit_id = known.unit(row, "unit", row.line("unit", 1_000))
        function = self._function(row)
        organisation = row.line("organisation", ORGANISATION_MAX)
        if unit_id is not None and not row.wrong and unit_id not in self._invited:
            self._more[unit_id] = None
            self._invited[unit_id] = None
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
            if key.endswith(word):
                return found
        return VisitorFunction.OTHER

    def _person(
        self, plan: lists.Plan, number: int, there: Visitor | None, values: dict[str, Any]
    ) -> None:
        known = self._known
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
            self._steps[PEOPLE].append(
                {"do": "visitor", "row": number, "id": there.id if there else None, **values}
            )


def functions() -> dict[str, str]:
    """What visitors come as, in words."""
    return {
        VisitorFunction.LEADER: _("Leader"),
        VisitorFunction.TEACHER: _("Teacher"),
        VisitorFunction.OTHER: _("Something else"),
    }


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


def _flat(text: str) -> str:
    """As a cell holds it: line breaks do not survive."""
    return " ".join(text.split())


def _short(text: str) -> str:
    flat = _flat(text)
    return flat if len(flat) <= 80 else flat[:79] + "…"
