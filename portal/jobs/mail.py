"""Mail: rendered in the reader's language, queued in the transaction that causes it."""

from __future__ import annotations

import smtplib
import ssl
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any

from flask import render_template
from flask_babel import force_locale
from sqlalchemy.orm import Session

from portal.access.actors import actor_for
from portal.accounts.models import User
from portal.config import Settings
from portal.jobs.handlers import JobContext
from portal.jobs.queue import enqueue
from portal.runtime import portal

TOPIC = "mail.send"


@dataclass(frozen=True, slots=True)
class MailFile:
    """A small file that goes along with a mail; it waits in the queue with it."""

    name: str
    media_type: str  # with parameters, such as 'text/calendar; method=REQUEST'
    content: bytes


def send_mail(
    session: Session,
    to: User,
    template: str,
    subject: Callable[[], str],
    *,
    key: str | None = None,
    reply_to: User | None = None,
    shows_address: bool = False,
    files: Sequence[MailFile] = (),
    **context: Any,
) -> None:
    """Queues a mail; it goes out if and only if the session commits.

    `template` is a text template and `subject` is called in the language of `to`. With `key`, a
    mail of that key is sent once, however often it is asked for. With `reply_to`, an answer goes
    to that person instead of the portal, unless they keep their address from `to`; with
    `shows_address` also then, for what somebody wrote who was told so. `files` are attached; keep
    them small.
    """
    if reply_to is not None and not (shows_address or _may_answer(session, to, reply_to)):
        reply_to = None
    with force_locale(to.language):
        body = render_template(template, to=to, portal_name=portal().settings.name, **context)
        line = " ".join(subject().split())
    payload: dict[str, Any] = {
        "to": to.email,
        "name": " ".join(to.name.split()),
        "subject": line,
        "body": body.strip() + "\n",
    }
    payload["message_id"] = make_msgid(domain=portal().settings.mail_from.split("@")[1])
    if reply_to is not None:
        payload["reply_to"] = reply_to.email
        payload["reply_name"] = " ".join(reply_to.name.split())
    if files:
        payload["attachments"] = [
            {"name": one.name, "type": one.media_type, "base64": b64encode(one.content).decode()}
            for one in files
        ]
    enqueue(session, TOPIC, payload, key=key)


def _may_answer(session: Session, to: User, reply_to: User) -> bool:
    if not reply_to.contact_hidden:
        return True
    from portal.units.contacts import sees_contact

    return sees_contact(session, actor_for(session, to), reply_to)


def deliver(job: JobContext) -> None:
    """The handler: writes an .eml file or speaks SMTP, as the settings say.

    The message id was made when the mail was queued: a second delivery of the same job
    overwrites its file, and receiving servers know it for the same mail.
    """
    settings = portal().settings
    message = EmailMessage()
    message["From"] = Address(settings.name, addr_spec=settings.mail_from)
    message["To"] = Address(job.payload["name"], addr_spec=job.payload["to"])
    if "reply_to" in job.payload:
        message["Reply-To"] = Address(job.payload["reply_name"], addr_spec=job.payload["reply_to"])
    message["Subject"] = job.payload["subject"]
    message["Date"] = formatdate()
    message["Message-ID"] = job.payload["message_id"]
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(job.payload["body"])
    for one in job.payload.get("attachments", ()):
        _attach(message, one)
    if settings.mail == "file":
        _write(settings.mail_dir, message)
    else:
        _smtp(settings, message)


def _attach(message: EmailMessage, one: dict[str, str]) -> None:
    kind, *parameters = (part.strip() for part in one["type"].split(";"))
    main, _, sub = kind.partition("/")
    message.add_attachment(
        b64decode(one["base64"]),
        maintype=main,
        subtype=sub,
        filename=one["name"],
        params=dict(parameter.split("=", 1) for parameter in parameters),
    )


def _write(folder: Path, message: EmailMessage) -> None:
    name = str(message["Message-ID"]).strip("<>").replace("@", "_at_").replace("/", "_")
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{name}.part"
    part.write_bytes(bytes(message))
    part.replace(folder / f"{name}.eml")


def _smtp(settings: Settings, message: EmailMessage) -> None:
    factory: Any = smtplib.SMTP_SSL if settings.mail_security == "tls" else smtplib.SMTP
    with factory(settings.mail_host, settings.mail_port, timeout=30) as server:
        if settings.mail_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.mail_user:
            server.login(settings.mail_user, settings.mail_password)
        server.send_message(message)
