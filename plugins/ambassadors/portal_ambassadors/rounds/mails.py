"""The mails of a round: the profile as it stands, one button; a reminder; the leader's list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import force_locale, format_date
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.api import User, full_address, plain_text, send_mail

from ..facts import load
from ..models import RoundReply
from ..places import Places
from ..profiles.page import skills
from ..profiles.services import hidden_parts
from ..vocabulary import ROLES
from ..words import language_word
from .tokens import token_for


def ask(session: Session, reply: RoundReply) -> None:
    """The profile as others see it, and the way to 'still right'."""
    _to_ambassador(session, reply, "ask", lambda: _("Is your ambassador profile still right?"))


def remind(session: Session, reply: RoundReply) -> None:
    """The same again."""
    _to_ambassador(
        session, reply, "remind", lambda: _("A reminder: is your ambassador profile still right?")
    )


def remind_now(session: Session, reply: RoundReply, day: dt.date) -> None:
    """A reminder that a coordinator sends: once a day."""
    _to_ambassador(
        session,
        reply,
        "remind",
        lambda: _("A reminder: is your ambassador profile still right?"),
        mark=day.isoformat(),
    )


def rested(session: Session, reply: RoundReply) -> None:
    """The profile rests; one click brings it back."""
    _to_ambassador(session, reply, "rested", lambda: _("Your ambassador profile is resting"))


def escalate(session: Session, to: User, replies: Sequence[RoundReply]) -> None:
    """To a leader: who of theirs has not answered. Once for each reader and round and day."""
    names = [reply.ambassador.user.name for reply in replies]
    first = replies[0]
    send_mail(
        session,
        to,
        "ambassadors/rounds/mail_escalate.txt",
        lambda: _("Ambassadors who have not answered"),
        key=f"ambassadors.round:{first.round_id}:{first.ambassador_id}:leader:{to.id}",
        names=names,
        closes_on=_day(to, first),
        link=full_address(url_for_rounds("theirs")),
    )


def url_for_rounds(page: str) -> str:
    """A path of this area; jobs have no request that `url_for` could go by."""
    return {"theirs": "/ambassadors/rounds/unit", "index": "/ambassadors/rounds"}[page]


def _to_ambassador(
    session: Session, reply: RoundReply, what: str, subject: Any, mark: str = ""
) -> None:
    user = reply.ambassador.user
    with force_locale(user.language):
        facts = profile_lines(session, reply.ambassador_id)
    send_mail(
        session,
        user,
        f"ambassadors/rounds/mail_{what}.txt",
        subject,
        key=f"ambassadors.round:{reply.round_id}:{reply.ambassador_id}:{mark or reply.step}",
        facts=facts,
        hidden=len(hidden_parts(reply.ambassador)),
        message=reply.round.message,
        closes_on=_day(user, reply),
        link=full_address(f"/ambassadors/still-right/{token_for(reply)}"),
        edit_link=full_address(f"/ambassadors/{reply.ambassador_id}/edit"),
    )


def _day(user: User, reply: RoundReply) -> str:
    with force_locale(user.language):
        return format_date(
            max(reply.round.closes_on, reply.extended_until or reply.round.closes_on), "long"
        )


def profile_lines(session: Session, ambassador_id: int) -> list[tuple[str, str]]:
    """(part, text) of the profile as others see it, in the language in force. A mail may be
    passed on, so what is hidden is not in it."""
    (one,) = load(session, None, [ambassador_id])
    places = Places(session)
    units = list(dict.fromkeys(places.path(unit_id) for unit_id, _function in one.units))
    found = [
        (_("Name"), ", ".join(filter(None, [one.name, one.title]))),
        (_("Where"), "; ".join(units)),
        (_("What I can help with"), plain_text(one.help_text)),
        (_("Roles"), ", ".join(str(ROLES[role].words) for role in one.roles if role in ROLES)),
        (
            _("Competences"),
            "; ".join(
                f"{skill.name}: {str(skill.look.words).lower()}"
                for skill in skills(session, one.levels)
            ),
        ),
        (_("Languages"), ", ".join(language_word(code) for code in one.languages)),
        (_("Communities"), ", ".join(one.communities)),
        (_("Contact"), ", ".join(filter(None, [one.email, one.phone, one.reach_note]))),
        (_("Mandate"), plain_text(one.mandate)),
    ]
    return [(title, text) for title, text in found if text]
