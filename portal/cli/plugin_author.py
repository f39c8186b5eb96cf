"""`portal plugin new` and `portal plugin check`: for who writes plugins."""

from __future__ import annotations

import json
import os
import sys
from importlib.util import find_spec
from pathlib import Path

import click


def add_to(group: click.Group) -> None:
    """Adds the commands to `portal plugin`."""
    group.add_command(new)
    group.add_command(check)


@click.command("new")
@click.argument("name")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("plugins"),
    show_default=True,
    help="The folder that the plugin's own folder is made in.",
)
@click.option("--title", help="What people call it, in English.")
@click.option("--title-da", help="The same in Danish.")
@click.option("--kind-word", help="What one of its things is called, in English: loan.")
@click.option("--kind-word-da", help="The same in Danish.")
def new(
    name: str,
    into: Path,
    title: str | None,
    title_da: str | None,
    kind_word: str | None,
    kind_word_da: str | None,
) -> None:
    """Write a working plugin called NAME, to begin from.

    What is left out is asked for on a terminal, and made up of NAME elsewhere.
    """
    from portal.config import load_settings
    from portal.errors import PortalError
    from portal.plugins.discovery import discover
    from portal.plugins.scaffold import Words, make_plugin

    if taken := [one for one in discover(load_settings().all_plugin_dirs) if one.name == name]:
        raise PortalError(f"There is a plugin {name} already, at {taken[0].place}.")
    plain = name.replace("_", " ")
    title = title or _asked("Title in English", plain.capitalize())
    title_da = title_da or _asked("Title in Danish", title)
    # The word names a kind, and a kind belongs to one plugin: 'entry' could be proposed only once.
    proposed = f"{plain} entry"
    word = kind_word or _asked("One of its things is called, in English", proposed)
    word_da = kind_word_da or _asked("The same in Danish", "punkt" if word == proposed else word)
    folder = make_plugin(Words(name, title, title_da, word, word_da), into)
    click.echo(f"Wrote {folder}. Next:")
    if find_spec("pytest") is None:
        click.echo("  make tools")
    click.echo(f"  .venv/bin/python -m pytest {folder}")
    click.echo(f"  portal plugin check {folder}")
    if not _is_loaded_from(folder):
        dirs = os.pathsep.join([os.environ.get("PORTAL_PLUGIN_DIRS", ""), str(into.resolve())])
        click.echo(f"  export PORTAL_PLUGIN_DIRS={dirs.lstrip(os.pathsep)}")
    click.echo("  portal upgrade && portal run")


def _is_loaded_from(folder: Path) -> bool:
    """Whether the portal looks for plugins where this one lies."""
    from portal.config import load_settings
    from portal.plugins.discovery import discover

    package = folder.resolve() / f"portal_{folder.name}"
    return any(one.place == package for one in discover(load_settings().all_plugin_dirs))


def _asked(question: str, answer: str) -> str:
    """The answer of a person; without a terminal, the one that would be proposed."""
    if not sys.stdin.isatty():
        return answer
    return str(click.prompt(question, default=answer))


@click.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Warnings count, too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def check(ctx: click.Context, paths: tuple[Path, ...], strict: bool, as_json: bool) -> None:
    """Hold plugins (folders or wheels) to the contract, without installing them.

    Prints `path:line: CODE message` for each finding; docs/plugins/contract.md explains the codes.
    Exit status: 0 clean, 1 something was found, 2 a path is no plugin.
    """
    from portal.plugins.check import check as look_at

    reports = look_at(paths)
    if as_json:
        found = [
            {
                "path": report.path,
                "plugin": report.name,
                "findings": [
                    {
                        "path": finding.path,
                        "line": finding.line,
                        "code": finding.code,
                        "message": finding.text,
                        "warning": finding.is_warning,
                    }
                    for finding in report.findings
                ],
            }
            for report in reports
        ]
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for report in reports:
            for finding in report.findings:
                click.echo(f"{finding}{' (warning)' if finding.is_warning else ''}")
            click.echo(_summary(report.name, report.errors, len(report.findings)), err=True)
    counted = sum(len(r.findings) if strict else r.errors for r in reports)
    ctx.exit(1 if counted else 0)


def _summary(name: str, errors: int, findings: int) -> str:
    if not findings:
        return f"{name}: nothing found."
    warnings = findings - errors
    return f"{name}: {errors} to mend, {warnings} to consider."
