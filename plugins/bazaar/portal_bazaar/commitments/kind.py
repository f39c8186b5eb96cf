"""Commitments as a kind of the portal: with a history. The search does not know them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, History, HistoryField, ObjectKind, db, people_names

from ..models import Commitment, Stand
from .rules import may_commitment, restore, snapshot
from .words import KIND, first_words, stand_words


def _people(session: Session, actor: Actor, ids: Collection[Any]) -> Mapping[Any, Any]:
    return people_names(session, ids)


def _stands(session: Session, actor: Actor, ids: Collection[Any]) -> Mapping[Any, Any]:
    return {
        one.id: stand_words(one) for one in session.scalars(select(Stand).where(Stand.id.in_(ids)))
    }


def _url(commitment_id: int) -> str:
    found = db.session.get(Commitment, commitment_id)
    if found is None:
        return url_for("bazaar.index")
    return url_for(
        "bazaar_commitments.page",
        bazaar_id=found.education.bazaar_id,
        education_id=found.education_id,
        _anchor=f"commitment-{commitment_id}",
    )


COMMITMENT = ObjectKind(
    name=KIND,
    title=_l("What an education takes home"),
    plural=_l("What educations take home"),
    icon="bag-check",
    model=Commitment,
    label=lambda one: first_words(one.practice),
    url=_url,
    may=may_commitment,
    history=History(
        fields={
            "practice": HistoryField(_l("What do you take home?")),
            "stand_id": HistoryField(_l("From which stand?"), "reference", names=_stands),
            "who": HistoryField(_l("Who else, in words")),
            "people": HistoryField(_l("Who?"), "reference", names=_people),
            "by_when": HistoryField(_l("By when?"), "date"),
            "wants_workshop": HistoryField(_l("Workshop wanted"), "yes_no"),
            "handed_in": HistoryField(_l("Handed in"), "yes_no", restores=False),
        },
        snapshot=snapshot,
        restore=restore,
    ),
)
