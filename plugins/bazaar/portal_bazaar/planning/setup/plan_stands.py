"""What an upload would do with the list of stands."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from portal.api import fold, lists

from ...models import Stand
from ...stands.data import KEEPERS_MAX, PLACE_MAX, TEXT_MAX, TITLE_MAX
from ...stands.services import NUMBER_MAX
from ...stands.words import keeper_name
from ..data import THEME_MAX, THEMES_MOST
from .cells import RowReader, rows_of
from .columns import STANDS
from .shared import CHANGED, NAME_MAX, NEW, SAME, Shared


class StandRows:
    """The rows of the list, one by one."""

    def __init__(self, shared: Shared, plan: lists.Plan) -> None:
        self._shared, self._plan = shared, plan

    def read(self, table: lists.Table) -> None:
        """By number where the file has one, else by title."""
        plan = self._plan
        by_number = {one.number: one for one in self._shared.known.stands if one.number is not None}
        by_title: dict[str, list[Stand]] = {}
        for one in self._shared.known.stands:
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
        known = self._shared.known
        values: dict[str, Any] = {
            "title": row.line("title", TITLE_MAX),
            "number": row.number_in("number", NUMBER_MAX),
            "theme": row.line("theme", THEME_MAX),
            "summary": row.line("summary", TEXT_MAX),
            "hands_on": row.line("hands_on", TEXT_MAX),
            "needs": row.line("needs", TEXT_MAX),
            "place": row.line("place", PLACE_MAX),
            "unit": known.unit(
                row, "unit", row.line("unit", 1_000), row.line("institution", 1_000)
            ),
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
        if not key or row.wrong or key in self._shared.known.themes or key in self._shared.themes:
            return
        if len(self._shared.known.themes) + len(self._shared.themes) >= THEMES_MOST:
            text = _("There are %(most)d themes already. Choose one of them.", most=THEMES_MOST)
            row.refuse("theme", text)
            return
        self._shared.themes[key] = name

    def _keepers(self, row: RowReader) -> list[list[Any]]:
        found: dict[Any, list[Any]] = {}
        column, wanted = "keepers", row.people("keepers")
        named = row.people("keeper_names")
        if not wanted:
            column, wanted = "keeper_names", named
        elif len(named) == len(wanted):  # names and addresses in a column each
            wanted = [
                (name or other, email)
                for (name, email), (other, _mail) in zip(wanted, named, strict=True)
            ]
        for name, email in wanted:
            if not email:
                user_id = self._shared.known.user_called(name)
                if user_id is None:
                    text = _('Write an e-mail address for "%(name)s".', name=name[:60])
                    row.refuse(column, text)
                    continue
                found[user_id] = [user_id, "", ""]
                continue
            user = self._shared.known.user(email)
            if user is not None and not user[2]:
                text = _("The account of %(name)s is disabled.", name=user[1])
                row.refuse(column, text)
            elif user is not None:
                found[user[0]] = [user[0], "", ""]
            elif email.startswith("#"):
                row.refuse(column, _('Write an e-mail address for "%(name)s".', name=name[:60]))
            else:
                found[email] = [None, name[:NAME_MAX], email]
        if len(found) > KEEPERS_MAX:
            row.refuse(column, _("A stand has %(number)s keepers at most.", number=KEEPERS_MAX))
        return list(found.values())

    def _stand(
        self, plan: lists.Plan, number: int, there: Stand | None, values: dict[str, Any]
    ) -> None:
        known = self._shared.known
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
            self._shared.steps[STANDS].append(step)

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
        return self._shared.name(keeper[0]) if keeper[0] is not None else keeper[1] or keeper[2]


def _flat(text: str) -> str:
    """As a cell holds it: line breaks do not survive."""
    return " ".join(text.split())


def _short(text: str) -> str:
    flat = _flat(text)
    return flat if len(flat) <= 80 else flat[:79] + "…"
