"""The plugin's tables, of all its areas: one migration history."""

from .absence import Absence
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
from .selecting import Agreement, Nomination

__all__ = [
    "Absence",
    "Agreement",
    "Ambassador",
    "AmbassadorCommunity",
    "AmbassadorLanguage",
    "AmbassadorLevel",
    "AmbassadorRole",
    "AmbassadorWork",
    "Competence",
    "CompetenceGroup",
    "HiddenPart",
    "Nomination",
    "Photo",
    "RevisionRound",
    "RoundPlan",
    "RoundReply",
]
