"""A canvas as a PDF. What stands on it is data, made here in the reader's language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from ..times import day_words
from .pages import View
from .wording import CHOICE_WORDS, QUESTIONS, RINGS

TEMPLATE = Path(__file__).parent / "prints" / "canvas.typ"


def data_of(view: View) -> dict[str, Any]:
    """What the template shows."""
    design, participation = view.design, view.rights.participation
    return {
        "title": design.title or participation.unit.name,
        "unit": participation.unit.name,
        "place": f"{participation.unit.name}, {view.rights.series.title}",
        "pitch": design.pitch,
        "codex": [{"text": one.text, "codex": one.codex} for one in design.codex],
        "lesson": design.codex_text,
        "rings": _rings(view),
        "elements": [
            {
                "text": one.text or _("A part of the origin"),
                "choice": CHOICE_WORDS[one.choice][0] if one.choice in CHOICE_WORDS else _("New"),
                "how": one.how,
            }
            for one in design.elements
        ],
        "practice": design.practice,
        "steps": [
            {
                "what": one.what,
                "who": view.names_of(one.user_ids, one.who),
                "due": day_words(one.due) if one.due else "",
            }
            for one in design.steps
        ],
        "signs": [{"text": one.text, "how": one.how} for one in design.signs],
        "review": day_words(design.review) if design.review else "",
        "words": _words(),
    }


def _rings(view: View) -> list[dict[str, Any]]:
    found = []
    for key, title in RINGS.items():
        people = [
            {
                "name": one.name,
                "notes": [
                    [words, getattr(one, name)] for name, words in QUESTIONS if getattr(one, name)
                ],
            }
            for one in view.design.stakeholders
            if one.ring == key
        ]
        if people:
            found.append({"title": title, "people": people})
    return found


def _words() -> dict[str, Any]:
    return {
        "pitch": _("Elevator pitch"),
        "codex": _("Our codex"),
        "arena": _("Your arena"),
        "redesign": _("Redesign"),
        "redesign_heads": [_("Part"), _("With us"), _("How we do it")],
        "practice": _("The practice"),
        "plan": _("The plan"),
        "plan_heads": [_("What"), _("Who"), _("By when")],
        "signs": _("Signs that it works"),
        "review": _("First review"),
    }
