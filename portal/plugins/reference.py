"""docs/hooks.md, made from the specifications (`python -m portal.plugins.reference`).

Who implements a hook, and the examples, are read from the files; nothing is imported.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.config import CHECKOUT
from portal.plugins.spec import HookSpecs

EXAMPLES = CHECKOUT / "docs" / "plugins" / "examples"
SINCE = re.compile(r"Since (\d+\.\d+)\.")
HEAD = """# Hooks

Every place where a plugin can take part. Made from `portal/plugins/spec.py` by
`python -m portal.plugins.reference > docs/hooks.md`; a test compares.

A plugin implements a hook as a method of its class, marked with `@hookimpl`, and takes those
arguments it needs, by their names. A hook answers with data and the core applies it; items may be
yielded. Each implementation is called on its own: one that raises, or answers something else than
promised, costs its own contribution, and five failures in ten minutes take the plugin out.

The examples are two whole plugins in [plugins/examples](plugins/examples), run by a test: `hello`
shows things, `books` keeps things.
"""


@dataclass(frozen=True, slots=True)
class Hook:
    """One hook as the reference tells of it."""

    name: str
    signature: str
    since: str
    text: str
    implemented_by: tuple[str, ...]
    example: str
    example_of: str

    @property
    def problems(self) -> list[str]:
        """What is missing; empty when it is documented and has an example."""
        found = []
        if not self.text:
            found.append(f"{self.name} is not described")
        if not self.since:
            found.append(f"{self.name} does not say since when it is there")
        if not self.example:
            found.append(f"{self.name} has no example in {EXAMPLES.relative_to(CHECKOUT)}")
        return found


def hooks() -> list[Hook]:
    """Every hook, in the order of the specification."""
    implementations = list(_implementations())
    examples = {
        hook: (plugin, text) for plugin, hook, text in _methods(EXAMPLES.glob("*/portal_*"))
    }
    found = []
    for name, spec in vars(HookSpecs).items():
        if not inspect.isfunction(spec):
            continue
        doc = inspect.cleandoc(spec.__doc__ or "")
        since = SINCE.search(doc)
        plugin, example = examples.get(name, ("", ""))
        found.append(
            Hook(
                name=name,
                signature=_signature(spec),
                since=since[1] if since else "",
                text=_tidy(SINCE.sub("", doc)),
                implemented_by=tuple(owner for owner, hook in implementations if hook == name),
                example=example,
                example_of=plugin,
            )
        )
    return found


def reference() -> str:
    """docs/hooks.md"""
    every = hooks()
    links = ", ".join(f"[{hook.name}](#{hook.name})" for hook in every)
    return "\n".join([HEAD, links, "", *(_section(hook) for hook in every)])


def _section(hook: Hook) -> str:
    owners = ", ".join(hook.implemented_by) or "nobody yet"
    parts = [
        f"## {hook.name}",
        f"```python\n{hook.signature}\n```",
        hook.text,
        f"Since API {hook.since}. Implemented by: {owners}.",
        f"From the example `{hook.example_of}`:",
        f"```python\n{hook.example}\n```",
        "",
    ]
    return "\n\n".join(parts)


def _signature(spec: Any) -> str:
    tree = ast.parse(textwrap.dedent(inspect.getsource(spec)))
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    arguments = ", ".join(
        argument.arg + (f": {ast.unparse(argument.annotation)}" if argument.annotation else "")
        for argument in function.args.args
    )
    answer = ast.unparse(function.returns) if function.returns else "None"
    return f"def {function.name}({arguments}) -> {answer}"


def _tidy(text: str) -> str:
    """Paragraphs on a line each, as Markdown likes them."""
    paragraphs = (" ".join(part.split()) for part in text.split("\n\n"))
    return "\n\n".join(part for part in paragraphs if part)


def _implementations() -> Iterator[tuple[str, str]]:
    """(who, hook) of the core's features and the bundled plugins."""
    for path in sorted((CHECKOUT / "portal").glob("*/feature.py")):
        for hook, _text in _marked(path):
            yield f"the core's {path.parent.name}", hook
    packages = sorted((CHECKOUT / "plugins").glob("*/portal_*"))
    for plugin, hook, _text in _methods(packages):
        yield f"the plugin {plugin}", hook
    for package in packages:
        for hook in sorted({hook for path in package.glob("*/hooks.py") for hook in _named(path)}):
            yield f"the plugin {package.parent.name}", hook


def _named(path: Path) -> Iterator[str]:
    """What stands in an area's `hooks`, written there or imported under the hook's name, see
    `portal.plugins.areas`; not all are hooks."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield from (name.asname or name.name for name in node.names)


def _methods(packages: Any) -> Iterator[tuple[str, str, str]]:
    """(plugin, hook, source) of every implementation in these packages."""
    for package in sorted(packages):
        for path in sorted(package.rglob("*.py")):
            for hook, text in _marked(path):
                yield package.parent.name, hook, text


def _marked(path: Path) -> Iterator[tuple[str, str]]:
    """(hook, source) of the methods of a module that are marked with `@hookimpl`."""
    source = path.read_text(encoding="utf-8")
    if "hookimpl" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and any(
            ast.unparse(mark).split("(")[0].endswith("hookimpl") for mark in node.decorator_list
        ):
            first = node.decorator_list[0].lineno
            lines = source.splitlines()[first - 1 : node.end_lineno]
            yield node.name, textwrap.dedent("\n".join(lines))


if __name__ == "__main__":
    print(reference(), end="")
