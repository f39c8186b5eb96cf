"""What a list of units would change: rows in any order, children before their parents too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.roster import values
from portal.roster.finding_units import SEPARATOR, UnitFinder, fold_unit
from portal.roster.headings import UNITS, fold
from portal.roster.people_plan import notes_of
from portal.roster.plan import CHANGED, NEW, SAME, Change, Line, Missing, Mistake, Plan
from portal.roster.reading.sheets import Table
from portal.roster.values import CellProblem
from portal.units.changing import MAX_DEPTH, MAX_NAME, MAX_TOWN
from portal.units.models import Unit, UnitKind
from portal.units.words import KIND_WORDS, kind_word

MAX_CODE = 40
_KINDS = {
    fold(word): kind.value
    for kind, words in {
        UnitKind.INSTITUTION: "institution institutioner skole school organisation kommune",
        UnitKind.DEPARTMENT: "department departments afdeling afdelinger institut område",
        UnitKind.EDUCATION: "education educations uddannelse uddannelser",
    }.items()
    for word in words.split()
}


@dataclass(slots=True)
class Node:
    """A row that can be used so far. `above` is the row its parent stands in, `unit_id` the unit
    it means, `parent_id` the unit that its parent means."""

    row: int
    sheet: str
    heads: Mapping[str, str]
    cells: Mapping[str, str]
    name: str
    parent: str
    kind: str
    code: str
    town: str = ""
    above: Node | None = None
    unit_id: int | None = None
    parent_id: int | None = None
    top: bool = False  # the file says nothing about what it lies under
    ok: bool = True
    step: int | None = None
    depth: int = 0


def plan_units(session: Session, table: Table) -> Plan:
    """Compares the file with the tree; changes nothing. A fixed number of queries."""
    return _Planner(session).make(table)


class _Planner:
    def __init__(self, session: Session) -> None:
        self.plan = Plan()
        self._finder = UnitFinder.load(session)
        self._units = {unit.id: unit for unit in session.scalars(select(Unit))}
        self._nodes: list[Node] = []

    def make(self, table: Table) -> Plan:
        """All of it."""
        self._read(table)
        self._connect()
        self._refuse_cycles()
        for node in self._in_order():
            self._identify(node)
        self._refuse_doubles()
        for node in self._in_order():
            self._compare(node)
        met = {node.unit_id for node in self._nodes if node.unit_id}
        for unit_id, path in sorted(self._finder.paths.items(), key=lambda one: one[1].casefold()):
            unit = self._units[unit_id]
            if unit.closed_at is None and unit_id not in met:
                self.plan.missing.append(Missing(unit_id, path, str(kind_word(unit.kind))))
        self.plan.notes = notes_of(table)
        self.plan.mistakes.sort(key=lambda one: (one.sheet, one.row))
        return self.plan

    def _read(self, table: Table) -> None:
        codes: dict[str, Node] = {}
        for sheet in table.sheets:
            heads = {
                name: sheet.heads[at] for at, name in sheet.columns.items() if at < len(sheet.heads)
            }
            for number, cells in sheet.rows:
                by_name = {
                    name: cells[at] if at < len(cells) else "" for at, name in sheet.columns.items()
                }
                node = Node(number, sheet.name, heads, by_name, "", "", "", "")
                if not self._fill(node, table.guarded):
                    continue
                key = fold_unit(node.code)
                if key and key in codes:
                    first = codes[key].row
                    self._wrong(node, "code", _("Row %(row)s has that code.", row=first))
                    continue
                if key:
                    codes[key] = node
                self._nodes.append(node)

    def _fill(self, node: Node, guarded: bool) -> bool:
        limits = {"name": 1000, "parent": 1000, "kind": 40, "code": MAX_CODE, "town": MAX_TOWN}
        for field_name, limit in limits.items():
            raw = node.cells.get(field_name, "")
            try:
                setattr(node, field_name, values.line(raw, limit, guarded=guarded))
            except CellProblem as problem:
                self._wrong(node, field_name, str(problem))
                return False
        if not node.name:
            self._wrong(node, "name", _("The name is missing."))
            return False
        if values.is_formula(node.cells.get("town", ""), guarded=guarded):
            self._wrong(node, "town", _("This is a formula. Write the value itself."))
            return False
        raw = node.cells.get("name", "")
        if values.is_formula(raw, guarded=guarded) and not self._finder.find(node.name):
            self._wrong(node, "name", _("This is a formula. Write the value itself."))
            return False
        self._split_path(node)
        if len(node.name) > MAX_NAME:
            self._wrong(
                node,
                "name",
                _(
                    "Too long: %(length)s characters, at most %(limit)s.",
                    length=len(node.name),
                    limit=MAX_NAME,
                ),
            )
            return False
        if node.kind:
            kind = _KINDS.get(fold(node.kind))
            if kind is None:
                allowed = ", ".join(str(words) for words in KIND_WORDS.values())
                self._wrong(node, "kind", _("It can be: %(kinds)s.", kinds=allowed))
                return False
            node.kind = kind
        return True

    def _split_path(self, node: Node) -> None:
        """'A / B / C' in the column of the names says the parent, too, where no column does."""
        if "parent" in node.cells or SEPARATOR not in node.name:
            return
        if len(self._finder.exactly(node.name)) == 1:
            known = self._units[self._finder.exactly(node.name)[0]]
            node.name, node.parent = known.name, self._path(known.parent_id)
            return
        parent, _separator, name = node.name.rpartition(SEPARATOR)
        node.name, node.parent = name.strip(), parent.strip()

    def _path(self, unit_id: int | None) -> str:
        return self._finder.paths.get(unit_id, "") if unit_id else ""

    def _connect(self) -> None:
        """What each row lies under: another row, by code, path or name, else a unit there is."""
        by_code = {fold_unit(one.code): one for one in self._nodes if one.code}
        by_name: dict[str, list[Node]] = {}
        for node in self._nodes:
            by_name.setdefault(fold_unit(node.name), []).append(node)
            if node.parent:
                whole = fold_unit(f"{node.parent}{SEPARATOR}{node.name}")
                by_name.setdefault(whole, []).append(node)
        for node in list(self._nodes):
            if not node.parent:
                node.top = True
                continue
            key = fold_unit(node.parent)
            rows = [by_code[key]] if key in by_code else by_name.get(key, [])
            rows = [one for one in rows if one is not node] or rows
            if not rows and SEPARATOR in key:  # the path's end, if only one row is called that
                rows = self._by_end(key, by_name)
            if len(rows) == 1:
                node.above = rows[0]
                continue
            ids = self._finder.find(node.parent)
            if len(ids) == 1 and not rows:
                self._under_unit(node, ids[0])
            elif rows or ids:
                self._wrong(
                    node,
                    "parent",
                    _("Several units are called that. Write the whole path, or a code."),
                )
            else:
                self._wrong(
                    node, "parent", _("There is no such unit, neither here nor in the file.")
                )

    def _by_end(self, key: str, by_name: Mapping[str, list[Node]]) -> list[Node]:
        """Rows whose own parents spell the path from its end on."""
        name = key.rsplit(SEPARATOR, 1)[-1]
        if self._finder.find(key):
            return []
        found = []
        for node in by_name.get(name, []):
            chain, at, met = node.name, node, {id(node)}
            while at.parent:
                chain = f"{at.parent}{SEPARATOR}{chain}"
                above = by_name.get(fold_unit(at.parent), [])
                if len(above) != 1 or id(above[0]) in met:
                    break
                at = above[0]
                met.add(id(at))
            if fold_unit(chain).endswith(key):
                found.append(node)
        return found

    def _under_unit(self, node: Node, unit_id: int) -> None:
        if unit_id in self._finder.closed:
            name = self._finder.names[unit_id]
            text = _("%(unit)s is closed. Choose an open unit.", unit=name)
            self._wrong(node, "parent", text)
            return
        node.parent_id = unit_id

    def _refuse_cycles(self) -> None:
        for node in self._nodes:
            seen, at = [], node
            while at.above is not None and at not in seen:
                seen.append(at)
                at = at.above
            if at.above is None:
                node.depth = len(seen) + 1
            elif at is node:
                rows = ", ".join(str(one.row) for one in seen)
                self._wrong(node, "parent", _("The rows %(rows)s lie under each other.", rows=rows))
        changed = True
        while changed:
            changed = False
            for node in self._nodes:
                if node.ok and node.above is not None and not node.above.ok:
                    text = _("Row %(row)s, which it lies under, is left out.", row=node.above.row)
                    self._wrong(node, "parent", text)
                    changed = True

    def _in_order(self) -> list[Node]:
        """Parents first."""
        return sorted((one for one in self._nodes if one.ok), key=lambda one: one.depth)

    def _identify(self, node: Node) -> None:
        """The unit a row means: that of its code, else the one of that name in that place."""
        if node.above is not None:
            if not node.above.ok:
                text = _("Row %(row)s, which it lies under, is left out.", row=node.above.row)
                self._wrong(node, "parent", text)
                return
            node.parent_id = node.above.unit_id
        by_code = self._finder.by_code.get(fold_unit(node.code)) if node.code else None
        if by_code is not None:
            node.unit_id = by_code
        elif node.above is None or node.parent_id is not None:
            self._identify_by_place(node)
        if node.unit_id in self._finder.closed:
            text = _("%(unit)s is closed. Open it first.", unit=node.name)
            self._wrong(node, "name", text)

    def _identify_by_place(self, node: Node) -> None:
        name = fold_unit(node.name)
        beside = [
            unit.id
            for unit in self._units.values()
            if unit.closed_at is None
            and fold_unit(unit.name) == name
            and (unit.parent_id == node.parent_id or (node.top and self._says_no_parent(node)))
        ]
        if len(beside) == 1:
            node.unit_id = beside[0]
        elif beside and node.parent_id is None and len(beside) > 1:
            self._wrong(
                node, "name", _("Several units are called that. Write the whole path, or a code.")
            )

    @staticmethod
    def _says_no_parent(node: Node) -> bool:
        """Without a column for it a row says nothing of its place; an empty cell says 'the top'."""
        return "parent" not in node.cells

    def _refuse_doubles(self) -> None:
        met: dict[Any, int] = {}
        for node in self._in_order():
            place = id(node.above) if node.above is not None else node.parent_id
            for key in filter(
                None,
                [("unit", node.unit_id) if node.unit_id else None, (place, fold_unit(node.name))],
            ):
                first = met.setdefault(key, node.row)
                if first != node.row and node.ok:
                    self._wrong(node, "name", _("Row %(row)s is the same unit.", row=first))
        self._refuse_orphans()

    def _refuse_orphans(self) -> None:
        for node in self._in_order():
            if node.above is not None and not node.above.ok:
                text = _("Row %(row)s, which it lies under, is left out.", row=node.above.row)
                self._wrong(node, "parent", text)

    def _compare(self, node: Node) -> None:
        unit = self._units.get(node.unit_id or 0)
        stays = node.top and self._says_no_parent(node)
        parent_id = unit.parent_id if unit is not None and stays else node.parent_id
        above = node.above
        new_parent = above is not None and above.unit_id is None
        top = parent_id is None and not new_parent
        kind = node.kind or (
            unit.kind if unit is not None else "institution" if top else "department"
        )
        if not self._fits(node, unit, parent_id):
            return
        changes = self._changes(node, unit, parent_id, new_parent, kind)
        state = NEW if unit is None else CHANGED if changes else SAME
        if state != SAME:
            node.step = len(self.plan.steps)
            self.plan.steps.append(
                {
                    "row": node.row,
                    "unit": node.unit_id,
                    "name": node.name,
                    "kind": kind,
                    "code": node.code,
                    "town": node.town,
                    "parent": parent_id,
                    "parent_step": above.step if new_parent and above is not None else None,
                }
            )
        place = above.name if above is not None else self._path(parent_id)
        meta = ", ".join(filter(None, [str(kind_word(kind)), place]))
        title = unit.name if unit is not None else node.name
        self.plan.lines.append(Line((node.row,), title, meta, state, tuple(changes), node.unit_id))

    def _changes(
        self, node: Node, unit: Unit | None, parent_id: int | None, new_parent: bool, kind: str
    ) -> list[Change]:
        changes: list[Change] = []
        code = self._finder.codes.get(node.unit_id or 0, "")
        if node.code and node.code != code:
            changes.append(Change(UNITS["code"].title, code, node.code))
        if unit is None:
            return changes
        if node.name != unit.name:
            changes.insert(0, Change(UNITS["name"].title, unit.name, node.name))
        if new_parent or parent_id != unit.parent_id:
            new = node.above.name if node.above is not None else self._path(parent_id)
            top = _("The top")
            changes.append(
                Change(UNITS["parent"].title, self._path(unit.parent_id) or top, new or top)
            )
        if kind != unit.kind:
            old, new = str(kind_word(unit.kind)), str(kind_word(kind))
            changes.append(Change(UNITS["kind"].title, old, new))
        if node.town and node.town != unit.town:  # an empty cell says nothing, as with the kind
            changes.append(Change(UNITS["town"].title, unit.town, node.town))
        return changes

    def _fits(self, node: Node, unit: Unit | None, parent_id: int | None) -> bool:
        """Not too far down, and not under itself by way of units the file does not name."""
        above, levels = node.above, 1
        while above is not None and levels <= MAX_DEPTH:
            levels += 1
            parent_id = above.unit_id or above.parent_id
            above = None if above.unit_id else above.above
        at = self._units.get(parent_id or 0)
        while at is not None:
            levels += 1
            if unit is not None and at.id == unit.id:
                moved = {one.unit_id for one in self._nodes if one.ok and one.unit_id != unit.id}
                if at.id not in moved and not self._moves_away(unit, node):
                    text = _("A unit cannot lie under itself or under a unit below it.")
                    self._wrong(node, "parent", text)
                    return False
                break
            at = self._units.get(at.parent_id or 0)
            if levels > 3 * MAX_DEPTH:
                break
        if levels > MAX_DEPTH:
            text = _(
                "That is too far down: a tree has %(number)s levels at most.", number=MAX_DEPTH
            )
            self._wrong(node, "parent", text)
            return False
        return True

    def _moves_away(self, unit: Unit, node: Node) -> bool:
        """Whether the file takes the new parent out from under the unit first."""
        at = node.above
        while at is not None:
            if at.unit_id and self._units[at.unit_id].parent_id != at.parent_id:
                return True
            at = at.above
        return False

    def _wrong(self, node: Node, column: str, text: str) -> None:
        if not node.ok:
            return
        node.ok = False
        head = node.heads.get(column, "") or str(UNITS[column].title)
        value = node.cells.get(column, "")
        self.plan.mistakes.append(Mistake(node.row, head, value[:300], text, node.sheet))
