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
from .articles import Article, ArticleAuthor
from .competences import Competence, CompetenceGroup
from .meetings import Meeting, MeetingGuest, MeetingPoint
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
    "Article",
    "ArticleAuthor",
    "Competence",
    "CompetenceGroup",
    "HiddenPart",
    "Meeting",
    "MeetingGuest",
    "MeetingPoint",
    "Nomination",
    "Photo",
    "RevisionRound",
    "RoundPlan",
    "RoundReply",
]
