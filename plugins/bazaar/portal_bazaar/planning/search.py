"""Bazaars as a kind of the portal: found, referred to, with a history."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask import url_for
from flask_babel import format_date
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session, selectinload

from portal.api import (
    VISIBILITY_WORDS,
    Actor,
    Badge,
    History,
    HistoryField,
    HitDetails,
    ObjectKind,
    Says,
    day_of,
    details_of,
    documents_of,
    people_names,
    plain_text,
    unit_paths,
)

from ..models import Bazaar
from ..permissions import may_bazaar, organises
from ..vocabulary import KIND, PARTS, STATUSES
from .services import change_bazaar, data_from, snapshot


def says(bazaar: Bazaar) -> Says:
    """Its search document."""
    return Says(
        (plain_text(bazaar.summary), bazaar.place, bazaar.address),
        (theme.name for theme in bazaar.themes),
        day_of(bazaar.starts_at),
    )


def details(bazaar: Bazaar) -> HitDetails:
    """When and where it is."""
    look = STATUSES[bazaar.status]
    day = format_date(day_of(bazaar.starts_at), "long")
    words = " · ".join(filter(None, [day, bazaar.place]))
    return HitDetails(words, (Badge(look.words, look.icon, look.tone),))


def restore(session: Session, actor: Actor, bazaar: Bazaar, data: Mapping[str, Any]) -> None:
    """Brings an older version of the form's fields back; programme, themes and how far it has
    come stay. Raises NotAllowed and InvalidPlan."""
    change_bazaar(session, actor, bazaar, data_from({**snapshot(bazaar), **data}))


def _part(words: str) -> str:
    """'13:00-13:30 arrival Arrival' as people read it."""
    times, _space, rest = words.partition(" ")
    kind, _space, title = rest.partition(" ")
    look = PARTS.get(kind)
    return f"{times.replace(':', '.')} {title or (look.words if look else kind)}"


def _people(session: Session, actor: Actor, ids: Collection[Any]) -> Mapping[Any, Any]:
    return people_names(session, ids)


def _units(session: Session, actor: Actor, ids: Collection[Any]) -> Mapping[Any, Any]:
    return unit_paths(session, ids)


HISTORY = History(
    fields={
        "title": HistoryField(_l("Name")),
        "summary": HistoryField(_l("What is it about?"), "markdown"),
        "place": HistoryField(_l("Place")),
        "address": HistoryField(_l("Address")),
        "day": HistoryField(_l("Day"), "date"),
        "starts": HistoryField(_l("From (time)")),
        "ends": HistoryField(_l("To (time)")),
        "registration": HistoryField(_l("Registration until")),
        "cards": HistoryField(_l("Cards can be changed until")),
        "follow_up_months": HistoryField(_l("Months until we ask again")),
        "visibility": HistoryField(
            _l("Who may see it?"), "choice", words=VISIBILITY_WORDS, visible=organises
        ),
        "visible_units": HistoryField(
            _l("Units that may see it"), "list", names=_units, visible=organises
        ),
        "visible_people": HistoryField(
            _l("People who may see it"), "list", names=_people, visible=organises
        ),
        "status": HistoryField(
            _l("How far it is"),
            "choice",
            words={key: look.words for key, look in STATUSES.items()},
            restores=False,
        ),
        "parts": HistoryField(_l("Programme"), "list", words=_part, restores=False),
        "themes": HistoryField(_l("Themes"), "list", restores=False),
    },
    snapshot=snapshot,
    restore=restore,
)

BAZAAR = ObjectKind(
    name=KIND,
    title=_l("Bazaar"),
    plural=_l("Bazaars"),
    icon="shop",
    model=Bazaar,
    label=lambda bazaar: bazaar.title,
    url=lambda bazaar_id: url_for("bazaar.page", bazaar_id=bazaar_id),
    may=may_bazaar,
    documents=documents_of(
        KIND, Bazaar, "/bazaar/{id}", says, options=[selectinload(Bazaar.themes)]
    ),
    hit_details=details_of(Bazaar, details),
    history=HISTORY,
)
