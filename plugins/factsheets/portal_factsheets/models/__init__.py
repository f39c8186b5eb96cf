"""The plugin's tables, one module per subject."""

from portal_factsheets.models.catalogue import Concept, Lab, Programme, Track

__all__ = [
    "Concept",
    "Lab",
    "Programme",
    "Track",
]
