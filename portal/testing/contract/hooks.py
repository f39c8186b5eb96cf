"""The hooks a plugin implements, read from its files so that the line is known."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

from portal.plugins.spec import HookSpecs
from portal.testing.contract.findings import Finding
from portal.testing.contract.registry import rule
from portal.testing.contract.subject import Subject


def hook_names() -> dict[str, list[str]]:
    """Every hook with the names of its arguments."""
    return {
        name: [argument for argument in inspect.signature(spec).parameters if argument != "self"]
        for name, spec in vars(HookSpecs).items()
        if inspect.isfunction(spec)
    }


@rule("M3", "M4", stage="files")
def hooks_are_known(subject: Subject) -> Iterator[Finding]:
    """A marked function is a hook with arguments it is given; one named like a hook is marked."""
    known = hook_names()
    for path, node, marked, in_plugin in _functions(subject):
        if marked and node.name not in known:
            near = _near(node.name, known)
            yield subject.finding("M3", f"there is no hook {node.name}{near}", path, node.lineno)
        elif marked:
            for name in _arguments(node):
                if name not in known[node.name]:
                    text = f"{node.name} is given {known[node.name]}, not {name}"
                    yield subject.finding("M4", text, path, node.lineno)
        elif in_plugin and node.name in known:
            text = f"{node.name} is named like a hook and not marked with @hookimpl"
            yield subject.finding("M3", text, path, node.lineno)


def _functions(subject: Subject) -> Iterator[tuple[Path, ast.FunctionDef, bool, bool]]:
    """(path, function, marked with @hookimpl, stands in a class derived from Plugin)"""
    for path, tree in subject.sources:
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                is_plugin = any(_name(base) == "Plugin" for base in node.bases)
                for item in node.body:
                    if isinstance(item, ast.FunctionDef):
                        yield path, item, is_hook(item), is_plugin


def is_hook(node: ast.FunctionDef) -> bool:
    """Whether a function is marked with `@hookimpl`."""
    return any(
        _name(mark.func if isinstance(mark, ast.Call) else mark) == "hookimpl"
        for mark in node.decorator_list
    )


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _arguments(node: ast.FunctionDef) -> list[str]:
    arguments = node.args
    names = [a.arg for a in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]]
    return [name for name in names if name != "self"]


def _near(name: str, known: dict[str, list[str]]) -> str:
    import difflib

    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""
