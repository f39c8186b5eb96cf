"""The mail: their own words, and one link."""

from __future__ import annotations

from flask_babel import force_locale, format_date
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.api import User, day_of, full_address, send_mail

from ..attendance.visitors import mail_target
from ..models import EffectAsk, EffectPlan
from . import timing
from .lines import Line, lines_of, subject_of_ask
from .tokens import token_for

MOST = 12


def target(ask: EffectAsk) -> User | None:
    """Whom to write to; a stand-in for a guest, of no session."""
    if ask.user is not None:
        return ask.user if ask.user.active else None
    return mail_target(ask.visitor) if ask.visitor is not None else None


def send(session: Session, ask: EffectAsk, plan: EffectPlan) -> bool:
    """Queues the mail of the ask's step, once; whether there was somebody to write to."""
    to = target(ask)
    if to is None:
        return False
    bazaar = ask.bazaar
    subject = subject_of_ask(session, ask)
    waiting = [one for one in lines_of(session, subject) if one.answer is None]
    with force_locale(to.language):
        shown = [_shown(one) for one in waiting[:MOST]]
        education = ", ".join(one.unit.name for one in subject.educations)
        day = format_date(timing.closes_on(bazaar, plan), "long")
        held = format_date(day_of(bazaar.starts_at), "long")
    first = ask.step == 0
    send_mail(
        session,
        to,
        "bazaar/effect/mail_ask.txt",
        (lambda: _("What became of it? %(bazaar)s", bazaar=bazaar.title))
        if first
        else (lambda: _("A reminder: what became of it? %(bazaar)s", bazaar=bazaar.title)),
        key=f"bazaar.effect:{ask.id}:{ask.step}",
        bazaar=bazaar,
        held=held,
        ours=[text for one, text in zip(waiting, shown, strict=False) if one.is_commitment],
        mine=[text for one, text in zip(waiting, shown, strict=False) if not one.is_commitment],
        more=max(0, len(waiting) - MOST),
        education=education,
        message=plan.message,
        reminder=not first,
        closes=day,
        link=full_address(f"/bazaar/effect/{token_for(ask)}"),
    )
    return True


def _shown(line: Line) -> str:
    words = " ".join(line.words.split())[:300]
    return f"{line.title}: {words}" if line.title else words
