"""The plugin's tables, of all its areas: one migration history."""

from .ambassadors import (
    Ambassador,
    AmbassadorCommunity,
    AmbassadorLanguage,
    AmbassadorLevel,
    AmbassadorRole,
    AmbassadorWork,
    HiddenPart,
    Photo,
)
from .competences import Competence, CompetenceGroup

__all__ = [
    "Ambassador",
    "AmbassadorCommunity",
    "AmbassadorLanguage",
    "AmbassadorLevel",
    "AmbassadorRole",
    "AmbassadorWork",
    "Competence",
    "CompetenceGroup",
    "HiddenPart",
    "Photo",
]
