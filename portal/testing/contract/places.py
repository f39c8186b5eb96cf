"""Dropped in as a folder or installed from a wheel, a plugin is the same."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from importlib.metadata import PathDistribution
from pathlib import Path

from portal.plugins.discovery import GROUP, in_folder
from portal.testing.contract.findings import Finding

#: What belongs to the checkout only.
LEFT_OUT = {"__pycache__", ".ruff_cache", ".mypy_cache"}


def same_everywhere(folder: Path, wheel: Path) -> list[Finding]:
    """Where the wheel made from a folder differs from it: entry point, version, files."""
    return list(_differences(folder, wheel))


def _differences(folder: Path, wheel: Path) -> Iterator[Finding]:
    with zipfile.ZipFile(wheel) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
        root = zipfile.Path(archive)
        info = next((one for one in root.iterdir() if one.name.endswith(".dist-info")), None)
        if info is None:
            yield Finding(str(wheel), 0, "W1", "this is no wheel: it has no .dist-info")
            return
        metadata = PathDistribution(info)
        entries = {(e.name, e.value) for e in metadata.entry_points if e.group == GROUP}
        version = metadata.version
    candidates = in_folder(folder)
    wanted = {(candidate.name, candidate.entry.value) for candidate in candidates}
    if entries != wanted:
        yield Finding(str(wheel), 0, "W1", f"the wheel names {entries}, the folder {wanted}")
    for candidate in candidates:
        if version != candidate.version:
            text = f"the wheel is version {version}, the folder {candidate.version}"
            yield Finding(str(wheel), 0, "W1", text)
        yield from _files(candidate.place, inside, wheel)


def _files(package: Path, inside: dict[str, bytes], wheel: Path) -> Iterator[Finding]:
    there = {}
    for path in sorted(package.rglob("*")):
        parts = path.relative_to(package.parent).parts
        if path.is_file() and not LEFT_OUT & set(parts) and path.suffix != ".pyc":
            there["/".join(parts)] = path
    for name, path in there.items():
        if name not in inside:
            yield Finding(str(wheel), 0, "W1", f"{name} is not in the wheel")
        elif inside[name] != path.read_bytes():
            yield Finding(str(wheel), 0, "W1", f"{name} is another one in the wheel")
    for name in sorted(inside):
        if name.startswith(f"{package.name}/") and name not in there:
            yield Finding(str(wheel), 0, "W1", f"{name} is in the wheel only")
