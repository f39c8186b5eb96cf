"""What is near a town: about as the crow flies, from a list that comes with the plugin. A town
that is not on it is near itself only."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from portal.api import fold

NEAR_KM = 40.0
_FILE = Path(__file__).with_name("towns.csv")


@cache
def towns() -> Mapping[str, tuple[str, float, float]]:
    """(name, latitude, longitude) by the name as it is compared."""
    found = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        name, latitude, longitude = line.split(";")
        found[fold(name)] = (name, float(latitude), float(longitude))
    return found


def is_near(one: str, other: str) -> bool:
    """Whether two towns are near each other."""
    a, b = fold(one), fold(other)
    if a == b:
        return bool(a)
    here, there = towns().get(a), towns().get(b)
    return here is not None and there is not None and _km(here[1:], there[1:]) <= NEAR_KM


@cache
def towns_near(town: str) -> tuple[str, ...]:
    """The towns near one, itself first."""
    return (
        town,
        *(name for name, _x, _y in towns().values() if name != town and is_near(name, town)),
    )


def near_any(town: str, wanted: Iterable[str]) -> bool:
    """Whether the town is near one of those."""
    return any(is_near(town, one) for one in wanted)


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    north = (one[0] - other[0]) * 111.2
    east = (one[1] - other[1]) * 111.2 * math.cos(math.radians((one[0] + other[0]) / 2))
    return math.hypot(north, east)
