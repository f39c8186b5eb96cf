"""What an upload would do with the list of educations."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.api import lists

from .cells import RowReader, rows_of
from .columns import EDUCATIONS
from .shared import CHANGED, NEW, NOTE_MAX, SAME, Shared


class EducationRows:
    """The rows of the list, one by one."""

    def __init__(self, shared: Shared, plan: lists.Plan) -> None:
        self._shared, self._plan = shared, plan

    def read(self, table: lists.Table) -> None:
        """Each unit once; with who answers for it."""
        plan, rows = self._plan, dict[int, tuple[int, tuple[int | None, str]]]()
        for row in rows_of(table):
            words, within = row.line("unit", 1_000), row.line("institution", 1_000)
            if not words and not row.wrong:
                row.refuse("unit", _("The education is missing."))
            unit_id = self._shared.known.unit(row, "unit", words, within)
            if unit_id is None and not row.wrong:
                continue  # somebody said that it is none
            delegate = self._delegate(row)
            note = row.line("note", NOTE_MAX)
            if unit_id in rows and not row.wrong:
                first, said = rows[unit_id]
                if (delegate or said[0], note or said[1]) == said:
                    continue  # once more the same
                text = _("The same education stands in row %(row)s, with other words.", row=first)
                row.refuse("unit", text)
            if row.wrong or unit_id is None:
                plan.mistakes += row.mistakes
                continue
            rows[unit_id] = row.number, (delegate, note)
            self._education(plan, row.number, unit_id, delegate, note)

    def _delegate(self, row: RowReader) -> int | None:
        email = row.email("delegate")
        if not email:
            return None
        user = self._shared.known.user(email)
        if user is None or not user[2]:
            row.refuse("delegate", _("No account has this address. Leave it empty."))
            return None
        return user[0]

    def _education(
        self, plan: lists.Plan, number: int, unit_id: int, delegate: int | None, note: str
    ) -> None:
        there = self._shared.known.educations.get(unit_id)
        changes = []
        if delegate is not None and (there is None or there.delegate_id != delegate):
            changes.append(lists.Change(_("Delegate"), "", self._shared.name(delegate)))
        if note and (there is None or there.note != note):
            changes.append(lists.Change(_("Note"), there.note if there else "", note))
        state = NEW if there is None else CHANGED if changes else SAME
        name, path = (
            self._shared.known.units.names[unit_id],
            self._shared.known.units.paths[unit_id],
        )
        plan.lines.append(lists.Line((number,), name, path, state, tuple(changes), unit_id))
        self._shared.invited[unit_id] = None
        if state != SAME:
            step = {"do": "education", "row": number, "unit": unit_id}
            step |= {"delegate": delegate} if delegate is not None else {}
            step |= {"note": note} if note else {}
            self._shared.steps[EDUCATIONS].append(step)
