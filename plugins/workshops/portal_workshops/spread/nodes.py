"""The practices of a family as one reader may see them, with how it goes with each over time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, day_of, fold

from ..adoption.words import STATUSES, USED
from ..models import Adoption, AdoptionChange, AdoptionReview
from ..sheets import sheets
from ..vocabulary import Look
from . import graph

_PART = 500
UNSAID = Look(_l("Not said yet"), "question-circle")


@dataclass(frozen=True, slots=True)
class Node:
    """One practice on the map. `history` is (day, status), oldest first; `waits` says that it was
    asked how it goes and nobody has answered yet."""

    id: int
    title: str
    url: str
    place: str
    institution: str
    unit_key: str
    programme_id: int | None
    programme: str
    since: dt.date
    ready: bool
    archived: bool
    history: tuple[tuple[dt.date, str], ...] = ()
    waits: bool = False
    asked_next: dt.date | None = None
    parent_id: int | None = None
    generation: int = 0

    @property
    def status(self) -> str:
        """How it goes now; empty where nobody has said."""
        return self.history[-1][1] if self.history else ""

    @property
    def status_on(self) -> dt.date | None:
        """Since when."""
        return self.history[-1][0] if self.history else None

    @property
    def used(self) -> bool:
        """Whether it is part of everyday life."""
        return self.status in USED

    @property
    def look(self) -> Look:
        """Its badge."""
        return STATUSES.get(self.status, UNSAID)

    def on(self, day: dt.date) -> str:
        """How it went on that day."""
        return next((status for at, status in reversed(self.history) if at <= day), "")


def all_links(session: Session) -> dict[int, int]:
    """Practice -> origin, of everything there is: bare numbers, not to be shown."""
    service = sheets()
    built = service.links(session) if service is not None else []
    rows = session.execute(
        select(Adoption.sheet_id, Adoption.origin_id).where(
            Adoption.sheet_id.is_not(None), Adoption.origin_id.is_not(None)
        )
    )
    return graph.origins(built, [(row.sheet_id, row.origin_id) for row in rows])


def load(session: Session, actor: Actor, ids: Iterable[int]) -> dict[int, Node]:
    """Those of the practices that `actor` may see and that are published, or were. A draft is on
    no map, not even its own people's: it would come and go with who looks."""
    service = sheets()
    if service is None:
        return {}
    facts = {
        one.id: one
        for one in service.facts(session, actor, ids, texts=False).values()
        if one.published or one.archived
    }
    adoptions = _adoptions(session, facts)
    histories = _histories(session, adoptions.values())
    waiting = _waiting(session, adoptions.values())
    return {one.id: _node(one, adoptions.get(one.id), histories, waiting) for one in facts.values()}


def _node(
    one: Any,
    adoption: Adoption | None,
    histories: Mapping[int, list[tuple[dt.date, str]]],
    waiting: Collection[int],
) -> Node:
    published = one.published_at or one.created_at
    begun = adoption.created_at if adoption is not None else published
    if one.unit_id is not None:
        key = f"u{one.unit_id}"
    else:
        key = f"i{fold(one.unit_name)}" if one.unit_name else f"s{one.id}"
    return Node(
        id=one.id,
        title=one.title,
        url=one.url,
        place=one.unit_name,
        institution=one.institution,
        unit_key=key,
        programme_id=one.programme_id,
        programme=one.programme,
        since=day_of(min(begun, published)),
        ready=one.ready,
        archived=one.archived,
        history=tuple(histories.get(adoption.id, ())) if adoption is not None else (),
        waits=adoption is not None and adoption.id in waiting,
        asked_next=adoption.review_on if adoption is not None else None,
    )


def _adoptions(session: Session, ids: Iterable[int]) -> dict[int, Adoption]:
    found: dict[int, Adoption] = {}
    for part in _parts(ids):
        rows = session.scalars(select(Adoption).where(Adoption.sheet_id.in_(part)))
        found.update({one.sheet_id: one for one in rows if one.sheet_id is not None})
    return found


def _histories(
    session: Session, adoptions: Iterable[Adoption]
) -> Mapping[int, list[tuple[dt.date, str]]]:
    found: dict[int, list[tuple[dt.date, str]]] = {}
    for part in _parts(one.id for one in adoptions):
        rows = session.execute(
            select(AdoptionChange.adoption_id, AdoptionChange.at, AdoptionChange.status)
            .where(AdoptionChange.adoption_id.in_(part))
            .order_by(AdoptionChange.id)
        )
        for row in rows:
            found.setdefault(row.adoption_id, []).append((day_of(row.at), row.status))
    return found


def _waiting(session: Session, adoptions: Iterable[Adoption]) -> set[int]:
    found: set[int] = set()
    for part in _parts(one.id for one in adoptions):
        found.update(
            session.scalars(
                select(AdoptionReview.adoption_id).where(
                    AdoptionReview.adoption_id.in_(part), AdoptionReview.answered_at.is_(None)
                )
            )
        )
    return found


def _parts(ids: Iterable[int]) -> Iterator[Sequence[int]]:
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _PART):
        yield wanted[start : start + _PART]
