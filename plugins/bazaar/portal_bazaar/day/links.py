"""The personal link to sign in with: mailed before the day, and to whoever asks for it.

It signs one browser in, once; opening it uses nothing up, for mail scanners open every link. Who
asks for one is told the same whether or not the address is on the list, and the mail is looked for
and written by the worker: the answer takes as long for everybody.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from portal.api import (
    SYSTEM,
    Actor,
    JobContext,
    Limit,
    count_try,
    day_of,
    enqueue,
    full_address,
    midnight,
    morning,
    now,
    record,
    send_mail,
    today,
)

from ..attendance.names import mail_target
from ..attendance.visitors import day_ends, visitors_of
from ..models import Attendance, Bazaar, DayLink, Visitor
from ..vocabulary import BazaarStatus

ASKED = "bazaar.day_link"
ROUND = "bazaar.day_links"
#: Mails to one address.
MAILS = Limit(
    "bazaar mail ", 3, dt.timedelta(hours=3), (dt.timedelta(minutes=10), dt.timedelta(minutes=30))
)
#: Wrong codes for one badge number.
TYPED = Limit(
    "bazaar badge ",
    5,
    dt.timedelta(hours=12),
    (dt.timedelta(minutes=1), dt.timedelta(minutes=5), dt.timedelta(minutes=15)),
)


def make_link(session: Session, visitor: Visitor) -> str:
    """A new link; nobody can read it back."""
    secret = secrets.token_urlsafe(32)
    session.add(
        DayLink(
            visitor_id=visitor.id,
            digest=_digest(secret),
            expires_at=max(day_ends(visitor.bazaar), now() + dt.timedelta(hours=1)),
        )
    )
    return full_address(f"/bazaar/in/{secret}")


def find_link(session: Session, secret: str) -> DayLink | None:
    """The link with that secret, used or not; None where nobody made it, or it is too old."""
    link = session.scalar(select(DayLink).where(DayLink.digest == _digest(secret)))
    return link if link is not None and link.expires_at > now() else None


def use(session: Session, secret: str) -> DayLink | None:
    """The link, used up by this; None where it was used before, or does not work. Of two who use
    it at once, one gets it."""
    link = find_link(session, secret)
    if link is None:
        return None
    done = session.execute(
        update(DayLink)
        .where(DayLink.id == link.id, DayLink.used_at.is_(None))
        .values(used_at=now())
        .execution_options(synchronize_session=False)
    )
    return link if done.rowcount == 1 else None  # type: ignore[attr-defined]


def visitor_of(session: Session, link: DayLink) -> Visitor | None:
    """Whose it is; None for who does not come any longer."""
    visitor = session.scalar(
        select(Visitor).where(Visitor.id == link.visitor_id).options(joinedload(Visitor.bazaar))
    )
    gone = visitor is None or visitor.cancelled_at or visitor.forgotten_at
    return None if gone else visitor


def mail_link(session: Session, visitor: Visitor, key: str | None = None) -> bool:
    """Mails a new one; False where there is no address."""
    target = mail_target(visitor)
    if target is None:
        return False
    send_mail(
        session,
        target,
        "bazaar/day/mail_link.txt",
        lambda: _("Your link for %(bazaar)s", bazaar=visitor.bazaar.title),
        key=key,
        bazaar=visitor.bazaar,
        visitor=visitor,
        link=make_link(session, visitor),
        card=full_address(f"/bazaar/{visitor.bazaar_id}/card"),
    )
    return True


def ask(session: Session, bazaar: Bazaar, email: str) -> None:
    """Somebody asks for a link; the worker finds out whether there is anybody to write to."""
    enqueue(session, ASKED, {"bazaar": bazaar.id, "email": email.strip().lower()[:254]})


def answer(job: JobContext) -> None:
    """The handler of `ask`: one mail, a few times at most."""
    session, email = job.session, str(job.payload["email"])
    bazaar = session.get(Bazaar, job.payload["bazaar"])
    if bazaar is None or now() > day_ends(bazaar):
        return
    for visitor in session.scalars(visitors_of(bazaar, asked=True)):
        target = mail_target(visitor)
        if target is None or target.email.lower() != email:
            continue
        if count_try(session, MAILS, f"{bazaar.id} {email}") is None:
            mail_link(session, visitor)


def send_to_all(session: Session, actor: Actor, bazaar: Bazaar) -> int:
    """Mails everybody who comes and has had none; says how many."""
    had = select(DayLink.visitor_id).where(DayLink.visitor_id == Visitor.id).exists()
    sent = 0
    for visitor in session.scalars(visitors_of(bazaar).where(~had)):
        # The key: two workers, or a button pressed twice, write to each visitor once.
        sent += mail_link(session, visitor, key=f"bazaar:{bazaar.secret[:12]}:{visitor.id}")
    kept = session.get(Attendance, bazaar.id)
    if kept is None:
        kept = Attendance(bazaar_id=bazaar.id)
        session.add(kept)
    kept.links_sent_at = now()
    if sent:
        record(session, actor, "bazaar.links_sent", "bazaar", bazaar.id, number=sent)
    return sent


def run(job: JobContext) -> None:
    """Comes round every hour: from the morning before the bazaar until it ends, whoever comes and
    has had no link yet gets one. Links of bazaars long over are deleted."""
    soon = select(Bazaar).where(Bazaar.status == BazaarStatus.ANNOUNCED, Bazaar.ends_at > now())
    for bazaar in job.session.scalars(soon).all():
        if now() >= morning(day_of(bazaar.starts_at) - dt.timedelta(days=1)):
            send_to_all(job.session, SYSTEM, bazaar)
    old = midnight(today() - dt.timedelta(days=30))
    job.session.execute(delete(DayLink).where(DayLink.expires_at < old))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
