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
from .rounds import RevisionRound, RoundPlan, RoundReply

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
    "RevisionRound",
    "RoundPlan",
    "RoundReply",
]
