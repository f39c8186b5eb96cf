"""Series as a kind of the portal: in the calendar, the search and the history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.api import (
    Badge,
    Document,
    HitDetails,
    ObjectKind,
    audience_of,
    plain_text,
)

from ..models import Series
from ..permissions import may_series
from ..times import local, moment_words
from ..vocabulary import SERIES_KIND, status_look
from .versions import HISTORY


def documents(session: Session, ids: Sequence[int]) -> Iterable[Document]:
    """The search documents; who takes part is in none."""
    audiences = audience_of(session, SERIES_KIND, ids)
    rows = select(Series).where(Series.id.in_(ids)).options(selectinload(Series.half_days))
    for one in session.scalars(rows):
        texts = (one.description, one.prepare_able, one.prepare_gain, one.prepare_aim)
        yield Document(
            kind=SERIES_KIND,
            id=str(one.id),
            title=one.title,
            url=f"/workshops/{one.id}",
            body="\n".join(plain_text(text) for text in texts if text),
            keywords="workshop re-didaktisering",
            audience=audiences[one.id],
            date=local(one.half_days[0].starts_at if one.half_days else one.created_at).date(),
        )


def hit_details(session: Session, ids: Sequence[int]) -> Mapping[int, HitDetails]:
    """When it begins, and how far it is."""
    rows = select(Series).where(Series.id.in_(ids)).options(selectinload(Series.half_days))
    found = {}
    for one in session.scalars(rows):
        look = status_look(one.status, one.open_signup)
        when = moment_words(one.half_days[0].starts_at) if one.half_days else ""
        found[one.id] = HitDetails(when, (Badge(look.words, look.icon, look.tone),))
    return found


SERIES = ObjectKind(
    name=SERIES_KIND,
    title=_l("Workshop series"),
    plural=_l("Workshop series"),
    icon="people-fill",
    model=Series,
    label=lambda series: series.title,
    url=lambda series_id: url_for("workshops.page", series_id=series_id),
    may=may_series,
    documents=documents,
    hit_details=hit_details,
    history=HISTORY,
)
