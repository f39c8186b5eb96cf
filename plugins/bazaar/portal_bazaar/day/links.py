"""What one signs in with that is not on the badge: a link in one's mail, a code the door tells.

A link is mailed before the day, and to whoever asks for it. It signs one browser in, once; opening
it uses nothing up, for mail scanners open every link. Who asks for one is told the same whether or
not the address is on the list. However often somebody asks, a visitor has one mail under way, and
an address that is on no list leaves nothing behind: nothing has to be limited by the address a
request comes from, behind which a whole fair sits.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets

from flask_babel import gettext as _
from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.orm import Session, joinedload

from portal.api import (
    SYSTEM,
    Actor,
    JobContext,
    Limit,
    User,
    count_try,
    day_of,
    enqueue,
    forget_tries,
    full_address,
    midnight,
    morning,
    now,
    record,
    rows_changed,
    send_mail,
    today,
)

from ..attendance.names import mail_target
from ..attendance.visitors import visitors_of
from ..card.codes import ALPHABET, normal
from ..models import Attendance, Bazaar, DayLink, Visitor
from ..vocabulary import BazaarStatus
from .phones import CODE, MAIL, address_key, day_ends

ASKED = "bazaar.day_link"
ROUND = "bazaar.day_links"
#: Mails to one address.
MAILS = Limit(
    "bazaar mail ", 3, dt.timedelta(hours=3), (dt.timedelta(minutes=10), dt.timedelta(minutes=30))
)
#: So long a mail is under way at most; whoever asks later gets another.
UNDER_WAY = dt.timedelta(minutes=15)
#: A code that the door tells: six letters and digits, 30 bits.
CODE_HOLDS = dt.timedelta(minutes=30)
CODE_LENGTH = 6
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
            address=address_key(visitor),
            expires_at=max(day_ends(visitor.bazaar), now() + dt.timedelta(hours=1)),
        )
    )
    return full_address(f"/bazaar/in/{secret}")


def find_link(session: Session, secret: str) -> DayLink | None:
    """The link with that secret, used or not; None where nobody made it, or it is too old."""
    link = session.scalar(
        select(DayLink).where(DayLink.digest == _digest(secret), DayLink.how == MAIL)
    )
    return link if link is not None and link.expires_at > now() else None


def use(session: Session, secret: str) -> DayLink | None:
    """The link, used up by this; None where it was used before, or does not work. Of two who use
    it at once, one gets it."""
    link = find_link(session, secret)
    return link if link is not None and _use(session, link) else None


def _use(session: Session, link: DayLink) -> bool:
    done = rows_changed(
        session,
        update(DayLink)
        .where(DayLink.id == link.id, DayLink.used_at.is_(None))
        .values(used_at=now())
        .execution_options(synchronize_session=False),
    )
    return done == 1


def visitor_of(session: Session, link: DayLink) -> Visitor | None:
    """Whose it is; None for who does not come any longer, or has another address by now."""
    visitor = session.scalar(
        select(Visitor).where(Visitor.id == link.visitor_id).options(joinedload(Visitor.bazaar))
    )
    if visitor is None or visitor.cancelled_at or visitor.forgotten_at:
        return None
    # Links from before an upgrade bear no address.
    return visitor if link.address in ("", address_key(visitor)) else None


def make_code(session: Session, visitor: Visitor) -> str:
    """A code for the visitor to type on their phone, with the number of the badge: told at the
    door, good once and for half an hour. Earlier ones are void, wrong tries forgotten."""
    old = update(DayLink).where(DayLink.visitor_id == visitor.id, DayLink.how == CODE)
    session.execute(old.where(DayLink.expires_at > now()).values(expires_at=now()))
    forget_tries(session, TYPED, typed_key(visitor.bazaar_id, str(visitor.badge)))
    code = "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
    session.add(
        DayLink(
            visitor_id=visitor.id,
            digest=_code_digest(visitor, code),
            how=CODE,
            expires_at=now() + CODE_HOLDS,
        )
    )
    return f"{code[:3]}-{code[3:]}".upper()


def use_code(session: Session, visitor: Visitor | None, typed: str) -> bool:
    """Whether that is the code the door told the visitor; used up by this."""
    code = normal(typed.replace("-", "").replace(" ", ""))
    if visitor is None or visitor.cancelled_at is not None or len(code) != CODE_LENGTH:
        return False
    link = session.scalar(
        select(DayLink).where(
            DayLink.digest == _code_digest(visitor, code),
            DayLink.how == CODE,
            DayLink.expires_at > now(),
        )
    )
    return link is not None and _use(session, link)


def typed_key(bazaar_id: int, number: str) -> str:
    """What tries for a badge are counted under, however its number is written."""
    return f"{bazaar_id} {number.strip().lstrip('#').lstrip('0')}"


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
    """Somebody asks for a link. Each visitor with that address gets one job, unless one is under
    way; for an address that is on no list a job that does nothing is added, one a second at most,
    so that the answer takes as long."""
    at, known = now(), False
    for visitor_id in session.scalars(_with_address(bazaar, email)).all():
        known = True
        free = or_(Visitor.link_asked_at.is_(None), Visitor.link_asked_at < at - UNDER_WAY)
        marked = rows_changed(
            session,
            update(Visitor)
            .where(Visitor.id == visitor_id, free)
            .values(link_asked_at=at)
            .execution_options(synchronize_session=False),
        )
        if marked == 1:
            enqueue(session, ASKED, {"visitor": visitor_id})
    if not known:
        enqueue(session, ASKED, {"visitor": 0}, key=f"nobody:{bazaar.id}:{int(at.timestamp())}")


def _with_address(bazaar: Bazaar, email: str) -> Select[int]:
    """The ids of the visitors of a bazaar who have that address."""
    address = email.replace("\x00", "").strip().lower()[:254]
    return (
        select(Visitor.id)
        .outerjoin(User, User.id == Visitor.user_id)
        .where(
            Visitor.bazaar_id == bazaar.id,
            Visitor.cancelled_at.is_(None),
            Visitor.forgotten_at.is_(None),
            or_(
                (Visitor.email == address) & Visitor.user_id.is_(None) & (Visitor.email != ""),
                (User.email == address) & User.active,
            ),
        )
        .order_by(Visitor.id)
    )


def answer(job: JobContext) -> None:
    """The handler of `ask`: one mail, a few times at most."""
    session = job.session
    visitor = session.get(Visitor, int(job.payload.get("visitor") or 0))
    if visitor is None:
        return
    visitor.link_asked_at = None
    target = mail_target(visitor)
    gone = visitor.cancelled_at is not None or now() > day_ends(visitor.bazaar)
    if target is None or gone:
        return
    if count_try(session, MAILS, f"{visitor.bazaar_id} {target.email.lower()}") is None:
        mail_link(session, visitor)


def without_link(bazaar: Bazaar) -> Select[Visitor]:
    """Those who come and were mailed no link yet, of those who can be mailed."""
    had = select(DayLink.visitor_id).where(DayLink.visitor_id == Visitor.id, DayLink.how == MAIL)
    guest = Visitor.user_id.is_(None) & (Visitor.email != "")
    return visitors_of(bazaar).where(~had.exists(), guest | Visitor.user.has(User.active))


def send_to_all(session: Session, actor: Actor, bazaar: Bazaar) -> int:
    """Mails everybody who comes and has had none; says how many."""
    sent = 0
    for visitor in session.scalars(without_link(bazaar)):
        # The key: two workers, or a button pressed twice, write to each visitor once.
        sent += mail_link(session, visitor, key=f"bazaar:{bazaar.secret[:12]}:{visitor.id}")
    kept = session.get(Attendance, bazaar.id)
    if kept is None:
        kept = Attendance(bazaar_id=bazaar.id)
        session.add(kept)
    if sent:
        kept.links_sent_at = now()
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


def _code_digest(visitor: Visitor, code: str) -> str:
    # Keyed: six letters could be tried through by whoever reads the table.
    message = f"code|{visitor.id}|{visitor.badge_version}|{code}".encode("utf-8", "surrogatepass")
    return hmac.new(visitor.bazaar.secret.encode(), message, hashlib.sha256).hexdigest()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
