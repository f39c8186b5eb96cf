"""What an upload would do: each row of the three lists read, matched with what is there, and
written down as a step, or as a mistake that says what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.api import Actor, lists

from ...models import Bazaar
from .columns import EDUCATIONS, LISTS, PEOPLE, STANDS
from .known import Known
from .plan_educations import EducationRows
from .plan_people import PeopleRows
from .plan_stands import StandRows
from .shared import CHANGED, NEW, SAME, Shared


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
    shared = Shared(known, invited=dict.fromkeys(known.educations))
    if EDUCATIONS in tables:
        EducationRows(shared, made.plans[EDUCATIONS]).read(tables[EDUCATIONS])
    if STANDS in tables:
        StandRows(shared, made.plans[STANDS]).read(tables[STANDS])
    if PEOPLE in tables:
        PeopleRows(shared, made.plans[PEOPLE]).read(tables[PEOPLE])
    _finish(made, shared)
    ignored = [head for table in tables.values() for one in table.sheets for head in one.ignored]
    heads = list(dict.fromkeys(head for head in ignored if head))
    if heads:
        words = ", ".join(heads[:20]).rstrip(".")
        made.notes.append(_("Columns that are not used: %(columns)s.", columns=words))
    if unfit and tables:
        words = ", ".join(list(unfit)[:10])
        made.notes.append(_("Sheets without such a list: %(sheets)s.", sheets=words))
    return made


def _finish(made: SetupPlan, shared: Shared) -> None:
    """Puts the steps in order and tells what else happens."""
    made.questions = list(shared.known.asked.values())
    made.steps = [
        *shared.steps[EDUCATIONS],
        *({"do": "education", "row": 0, "unit": unit_id} for unit_id in shared.more),
        *({"do": "theme", "row": 0, "name": name} for name in shared.themes.values()),
        *shared.steps[STANDS],
        *shared.steps[PEOPLE],
    ]
    if shared.themes:
        words = ", ".join(shared.themes.values())
        made.notes.append(_("Themes that are added: %(themes)s.", themes=words))
    if shared.more:
        paths = [shared.known.units.paths[one] for one in shared.more]
        text = ngettext(
            "%(num)s education is invited because people come for it: %(names)s.",
            "%(num)s educations are invited because people come for them: %(names)s.",
            len(paths),
            names="; ".join(paths[:10]) + (" …" if len(paths) > 10 else ""),
        )
        made.notes.append(text)
    made.notes += shared.notes
