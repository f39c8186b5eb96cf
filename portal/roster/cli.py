"""`portal people` and `portal units`: lists in and out, from the shell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from portal.cli.context import progress, with_app
from portal.errors import PortalError


@click.group("people")
def people() -> None:
    """Import and export the list of people and their functions."""


@click.group("units")
def units() -> None:
    """Import and export the tree of units."""


_file = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
_dry = click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_strict = click.option("--strict", is_flag=True, help="Do nothing while any row is wrong.")
_sheet = click.option("--sheet", "sheets", multiple=True, help="A sheet to read; else the first.")


@people.command("import")
@_file
@_dry
@_json
@_strict
@_sheet
@click.option(
    "--invite", type=click.Choice(["now", "later", "none"]), default="none", show_default=True
)
@click.option("--role", "roles", multiple=True, default=["staff"], help="For new people.")
@click.option("--end-functions", is_flag=True, help="End functions that people's rows do not name.")
@with_app
def import_people(
    file: Path,
    dry_run: bool,
    as_json: bool,
    strict: bool,
    sheets: tuple[str, ...],
    invite: str,
    roles: tuple[str, ...],
    end_functions: bool,
) -> None:
    """Import people from FILE (.xlsx or csv); whoever is in it twice has two functions.

    Rows with mistakes are left out and named. Importing again changes nothing.
    """
    options = {"invite": invite, "roles": sorted(roles), "end_functions": end_functions}
    _import("people", file, sheets, options, dry_run, as_json, strict)


@units.command("import")
@_file
@_dry
@_json
@_strict
@_sheet
@with_app
def import_units(
    file: Path, dry_run: bool, as_json: bool, strict: bool, sheets: tuple[str, ...]
) -> None:
    """Import units from FILE (.xlsx or csv), in whatever order they stand."""
    _import("units", file, sheets, {}, dry_run, as_json, strict)


@people.command("export")
@_file
@click.option("--format", "form", type=click.Choice(["xlsx", "csv"]), help="Else by the ending.")
@with_app
def export_people(file: Path, form: str | None) -> None:
    """Export everyone with an open account to FILE, as import reads it."""
    _export("people", file, form)


@units.command("export")
@_file
@click.option("--format", "form", type=click.Choice(["xlsx", "csv"]), help="Else by the ending.")
@with_app
def export_units(file: Path, form: str | None) -> None:
    """Export the open units to FILE, as import reads it."""
    _export("units", file, form)


def _import(
    kind: str,
    file: Path,
    sheets: tuple[str, ...],
    options: dict[str, Any],
    dry_run: bool,
    as_json: bool,
    strict: bool,
) -> None:
    from portal.access.actors import SYSTEM
    from portal.database import db
    from portal.roster.reading.reader import read_table
    from portal.roster.services import create_import, plan_of, start

    table = read_table(_read(file), kind)
    names = [sheet.name for sheet in table.sheets]
    unknown = [name for name in sheets if name not in names]
    if unknown:
        raise PortalError(f"No sheet {unknown[0]} with a list; there is {', '.join(names)}.")
    session = db.session()
    _check_roles(session, options.get("roles", []))
    one = create_import(session, SYSTEM, kind, file.name, table)
    one.options = {**one.options, **options, **({"sheets": list(sheets)} if sheets else {})}
    session.flush()
    plan = plan_of(session, SYSTEM, one)
    if dry_run or (strict and plan.mistakes):
        session.rollback()
        _report(plan, {}, as_json, dry_run=True)
        if strict and plan.mistakes:
            raise click.exceptions.Exit(1)
        return
    start(session, SYSTEM, one)
    import_id = one.id
    session.commit()
    _report(plan, _run(import_id), as_json, dry_run=False)


def _run(import_id: int) -> dict[str, Any]:
    """The batches, here and now; where a worker takes one, it is waited for."""
    from portal.database import db
    from portal.roster.applying import run_batch
    from portal.roster.models import RUNNING, RosterImport

    with progress("Importing") as report:
        while True:
            session = db.session()
            run_batch(session, import_id)
            session.commit()
            one = session.get_one(RosterImport, import_id)
            report(one.done, one.total)
            if one.state != RUNNING:
                result = dict(one.result)
                session.rollback()
                return result


def _check_roles(session: Any, roles: Any) -> None:
    from sqlalchemy import select

    from portal.access.models import Role

    known = set(session.scalars(select(Role.key)))
    for role in roles:
        if role not in known:
            raise PortalError(f"There is no role {role}; there are {', '.join(sorted(known))}.")


def _report(plan: Any, result: dict[str, Any], as_json: bool, *, dry_run: bool) -> None:
    counts, outcomes = plan.counts(), result.get("outcomes", {})
    failed = result.get("problems", [])
    if as_json:
        found = {
            "dry_run": dry_run,
            "counts": counts,
            "outcomes": outcomes,
            "lines": [
                {
                    "rows": list(line.rows),
                    "title": line.title,
                    "state": line.state,
                    "changes": [[str(one.what), one.old, one.new] for one in line.changes],
                }
                for line in plan.lines
                if line.state != "same"
            ],
            "mistakes": [
                {
                    "sheet": one.sheet,
                    "row": one.row,
                    "column": one.column,
                    "value": one.value,
                    "text": one.text,
                }
                for one in plan.mistakes
            ],
            "missing": [{"title": one.title, "meta": one.meta} for one in plan.missing],
            "notes": plan.notes,
            "failed": failed,
        }
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for one in plan.mistakes[:50]:
        where = f"{one.sheet}, row {one.row}" if one.sheet else f"Row {one.row}"
        click.echo(f"{where}, {one.column}: {one.shown}  {one.text}", err=True)
    if len(plan.mistakes) > 50:
        click.echo(f"And {len(plan.mistakes) - 50} more mistakes.", err=True)
    for note in plan.notes:
        click.echo(f"Note: {note}")
    for problem in failed:
        click.echo(f"Row {problem['row']}: {problem['text']}", err=True)
    if dry_run:
        click.echo(
            f"Would add {counts['new']}, would change {counts['changed']}, "
            f"unchanged {counts['same']}, wrong rows {counts['wrong']}, "
            f"not in the file {counts['missing']}."
        )
        return
    click.echo(
        f"Added {outcomes.get('new', 0)}, changed {outcomes.get('changed', 0)}, "
        f"unchanged {counts['same'] + outcomes.get('same', 0)}, "
        f"wrong rows {counts['wrong']}, failed {outcomes.get('failed', 0)}, "
        f"not in the file {counts['missing']}."
    )


def _read(file: Path) -> bytes:
    from portal.roster.reading.reader import MAX_BYTES

    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise PortalError(f"There is no file {file}.") from None
    except OSError as problem:
        raise PortalError(f"{file} cannot be read: {problem.strerror}.") from problem


def _export(kind: str, file: Path, form: str | None) -> None:
    from portal.access.actors import SYSTEM
    from portal.database import db, reading
    from portal.roster.exporting import FORMS, export

    form = form or file.suffix.lower().lstrip(".")
    if form not in FORMS:
        raise PortalError(f"{file.name} ends in neither .xlsx nor .csv: say --format.")
    with reading():
        body = export(db.session(), SYSTEM, kind, form).get_data()
        db.session.rollback()
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(body)
        part.replace(file)
    except OSError as problem:
        raise PortalError(f"{file} cannot be written: {problem.strerror}.") from problem
    click.echo(f"Exported to {file}.")
