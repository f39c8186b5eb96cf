"""The words of the canvas: its pages, and what is said when an operation is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the canvas, in one of the two half days."""

    key: str
    half: int
    title: Any  # in the row of steps
    heading: Any
    lead: Any
    icon: str


STEPS = (
    Step(
        "arena",
        1,
        _l("Arena"),
        _l("Your arena"),
        _l("Who is around you? Place them near or farther away, and write what they see."),
        "compass",
    ),
    Step(
        "words",
        1,
        _l("Value words"),
        _l("Your value words"),
        _l("Which words must your practice live up to? Collect them, give dots, and choose."),
        "chat-square-text",
    ),
    Step(
        "redesign",
        1,
        _l("Redesign"),
        _l("Make it yours"),
        _l("Take each part of the practice: keep it, adapt it, leave it, or make something new."),
        "puzzle",
    ),
    Step(
        "pitch",
        1,
        _l("Elevator pitch"),
        _l("Your elevator pitch"),
        _l("Say in a minute what you will do, and why. Your value words help."),
        "megaphone",
    ),
    Step(
        "track",
        2,
        _l("On the right track?"),
        _l("Are we on the right track?"),
        _l("Read your codex again, change what no longer holds, and answer each for yourself."),
        "signpost-split",
    ),
    Step(
        "present",
        2,
        _l("Present the pitch"),
        _l("Present your pitch"),
        _l("One of you tells it in a minute. The others write what they heard."),
        "mic",
    ),
    Step(
        "design",
        2,
        _l("Final design"),
        _l("Your final design"),
        _l("Who does what by when, and how will you see that it works?"),
        "list-check",
    ),
)
STEP = {one.key: one for one in STEPS}

RINGS: dict[str, Any] = {
    "near": _l("Close to us"),
    "around": _l("Around us"),
    "far": _l("Farther away"),
}
QUESTIONS: tuple[tuple[str, Any], ...] = (
    ("sees", _l("What do they see?")),
    ("needs", _l("What do they need?")),
    ("expects", _l("What do they expect of us?")),
    ("contributes", _l("What can they contribute?")),
)
CHOICE_WORDS: dict[str, tuple[Any, str]] = {
    "keep": (_l("Keep"), "check-lg"),
    "adapt": (_l("Adapt"), "tools"),
    "leave": (_l("Leave"), "dash-circle"),
}
TRACK: tuple[Any, ...] = (
    _l("No, not at all"),
    _l("Hardly"),
    _l("Partly"),
    _l("Mostly"),
    _l("Yes, entirely"),
)

#: By the code of `document.Unfit`.
REFUSALS: dict[str, Any] = {
    "long": _l("The text is too long. Make it shorter."),
    "dots": _l("You have given all your dots. Take one back first."),
    "full": _l("The canvas is full. Remove something first."),
    "merge": _l("Those two words cannot be merged that way."),
    "lead": _l("Only the facilitator can do that."),
    "part": _l("Only those who take part answer."),
    "others": _l("That belongs to somebody else."),
    "advise": _l("You can add advice here. The group changes the rest."),
    "day": _l("Choose a day from the calendar."),
    "exists": _l("That is there already."),
}
REFUSED = _l("That could not be saved. Try it another way.")


def refusal(why: str) -> str:
    """Why an operation was refused, in words."""
    return str(REFUSALS.get(why, REFUSED))
