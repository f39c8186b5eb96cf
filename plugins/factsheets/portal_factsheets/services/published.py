"""What other plugins may ask of the fact sheets: `portal.api.service("factsheets.sheets")`.

Everything is answered as one reader may see it; `links` alone is bare numbers, for whoever draws
the whole family and leaves out what the reader may not see.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, load_only

from portal.api import Actor, UnitRow, find, fold, may, narrow, unit_rows

from ..models import FactSheet
from ..permissions import CREATE
from ..vocabulary import SheetKind, Status
from .data import SheetData
from .sheets import KIND, create_sheet

TEXTS = ("challenge", "actions", "findings", "elements", "attention", "target_group")
_BRIEF = (
    FactSheet.id,
    FactSheet.title,
    FactSheet.summary,
    FactSheet.unit_id,
    FactSheet.institution,
    FactSheet.author_id,
    FactSheet.responsible_id,
    FactSheet.status,
    FactSheet.ready,
    FactSheet.builds_on_id,
    FactSheet.kind,
    FactSheet.programme_id,
    FactSheet.published_at,
    FactSheet.created_at,
)
_PART = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFacts:
    """A fact sheet as another plugin needs it.

    `unit_name` is the unit or, without one, the institution somebody typed; `institution` the top
    of the tree. `builds_on_id` is None where the reader may not see the origin. `keeper_ids` are
    author and responsible. `sections` holds Markdown: challenge, hypothesis, actions, findings,
    elements, attention, target_group; empty unless it was asked for.
    """

    id: int
    title: str
    summary: str
    url: str
    unit_id: int | None
    unit_name: str
    institution: str
    responsible_id: int | None
    keeper_ids: frozenset[int]
    published: bool
    archived: bool
    ready: bool
    builds_on_id: int | None
    kind: str
    programme_id: int | None
    programme: str
    published_at: dt.datetime | None
    created_at: dt.datetime
    sections: Mapping[str, str] = field(default_factory=dict)


class Sheets:
    """The service."""

    def facts(
        self, session: Session, actor: Actor, ids: Iterable[int], *, texts: bool = True
    ) -> dict[int, SheetFacts]:
        """The sheets with these ids that `actor` may see, drafts and archived ones too; without
        `texts` no sections, for long lists. A handful of queries for each 500."""
        wanted = sorted({one for one in ids if type(one) is int and 0 < one < 2**31})
        rows: list[FactSheet] = []
        for start in range(0, len(wanted), _PART):
            part = wanted[start : start + _PART]
            statement = select(FactSheet).where(FactSheet.id.in_(part))
            statement = statement.options(joinedload(FactSheet.programme))
            if not texts:
                statement = statement.options(load_only(*_BRIEF))
            rows += session.scalars(narrow(statement, actor, FactSheet))
        return {one.id: one for one in _facts(session, actor, rows, texts=texts)}

    def choose(
        self, session: Session, actor: Actor, text: str = "", limit: int = 20
    ) -> list[SheetFacts]:
        """Published sheets for choosing one: those whose title, tags or place hold every word,
        the newest first, then what the search finds besides; '' is the newest. No sections."""
        text = text.replace("\x00", " ")[:200]
        statement = (
            select(FactSheet.id)
            .where(FactSheet.status == Status.PUBLISHED)
            .order_by(FactSheet.published_at.desc(), FactSheet.id.desc())
            .limit(limit)
        )
        for word in fold(text).split():
            statement = statement.where(FactSheet.folded.contains(word, autoescape=True))
        ids = list(session.scalars(narrow(statement, actor, FactSheet)))
        if text.strip() and len(ids) < limit:
            found = (object_id for _kind, object_id in find(session, actor, text, [KIND], limit))
            ids = list(dict.fromkeys([*ids, *found]))
        facts = self.facts(session, actor, ids, texts=False)
        return [facts[one] for one in ids if one in facts and facts[one].published][:limit]

    def seen(
        self, session: Session, actor: Actor, ids: Iterable[int], *, archived: bool = False
    ) -> frozenset[int]:
        """Those of the ids whose sheets are published, or `archived` as well, and for `actor` to
        see. A query for each 500."""
        wanted, found = sorted(set(ids)), set[int]()
        statuses = [Status.PUBLISHED, *([Status.ARCHIVED] if archived else [])]
        for start in range(0, len(wanted), _PART):
            statement = select(FactSheet.id).where(
                FactSheet.status.in_(statuses),
                FactSheet.id.in_(wanted[start : start + _PART]),
            )
            found.update(session.scalars(narrow(statement, actor, FactSheet)))
        return frozenset(found)

    def count(self, session: Session, actor: Actor) -> int:
        """How many published sheets `actor` may see."""
        statement = select(func.count(FactSheet.id)).where(FactSheet.status == Status.PUBLISHED)
        return session.scalar(narrow(statement, actor, FactSheet)) or 0

    def links(self, session: Session) -> list[tuple[int, int]]:
        """(sheet, the sheet it builds on) for every sheet there is, whoever may see it: look the
        ids up with `facts` before anything of them is shown, counted or named."""
        statement = select(FactSheet.id, FactSheet.builds_on_id).order_by(FactSheet.id)
        rows = session.execute(statement.where(FactSheet.builds_on_id.is_not(None)))
        return [(row.id, row.builds_on_id) for row in rows]

    def draft(
        self,
        session: Session,
        actor: Actor,
        *,
        title: str,
        builds_on_id: int | None = None,
        unit_id: int | None = None,
        sections: Mapping[str, str] | None = None,
        responsible_id: int | None = None,
        summary: str = "",
        kind: str | None = None,
    ) -> int:
        """A new draft of `actor`'s, and its id. Raises NotAllowed for who may not write sheets,
        PortalError for what cannot be saved: no title, too long, an origin or a unit that
        `actor` cannot choose."""
        given = dict(sections or {})
        unknown = set(given) - {*TEXTS, "hypothesis"}
        if unknown:
            raise ValueError(f"a sheet has no section {', '.join(sorted(unknown))}")
        data = SheetData(
            title=title,
            summary=summary,
            builds_on_id=builds_on_id,
            unit_id=unit_id,
            responsible_id=responsible_id if responsible_id is not None else actor.user_id,
            kind=kind or SheetKind.EXPERIMENT,
            challenge=given.get("challenge", ""),
            hypothesis=given.get("hypothesis", ""),
            actions=given.get("actions", ""),
            findings=given.get("findings", ""),
            elements=given.get("elements", ""),
            attention=given.get("attention", ""),
            target_group=given.get("target_group", ""),
        )
        return create_sheet(session, actor, data).id

    def may_write(self, session: Session, actor: Actor) -> bool:
        """Whether `actor` may write sheets at all."""
        return may(session, actor, CREATE)


def _facts(
    session: Session, actor: Actor, rows: Sequence[FactSheet], *, texts: bool
) -> Iterable[SheetFacts]:
    if not rows:
        return
    units = unit_rows(session)
    origins = {row.builds_on_id for row in rows if row.builds_on_id} - {row.id for row in rows}
    seen = {row.id for row in rows} | _visible(session, actor, origins)
    for row in rows:
        unit = units.get(row.unit_id or 0)
        yield SheetFacts(
            id=row.id,
            title=row.title,
            summary=row.summary,
            url=f"/factsheets/{row.id}",
            unit_id=row.unit_id,
            unit_name=unit.name if unit else row.institution,
            institution=_top(units, unit) if unit else row.institution,
            responsible_id=row.responsible_id,
            keeper_ids=frozenset(row.owner_ids),
            published=row.status == Status.PUBLISHED,
            archived=row.status == Status.ARCHIVED,
            ready=row.ready,
            builds_on_id=row.builds_on_id if row.builds_on_id in seen else None,
            kind=row.kind,
            programme_id=row.programme_id,
            programme=row.programme.name if row.programme else "",
            published_at=row.published_at,
            created_at=row.created_at,
            sections=_sections(row) if texts else {},
        )


def _visible(session: Session, actor: Actor, ids: Iterable[int | None]) -> set[int]:
    wanted = sorted(one for one in ids if one is not None)
    found: set[int] = set()
    for start in range(0, len(wanted), _PART):
        part = select(FactSheet.id).where(FactSheet.id.in_(wanted[start : start + _PART]))
        found.update(session.scalars(narrow(part, actor, FactSheet)))
    return found


def _top(units: Mapping[int, UnitRow], unit: UnitRow) -> str:
    seen: set[int] = set()
    above: UnitRow | None = unit
    while above is not None and above.id not in seen:
        seen.add(above.id)
        unit, above = above, units.get(above.parent_id or 0)
    return unit.name


def _sections(row: FactSheet) -> dict[str, str]:
    halves = [part for part in (row.hypothesis_if, row.hypothesis_then) if part]
    found = {name: getattr(row, name) for name in TEXTS}
    return found | {"hypothesis": row.hypothesis or " → ".join(halves)}
