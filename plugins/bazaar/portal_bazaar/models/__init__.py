"""The plugin's tables, of all its areas: one migration history."""

from .attendance import Curiosity, InvitedEducation, Visitor
from .card import CardEntry, CardOperation
from .commitments import Commitment, CommitmentPerson
from .effect import EffectAnswer, EffectAsk, EffectPlan, EffectVersion
from .planning import Bazaar, Lesson, Organiser, PlanTask, ProgrammePart, Theme
from .stands import Keeper, PitchSlot, Shift, Stand, StandPlan

__all__ = [
    "Bazaar",
    "CardEntry",
    "CardOperation",
    "Commitment",
    "CommitmentPerson",
    "Curiosity",
    "EffectAnswer",
    "EffectAsk",
    "EffectPlan",
    "EffectVersion",
    "InvitedEducation",
    "Keeper",
    "Lesson",
    "Organiser",
    "PitchSlot",
    "PlanTask",
    "ProgrammePart",
    "Shift",
    "Stand",
    "StandPlan",
    "Theme",
    "Visitor",
]
