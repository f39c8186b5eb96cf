"""Which versions of an object a reader may see: those it had while they could see the object.

A draft that was published later stays its authors' own: whoever could not read it then cannot
read it now. Each version keeps the audience it was saved with. Authors, whom the object's kind
knows by the verb 'coauthor', see every version; everyone who sees the object sees the newest.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.history.models import Revision
from portal.references.kinds import ObjectKind
from portal.runtime import portal

COAUTHOR = "coauthor"


def seen_versions(
    session: Session, actor: Actor, kind: ObjectKind, obj: Any
) -> frozenset[int] | None:
    """The numbers of the versions that `actor`, who sees the object, may read; None for all."""
    if portal().access.may(session, actor, COAUTHOR, obj):
        return None
    rows = session.execute(
        select(Revision.number, Revision.audience)
        .where(Revision.kind == kind.name, Revision.object_id == kind.id_of(obj))
        .order_by(Revision.number.desc())
    ).all()
    newest = {rows[0].number} if rows else set()
    return frozenset(
        newest | {number for number, labels in rows if actor.labels.intersection(labels or ())}
    )
