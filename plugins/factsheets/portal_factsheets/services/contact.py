"""Writing to who keeps a sheet: a question, or that it is out of date."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    PortalError,
    User,
    actor_for,
    count_message,
    full_address,
    holders_of,
    may,
    now,
    record,
    send_mail,
)

from ..models import FactSheet, OutdatedNote
from ..permissions import EDIT_ANY
from .sheets import KIND


def keepers(session: Session, sheet: FactSheet) -> list[User]:
    """Whom to write to: the responsible; if their account is closed the author; if that is too
    the editors, those of them who may see the sheet."""
    for user in (sheet.responsible, sheet.author):
        if user is not None and user.active:
            return [user]
    return [
        editor
        for editor in holders_of(session, EDIT_ANY)
        if may(session, actor_for(session, editor), "view", sheet)
    ]


def ask(session: Session, actor: Actor, sheet: FactSheet, message: str) -> Sequence[User]:
    """Mails the question to the keepers, with the name and address of who asks, so that the
    answer goes to them. Returns whom; raises PortalError when there is nobody, and for too many
    messages in a short time."""
    found = _write(session, actor, sheet, message, "factsheets/mail/ask.txt", _ask_subject)
    record(session, actor, "sheet.asked", KIND, sheet.id)
    return found


def tell_outdated(session: Session, actor: Actor, sheet: FactSheet, message: str) -> Sequence[User]:
    """Mails the keepers what is out of date, and keeps the note until they have seen to it.
    Returns whom; raises PortalError as `ask` does."""
    found = _write(
        session, actor, sheet, message, "factsheets/mail/outdated.txt", _outdated_subject
    )
    session.add(OutdatedNote(sheet_id=sheet.id, by_id=actor.user_id, message=message))
    record(session, actor, "sheet.outdated", KIND, sheet.id)
    return found


def open_notes(session: Session, sheet: FactSheet) -> Sequence[OutdatedNote]:
    """The notes that nobody has seen to, oldest first."""
    return session.scalars(
        select(OutdatedNote)
        .where(OutdatedNote.sheet_id == sheet.id, OutdatedNote.closed_at.is_(None))
        .order_by(OutdatedNote.id)
    ).all()


def dismiss(session: Session, actor: Actor, note: OutdatedNote) -> None:
    """Settles one note without a review."""
    note.closed_at = now()
    record(session, actor, "sheet.note_dismissed", KIND, note.sheet_id)


def _ask_subject(sheet: FactSheet) -> str:
    return _("A question about %(title)s", title=sheet.title)


def _outdated_subject(sheet: FactSheet) -> str:
    return _("Out of date? %(title)s", title=sheet.title)


def _write(
    session: Session,
    actor: Actor,
    sheet: FactSheet,
    message: str,
    template: str,
    subject: Callable[[FactSheet], str],
) -> Sequence[User]:
    found = keepers(session, sheet)
    if not found:
        raise PortalError(_("Nobody keeps this sheet any more. Write to the editors instead."))
    count_message(session, actor)
    sender = session.get(User, actor.user_id)
    for user in found:
        send_mail(
            session,
            user,
            template,
            lambda: subject(sheet),
            reply_to=sender,
            shows_address=True,
            title=sheet.title,
            sender=sender,
            message=message,
            link=full_address(url_for("factsheets.page", sheet_id=sheet.id)),
        )
    return found
