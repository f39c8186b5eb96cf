"""The plugin's tables, of all its areas: one migration history."""

from .adoption import Adoption, AdoptionAction, AdoptionChange, AdoptionReview
from .canvas import Canvas, CanvasItem, CanvasOperation, CanvasPresence, RunSheet
from .groups import (
    Plan,
    PlanAnswer,
    PlanDate,
    PlanFacilitator,
    PlanPair,
    PlanPerson,
    PlanPractice,
    PlanRoom,
)
from .series import (
    Attendance,
    HalfDay,
    Participation,
    Room,
    Seat,
    Series,
    SeriesAdviser,
    SeriesFacilitator,
)
from .wishes import PracticeWish

__all__ = [
    "Adoption",
    "AdoptionAction",
    "AdoptionChange",
    "AdoptionReview",
    "Attendance",
    "Canvas",
    "CanvasItem",
    "CanvasOperation",
    "CanvasPresence",
    "HalfDay",
    "Participation",
    "Plan",
    "PlanAnswer",
    "PlanDate",
    "PlanFacilitator",
    "PlanPair",
    "PlanPerson",
    "PlanPractice",
    "PlanRoom",
    "PracticeWish",
    "Room",
    "RunSheet",
    "Seat",
    "Series",
    "SeriesAdviser",
    "SeriesFacilitator",
]
