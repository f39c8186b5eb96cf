"""Bazaars as a kind of the portal: found, referred to, with a history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flask import url_for
from flask_babel import format_date
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.api import Badge, Document, HitDetails, ObjectKind, audience_of, day_of, plain_text

from ..models import Bazaar
from ..permissions import may_bazaar
from ..vocabulary import KIND, STATUSES


def documents(session: Session, ids: Sequence[int]) -> Iterable[Document]:
    """The search documents."""
    audiences = audience_of(session, KIND, ids)
    wanted = select(Bazaar).where(Bazaar.id.in_(ids)).options(selectinload(Bazaar.themes))
    for one in session.scalars(wanted):
        yield Document(
            kind=KIND,
            id=str(one.id),
            title=one.title,
            url=f"/bazaar/{one.id}",
            body="\n".join(filter(None, [plain_text(one.summary), one.place, one.address])),
            keywords=" ".join(theme.name for theme in one.themes),
            audience=audiences[one.id],
            date=day_of(one.starts_at),
        )


def hit_details(session: Session, ids: Sequence[int]) -> Mapping[int, HitDetails]:
    """When and where it is."""
    found = {}
    for one in session.scalars(select(Bazaar).where(Bazaar.id.in_(ids))):
        look = STATUSES[one.status]
        words = " · ".join(filter(None, [format_date(day_of(one.starts_at), "long"), one.place]))
        found[one.id] = HitDetails(words, (Badge(look.words, look.icon, look.tone),))
    return found


BAZAAR = ObjectKind(
    name=KIND,
    title=_l("Bazaar"),
    plural=_l("Bazaars"),
    icon="shop",
    model=Bazaar,
    label=lambda bazaar: bazaar.title,
    url=lambda bazaar_id: url_for("bazaar.page", bazaar_id=bazaar_id),
    may=may_bazaar,
    documents=documents,
    hit_details=hit_details,
)
