"""`portal factsheets`: importing and exporting."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from portal.api import (
    SYSTEM,
    Actor,
    PortalError,
    csv_response,
    db,
    find_actor,
    may,
    progress,
    reading,
    with_app,
    xlsx_response,
)

from .importing import BOOKLET, DANISH, Headings, ImportProblem
from .services.incoming import Incoming

ADVICE = "Give a booklet (.txt, .pdf, .docx), or a table (.xlsx, .csv) as the portal exports it."
PROBLEMS = {
    "file_missing": "There is no file {name}.",
    "file_unreadable": "{name} cannot be read: it is no file, or you may not open it.",
    "file_empty": "{file} is empty.",
    "file_too_large": "{file} is too large: at most {megabytes} MB.",
    "file_binary": "{file} is no text file. " + ADVICE,
    "encoding_unknown": "{file} is in no encoding that is known. Save it as UTF-8.",
    "too_many_lines": "{file} has too many lines: at most {limit}.",
    "too_many_sheets": "{file} has too many sheets: at most {limit}.",
    "no_sheets_found": "{file} is no booklet of fact sheets: no sheet was found in it.",
    "no_text": "{file} has no text in it: it is made of pictures. Ask for the file itself.",
    "text_too_long": "{file} has too much text: at most {limit} characters.",
    "cannot_read": "{file}: {why}",
    "not_what_it_says": "{file} is no {ending} file. " + ADVICE,
}


@click.group("factsheets")
def group() -> None:
    """Import and export fact sheets."""


@group.command("import")
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@click.option("--as", "email", metavar="EMAIL", help="The author; else the sheets have none.")
@click.option("--publish", is_flag=True, help="Publish what is added; else it is drafts.")
@click.option("--update", is_flag=True, help="Overwrite sheets that differ in the file.")
@click.option("--headings", metavar="NAME", help="The headings kept under this name, or 'booklet'.")
@click.option(
    "--headings-file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Headings as TOML or JSON: challenge = ['Problem'], findings = ['Result'] ...",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_app
def import_files(
    files: tuple[Path, ...],
    email: str | None,
    publish: bool,
    update: bool,
    headings: str | None,
    headings_file: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import a booklet of experiments (.txt, .pdf, .docx) or an exported list (.xlsx, .csv).

    Without --headings, a booklet is read by those that fit it best.

    All files together are saved or none. A sheet that is there already is not added again.
    Without --as, drafts are seen by those who may import.

    With --json and --dry-run, prints the sheets as they were read.
    """
    profiles = _headings(headings, headings_file)
    incoming = [one for path in files for one in _read(path, profiles)]
    if as_json and dry_run:
        click.echo(_json([one.to_json() for one in incoming]))
        return
    from .services.exchange import Options, run_import

    actor = _author(email, publish)
    try:
        with progress("Importing") as report:
            done = run_import(
                db.session(), actor, incoming, Options(publish=publish, update=update), report
            )
        if dry_run:
            db.session.rollback()
        else:
            db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    if as_json:
        click.echo(_json(done.to_json()))
        return
    for title in [title for _id, title in done.changed]:
        click.echo(f"Differs, left as it is (--update overwrites): {title}")
    for remark in done.remarks:
        click.echo(f"Note: {remark}")
    click.echo(
        f"{'Would add' if dry_run else 'Added'} {len(done.added)}, "
        f"{'would update' if dry_run else 'updated'} {len(done.updated)}, "
        f"unchanged {len(done.unchanged)}, differing {len(done.changed)}."
    )


@group.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--format", "form", type=click.Choice(["xlsx", "csv"]), help="Else by the ending.")
@click.option("--as", "email", metavar="EMAIL", help="What this person may see.")
@with_app
def export_file(file: Path, form: str | None, email: str | None) -> None:
    """Export the published fact sheets to FILE, in the format that import reads.

    Without --as: what everyone signed in may see.
    """
    from .services.columns import heading_row, rows
    from .services.filters import Filters
    from .services.listing import Listing, load

    form = form or file.suffix.lower().lstrip(".")
    makers = {"xlsx": xlsx_response, "csv": csv_response}
    if form not in makers:
        raise PortalError(f"{file.name} ends in neither .xlsx nor .csv: say --format.")
    actor = find_actor(email)
    with reading():
        session = db.session()
        listing = Listing(session, actor, Filters(sort="title"))
        found = load(session, [line.id for line in listing.found], whole=True)
        body = makers[form]("", heading_row(), rows(session, actor, found)).get_data()
        session.rollback()
    _write(file, body)
    click.echo(f"Exported {len(found)} fact sheets to {file}.")


def _headings(name: str | None, file: Path | None) -> Mapping[str, Headings]:
    """Those that were named, else all there are."""
    from .services import profiles

    if name is not None and file is not None:
        raise PortalError("Give either --headings or --headings-file.")
    if file is not None:
        return {str(file): profiles.profile_from_file(file).headings}
    with reading():
        session = db.session()
        known = profiles.headings_by_key(session)
        row = profiles.find_profile(session, name) if name else None
        names = [one.name for one in profiles.all_profiles(session)]
        session.rollback()
    if name is None or name == BOOKLET:
        return {BOOKLET: DANISH} if name else known
    if row is None or str(row.id) not in known:
        raise PortalError(
            f'There are no headings "{name}". There are: {", ".join([BOOKLET, *names])}.'
        )
    return {str(row.id): known[str(row.id)]}


def _read(path: Path, profiles: Mapping[str, Headings]) -> Sequence[Incoming]:
    from .services.exchange import read

    try:
        return read(path, profiles)
    except ImportProblem as problem:
        words = PROBLEMS.get(problem.code, "{file} cannot be imported.")
        limit = problem.params.get("limit", 0)
        megabytes = int(limit) // 1024**2 if isinstance(limit, int) else 0
        values = {"name": path.name, **problem.params, "megabytes": megabytes}
        raise PortalError(words.format(file=path, **values)) from problem


def _author(email: str | None, publish: bool) -> Actor:
    """Who imports: the system, or a person who may write (and publish) sheets."""
    if email is None:
        return SYSTEM
    from .permissions import CREATE, PUBLISH

    actor = find_actor(email)
    with reading():
        wanted = [CREATE, *([PUBLISH] if publish else [])]
        missing = [name for name in wanted if not may(db.session(), actor, name)]
        db.session.rollback()
    if missing:
        raise PortalError(f"{email} may not do that: {', '.join(missing)} is missing.")
    return actor


def _write(file: Path, body: bytes) -> None:
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(body)
        part.replace(file)
    except OSError as problem:
        raise PortalError(f"{file} cannot be written: {problem.strerror}.") from problem


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
