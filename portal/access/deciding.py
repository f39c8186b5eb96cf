"""The three faces of every decision: may one act, narrow a query, which labels does one hold.

Nothing else decides. Default is no.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Select, delete, false, select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.access.models import Audience

if TYPE_CHECKING:
    from portal.plugins.dispatch import Dispatch
    from portal.references.kinds import Kinds

S = TypeVar("S", bound="Select[*tuple[Any, ...]]")


class Access:
    """Answers for one application; reached as `portal.api.may`, `narrow`, `labels`."""

    def __init__(self, kinds: Kinds, dispatch: Dispatch) -> None:
        self._kinds = kinds
        self._dispatch = dispatch

    def may(self, session: Session, actor: Actor, action: str, obj: object | None = None) -> bool:
        """Whether `actor` may do `action`.

        Without `obj`, `action` is a permission's name ('factsheets.create'). With one, it is a
        verb ('view', 'edit', 'publish', 'delete') that the object's kind judges.
        """
        if actor.is_system:
            return True
        if obj is None:
            allowed = action in actor.permissions
        else:
            kind = self._kinds.of(obj)
            allowed = kind is not None and (
                self.sees(session, actor, kind.name, kind.id_of(obj))
                if action == "view"
                else kind.may(session, actor, action, obj)
            )
        return allowed and not self._dispatch.denies("allowed", actor=actor, action=action, obj=obj)

    def sees(self, session: Session, actor: Actor, kind: str, object_id: int) -> bool:
        """Whether the object's audience and the actor's labels meet."""
        return actor.is_system or bool(
            session.scalar(
                select(Audience.kind)
                .where(
                    Audience.kind == kind,
                    Audience.object_id == object_id,
                    Audience.label.in_(actor.labels),
                )
                .limit(1)
            )
        )

    def narrow(self, statement: S, actor: Actor, model: type[Any]) -> S:
        """`statement`, left with the objects of `model` that `actor` may see."""
        if actor.is_system:
            return statement
        kind = self._kinds.of_model(model)
        if kind is None or not actor.labels:
            return statement.where(false())
        visible = select(Audience.object_id).where(
            Audience.kind == kind.name, Audience.label.in_(actor.labels)
        )
        return statement.where(model.id.in_(visible))

    def labels(self, actor: Actor) -> frozenset[str]:
        """The audience labels the actor holds; none means: sees nothing."""
        return actor.labels


def set_audience(session: Session, kind: str, object_id: int, labels: Iterable[str]) -> None:
    """Says who may see an object, in the transaction of the change that decided it."""
    wanted = set(labels)
    there = set(
        session.scalars(
            select(Audience.label).where(Audience.kind == kind, Audience.object_id == object_id)
        )
    )
    if there - wanted:
        session.execute(
            delete(Audience).where(
                Audience.kind == kind,
                Audience.object_id == object_id,
                Audience.label.in_(there - wanted),
            )
        )
    session.add_all(
        Audience(kind=kind, object_id=object_id, label=label) for label in sorted(wanted - there)
    )


def audience_of(
    session: Session, kind: str, object_ids: Iterable[int]
) -> dict[int, frozenset[str]]:
    """The labels of several objects of one kind; an object without any is seen by nobody."""
    found: dict[int, set[str]] = {object_id: set() for object_id in object_ids}
    rows = session.execute(
        select(Audience.object_id, Audience.label).where(
            Audience.kind == kind, Audience.object_id.in_(found)
        )
    )
    for object_id, label in rows:
        found[object_id].add(label)
    return {object_id: frozenset(labels) for object_id, labels in found.items()}
