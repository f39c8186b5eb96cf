"""Finding the plugin in a folder or a wheel, without importing it."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path
from typing import Any

from portal.errors import PortalError
from portal.plugins.discovery import GROUP, in_folder
from portal.testing.contract.findings import Finding

MAX_UNPACKED = 200 * 2**20


@dataclass(slots=True)
class Target:
    """One plugin to look at. `folder` goes on the module path; `work` is ours to write in."""

    path: Path
    work: Path
    folder: Path
    name: str = ""
    value: str = ""
    version: str = ""
    place: Path = field(default_factory=Path)
    is_wheel: bool = False
    findings: list[Finding] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """What the child needs to know."""
        return {
            "work": str(self.work),
            "folder": str(self.folder),
            "name": self.name,
            "value": self.value,
            "version": self.version,
            "place": str(self.place),
            "wheel": self.is_wheel,
        }


def opened(path: Path, work: Path) -> Target:
    """The plugin at a path; raises PortalError when that is neither folder nor wheel."""
    work.mkdir(parents=True)
    if path.is_dir():
        return _folder(path, work)
    if path.suffix == ".whl" and path.is_file():
        return _wheel(path, work)
    if not path.exists():
        raise PortalError(f"There is nothing at {path}.")
    raise PortalError(f"{path} is neither a plugin's folder nor a wheel.")


def _folder(path: Path, work: Path) -> Target:
    if not (path / "pyproject.toml").is_file():
        raise PortalError(f"{path} holds no pyproject.toml, so it is no plugin.")
    target = Target(path, work, path.resolve(), name=path.resolve().name)
    candidates = in_folder(path.resolve())
    if len(candidates) != 1:
        count = f"{len(candidates)} plugins" if candidates else "no plugin"
        text = f'it names {count} in [project.entry-points."{GROUP}"], and must name one'
        target.findings.append(Finding("pyproject.toml", 0, "M1", text))
        return target
    found = candidates[0]
    target.name, target.value, target.version = found.name, found.entry.value, found.version
    target.place = found.place
    if found.problem:
        target.findings.append(Finding("pyproject.toml", 0, "M1", found.problem))
    return target


def _wheel(path: Path, work: Path) -> Target:
    folder = work / "wheel"
    _unpack(path, folder)
    target = Target(path, work, folder, name=path.name.split("-")[0], is_wheel=True)
    info = next(folder.glob("*.dist-info"), None)
    metadata: Distribution | None = PathDistribution(info) if info else None
    entries = [
        entry for entry in (metadata.entry_points if metadata else ()) if entry.group == GROUP
    ]
    if metadata is None or len(entries) != 1:
        text = f"it names {len(entries)} plugins among its entry points, and must name one"
        target.findings.append(Finding("", 0, "M1", text))
        return target
    target.name, target.value, target.version = entries[0].name, entries[0].value, metadata.version
    target.place = folder / target.value.split(":")[0].split(".")[0]
    if not target.place.is_dir():
        text = f"its package {target.place.name} is not in the wheel"
        target.findings.append(Finding("", 0, "M1", text))
    return target


def _unpack(path: Path, folder: Path) -> None:
    folder.mkdir()
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise PortalError(f"{path} is too large to be a plugin.")
            for name in archive.namelist():
                if not (folder / name).resolve().is_relative_to(folder.resolve()):
                    raise PortalError(f"{path} holds a file that would land elsewhere: {name}")
            archive.extractall(folder)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as problem:
        raise PortalError(f"{path} is no wheel: {problem}") from None
