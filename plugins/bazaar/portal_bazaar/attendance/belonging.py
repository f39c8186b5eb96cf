"""Who comes for an education, and so takes part in what is the education's own.

One rule, for everything that asks. A visitor comes for an education (`Visitor.education_id`)

* who belongs to it: a member of its unit or of one below it, who leads it or a unit above, or is
  its delegate;
* whom somebody who decides for it named, or said yes to: its leader or one above, its delegate, an
  organiser.

Everybody else asks (`Visitor.wish_education_id`), and is a visitor of no education until somebody
who decides says yes: they read none of its drafts and count for nothing in its coverage. A member
of a unit above who does not lead it asks, too: otherwise a whole school would read everything.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    Function,
    Membership,
    User,
    led_units,
    with_ancestors,
    with_descendants,
)

from ..models import InvitedEducation, Visitor
from ..permissions import organises


def comes_for(visitor: Visitor, education: InvitedEducation) -> bool:
    """Whether what is the education's own is the visitor's, too: what its people put on their
    cards, and the drafts of what it takes home."""
    return visitor.cancelled_at is None and visitor.education_id == education.id


def asks_for(visitor: Visitor, education: InvitedEducation) -> bool:
    """Whether somebody who decides for the education owes the visitor an answer."""
    return (
        visitor.wish_education_id == education.id
        and visitor.wish_refused_at is None
        and visitor.cancelled_at is None
    )


def decides(session: Session, actor: Actor, education: InvitedEducation) -> bool:
    """Whether the actor says who comes for the education: leads it or a unit above, is its
    delegate, or organises the bazaar."""
    if actor.user_id is not None and actor.user_id == education.delegate_id:
        return True
    if organises(session, actor, education.bazaar):
        return True
    return education.unit_id in led_units(session, actor)


def belongs(session: Session, user: User, education: InvitedEducation) -> bool:
    """Whether a colleague comes for the education without asking anybody."""
    if user.id == education.delegate_id:
        return True
    own = session.execute(
        select(Membership.unit_id, Membership.function).where(Membership.user_id == user.id)
    ).all()
    below = with_descendants(session, [education.unit_id])
    above = with_ancestors(session, [education.unit_id])
    return any(
        one.unit_id in below or (one.unit_id in above and one.function == Function.LEADER)
        for one in own
    )


def may_place(
    session: Session, actor: Actor, user: User | None, education: InvitedEducation
) -> bool:
    """Whether `actor` may say that `user` (None: a guest) comes for the education, at once."""
    if user is not None and belongs(session, user, education):
        return True
    return decides(session, actor, education)


def place(
    session: Session,
    actor: Actor,
    visitor: Visitor,
    education: InvitedEducation | None,
    function: str,
) -> bool:
    """Makes the visitor come for the education as `function`, or ask to; None: for none. What was
    agreed to stays so as long as it is the same, and they do not cancel. Says whether somebody has
    to be asked now."""
    agreed = (
        education is not None
        and visitor.id is not None
        and comes_for(visitor, education)
        and visitor.function == function
    )
    visitor.function = function
    if education is None or agreed or may_place(session, actor, visitor.user, education):
        put(visitor, education, None)
        visitor.wish_refused_at = None
        return False
    asks_anew = visitor.wish is not education or visitor.cancelled_at is not None
    if visitor.wish is not education:
        visitor.wish_refused_at = None
    put(visitor, None, education)
    return asks_anew


def put(
    visitor: Visitor, education: InvitedEducation | None, wish: InvitedEducation | None
) -> None:
    """The education they come for and the one they ask for, the ids too: both are asked."""
    visitor.education, visitor.wish = education, wish
    visitor.education_id = education.id if education is not None else None
    visitor.wish_education_id = wish.id if wish is not None else None
