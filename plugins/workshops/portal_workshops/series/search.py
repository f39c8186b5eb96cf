"""Series as a kind of the portal: in the calendar, the search and the history."""

from __future__ import annotations

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import selectinload

from portal.api import (
    Badge,
    HitDetails,
    ObjectKind,
    Says,
    details_of,
    documents_of,
    plain_text,
)

from ..models import Series
from ..permissions import may_series
from ..times import local, moment_words
from ..vocabulary import SERIES_KIND, status_look
from .versions import HISTORY


def says(series: Series) -> Says:
    """Its search document; who takes part is not in it."""
    texts = (series.description, series.prepare_able, series.prepare_gain, series.prepare_aim)
    first = series.half_days[0].starts_at if series.half_days else series.created_at
    words = ("workshop re-didaktisering",)
    return Says((plain_text(text) for text in texts if text), words, local(first).date())


def details(series: Series) -> HitDetails:
    """When it begins, and how far it is."""
    look = status_look(series.status, series.open_signup)
    when = moment_words(series.half_days[0].starts_at) if series.half_days else ""
    return HitDetails(when, (Badge(look.words, look.icon, look.tone),))


DAYS = [selectinload(Series.half_days)]

SERIES = ObjectKind(
    name=SERIES_KIND,
    title=_l("Workshop series"),
    plural=_l("Workshop series"),
    icon="people-fill",
    model=Series,
    label=lambda series: series.title,
    url=lambda series_id: url_for("workshops.page", series_id=series_id),
    may=may_series,
    documents=documents_of(SERIES_KIND, Series, "/workshops/{id}", says, options=DAYS),
    hit_details=details_of(Series, details, options=DAYS),
    history=HISTORY,
)
