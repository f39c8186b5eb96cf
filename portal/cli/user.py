"""`portal user`: accounts from the shell."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import click

from portal.cli.context import show, with_app
from portal.errors import PortalError
from portal.leaving.cli import leave

# A password among the arguments can be read by everyone on the machine while the command runs.
password_options = (
    click.option("--password", help="Better not: arguments are seen by others. For demos."),
    click.option("--password-stdin", is_flag=True, help="Read the password from standard input."),
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def _options(*options: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return add


@click.group("user")
def group() -> None:
    """Make, list and disable accounts, let people leave, set passwords."""


group.add_command(leave)


@group.command("create")
@click.argument("email", required=False)
@click.option("--name", help="The person's name.")
@click.option("--title", default="", help="What the person does.")
@click.option("--admin", is_flag=True, help="Give the role admin.")
@click.option("--role", "roles", multiple=True, help="Give this role; may be repeated.")
@click.option("--language", type=click.Choice(["da", "en"]), help="Default: the portal's.")
@_options(*password_options, json_option)
@with_app
def create(
    email: str | None,
    name: str | None,
    title: str,
    admin: bool,
    roles: tuple[str, ...],
    language: str | None,
    password: str | None,
    password_stdin: bool,
    as_json: bool,
) -> None:
    """Make an account for EMAIL.

    What is not given is asked for; in a pipe it is read from standard input, a line each: the
    address, the name, the password.

    \b
    portal user create --admin
    pass show portal | portal user create ida@skole.dk --name 'Ida Holm' --admin
    """
    from portal.access.actors import SYSTEM
    from portal.accounts.services import check_password, clean_email, clean_name, create_user
    from portal.database import db
    from portal.runtime import portal
    from portal.setup import require_upgraded

    require_upgraded()
    email = clean_email(email or _ask("EMAIL", "The person's e-mail address"))
    name = clean_name(name or _ask("--name", "The person's name"))
    secret = _password(password, password_stdin)
    check_password(secret)
    user = create_user(
        db.session(),
        SYSTEM,
        email=email,
        name=name,
        title=title,
        password=secret,
        roles=sorted({*roles, *(["admin"] if admin else [])}),
        language=language or portal().settings.language,
    )
    db.session.commit()
    _say(f"Made an account for {user.name} <{user.email}>.", user, as_json)


@group.command("list")
@json_option
@with_app
def list_users(as_json: bool) -> None:
    """List every account."""
    from sqlalchemy import select
    from sqlalchemy.orm import selectinload

    from portal.accounts.models import User
    from portal.database import db, reading
    from portal.setup import require_upgraded

    require_upgraded()
    with reading():
        users = db.session.scalars(
            select(User).options(selectinload(User.roles)).order_by(User.name, User.id)
        )
        rows = [_row(user) for user in users]
    show(rows, ["email", "name", "roles", "active", "last_seen"], as_json)


@group.command("disable")
@click.argument("email")
@json_option
@with_app
def disable(email: str, as_json: bool) -> None:
    """Disable the account of EMAIL and end its sessions; what it wrote stays."""
    _set_active(email, False, "Disabled", as_json)


@group.command("enable")
@click.argument("email")
@json_option
@with_app
def enable(email: str, as_json: bool) -> None:
    """Open a disabled account again."""
    _set_active(email, True, "Enabled", as_json)


@group.command("password")
@click.argument("email")
@_options(*password_options, json_option)
@with_app
def password(email: str, password: str | None, password_stdin: bool, as_json: bool) -> None:
    """Set the password of EMAIL.

    Every session and every mailed link of the account ends, and so does a pause after failed
    tries. In a pipe the password is read from standard input.
    """
    from portal.access.actors import SYSTEM
    from portal.accounts.links import end_links
    from portal.accounts.services import check_password, require_user, set_password
    from portal.accounts.throttle import SIGN_IN, forget_tries
    from portal.database import db
    from portal.setup import require_upgraded

    require_upgraded()
    session = db.session()
    require_user(session, email)
    session.rollback()  # nobody has to wait while somebody types
    secret = _password(password, password_stdin)
    check_password(secret)
    user = require_user(session, email)
    set_password(session, SYSTEM, user, secret)
    end_links(session, user)
    forget_tries(session, SIGN_IN, user.email)
    session.commit()
    _say(f"Changed the password of {user.email}.", user, as_json)


def _set_active(email: str, active: bool, word: str, as_json: bool) -> None:
    from portal.access.actors import SYSTEM
    from portal.accounts.services import require_user, set_active
    from portal.database import db
    from portal.setup import require_upgraded

    require_upgraded()
    session = db.session()
    user = require_user(session, email)
    set_active(session, SYSTEM, user, active)
    session.commit()
    _say(f"{word} {user.email}.", user, as_json)


def _row(user: Any) -> dict[str, Any]:
    return {
        "email": user.email,
        "name": user.name,
        "roles": [role.key for role in user.roles],
        "active": user.active,
        "last_seen": user.last_seen_at.isoformat() if user.last_seen_at else None,
    }


def _say(words: str, user: Any, as_json: bool) -> None:
    click.echo(json.dumps(_row(user), ensure_ascii=False) if as_json else words)


def _password(given: str | None, from_stdin: bool) -> str:
    if given is not None and from_stdin:
        raise PortalError("Give the password one way: --password or --password-stdin.")
    if given is not None:
        return given
    if from_stdin or not sys.stdin.isatty():
        return _line("the password")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


def _ask(option: str, words: str) -> str:
    if sys.stdin.isatty():
        return str(click.prompt(words))
    return _line(f"{option} ({words.lower()})")


def _line(what: str) -> str:
    """The next line of standard input; raises PortalError when there is none."""
    try:
        line = sys.stdin.readline()
    except UnicodeDecodeError:
        raise PortalError("Standard input is not UTF-8.") from None
    if not line.strip("\r\n"):
        raise PortalError(f"Give {what}: nothing came on standard input.")
    return line.rstrip("\r\n")
