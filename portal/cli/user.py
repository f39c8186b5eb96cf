"""`portal user`: accounts from the shell."""

from __future__ import annotations

import click

from portal.cli.context import show, with_app


@click.group("user")
def group() -> None:
    """Make, list and disable accounts, set passwords."""


@group.command("create")
@click.argument("email")
@click.option("--name", required=True, prompt=True, help="The person's name.")
@click.option("--admin", is_flag=True, help="Give the role admin.")
@click.option("--role", "roles", multiple=True, help="Give this role; may be repeated.")
@click.option("--language", type=click.Choice(["da", "en"]), default="da", show_default=True)
@click.password_option(help="Asked for when left out.")
@with_app
def create(
    email: str, name: str, admin: bool, roles: tuple[str, ...], language: str, password: str
) -> None:
    """Make an account for EMAIL."""
    from portal.access.actors import SYSTEM
    from portal.accounts.services import create_user
    from portal.database import db
    from portal.setup import require_upgraded

    require_upgraded()
    wanted = {*roles, *(["admin"] if admin else [])}
    user = create_user(
        db.session,
        SYSTEM,
        email=email,
        name=name,
        password=password,
        roles=sorted(wanted),
        language=language,
    )
    db.session.commit()
    click.echo(f"Made an account for {user.name} <{user.email}>.")


@group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_app
def list_users(as_json: bool) -> None:
    """List every account."""
    from sqlalchemy import select
    from sqlalchemy.orm import selectinload

    from portal.accounts.models import User
    from portal.database import db, reading

    with reading():
        users = db.session.scalars(
            select(User).options(selectinload(User.roles)).order_by(User.name, User.id)
        )
        rows = [
            {
                "email": user.email,
                "name": user.name,
                "roles": [role.key for role in user.roles],
                "active": user.active,
                "last_seen": user.last_seen_at.isoformat() if user.last_seen_at else None,
            }
            for user in users
        ]
    show(rows, ["email", "name", "roles", "active", "last_seen"], as_json)


@group.command("disable")
@click.argument("email")
@with_app
def disable(email: str) -> None:
    """Disable the account of EMAIL and end its sessions; what it wrote stays."""
    from portal.access.actors import SYSTEM
    from portal.accounts.services import require_user, set_active
    from portal.database import db

    user = require_user(db.session, email)
    set_active(db.session, SYSTEM, user, False)
    db.session.commit()
    click.echo(f"Disabled {user.email}.")


@group.command("enable")
@click.argument("email")
@with_app
def enable(email: str) -> None:
    """Open a disabled account again."""
    from portal.access.actors import SYSTEM
    from portal.accounts.services import require_user, set_active
    from portal.database import db

    user = require_user(db.session, email)
    set_active(db.session, SYSTEM, user, True)
    db.session.commit()
    click.echo(f"Enabled {user.email}.")


@group.command("password")
@click.argument("email")
@click.password_option(help="Asked for when left out.")
@with_app
def password(email: str, password: str) -> None:
    """Set the password of EMAIL; every session of the account ends."""
    from portal.access.actors import SYSTEM
    from portal.accounts.services import require_user, set_password
    from portal.database import db

    user = require_user(db.session, email)
    set_password(db.session, SYSTEM, user, password)
    db.session.commit()
    click.echo(f"Changed the password of {user.email}.")
