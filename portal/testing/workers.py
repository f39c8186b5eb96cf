"""Several workers at once, for tests of what must happen once."""

from __future__ import annotations

import email
import email.policy
import threading
from email.message import EmailMessage

from flask import Flask

from portal.database import db
from portal.jobs.runner import run_due
from portal.runtime import portal


def all_work(app: Flask, number: int = 2) -> None:
    """`number` workers run what is due until nothing is left, all at the same time. Commit first;
    the index is left alone."""

    def run(name: str) -> None:
        with app.app_context():
            while run_due(name):
                pass
            db.session.remove()

    db.session.commit()
    threads = [threading.Thread(target=run, args=(f"worker {one}",)) for one in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()


def take_mails() -> list[EmailMessage]:
    """The mails that came since last time."""
    found = []
    for path in sorted(portal().settings.mail_dir.glob("*.eml")):
        found.append(email.message_from_bytes(path.read_bytes(), policy=email.policy.default))
        path.unlink()
    return found
