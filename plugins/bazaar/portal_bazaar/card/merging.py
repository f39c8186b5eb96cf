"""Bringing together what was written about one stand in several places.

Field by field: who had seen what stands there replaces it, and so does the same device again. Who
had not seen it wins by the later edit, and what loses is kept as a difference that is shown until
somebody has settled it: nothing that was typed is lost unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.api import now

from ..models import CardDifference, CardEntry
from .operations import FIELDS, LONGEST_STORED, Edit

PHONE, PAPER = "phone", "paper"
#: The name of the keyed-in paper among the devices.
PAPER_DEVICE = "paper"


def merge(entry: CardEntry, edits: Mapping[str, Edit], device: str, base: int) -> bool:
    """Brings edits from `device`, made on version `base`, into the line; whether it changed."""
    # A device's own operations come in their order; its clock, as we know it, sways with the net.
    version = entry.version + 1
    changed = False
    for name in FIELDS:
        edit = edits.get(name)
        if edit is None:
            continue
        current, known = getattr(entry, name), entry.edits.get(name)
        at, writer, written = known or (0, "", 0)
        if edit.value == current:
            if edit.at > at:
                _note(entry, name, edit.at, device, written)
            continue
        changed = True
        if known is None or base >= written or writer == device:
            setattr(entry, name, edit.value)
            _note(entry, name, edit.at, device, version)
        elif edit.at > at:
            _differ(entry, name, current, PAPER if writer == PAPER_DEVICE else PHONE)
            setattr(entry, name, edit.value)
            _note(entry, name, edit.at, device, version)
        else:
            _differ(entry, name, edit.value, PHONE)
    if changed:
        entry.version, entry.updated_at = version, now()
    return changed


def merge_paper(entry: CardEntry, values: Mapping[str, Any], at: int) -> bool:
    """Brings the paper card into the line: it fills what is empty and replaces what the paper
    said before; what the phone says otherwise stays, and the paper's word stands beside it."""
    version = entry.version + 1
    changed = False
    for name in FIELDS:
        if name not in values or values[name] == getattr(entry, name) or is_empty(values[name]):
            continue
        writer = (entry.edits.get(name) or (0, "", 0))[1]
        changed = True
        if is_empty(getattr(entry, name)) or writer == PAPER_DEVICE:
            setattr(entry, name, values[name])
            _note(entry, name, at, PAPER_DEVICE, version)
        else:
            _differ(entry, name, values[name], PAPER)
    if changed:
        entry.version, entry.updated_at = version, now()
    return changed


def settle(entry: CardEntry, difference: CardDifference, use: str, device: str, at: int) -> None:
    """Ends a difference: 'keep' what stands there, 'use' the other, or 'both' texts."""
    if difference.settled_at is not None:
        return
    difference.settled_at = now()
    value = getattr(entry, difference.field)
    if use == "both" and isinstance(value, str) and isinstance(difference.value, str):
        value = f"{value}\n{difference.value}".strip()[:LONGEST_STORED]
    elif use == "use":
        value = difference.value
    entry.version += 1
    entry.updated_at = now()
    setattr(entry, difference.field, value)
    _note(entry, difference.field, at, device, entry.version)


def is_empty(value: Any) -> bool:
    """Whether nothing was said: no choice, no words, no wish."""
    return value is None or value == "" or value is False


def _note(entry: CardEntry, name: str, at: int, device: str, version: int) -> None:
    # A new mapping: the database must see that it changed.
    entry.edits = {**entry.edits, name: [at, device, version]}


def _differ(entry: CardEntry, name: str, value: Any, origin: str) -> None:
    if is_empty(value):
        return
    for one in entry.differences:
        if (one.field, one.value, one.settled_at) == (name, value, None):
            return
    entry.differences.append(CardDifference(field=name, value=value, origin=origin, at=now()))
