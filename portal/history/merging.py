"""Two people wrote on top of the same version: what each changed, and what can be taken from both.

Pure functions on plain data, as snapshots hold it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from portal.history.differences import Region, text_changes

Side = Literal["mine", "theirs", "both"]


@dataclass(frozen=True, slots=True)
class Combined:
    """A text or list with the changes of both. Where `clean` is false they changed the same words,
    and both stand there, mine first."""

    value: Any
    clean: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A field in which the two versions differ.

    `changed_by`: who alone changed it, or 'both'; also 'both' where the base is not known.
    """

    name: str
    changed_by: Side
    base: Any
    mine: Any
    theirs: Any
    combined: Combined | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """`parts` are the fields that differ, `result` every field with what only one changed taken;
    in the parts that both changed, `result` has what I wrote."""

    parts: tuple[Part, ...]
    result: Mapping[str, Any]

    @property
    def disputed(self) -> tuple[Part, ...]:
        """The parts that somebody has to decide about."""
        return tuple(part for part in self.parts if part.changed_by == "both")


def three_way(
    base: Mapping[str, Any] | None,
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    prose: Iterable[str] = (),
) -> Merge:
    """Merges by field. `base` is the version both began with, None if it is not known any longer;
    `prose` names the fields whose texts can be combined."""
    parts, result, texts = [], dict(theirs), set(prose)
    for name, wrote in mine.items():
        there = theirs.get(name)
        if wrote == there:
            continue
        known = base is not None and name in base
        before = base[name] if base is not None and known else None
        changed_by: Side = "both"
        if known and there == before:
            changed_by = "mine"
        elif known and wrote == before:
            changed_by = "theirs"
        if changed_by != "theirs":
            result[name] = wrote
        combined = None
        if changed_by == "both":
            combined = _combine(name in texts, known, before, wrote, there)
        parts.append(Part(name, changed_by, before, wrote, there, combined))
    return Merge(tuple(parts), result)


def combine_texts(base: str, mine: str, theirs: str) -> Combined:
    """A text with every change of both, word by word."""
    words, my_words, my_changes = text_changes(base, mine)
    _same, their_words, their_changes = text_changes(base, theirs)
    text: list[str] = []
    at, clean = 0, True
    for group_start, group_end, ours, others in _groups(my_changes, their_changes):
        text += words[at:group_start]
        my_side = _rewritten(words, my_words, ours, group_start, group_end)
        their_side = _rewritten(words, their_words, others, group_start, group_end)
        if not others or my_side == their_side:
            text.append(my_side)
        elif not ours:
            text.append(their_side)
        else:
            clean = False
            text.append(_one_after_the_other(my_side, their_side))
        at = group_end
    text += words[at:]
    return Combined("".join(text), clean)


def combine_lists(base: list[Any], mine: list[Any], theirs: list[Any]) -> list[Any]:
    """What both kept, and what either added; what either took out is out."""
    kept = [one for one in mine if one in theirs or one not in base]
    return kept + [one for one in theirs if one not in base and one not in kept]


def _combine(prose: bool, known: bool, base: Any, mine: Any, theirs: Any) -> Combined | None:
    if prose:
        before = base if known and isinstance(base, str) else ""
        return combine_texts(before, str(mine or ""), str(theirs or ""))
    if isinstance(mine, list) and isinstance(theirs, list):
        items = base if known and isinstance(base, list) else []
        return Combined(combine_lists(items, mine, theirs), clean=True)
    return None


def _groups(
    mine: list[Region], theirs: list[Region]
) -> Iterable[tuple[int, int, list[Region], list[Region]]]:
    """Changes of both that touch each other in the base, together: (start, end, mine, theirs)."""
    every = sorted([(one, True) for one in mine] + [(one, False) for one in theirs])
    group: tuple[int, int, list[Region], list[Region]] | None = None
    for region, is_mine in every:
        if group is None or region[0] > group[1]:
            if group is not None:
                yield group
            group = (region[0], region[1], [], [])
        start, end, ours, others = group
        (ours if is_mine else others).append(region)
        group = (start, max(end, region[1]), ours, others)
    if group is not None:
        yield group


def _rewritten(
    base: list[str], words: list[str], regions: list[Region], start: int, end: int
) -> str:
    """The base from `start` to `end` as one side wrote it."""
    text: list[str] = []
    at = start
    for a, b, c, d in regions:
        text += base[at:a]
        text += words[c:d]
        at = b
    return "".join(text + base[at:end])


def _one_after_the_other(mine: str, theirs: str) -> str:
    if not mine or not theirs or mine[-1].isspace():
        return mine + theirs
    return f"{mine} {theirs}"
