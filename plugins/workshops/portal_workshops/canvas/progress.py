"""How far a group has come with each page, judged by what stands on the canvas."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from .engine import Item
from .tally import spread
from .wording import STEPS


@dataclass(frozen=True, slots=True)
class State:
    """One page: `count` things are there, `done` says that it is enough to go on."""

    key: str
    count: int
    done: bool


def progress(
    items: Mapping[str, Item],
    elements: int = 0,
    members: Collection[int] = (),
    seated: Collection[int] = (),
) -> dict[str, State]:
    """Every page by its key. `elements`: how many the origin has, as far as can be seen;
    `members` may answer, and those with a seat are waited for."""
    track = spread(items.values(), members, seated)
    counts = _counts(items) | {"track": track["answered"]}
    enough = {
        "arena": 4,
        "words": 2,
        "redesign": max(1, min(elements, 3)),
        "pitch": 40,
        "track": max(1, track["people"]),
        "present": 1,
        "design": 3,
    }
    return {
        one.key: State(one.key, counts[one.key], counts[one.key] >= enough[one.key])
        for one in STEPS
    }


def _counts(items: Mapping[str, Item]) -> dict[str, int]:
    def of(kind: str, name: str) -> list[Item]:
        return [
            one for one in items.values() if one.type == kind and not one.gone and one.value(name)
        ]

    pitch, final = items.get("pitch"), items.get("final")
    steps = [one for one in of("step", "what") if one.value("people") or one.value("who")]
    design = bool(steps) + bool(of("sign", "text")) + bool(final and final.value("review"))
    chosen = [one for one in of("word", "chosen") if not one.value("into")]
    return {
        "arena": len(of("stakeholder", "name")),
        "words": len(chosen),
        "redesign": len(of("element", "choice")),
        "pitch": len(pitch.value("text")) if pitch else 0,
        "present": int(bool(pitch and pitch.value("presented"))),
        "design": design,
    }
