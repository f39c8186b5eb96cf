"""The plugin that is looked at: its files, and the application it was loaded into."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Table
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.plugins.clashes import owner_of, tables_of
from portal.plugins.discovery import Candidate
from portal.plugins.manager import Loaded
from portal.plugins.manifest import Plugin
from portal.runtime import Portal
from portal.testing.contract.findings import Finding


@dataclass(kw_only=True)
class Subject:
    """A plugin under the rules.

    `project` is the folder with pyproject.toml and tests, None for a wheel. `app` is None while
    only files are looked at. `fill` writes what the plugin may keep about a person; without one,
    a row is made up for each table.
    """

    name: str
    candidate: Candidate
    project: Path | None = None
    app: Flask | None = None
    fill: Callable[[Session, User], None] | None = None

    @property
    def root(self) -> Path:
        """The folder of its package."""
        return self.candidate.place

    @property
    def package(self) -> str:
        """The name of its package."""
        return self.candidate.entry.module.split(".")[0]

    @property
    def core(self) -> Portal:
        """The application's parts."""
        assert self.app is not None
        found: Portal = self.app.extensions["portal"]
        return found

    @property
    def loaded(self) -> Loaded:
        """What became of it."""
        return self.core.plugins.loaded[self.name]

    @property
    def plugin(self) -> Plugin:
        """The plugin; only while it is running."""
        assert self.loaded.plugin is not None
        return self.loaded.plugin

    @property
    def is_on(self) -> bool:
        """Whether it is running."""
        return self.app is not None and self.core.states.is_on(self.name) and self.has_loaded

    @property
    def has_loaded(self) -> bool:
        """Whether the loader took it."""
        return self.loaded.plugin is not None

    # Files

    @cached_property
    def sources(self) -> list[tuple[Path, ast.Module]]:
        """Every module of the package, parsed; those that do not parse are left out."""
        return list(_parsed(self.root))

    @cached_property
    def tests(self) -> list[tuple[Path, ast.Module]]:
        """Every module of its tests."""
        folder = self.project / "tests" if self.project else None
        return list(_parsed(folder)) if folder and folder.is_dir() else []

    def shown(self, path: Path | str) -> str:
        """A path as a finding shows it: from the project's folder, else from the package's."""
        base = self.project or self.root.parent
        try:
            return str(Path(path).resolve().relative_to(base.resolve()))
        except ValueError:
            return str(path)

    def finding(self, code: str, text: str, at: Any = None, line: int = 0) -> Finding:
        """A finding at a path, or where a class or function stands."""
        if at is None:
            return Finding("", 0, code, text)
        if not isinstance(at, str | Path):
            at, line = _stands(at)
        return Finding(self.shown(at) if at else "", line, code, text)

    # What it brought

    @property
    def tables(self) -> list[Table]:
        """Its tables."""
        from portal.database import Base

        everything = Base.metadata.tables.values()
        marked = [table for table in everything if table.info.get("plugin") == self.name]
        found = {table.name: table for table in [*tables_of(self.package), *marked]}
        return [table for _name, table in sorted(found.items())]

    def model_of(self, table: Table) -> Any:
        """The class that is mapped to a table, None for a table between two."""
        from portal.database import Base

        for mapper in Base.registry.mappers:
            if mapper.local_table is table:
                return mapper.class_
        return None

    def rules(self) -> Iterator[Any]:
        """The routes of its blueprints, without those of static files."""
        assert self.app is not None
        for route in self.app.url_map.iter_rules():
            owner = owner_of(route.endpoint, self.core.blueprint_owners)
            if owner == self.name and not route.endpoint.endswith(".static"):
                yield route

    def is_ours(self, function: Any) -> bool:
        """Whether a function or class stands in the plugin's package."""
        module = getattr(inspect.unwrap(function), "__module__", "") or ""
        return module.split(".")[0] == self.package

    def answer(self, hook: str, **arguments: Any) -> Any:
        """What the plugin answers to a hook, unguarded; a list where it answers items."""
        from portal.plugins.answers import checked

        if not self.core.plugins.has(hook, self.name):
            return None
        return checked(hook, self.core.plugins.call_one(hook, self.name, arguments))


def _parsed(folder: Path) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(folder.rglob("*.py")):
        if "__pycache__" in path.parts or "build" in path.relative_to(folder).parts:
            continue
        try:
            yield path, ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
        except (SyntaxError, ValueError):
            continue


def _stands(thing: Any) -> tuple[str, int]:
    try:
        thing = inspect.unwrap(thing)
        return inspect.getsourcefile(thing) or "", inspect.getsourcelines(thing)[1]
    except (TypeError, OSError):
        return "", 0
