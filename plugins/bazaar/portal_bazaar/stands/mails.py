"""Telling keepers, organisers and whoever looks for a stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, User, full_address, notify, now, plain_text, seal, send_mail, unseal

from ..models import CardEntry, Curiosity, Keeper, Organiser, Stand, Visitor
from ..vocabulary import KIND, OrganiserRole
from .words import keeper_name, keeper_names

#: What the links in mails are sealed for.
LINK = "bazaar.keeper"
MOVED, PROPOSED, ANSWERED = "bazaar.stand_moved", "bazaar.stand_proposed", "bazaar.stand_answered"


def target(keeper: Keeper) -> User | None:
    """Whom `send_mail` can write to; a stand-in for a guest, of no session."""
    if keeper.user is not None:
        return keeper.user if keeper.user.active else None
    if not keeper.email:
        return None
    return User(email=keeper.email, name=keeper_name(keeper), language="da")


def proposed(session: Session, actor: Actor, stand: Stand) -> None:
    """A proposal waits for the organisers."""
    _tell_organisers(session, actor, PROPOSED, stand, "proposed")


def answered(session: Session, actor: Actor, stand: Stand, *, accepted: bool) -> None:
    """An invitation was answered; who accepts has the confirmation in writing."""
    _tell_organisers(session, actor, ANSWERED, stand, "accepted" if accepted else "declined")
    if accepted:
        confirmed(session, actor, stand)


def turned_down_by_keeper(session: Session, actor: Actor, stand: Stand) -> None:
    """A keeper said no."""
    answered(session, actor, stand, accepted=False)


def invited(
    session: Session, actor: Actor, stand: Stand, keepers: Iterable[Keeper] | None = None
) -> None:
    """To each keeper: will you keep a stand?"""
    _to_keepers(
        session,
        actor,
        stand,
        "invited",
        lambda: _("Will you keep a stand at %(bazaar)s?", bazaar=stand.bazaar.title),
        keepers,
    )


def confirmed(
    session: Session, actor: Actor, stand: Stand, keepers: Iterable[Keeper] | None = None
) -> None:
    """To each keeper: the stand takes part, and this is its number."""
    _to_keepers(
        session,
        actor,
        stand,
        "confirmed",
        lambda: _("Your stand at %(bazaar)s is number %(number)s", **_words(stand)),
        keepers,
    )


def unconfirmed(session: Session, actor: Actor, stand: Stand) -> None:
    """To each keeper: it was confirmed by mistake, and waits again."""
    _to_keepers(
        session,
        actor,
        stand,
        "unconfirmed",
        lambda: _("Your stand at %(bazaar)s is not confirmed yet", bazaar=stand.bazaar.title),
    )


def turned_down(session: Session, actor: Actor, stand: Stand) -> None:
    """To each keeper: there is no room for the proposal."""
    _to_keepers(
        session,
        actor,
        stand,
        "turned_down",
        lambda: _("Your proposal for %(bazaar)s", bazaar=stand.bazaar.title),
    )


def withdrawn(session: Session, actor: Actor, stand: Stand) -> None:
    """To the keepers and the organisers: the stand does not take part after all."""
    _tell_organisers(session, actor, ANSWERED, stand, "withdrawn")
    _to_keepers(
        session,
        actor,
        stand,
        "withdrawn",
        lambda: _("The stand %(title)s does not take part", title=stand.title),
    )


def moved(session: Session, actor: Actor, stand: Stand) -> None:
    """On the day: the keepers, the organisers, and whoever was curious and has not been there."""
    been = select(CardEntry.visitor_id).where(CardEntry.stand_id == stand.id)
    curious = session.scalars(
        select(Visitor.user_id)
        .join(Curiosity, Curiosity.visitor_id == Visitor.id)
        .where(Curiosity.stand_id == stand.id, Visitor.user_id.is_not(None))
        .where(Visitor.cancelled_at.is_(None), Visitor.id.not_in(been))
    )
    organisers = session.scalars(
        select(Organiser.user_id).where(Organiser.bazaar_id == stand.bazaar_id)
    )
    people = {one for one in [*curious, *organisers] if one is not None}
    people |= {one.user_id for one in stand.keepers if one.user_id is not None}
    notify(
        session,
        actor,
        MOVED,
        people,
        KIND,
        stand.bazaar_id,
        key=str(stand.id),
        number=stand.number,
        title=stand.title,
        place=stand.place,
    )
    guests = [one for one in stand.keepers if one.user_id is None]
    _to_keepers(
        session,
        actor,
        stand,
        "moved",
        lambda: _("Stand %(number)s has moved", number=stand.number or ""),
        guests,
    )


def _to_keepers(
    session: Session,
    actor: Actor,
    stand: Stand,
    what: str,
    subject: Callable[[], str],
    keepers: Iterable[Keeper] | None = None,
) -> None:
    """One mail for each, not for who did it. Again within the same change sends nothing twice."""
    session.flush()
    moment = now().isoformat(timespec="seconds")
    sender = session.get(User, actor.user_id) if actor.user_id else None
    for keeper in list(stand.keepers if keepers is None else keepers):
        to = target(keeper)
        if to is None or (keeper.user_id is not None and keeper.user_id == actor.user_id):
            continue
        send_mail(
            session,
            to,
            f"bazaar/stands/mail_{what}.txt",
            subject,
            key=f"bazaar.stand:{stand.id}:{what}:{keeper.id}:{moment}",
            reply_to=sender if what in ("invited", "turned_down") else None,
            stand=stand,
            bazaar=stand.bazaar,
            names=keeper_names(stand),
            summary=plain_text(stand.summary),
            link=link_of(keeper, stand),
        )


def link_of(keeper: Keeper, stand: Stand) -> str:
    """Where a keeper finds the stand: a colleague signs in, a guest has a link of their own."""
    if keeper.user_id is not None:
        return full_address(f"/bazaar/{stand.bazaar_id}/stands/{stand.id}")
    return full_address(f"/bazaar/stand-link/{token_of(keeper)}")


def token_of(keeper: Keeper) -> str:
    """What a guest's link ends in; of another address it is no longer good."""
    return seal(LINK, keeper.id, keeper.email)


def keeper_of(session: Session, token: str) -> Keeper | None:
    """Whom a guest's link belongs to; None for a forged one, and for who keeps it no more."""
    found = unseal(LINK, token, 2)
    if found is None:
        return None
    keeper = session.get(Keeper, found[0])
    if keeper is None or keeper.user_id is not None or keeper.email != found[1]:
        return None
    return keeper


def _tell_organisers(session: Session, actor: Actor, topic: str, stand: Stand, how: str) -> None:
    people = session.scalars(
        select(Organiser.user_id).where(
            Organiser.bazaar_id == stand.bazaar_id, Organiser.role == OrganiserRole.ORGANISER
        )
    ).all()
    notify(
        session,
        actor,
        topic,
        people,
        KIND,
        stand.bazaar_id,
        key=str(stand.id),
        title=stand.title,
        how=how,
        reason=stand.reason,
    )


def _words(stand: Stand) -> dict[str, Any]:
    return {"bazaar": stand.bazaar.title, "number": stand.number or ""}
