"""People as a kind of object: found by name, title and unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.access.actors import Actor
from portal.access.deciding import audience_of
from portal.accounts.models import User
from portal.references.kinds import ObjectKind
from portal.search.engine.documents import Document
from portal.units.models import Membership


def may_person(_session: Session, actor: Actor, action: str, user: User) -> bool:
    """One's own page is one's own; accounts are managed by who may.

    'manage' leads to the account itself (a new address is a way in), so it takes every permission
    that the account has, or the right to give permissions away.
    """
    if action == "edit":
        return actor.user_id == user.id or "accounts.manage" in actor.permissions
    if action == "manage":
        if "accounts.manage" not in actor.permissions:
            return False
        if "roles.manage" in actor.permissions:
            return True
        held = {grant.permission for role in user.roles for grant in role.permissions}
        return held <= actor.permissions
    return False


def person_documents(session: Session, ids: Sequence[int]) -> Iterable[Document]:
    """What the search knows of people."""
    users = session.scalars(
        select(User)
        .where(User.id.in_(ids), User.active)
        .options(selectinload(User.memberships).selectinload(Membership.unit))
    )
    audiences = audience_of(session, "person", ids)
    for user in users:
        units = [membership.unit for membership in user.memberships]
        yield Document(
            kind="person",
            id=str(user.id),
            title=user.name,
            url=f"/people/{user.id}",
            body=". ".join(filter(None, [user.title, *(unit.name for unit in units)])),
            # A document is the same for every reader.
            keywords="" if user.contact_hidden else user.email.split("@")[0].replace(".", " "),
            audience=audiences[user.id],
            facets={"unit": tuple(sorted({str(unit.id) for unit in units}))},
            date=user.created_at.date(),
        )


PERSON = ObjectKind(
    name="person",
    title=_l("Person"),
    plural=_l("People"),
    icon="person",
    model=User,
    label=lambda user: user.name,
    url=lambda object_id: url_for("people.page", user_id=object_id),
    may=may_person,
    documents=person_documents,
)
