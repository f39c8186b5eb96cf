"""`portal plugin purge`, `forget` and `restore`: the ways out, and the way back."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from portal.cli.context import show, with_app

if TYPE_CHECKING:
    from portal.plugins.leaving.purging import Purged


def add_to(group: click.Group) -> None:
    """Adds the commands to `portal plugin`."""
    group.add_command(purge)
    group.add_command(forget)
    group.add_command(restore)


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        (
            click.argument("name"),
            click.option(
                "--export",
                "path",
                type=click.Path(path_type=Path, dir_okay=False),
                help="Where the export goes; else the instance's folder exports.",
            ),
            click.option("--yes", is_flag=True, help="Do not ask."),
            click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing."),
            click.option("--json", "as_json", is_flag=True, help="Print JSON."),
        )
    ):
        command = option(command)
    return command


@click.command("purge")
@_options
@with_app
def purge(name: str, path: Path | None, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Delete the data of NAME, which is off, after writing an export of it.

    Its tables go, and its rows in the portal's. Switched on again it begins from nothing;
    `portal plugin restore FILE` brings an export back.
    """
    from portal.plugins.leaving import purging

    purging.check_purge(name)
    _remove(purging.purge, name, path, yes, dry_run, as_json)


@click.command("forget")
@_options
@with_app
def forget(name: str, path: Path | None, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Delete the data of NAME, whose code is gone, after writing an export of it."""
    from portal.plugins.leaving import purging

    purging.check_forget(name)
    _remove(purging.forget, name, path, yes, dry_run, as_json)


def _remove(
    remove: Callable[..., Purged],
    name: str,
    path: Path | None,
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    from portal.access.actors import SYSTEM
    from portal.plugins.leaving.purging import preview

    before = preview(name)
    if dry_run:
        _say(before, as_json)
        return
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("Nobody is there to ask; --yes says that it is meant.")
        _say(before, False)
        typed = click.prompt(f"Type {name} to delete this for good", default="", err=True)
        if typed.strip() != name:
            raise click.ClickException("Nothing was changed.")
    done = remove(SYSTEM, name, path)
    _say(done, as_json)


def _say(done: Purged, as_json: bool) -> None:
    if as_json:
        facts = {
            "plugin": done.plugin,
            "tables": done.tables,
            "dropped": done.dropped,
            "files": done.files,
            "export": str(done.export) if done.export else None,
        }
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    own = set(done.dropped)
    show(
        [
            {"table": table, "rows": rows, "what": "the table" if table in own else "these rows"}
            for table, rows in done.tables.items()
        ],
        ["table", "rows", "what"],
        False,
    )
    if done.files:
        click.echo(f"{done.files} files.")
    if done.export:
        click.echo(f"The data of {done.plugin} is deleted. The export lies at {done.export}.")


@click.command("restore")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_app
def restore(path: Path, as_json: bool) -> None:
    """Bring the data of an export back; its plugin is there, off, and has no data.

    The rows arrive in the schema they were exported from, and are upgraded from there.
    """
    from portal.access.actors import SYSTEM
    from portal.plugins.leaving.restoring import restore as bring_back

    done = bring_back(SYSTEM, path)
    if as_json:
        facts = {
            "plugin": done.plugin,
            "tables": done.tables,
            "left_out": done.left_out,
            "files": done.files,
        }
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    rows = [
        {"table": table, "rows": number, "left out": done.left_out.get(table, 0)}
        for table, number in done.tables.items()
        if number or done.left_out.get(table)
    ]
    show(rows, ["table", "rows", "left out"], False)
    if done.left_out:
        click.echo("Left out: rows of people or things that are not here any more.")
    click.echo(f"The data of {done.plugin} is back. Next: portal plugin enable {done.plugin}")
