"""The areas of the plugin. Each is a folder with a module `hooks`, whose functions bear the names
of the plugin's hooks; the manifest gathers their answers. A new area is a line here."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

AREAS = (
    "planning",
    "stands",
    "attendance",
    "day",
    "card",
    "commitments",
    "printing",
    "effect",
)


def answers(hook: str, *arguments: Any) -> Iterator[Any]:
    """What each area that has something to say of `hook` answers, in the order of the areas."""
    for area in AREAS:
        function = getattr(import_module(f".{area}.hooks", __package__), hook, None)
        if function is not None:
            yield function(*arguments)


def gathered(hook: str, *arguments: Any) -> list[Any]:
    """The answers that are lists, as one."""
    return [one for answer in answers(hook, *arguments) for one in answer or ()]


def merged(hook: str, *arguments: Any) -> dict[str, Any]:
    """The answers that are mappings, as one."""
    found: dict[str, Any] = {}
    for answer in answers(hook, *arguments):
        found.update(answer or {})
    return found
