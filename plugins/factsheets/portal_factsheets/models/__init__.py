"""The plugin's tables. The catalogue comes first: sheets refer to it."""

from .catalogue import Concept, Lab, Programme, Track
from .importing import FoundSheet, HeadingProfile, ImportFile, ImportRun
from .sheets import FactSheet, OutdatedNote, SheetTag, sheet_concepts

__all__ = [
    "Concept",
    "FactSheet",
    "FoundSheet",
    "HeadingProfile",
    "ImportFile",
    "ImportRun",
    "Lab",
    "OutdatedNote",
    "Programme",
    "SheetTag",
    "Track",
    "sheet_concepts",
]
