"""The steps and what ticks them; the test mail; putting the list away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.access.models import Audience, Role, UserRole
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.audit.trail import record
from portal.database import now
from portal.firstrun.seen import seen
from portal.jobs.mail import TOPIC, send_mail
from portal.jobs.models import Job
from portal.plugins.manager import CORE_PREFIX
from portal.runtime import portal
from portal.units.models import Unit

DISMISSED, RESTORED = "setup.dismissed", "setup.restored"
_MAIL_KEY = "firstrun:"


@dataclass(frozen=True, slots=True)
class Step:
    """One line: what to do, where, whether a fact says it is done, and what stands in the way."""

    key: str
    title: str
    text: str
    url: str
    done: bool
    problem: str = ""


def steps(session: Session, actor: Actor) -> list[Step]:
    """The steps that `actor` may take, in order. A fixed number of queries."""
    people = session.scalar(select(func.count()).select_from(User).where(User.active)) or 0
    looked, mail = seen(session), _mail_state(session)
    content = _content_url(actor)
    may = portal().access.may
    found = [
        (
            "units.manage",
            Step(
                "units",
                _("Make the institution and its units"),
                _("By hand, or from a spreadsheet."),
                url_for("roster.upload", kind="units"),
                bool(session.scalar(select(exists().where(Unit.closed_at.is_(None))))),
            ),
        ),
        (
            "accounts.manage",
            Step(
                "people",
                _("Bring the people in"),
                _("From a spreadsheet, or invite them one by one."),
                url_for("roster.upload", kind="people"),
                people > 1,
            ),
        ),
        (
            "accounts.manage",
            Step(
                "roles",
                _("Give others a role"),
                _("An editor, an organiser, a second administrator."),
                url_for("accounts.index"),
                _roles_given(session),
            ),
        ),
        (
            "accounts.manage",
            Step(
                "mail",
                _("Try that mail gets through"),
                _("The portal sends you one."),
                url_for("firstrun.page", _anchor="mail"),
                mail == "done",
                mail if mail != "done" else "",
            ),
        ),
        (
            "",
            Step(
                "content",
                _("Write or import the first content"),
                _("An empty portal is left at once."),
                content,
                bool(content) and _has_content(session),
            ),
        ),
        (
            "accounts.manage",
            Step(
                "backup",
                _("Know how the backup is made"),
                _("Before there is something to lose."),
                url_for("firstrun.backup"),
                "backup" in looked,
            ),
        ),
        (
            "plugins.manage",
            Step(
                "plugins",
                _("Look at the plugins"),
                _("Switch off what you do not need."),
                url_for("plugins.index"),
                "plugins" in looked,
            ),
        ),
    ]
    return [
        step
        for permission, step in found
        if step.url and (not permission or may(session, actor, permission))
    ]


def send_test_mail(session: Session, actor: Actor, user: User) -> None:
    """Queues a mail to oneself; its job is the fact that ticks the step."""
    send_mail(
        session,
        user,
        "portal/firstrun/mail.txt",
        lambda: _("Mail from %(portal)s gets through", portal=portal().settings.name),
        key=f"{_MAIL_KEY}{user.id}:{now().timestamp():.0f}",
    )
    record(session, actor, "setup.mail")


def is_dismissed(session: Session, actor: Actor) -> bool:
    """Whether this person has put the list away."""
    last = session.scalar(
        select(AuditEntry.action)
        .where(AuditEntry.actor_id == actor.user_id, AuditEntry.action.in_((DISMISSED, RESTORED)))
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    return last == DISMISSED


def dismiss(session: Session, actor: Actor, away: bool) -> None:
    """Puts the list away, or takes it out again."""
    if is_dismissed(session, actor) != away:
        record(session, actor, DISMISSED if away else RESTORED)


def _mail_state(session: Session) -> str:
    """'done', '' for not tried, else what is known of the last try."""
    invited = exists().where(User.invited_at.is_not(None), User.last_seen_at > User.invited_at)
    if session.scalar(select(invited)):
        return "done"  # somebody came by the link of a mail
    last = session.execute(
        select(Job.done_at, Job.failed_at, Job.last_error)
        .where(Job.topic == TOPIC, Job.key.startswith(_MAIL_KEY))
        .order_by(Job.done_at.is_(None), Job.id.desc())
        .limit(1)
    ).first()
    if last is None:
        return ""
    if last.done_at is not None:
        return "done"
    if last.last_error:
        return _("The mail did not go out: %(problem)s", problem=last.last_error[:200])
    return _("The mail is waiting for the worker.")


def _roles_given(session: Session) -> bool:
    """Whether two people hold more than the role that everybody gets."""
    holders = (
        select(UserRole.user_id)
        .join(Role, Role.id == UserRole.role_id)
        .join(User, User.id == UserRole.user_id)
        .where(User.active, Role.key != "staff")
        .distinct()
        .limit(2)
    )
    return len(session.execute(holders).all()) > 1


def _has_content(session: Session) -> bool:
    """Whether there is an object of any plugin."""
    kinds = [kind.name for kind in portal().kinds.all() if not _is_core(kind.name)]
    return bool(session.scalar(select(exists().where(Audience.kind.in_(kinds)))))


def _is_core(kind: str) -> bool:
    return (portal().kinds.owner(kind) or "").startswith(CORE_PREFIX)


def _content_url(actor: Actor) -> str:
    """Where the first plugin of the menu has its list."""
    found: list[tuple[int, Any]] = []
    for owner, items in portal().dispatch.each("navigation", actor=actor):
        if not owner.startswith(CORE_PREFIX):
            with portal().dispatch.guard(owner, "navigation"):
                found += [(item.order, item.url) for item in items if item.place == "main"]
    return str(min(found)[1]) if found else ""
