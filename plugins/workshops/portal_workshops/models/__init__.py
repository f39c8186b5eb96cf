"""The plugin's tables, of all its areas: one migration history."""

from .canvas import Canvas, CanvasItem, CanvasOperation, CanvasPresence, RunSheet
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

__all__ = [
    "Attendance",
    "Canvas",
    "CanvasItem",
    "CanvasOperation",
    "CanvasPresence",
    "HalfDay",
    "Participation",
    "Room",
    "RunSheet",
    "Seat",
    "Series",
    "SeriesAdviser",
    "SeriesFacilitator",
]
