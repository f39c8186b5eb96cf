"""The rules, in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from portal.testing.contract.findings import CODES, Finding
from portal.testing.contract.subject import Subject

Check = Callable[[Subject], Iterable[Finding]]
#: 'files': reads the plugin's files; 'app': needs the application it was loaded into, even if it
#: was refused there; 'on': needs it to be running.
Stage = Literal["files", "app", "on"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, the codes it may give, and the check."""

    name: str
    codes: tuple[str, ...]
    stage: Stage
    check: Check


RULES: list[Rule] = []


def rule(*codes: str, stage: Stage) -> Callable[[Check], Check]:
    """Adds a check to the rules; its name is the function's."""
    assert set(codes) <= set(CODES)

    def add(check: Check) -> Check:
        RULES.append(Rule(check.__name__, codes, stage, check))
        return check

    return add


def _load() -> None:
    from portal.testing.contract import (  # noqa: F401
        disabled,
        faults,
        files,
        hooks,
        imports,
        manifest,
        migrating,
        names,
        pages,
        people,
        routes,
        tables,
        texts,
    )

    order = {"files": 0, "app": 1, "on": 2}
    RULES.sort(key=lambda found: order[found.stage])


_load()
