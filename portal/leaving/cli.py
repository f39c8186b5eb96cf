"""`portal user leave` and `portal units`."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import click

from portal.cli.context import show, with_app
from portal.errors import PortalError

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
dry_option = click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")


@click.command("leave")
@click.argument("email")
@click.option("--to", "successor", metavar="EMAIL", help="Who takes everything over.")
@click.option("--on", "day", metavar="DATE", help="The day, as 2026-08-01; default: today.")
@dry_option
@json_option
@with_app
def leave(email: str, successor: str | None, day: str | None, dry_run: bool, as_json: bool) -> None:
    """Let the person with the address EMAIL leave.

    Their account closes, their functions end, and what they keep goes to --to. Without --to it is
    left behind, where administrators and leaders give it to somebody.
    """
    from portal.access.actors import SYSTEM
    from portal.accounts.services import require_user
    from portal.clock import today
    from portal.database import db, reading
    from portal.leaving.asking import holdings_of
    from portal.leaving.departing import check_may_leave, plan_departure
    from portal.leaving.models import LeftThing
    from portal.leaving.planning import Plan
    from portal.setup import require_upgraded

    require_upgraded()
    leaves_on = _day(day) or today()
    session = db.session()
    if dry_run:
        with reading():
            user = require_user(session, email)
            check_may_leave(session, SYSTEM, user)
            if successor:
                require_user(session, successor)
            answers = holdings_of(session, user)
            rows = [_row(one.thing, successor) for one in answers.ownerless]
            _show(user, leaves_on, rows, list(answers.unasked), as_json, "Would leave")
        return
    user = require_user(session, email)
    taker = require_user(session, successor) if successor else None
    name = user.name
    departure = plan_departure(
        session, SYSTEM, user, leaves_on, Plan(everything=taker.id if taker else None)
    )
    session.commit()
    things = session.query(LeftThing).filter_by(departure_id=departure.id).all()
    emails = {taker.id: taker.email} if taker else {}
    rows = [
        {
            "kind": one.kind,
            "id": one.object_id,
            "part": one.part,
            "title": one.title,
            "to": emails.get(one.successor_id or 0),
        }
        for one in things
    ]
    word = "Left" if departure.state == "done" else "Leaves"
    _show(user, leaves_on, rows, departure.unasked or [], as_json, word, name)


def _show(
    user: Any,
    day: dt.date,
    rows: list[dict[str, Any]],
    unasked: list[str],
    as_json: bool,
    word: str,
    name: str = "",
) -> None:
    if as_json:
        found = {
            "email": user.email,
            "on": day.isoformat(),
            "state": word.lower(),
            "things": rows,
            "unasked": unasked,
        }
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    click.echo(f"{word} on {day.isoformat()}: {name or user.name} <{user.email}>.")
    if unasked:
        click.echo(f"Could not be asked: {', '.join(unasked)}.")
    if rows:
        show(rows, ["kind", "part", "title", "to"], False)


def _row(thing: Any, successor: str | None) -> dict[str, Any]:
    return {
        "kind": thing.kind,
        "id": thing.id,
        "part": str(thing.part),
        "title": thing.title,
        "to": successor,
    }


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise PortalError(f"{text} is no day. Write it as 2026-08-01.") from None


@click.group("units")
def units() -> None:
    """Look at the units, and merge one into another."""


@units.command("list")
@json_option
@with_app
def list_units(as_json: bool) -> None:
    """List every unit with its number, in the order of the tree."""
    from portal.database import db, reading
    from portal.setup import require_upgraded
    from portal.units.services import tree

    require_upgraded()
    with reading():
        rows = [
            {
                "id": unit.id,
                "name": unit.name if as_json else "  " * depth + unit.name,
                "kind": unit.kind,
                "open": unit.closed_at is None,
            }
            for depth, unit in tree(db.session, closed=True)
        ]
    show(rows, ["id", "name", "kind", "open"], as_json)


@units.command("merge")
@click.argument("unit")
@click.argument("into")
@dry_option
@json_option
@with_app
def merge(unit: str, into: str, dry_run: bool, as_json: bool) -> None:
    """Merge UNIT into INTO (numbers, or names where only one unit bears them).

    People, the units below, and what stands in the unit go along; the unit closes, and its page
    leads to the other.
    """
    from portal.access.actors import SYSTEM
    from portal.database import db, reading
    from portal.setup import require_upgraded
    from portal.units.merging import merge_preview, merge_units

    require_upgraded()
    session = db.session()
    if dry_run:
        with reading():
            first, second = _unit(session, unit), _unit(session, into)
            found = merge_preview(session, SYSTEM, first, second)
            _show_merge(first, second, found.as_json(), as_json, "Would merge")
        return
    first, second = _unit(session, unit), _unit(session, into)
    found = merge_units(session, SYSTEM, first, second)
    session.commit()
    _show_merge(first, second, found.as_json(), as_json, "Merged")


def _show_merge(unit: Any, into: Any, found: dict[str, Any], as_json: bool, word: str) -> None:
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    click.echo(f"{word}: {unit.name} into {into.name}.")
    for key, value in found.items():
        if value not in (0, [], {}):
            words = ", ".join(map(str, value)) if isinstance(value, list) else value
            click.echo(f"  {key.replace('_', ' ')}: {words}")


def _unit(session: Any, text: str) -> Any:
    from sqlalchemy import select

    from portal.units.models import Unit

    if text.isascii() and text.isdigit() and len(text) < 10:
        found = session.get(Unit, int(text))
        if found is None:
            raise PortalError(f"There is no unit {text}.")
        return found
    named = [one for one in session.scalars(select(Unit)) if one.name.casefold() == text.casefold()]
    if len(named) != 1:
        many = ", ".join(str(one.id) for one in named)
        raise PortalError(
            f"Several units are called {text}: {many}. Give the number."
            if named
            else f"There is no unit {text}."
        )
    return named[0]
