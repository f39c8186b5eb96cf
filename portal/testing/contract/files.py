"""Where a plugin's files stand, and that they can be read."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from portal.testing.contract.findings import Finding
from portal.testing.contract.registry import rule
from portal.testing.contract.subject import Subject


@rule("M1", stage="files")
def modules_parse(subject: Subject) -> Iterator[Finding]:
    """Every module is Python."""
    for path in sorted(subject.root.rglob("*.py")):
        try:
            ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
        except (SyntaxError, ValueError) as problem:
            line = getattr(problem, "lineno", 0) or 0
            yield subject.finding("M1", f"this is no Python: {problem}", path, line)


@rule("N5", stage="files")
def templates_stand_in_their_own_folder(subject: Subject) -> Iterator[Finding]:
    """templates/<name>/…: all plugins' templates are looked up by one name each."""
    folder = subject.root / "templates"
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if not path.is_dir() or path.name != subject.name:
            yield subject.finding("N5", f"templates belong into templates/{subject.name}/", path)
