"""Finding plugins: installed distributions and folders take the same path.

A folder's own pyproject.toml names the entry point, exactly as the metadata of an installed
wheel does, so nothing but the place differs between the two.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

GROUP = "portal.plugins"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plugin that was found and not yet imported."""

    name: str
    entry: EntryPoint
    version: str
    place: Path  # the folder of its top package
    source: str  # 'folder' or 'installed'
    problem: str = ""


_preferred: ContextVar[Mapping[str, Candidate | None]] = ContextVar(
    "preferred_plugins", default=MappingProxyType({})
)


@contextmanager
def preferring(candidates: Mapping[str, Candidate | None]) -> Iterator[None]:
    """Inside, these stand for whatever else bears their names, None for nothing: `plugin check`
    looks at a plugin of which an older version is installed."""
    token = _preferred.set(dict(candidates))
    try:
        yield
    finally:
        _preferred.reset(token)


def discover(folders: Iterable[Path]) -> list[Candidate]:
    """Every plugin in `folders` and in the environment, by name. A folder may itself be a
    plugin, or hold several.

    The same plugin met twice from one place (a folder that is also installed editable) is one;
    one name from two places is a candidate with a problem. Imports nothing.
    """
    preferred = _preferred.get()
    found: dict[str, Candidate] = {}
    for candidate in [*_in_folders(folders), *_installed()]:
        if candidate.name in preferred:
            continue
        other = found.setdefault(candidate.name, candidate)
        if other.place != candidate.place:
            found[candidate.name] = Candidate(
                other.name,
                other.entry,
                other.version,
                other.place,
                other.source,
                f"the name is claimed from two places: {other.place} and {candidate.place}",
            )
    found |= {name: candidate for name, candidate in preferred.items() if candidate}
    return sorted(found.values(), key=lambda candidate: candidate.name)


def in_folder(folder: Path) -> list[Candidate]:
    """The plugins that the pyproject.toml of one folder names."""
    path = folder / "pyproject.toml"
    return list(_in_project(path)) if path.is_file() else []


def _in_folders(folders: Iterable[Path]) -> Iterable[Candidate]:
    for folder in folders:
        if not folder.is_dir():
            continue
        own = folder / "pyproject.toml"
        if own.is_file() and GROUP in own.read_text(encoding="utf-8", errors="replace"):
            yield from _in_project(own)
            continue
        for project in sorted(folder.glob("*/pyproject.toml")):
            yield from _in_project(project)


def _in_project(path: Path) -> Iterable[Candidate]:
    folder = path.parent
    try:
        project = tomllib.loads(path.read_text(encoding="utf-8")).get("project", {})
        entries = project.get("entry-points", {}).get(GROUP, {})
        pairs = [(str(name), str(value)) for name, value in entries.items()]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, AttributeError) as problem:
        entry = EntryPoint(folder.name, "", GROUP)
        yield Candidate(
            folder.name, entry, "", folder, "folder", f"its pyproject.toml is unreadable: {problem}"
        )
        return
    for name, value in pairs:
        if str(folder) not in sys.path:
            sys.path.append(str(folder))
        package = folder / value.split(":")[0].split(".")[0]
        yield Candidate(
            name,
            EntryPoint(name, value, GROUP),
            str(project.get("version", "")),
            package.resolve(),
            "folder",
            "" if package.exists() else f"its package {package.name} is missing",
        )


def _installed() -> Iterable[Candidate]:
    for entry in entry_points(group=GROUP):
        try:
            spec = find_spec(entry.module.split(".")[0])
        except (AttributeError, ImportError, ValueError):  # a value that names no module
            spec = None
        origin = spec.origin if spec else None
        place = Path(origin).resolve().parent if origin else Path()
        version = entry.dist.version if entry.dist else ""
        problem = "" if origin else f"its package is missing: {entry.value}"
        yield Candidate(entry.name, entry, version, place, "installed", problem)


def requirements(folders: Iterable[Path]) -> list[str]:
    """What the plugins in `folders` depend on beside the portal, for pip."""
    wanted: set[str] = set()
    for folder in folders:
        for path in sorted(folder.glob("*/pyproject.toml")):
            project = tomllib.loads(path.read_text(encoding="utf-8")).get("project", {})
            for line in project.get("dependencies", []):
                if not line.replace("_", "-").lower().startswith("videnbazar-portal"):
                    wanted.add(line)
    return sorted(wanted)


if __name__ == "__main__":  # make: python -m portal.plugins.discovery plugins
    print("\n".join(requirements(Path(argument) for argument in sys.argv[1:])))
