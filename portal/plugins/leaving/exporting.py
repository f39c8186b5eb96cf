"""The export of a plugin's data: one zip, read again before anybody relies on it.

manifest.json           plugin, version, schema revision, and for each table its rows and digest
tables/<table>.jsonl    a row a line, with types: what `portal plugin restore` reads
tables/<table>.csv      the same for people and spreadsheets
files/<sha-256>         the contents that hung on the plugin's objects
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

import portal as package
from portal.database import now
from portal.errors import PortalError
from portal.files.storage import place_of
from portal.plugins.leaving.belongings import FILE, Belongings, Part
from portal.plugins.leaving.values import plain, selected, written
from portal.runtime import portal

FORMAT = 1
BOM = "\ufeff"
#: What reading a zip raises that is none, or not what it was.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
)


def export_place(name: str) -> Path:
    """Where an export goes when nobody said: the instance's folder of exports, ours alone."""
    folder = portal().settings.instance / "exports"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{name}-{now():%Y%m%d-%H%M%S}.zip"


def export(connection: Connection, found: Belongings, revision: str | None, path: Path) -> Any:
    """Writes the export to `path`, with mode 0600, and reads it again; returns its manifest.

    Raises PortalError when it cannot be written or is not what was written; no file is left.
    """
    if path.exists():
        raise PortalError(f"There is a file at {path} already.")
    beside = path.with_name(path.name + ".part")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
                manifest = _write(archive, connection, found, revision)
            file.flush()
            os.fsync(file.fileno())
        verify(beside)
        os.replace(beside, path)
    except OSError as problem:
        beside.unlink(missing_ok=True)
        raise PortalError(f"The export could not be written: {problem}") from None
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return manifest


def _write(
    archive: zipfile.ZipFile, connection: Connection, found: Belongings, revision: str | None
) -> dict[str, Any]:
    entry = portal().plugins.loaded.get(found.name)
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "plugin": found.name,
        "version": entry.candidate.version if entry else "",
        "portal": package.__version__,
        "revision": revision,
        "made_at": now().isoformat(),
        "kinds": dict(found.kinds),
        "tables": {},
        "files": _write_files(archive, connection, found),
    }
    for part in found.parts:
        if part.exported:
            manifest["tables"][part.table.name] = _write_table(archive, connection, part)
    archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2))
    return manifest


def lines(connection: Connection, part: Part) -> Iterator[bytes]:
    """The rows of a part as the export holds them, always in the same order."""
    columns = list(part.table.columns)
    order = list(part.table.primary_key.columns) or columns
    statement = select(*map(selected, columns)).where(part.where).order_by(*order)
    # A cursor that streams: a large table does not have to fit into the memory.
    result = connection.execute(statement.execution_options(yield_per=500))
    for row in result:
        values = {
            column.name: written(column, value) for column, value in zip(columns, row, strict=True)
        }
        yield json.dumps(values, ensure_ascii=False).encode() + b"\n"


def summary(connection: Connection, part: Part) -> dict[str, Any]:
    """How many rows a part has, and their digest."""
    digest, number = hashlib.sha256(), 0
    for line in lines(connection, part):
        digest.update(line)
        number += 1
    return {"rows": number, "sha256": digest.hexdigest()}


def _write_table(archive: zipfile.ZipFile, connection: Connection, part: Part) -> dict[str, Any]:
    name, digest, number = part.table.name, hashlib.sha256(), 0
    columns = [column.name for column in part.table.columns]
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as sheet:
        sheet.write(BOM)
        rows = csv.writer(sheet, delimiter=";")
        rows.writerow(columns)
        with archive.open(f"tables/{name}.jsonl", "w", force_zip64=True) as file:
            for line in lines(connection, part):
                file.write(line)
                digest.update(line)
                number += 1
                rows.writerow([plain(value) for value in json.loads(line).values()])
        sheet.seek(0)
        with archive.open(f"tables/{name}.csv", "w", force_zip64=True) as copy:
            while chunk := sheet.read(2**16):
                copy.write(chunk.encode())
    return {"rows": number, "sha256": digest.hexdigest(), "own": part.own}


def _write_files(
    archive: zipfile.ZipFile, connection: Connection, found: Belongings
) -> dict[str, dict[str, Any]]:
    file, kept = found.metadata.tables[FILE], {}
    columns = (file.c.id, file.c.digest, file.c.size, file.c.media_type, file.c.original_name)
    for row in connection.execute(select(*columns).where(found.files()).order_by(file.c.id)):
        place = place_of(row.digest)
        there = place.is_file()
        if there:
            archive.write(place, f"files/{row.digest}", zipfile.ZIP_STORED)
        kept[str(row.id)] = {**row._mapping, "there": there}
    return kept


def verify(path: Path) -> dict[str, Any]:
    """Reads an export whole and returns its manifest; raises PortalError when it is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            if manifest["format"] != FORMAT:
                raise PortalError(f"{path} is of a format that this portal does not know.")
            for name, table in manifest["tables"].items():
                number, digest = _digest(archive, f"tables/{name}.jsonl")
                if (number, digest) != (table["rows"], table["sha256"]):
                    raise PortalError(f"{path} is damaged: {name} is not what was written.")
            for file in manifest["files"].values():
                digest = _digest(archive, f"files/{file['digest']}")[1] if file["there"] else ""
                if file["there"] and digest != file["digest"]:
                    raise PortalError(f"{path} is damaged: a file is not what was written.")
    except DAMAGE as problem:
        raise PortalError(f"{path} is no export of a plugin, or damaged: {problem}") from None
    except OSError as problem:
        raise PortalError(f"{path} cannot be read: {problem.strerror or problem}") from None
    return manifest


def _digest(archive: zipfile.ZipFile, name: str) -> tuple[int, str]:
    digest, number = hashlib.sha256(), 0
    with archive.open(name) as file:
        while chunk := file.read(2**16):
            digest.update(chunk)
            number += chunk.count(b"\n")
    return number, digest.hexdigest()
