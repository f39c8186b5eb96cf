"""`portal plugin`: what is installed, and switching it on and off."""

from __future__ import annotations

from dataclasses import asdict

import click

from portal.cli import plugin_author, plugin_leaving
from portal.cli.context import show, with_app


@click.group("plugin")
def group() -> None:
    """List plugins and switch them on and off."""


@group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_app
def list_plugins(as_json: bool) -> None:
    """List every plugin that was found, with its state and the reason for it."""
    from portal.database import db, reading
    from portal.plugins.switching import overview
    from portal.runtime import portal

    with reading():
        for folder in portal().settings.plugin_dirs:
            if not folder.is_dir():
                click.echo(f"PORTAL_PLUGIN_DIRS: {folder} is no folder.", err=True)
        rows = [asdict(item) | {"title": str(item.title)} for item in overview(db.session)]
    columns = ["name", "version", "state", "failures", "last_error", "reason"]
    show(rows, columns, as_json)


@group.command("enable")
@click.argument("name")
@with_app
def enable(name: str) -> None:
    """Switch NAME on, in every running process within a second; ends a quarantine."""
    _switch(name, True)
    click.echo(f"{name} is on.")


@group.command("disable")
@click.argument("name")
@with_app
def disable(name: str) -> None:
    """Switch NAME off, in every running process within a second; its data stays."""
    _switch(name, False)
    click.echo(f"{name} is off.")


def _switch(name: str, enabled: bool) -> None:
    from portal.access.actors import SYSTEM
    from portal.database import db
    from portal.plugins.leaving.returning import bring_back
    from portal.plugins.switching import switch

    again = enabled and bring_back(name)
    switch(db.session, SYSTEM, name, enabled, again=again)
    db.session.commit()


plugin_author.add_to(group)
plugin_leaving.add_to(group)
