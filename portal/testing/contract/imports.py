"""What a plugin imports: of the core the facade, of other plugins nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from portal.testing.contract.findings import Finding
from portal.testing.contract.registry import rule
from portal.testing.contract.subject import Subject

FACADE = "portal.api"
TESTING = "portal.testing"


@rule("I1", stage="files")
def imports_the_facade_only(subject: Subject) -> Iterator[Finding]:
    """`portal.api`, and `portal.testing` in tests."""
    for files, allowed in ((subject.sources, (FACADE,)), (subject.tests, (FACADE, TESTING))):
        for path, tree in files:
            for line, name in imported(tree):
                if name.split(".")[0] == "portal" and not _within(name, allowed):
                    text = f"{name} is imported; of the core, import {' and '.join(allowed)} only"
                    yield subject.finding("I1", text, path, line)


@rule("I2", stage="files")
def imports_no_other_plugin(subject: Subject) -> Iterator[Finding]:
    """Another plugin may be away: it is reached through hooks and references."""
    for path, tree in [*subject.sources, *subject.tests]:
        for line, name in imported(tree):
            top = name.split(".")[0]
            if top.startswith("portal_") and top != subject.package:
                text = f"{top} is imported; other plugins are reached through hooks"
                yield subject.finding("I2", text, path, line)


@rule("D9", stage="files")
def migrations_import_no_code(subject: Subject) -> Iterator[Finding]:
    """The code moves on, a migration stays."""
    for path, tree in subject.sources:
        if "migrations" not in path.relative_to(subject.root).parts:
            continue
        for line, name in imported(tree):
            if name.split(".")[0] in ("portal", subject.package):
                yield subject.finding("D9", f"a migration imports {name}, which moves", path, line)


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything a module imports; relative imports are its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            if node.module == "portal":  # from portal import config
                for alias in node.names:
                    yield node.lineno, f"portal.{alias.name}"
            else:
                yield node.lineno, node.module


def _within(name: str, allowed: tuple[str, ...]) -> bool:
    return any(name == module or name.startswith(module + ".") for module in allowed)
