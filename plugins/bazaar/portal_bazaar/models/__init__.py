"""The plugin's tables, of all its areas: one migration history."""

from .attendance import (
    Attendance,
    Curiosity,
    InvitedEducation,
    Reminder,
    ReminderDate,
    Visitor,
)
from .card import CardChange, CardDifference, CardEntry, CardOperation, PaperCard
from .commitments import Collecting, Commitment, CommitmentPerson, NothingTaken
from .day import DayLink, DaySignIn, Device
from .effect import EffectAnswer, EffectAsk, EffectPlan, EffectVersion
from .planning import (
    Bazaar,
    Lesson,
    Organiser,
    PlanTask,
    ProgrammePart,
    SetupImport,
    Theme,
)
from .printing import PrintBox, Printed
from .stands import Keeper, PitchSlot, Shift, Stand, StandPlan

__all__ = [
    "Attendance",
    "Bazaar",
    "CardChange",
    "CardDifference",
    "CardEntry",
    "CardOperation",
    "Collecting",
    "Commitment",
    "CommitmentPerson",
    "Curiosity",
    "DayLink",
    "DaySignIn",
    "Device",
    "EffectAnswer",
    "EffectAsk",
    "EffectPlan",
    "EffectVersion",
    "InvitedEducation",
    "Keeper",
    "Lesson",
    "NothingTaken",
    "Organiser",
    "PaperCard",
    "PitchSlot",
    "PlanTask",
    "PrintBox",
    "Printed",
    "ProgrammePart",
    "Reminder",
    "ReminderDate",
    "SetupImport",
    "Shift",
    "Stand",
    "StandPlan",
    "Theme",
    "Visitor",
]
