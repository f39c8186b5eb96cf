"""Bringing an instance to where it can run: migrations, roles, demo content."""

from __future__ import annotations

import secrets

from sqlalchemy import select

from portal.access.permissions import grant_defaults
from portal.accounts.models import User
from portal.app import check_migrations
from portal.config import Settings
from portal.database import db
from portal.database.migrations import CORE, MigrationError, upgrade
from portal.errors import PortalError
from portal.plugins.leaving.returning import purged, remember
from portal.plugins.starting import note_start
from portal.runtime import portal
from portal.search.synonyms import load_defaults


def upgrade_all() -> tuple[list[str], list[str]]:
    """Runs every migration and grants new permissions to their default roles.

    Returns (what changed, what failed). The core's failure raises MigrationError; a plugin's
    costs only that plugin.
    """
    changed, problems = [], []
    failed: dict[str, BaseException] = {}
    core = portal()
    if upgrade(db.engine, CORE):
        changed.append("the core")
    away = purged(db.session)
    db.session.commit()
    for history in core.plugins.histories():
        if history.owner in away:
            continue  # its data is gone, and it is off; switching it on makes its tables again
        try:
            if upgrade(db.engine, history):
                changed.append(history.owner)
        except MigrationError as problem:
            problems.append(str(problem))
            failed[history.owner] = problem
    check_migrations(core)
    load_defaults(db.session)
    permissions = core.permissions.values()
    grant_defaults(db.session, [one for one in permissions if one.name.split(".")[0] not in away])
    remember(db.session)
    note_start(db.session, failed)
    db.session.commit()
    core.states.forget_cache()
    return changed, problems


def fill_demo() -> str | None:
    """Adds the demo content; returns the words about its accounts, None where people exist."""
    if db.session.scalar(select(User.id).limit(1)) is not None:
        db.session.rollback()
        return None
    from portal.demo.loader import load_organisation

    settings: Settings = portal().settings
    password = settings.demo_password or make_password()
    load_organisation(db.session, password)
    db.session.flush()
    for name, _answer in portal().dispatch.each("demo", db.session):
        del name
    db.session.commit()
    remember_password(password)
    return demo_words(password)


def make_password() -> str:
    """Something one can type from a screen: no letters that look alike."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))


def remember_password(password: str) -> None:
    """Keeps the demo's password for the next start's line; never for a portal without demo."""
    path = portal().settings.instance / "demo-password"
    path.touch(mode=0o600)
    path.write_text(password + "\n")


def demo_words(password: str | None = None) -> str:
    """The line about the demo accounts."""
    path = portal().settings.instance / "demo-password"
    if password is None:
        try:
            password = path.read_text().strip()
        except FileNotFoundError:
            return ""
    names = ("admin", "organiser", "ambassador", "leader", "staff", "newcomer")
    accounts = ", ".join(f"{name}@demo.example" for name in names)
    return f"Sign in as {accounts} with the password {password}"


def require_upgraded() -> None:
    """Raises PortalError when the core's migrations are behind."""
    from portal.database.migrations import is_current

    if not is_current(db.engine, CORE):
        raise PortalError("The database has not been set up or upgraded. Run: portal upgrade")
