"""`portal run`, `worker`, `upgrade`, `demo`, `migration`."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from portal.cli.context import application, with_app


@click.command()
def run() -> None:
    """Start the web server and the worker; Ctrl-C ends both.

    Upgrades the database first. With PORTAL_DEMO=1 an empty portal is filled with demo content.
    """
    from portal.cli.supervisor import supervise

    supervise()


@click.command()
def worker() -> None:
    """Index, send mail and run jobs until stopped; `portal run` starts one for you."""
    from portal.jobs.worker import work

    work(application())


@click.command()
@with_app
def upgrade() -> None:
    """Run all migrations, the core's and the plugins'; nothing is changed where one fails."""
    from portal.setup import upgrade_all

    changed, problems = upgrade_all()
    for line in changed:
        click.echo(f"Upgraded {line}.")
    if not changed and not problems:
        click.echo("Everything is up to date.")
    for problem in problems:
        click.echo(f"Error: {problem}", err=True)
    if problems:
        raise click.exceptions.Exit(2)


@click.command()
@with_app
def demo() -> None:
    """Fill an empty portal with a believable institution, its people and their fact sheets."""
    from portal.setup import fill_demo

    accounts = fill_demo()
    if accounts is None:
        click.echo("The portal has content already; nothing was added.")
    else:
        click.echo(accounts)


@click.group()
def migration() -> None:
    """For developers: make migrations and compare them with the models."""


@migration.command("new")
@click.argument("owner")
@click.argument("message")
@with_app
def migration_new(owner: str, message: str) -> None:
    """Write a migration of OWNER ('core' or a plugin) from what its models changed."""
    from portal.database import db
    from portal.database.migrations import CORE, new_revision
    from portal.errors import PortalError
    from portal.runtime import portal

    histories = {history.owner: history for history in [CORE, *portal().plugins.histories()]}
    if owner not in histories:
        raise PortalError(f"{owner} has no migrations; there are {', '.join(histories)}.")
    path: Path = new_revision(db.engine, histories[owner], message)
    if find_spec("ruff") is not None:  # the linter would ask for it
        subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(path)], check=False)  # noqa: S603
    click.echo(f"Wrote {path}. Read it before you trust it.")


@click.command()
@click.option("--markdown", is_flag=True, help="Print docs/settings.md.")
def settings(markdown: bool) -> None:
    """Show every setting as it is in force; secrets are not shown."""
    from portal.config import SECRET, describe, load_settings

    if markdown:
        click.echo(describe(), nl=False)
        return
    for name, value in load_settings().model_dump().items():
        shown = "(not shown)" if name in SECRET and value else value
        click.echo(f"{name} = {shown}")


COMMANDS = (run, worker, upgrade, demo, migration, settings)
