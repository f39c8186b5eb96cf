"""What an index was built with; where any of it changed, the index must be rebuilt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .danish.vocabulary import VOCABULARY_VERSION

# Raise when schema.py or fields_of.py change what is written for a document.
LAYOUT_VERSION = 6
ANALYSIS_VERSION = f"{LAYOUT_VERSION}-{VOCABULARY_VERSION}"


def meta_for(facet_names: Iterable[str]) -> dict[str, Any]:
    """Return what is noted beside a new index."""
    return {"analysis": ANALYSIS_VERSION, "facets": sorted(facet_names)}
