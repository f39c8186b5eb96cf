"""Plugins made of areas: who answers a hook, and with what arguments."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.plugins.areas import AreaPlugin, Areas
from portal.runtime import portal


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Areas]]:
    """Writes the modules of areas into a package 'fair'."""

    def write(**files: str) -> Areas:
        names = []
        for path, text in files.items():
            area, _, module = path.partition("__")
            folder = tmp_path / "fair" / area
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{module}.py").write_text(text)
            names += [area] if module == "hooks" else []
        return Areas("fair", names)

    monkeypatch.syspath_prepend(tmp_path)
    yield write
    for name in [name for name in sys.modules if name.split(".")[0] == "fair"]:
        del sys.modules[name]


def test_an_area_answers_itself_or_imports_what_answers(package: Any) -> None:
    areas = package(
        stalls__hooks="from .leaving import kept as export_user\ndef demo(session): 1 / 0",
        stalls__leaving="def kept(session, user): return {'stalls': user}",
        visitors__hooks="def export_user(session, user): return {'visits': user}",
        floor__hooks="",
    )

    assert areas.merged("export_user", None, 7) == {"stalls": 7, "visits": 7}
    with pytest.raises(ZeroDivisionError):
        areas.tell("demo", None)
    assert areas.gathered("waiting", None, None) == []


def test_a_module_is_no_answer(package: Any) -> None:
    areas = package(stalls__hooks="from . import jobs", stalls__jobs="")

    with pytest.raises(TypeError, match=r"fair\.stalls\.jobs.*'jobs'"):
        areas.merged("jobs")


class Asked:
    """Stands in for areas, and notes with how many arguments they would be asked."""

    def __init__(self) -> None:
        self.given: dict[str, int] = {}

    def _note(self, hook: str, *arguments: Any) -> dict[str, Any]:
        self.given[hook] = len(arguments)
        return {}

    gathered = merged = tell = _note


def hooks_given() -> dict[str, int]:
    """Each hook that areas are asked, and how many arguments they get."""
    plugin, asked = AreaPlugin(), Asked()
    plugin.areas = asked  # type: ignore[assignment,misc]
    for name, method in inspect.getmembers(AreaPlugin, inspect.isfunction):
        if name != "ready" and name in vars(AreaPlugin):
            method(plugin, *[None for _ in list(inspect.signature(method).parameters)[1:]])
    return asked.given


def test_every_area_takes_what_its_hooks_are_given(app: Flask) -> None:
    given = hooks_given()
    loaded = [entry.plugin for entry in portal().plugins.loaded.values()]
    areas = [plugin.areas for plugin in loaded if isinstance(plugin, AreaPlugin)]
    answered = 0

    for hook, number in given.items():
        for function in (one for area in areas for one in area._functions(hook)):
            inspect.signature(function).bind(*[None] * number)  # TypeError says which
            answered += 1

    assert len(given) > 25 and answered > 100
