"""The plugin's tables. The catalogue comes first: sheets refer to it."""

from .catalogue import Concept, Lab, Programme, Track
from .sheets import FactSheet, OutdatedNote, SheetTag, sheet_concepts

__all__ = [
    "Concept",
    "FactSheet",
    "Lab",
    "OutdatedNote",
    "Programme",
    "SheetTag",
    "Track",
    "sheet_concepts",
]
