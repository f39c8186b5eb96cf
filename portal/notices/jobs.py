"""Notices by mail: at once for what is directly one's own, else one digest a day."""

from __future__ import annotations

import datetime as dt
from itertools import groupby

from flask_babel import force_locale, ngettext
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.access.actors import Actor, actor_for
from portal.accounts.models import User
from portal.database import now
from portal.jobs.handlers import JobContext
from portal.jobs.mail import send_mail
from portal.jobs.queue import enqueue
from portal.notices.hours import digest_moment
from portal.notices.lines import lines_of
from portal.notices.models import Channel, Notice
from portal.notices.services import MAIL as MAIL
from portal.notices.services import choices_of, forget_old, shown_to
from portal.notices.topics import text_of, topics
from portal.references.finding import with_addresses
from portal.runtime import portal

ROUND, DIGEST = "notices.round", "notices.digest"
#: What has waited for longer is no news.
NEWS = dt.timedelta(days=7)


def mail_one(job: JobContext) -> None:
    """Mails a notice, if its reader may still see what it is about and has not read it."""
    session = job.session
    notice = session.get(Notice, job.payload["notice"])
    if notice is None or notice.read_at is not None or notice.mailed_at is not None:
        return
    user = session.get(User, notice.user_id)
    declared = topics().get(notice.topic)
    if user is None or declared is None or not user.active:
        return
    if choices_of(session, user.id)[notice.topic] == Channel.NONE:
        return
    actor = actor_for(session, user)
    if session.scalar(select(Notice.id).where(shown_to(actor), Notice.id == notice.id)) is None:
        return
    with with_addresses(), force_locale(user.language):
        (line,) = lines_of(session, actor, [notice])
        send_mail(
            session,
            user,
            "portal/notices/mail_one.txt",
            lambda: text_of(notice, declared),
            key=f"notice:{notice.id}",
            line=line,
            base=portal().settings.base_url,
            settings=portal().settings.base_url + "/me/notices#ways",
        )
    notice.mailed_at = now()


def go_round(job: JobContext) -> None:
    """Every hour: from seven in the morning, here, each person who has something to read since
    then gets today's digest; a key for person and day sees to it that it is one."""
    cut = digest_moment(now())
    if cut is None:
        return
    waiting = job.session.scalars(
        select(Notice.user_id)
        .join(User, User.id == Notice.user_id)
        .where(_fresh(cut), User.active)
        .distinct()
        .order_by(Notice.user_id)
    ).all()
    for user_id in waiting:
        payload = {"user": user_id, "cut": cut.isoformat()}
        enqueue(job.session, DIGEST, payload, key=f"{user_id}:{cut.date().isoformat()}")
    forget_old(job.session)


def send_digest(job: JobContext) -> None:
    """One person's digest: what waited at the hour of the digest and may still be seen."""
    session, cut = job.session, dt.datetime.fromisoformat(job.payload["cut"])
    user = session.get(User, job.payload["user"])
    if user is None or not user.active:
        return
    actor = actor_for(session, user)
    notices = _for_digest(session, actor, cut)
    if not notices:
        return
    with with_addresses(), force_locale(user.language):
        lines = sorted(lines_of(session, actor, notices), key=lambda line: line.topic)
        number = len(lines)
        send_mail(
            session,
            user,
            "portal/notices/mail_digest.txt",
            lambda: ngettext(
                "%(num)s thing that concerns you", "%(num)s things that concern you", number
            ),
            key=f"digest:{user.id}:{cut.date().isoformat()}",
            groups=[(topic, list(part)) for topic, part in groupby(lines, lambda one: one.topic)],
            base=portal().settings.base_url,
            settings=portal().settings.base_url + "/me/notices#ways",
        )
    for notice in notices:
        notice.mailed_at = now()


def _for_digest(session: Session, actor: Actor, cut: dt.datetime) -> list[Notice]:
    assert actor.user_id is not None
    choices = choices_of(session, actor.user_id)
    by_digest = [topic for topic, channel in choices.items() if channel == Channel.DIGEST]
    return list(
        session.scalars(
            select(Notice)
            .where(shown_to(actor), _fresh(cut), Notice.topic.in_(by_digest))
            .order_by(Notice.created_at.desc(), Notice.id.desc())
        )
    )


def _fresh(cut: dt.datetime) -> ColumnElement[bool]:
    """Neither read nor mailed, and come before the digest's hour."""
    return (
        Notice.read_at.is_(None)
        & Notice.mailed_at.is_(None)
        & (Notice.created_at < cut)
        & (Notice.created_at > cut - NEWS)
    )
