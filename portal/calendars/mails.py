"""Invitations, changes and cancellations by mail, with the calendar's own file."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actors import Actor, actor_for
from portal.access.holders import who_sees
from portal.accounts.models import User
from portal.calendars.ics import message
from portal.calendars.models import Event, EventGuest
from portal.calendars.words import when
from portal.jobs.mail import MailFile, send_mail
from portal.references.finding import path_of
from portal.runtime import portal
from portal.units.contacts import sees_contact


def send_invited(
    session: Session,
    actor: Actor,
    event: Event,
    guests: Iterable[EventGuest],
    *,
    changed: bool = False,
) -> None:
    """Tells guests when and where; only those who may see what the event belongs to."""
    for guest, organiser, shows in _addressees(session, actor, event, guests):
        title = event.title
        send_mail(
            session,
            guest.user,
            "portal/calendars/mail_invited.txt",
            lambda changed=changed, title=title: (  # type: ignore[misc]
                _("Changed: %(title)s", title=title)
                if changed
                else _("Invitation: %(title)s", title=title)
            ),
            reply_to=organiser,
            files=[_file(message(event, guest, organiser, address=shows), "REQUEST")],
            event=event,
            when=when,
            changed=changed,
            organiser=organiser.name,
            address=portal().settings.base_url + path_of(event.kind, event.object_id),
            answer=_answer(event, guest.user_id),
        )


def send_cancelled(
    session: Session,
    actor: Actor,
    event: Event,
    guests: Iterable[EventGuest],
    *,
    taken_off: bool = False,
) -> None:
    """Tells guests that they need not come."""
    for guest, organiser, shows in _addressees(session, actor, event, guests):
        title = event.title
        send_mail(
            session,
            guest.user,
            "portal/calendars/mail_cancelled.txt",
            lambda title=title: _("Cancelled: %(title)s", title=title),  # type: ignore[misc]
            reply_to=organiser,
            files=[_file(message(event, guest, organiser, cancel=True, address=shows), "CANCEL")],
            event=event,
            when=when,
            taken_off=taken_off,
        )


def _addressees(
    session: Session,
    actor: Actor,
    event: Event,
    guests: Iterable[EventGuest],
) -> list[tuple[EventGuest, User, bool]]:
    """The guests to write to, each with the organiser and whether that guest may see the
    organiser's address: never the one who did it, nor who may not see the object (the title may
    be one they never saw); nobody where no organiser is left to stand for it."""
    wanted = [guest for guest in guests if guest.user_id != actor.user_id]
    organiser = session.get(User, event.organiser_id or actor.user_id or 0)
    if organiser is None or not wanted:
        return []
    seeing = who_sees(session, event.kind, event.object_id, {one.user_id for one in wanted})
    # At once, or each guest would ask for their person alone.
    session.scalars(select(User).where(User.id.in_(seeing))).all()
    return [
        (guest, organiser, _shows_address(session, guest.user, organiser))
        for guest in wanted
        if guest.user_id in seeing
    ]


def _shows_address(session: Session, guest: User, organiser: User) -> bool:
    if not organiser.contact_hidden:
        return True
    return sees_contact(session, actor_for(session, guest), organiser)


def _answer(event: Event, user_id: int) -> str:
    """Where the guest answers without signing in; '' where the kind has no such page."""
    core = portal()
    kind = core.kinds.get(event.kind)
    if kind is None or kind.answer_path is None:
        return ""
    found = ""
    with core.dispatch.guard(core.kinds.owner(event.kind) or "", f"kind {event.kind}"):
        found = core.settings.base_url + kind.answer_path(event.object_id, user_id)
    return found


def _file(content: bytes, method: str) -> MailFile:
    return MailFile("invite.ics", f"text/calendar; charset=utf-8; method={method}", content)
