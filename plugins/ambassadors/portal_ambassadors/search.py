"""Ambassadors as a kind of the portal: referred to by others, found by the search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import LANGUAGES as SPOKEN_HERE
from portal.api import Badge, Document, HitDetails, ObjectKind, audience_of, plain_text

from .facts import Facts, load
from .finding.towns import towns_near
from .models import Ambassador, Competence
from .permissions import may_ambassador
from .places import Places
from .profiles.history import HISTORY
from .vocabulary import KIND, LEVELS, ROLES, STATUSES, Status
from .words import language_word


def documents(session: Session, ids: Sequence[int]) -> Iterable[Document]:
    """The search documents of the ambassadors with these ids, of what everyone may know of them:
    what is hidden is in no document, so nothing that is counted or suggested knows of it."""
    audiences, places = audience_of(session, KIND, ids), Places(session)
    found = [one for one in load(session, None, ids) if one.is_active]
    known = {
        row.id: row
        for row in session.scalars(
            select(Competence).where(
                Competence.id.in_({key for one in found for key in one.levels})
            )
        )
    }
    for one in found:
        units = list(dict.fromkeys(unit_id for unit_id, _function in one.units))
        yield Document(
            kind=KIND,
            id=str(one.id),
            title=one.name,
            url=f"/ambassadors/{one.id}",  # the worker has no request, so no url_for
            body="\n".join(filter(None, _body(one, known, places, units))),
            keywords="\n".join(filter(None, _keywords(one, known, places, units))),
            audience=audiences[one.id],
            facets={"unit": tuple(map(str, units))} if units else {},
            date=one.confirmed_at.date(),
        )


def _body(
    one: Facts, known: Mapping[int, Competence], places: Places, units: Sequence[int]
) -> Iterable[str]:
    yield plain_text(one.help_text)
    yield ". ".join(known[key].name for key in one.levels if key in known)
    yield ". ".join([one.title, *(places.path(unit_id) for unit_id in units)])
    yield ". ".join(one.communities)


def _keywords(
    one: Facts, known: Mapping[int, Competence], places: Places, units: Sequence[int]
) -> Iterable[str]:
    towns = dict.fromkeys(near for town in places.towns(units) for near in towns_near(town))
    for language in SPOKEN_HERE:
        with force_locale(language):
            yield str(STATUSES[Status.ACTIVE].words)
            yield from (str(ROLES[role].words) for role in one.roles if role in ROLES)
            yield from (language_word(code) for code in one.languages)
            for key, level in one.levels.items():
                if key in known:
                    # In the words of those who look: 'who can help with supervision near Viborg'.
                    yield _("can help with %(what)s", what=known[key].name)
                    yield str(LEVELS[level].words)
            for town in towns:
                yield _("near %(town)s", town=town)
    for key in one.levels:
        if key in known:
            yield from known[key].synonyms


def hit_details(session: Session, ids: Sequence[int]) -> Mapping[int, HitDetails]:
    """Where somebody works, and their roles."""
    places = Places(session)
    return {
        one.id: HitDetails(
            places.path(one.units[0][0]) if one.units else "",
            tuple(Badge(ROLES[role].words, ROLES[role].icon) for role in one.roles[:3]),
        )
        for one in load(session, None, ids)
    }


def _name(ambassador: Any) -> str:
    return ambassador.user.name


AMBASSADOR = ObjectKind(
    name=KIND,
    title=_l("Ambassador"),
    plural=_l("Ambassadors"),
    icon="person-badge",
    model=Ambassador,
    label=_name,
    url=lambda ambassador_id: url_for("ambassadors_profile.page", ambassador_id=ambassador_id),
    may=may_ambassador,
    documents=documents,
    hit_details=hit_details,
    history=HISTORY,
)
