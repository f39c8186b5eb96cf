"""The draft of the local practice's fact sheet, filled from what the workshop came to."""

from __future__ import annotations

from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from ..canvas.services import Design

TITLE_MAX, SUMMARY_MAX, SECTION_MAX = 200, 300, 30_000


def title_of(design: Design, origin_title: str, unit: str) -> str:
    """What the practice is called: as the group did, else after its origin and its place."""
    title = " ".join((design.title or origin_title or _("Our practice")).split())
    if not design.title and unit:
        title = _("%(practice)s at %(place)s", practice=title[: TITLE_MAX - 60], place=unit[:50])
    return title[:TITLE_MAX]


def summary_of(design: Design) -> str:
    """A sentence or two: the practice, or the beginning of the pitch."""
    text = " ".join((design.practice or design.pitch).split())
    if len(text) <= SUMMARY_MAX:
        return text
    cut = text[: SUMMARY_MAX - 1]
    return cut[: cut.rfind(" ")] + "…" if " " in cut else cut + "…"


def sections_of(design: Design, names: dict[int, str]) -> dict[str, str]:
    """The sections of the sheet in Markdown; what the group did not say stays empty."""
    found = {
        "challenge": design.pitch.strip(),
        "hypothesis": _signs(design),
        "actions": _joined(design.practice.strip(), _steps(design, names)),
        "elements": _elements(design, ("keep", "adapt", "new")),
        "attention": _joined(_codex(design), _elements(design, ("leave",))),
        "target_group": _bullets([one.name for one in design.stakeholders if one.ring == "near"]),
    }
    return {name: text[:SECTION_MAX] for name, text in found.items() if text}


def _signs(design: Design) -> str:
    lines = [f"{one.text} ({one.how})" if one.how else one.text for one in design.signs]
    return _joined(_("We see that it works when:"), _bullets(lines)) if lines else ""


def _steps(design: Design, names: dict[int, str]) -> str:
    lines = []
    for step in design.steps:
        who = [names[one] for one in step.user_ids if one in names]
        more = [*who, *([step.who] if step.who else [])]
        if step.due is not None:
            more.append(format_date(step.due, "long"))
        lines.append(f"{step.what} ({', '.join(more)})" if more else step.what)
    return "\n".join(f"{number}. {_line(one)}" for number, one in enumerate(lines, start=1))


def _elements(design: Design, choices: tuple[str, ...]) -> str:
    words: dict[str, Any] = {
        "keep": _("We keep"),
        "adapt": _("We adapt"),
        "new": _("New with us"),
        "leave": _("We leave out"),
    }
    parts = []
    for choice in choices:
        chosen = [one for one in design.elements if one.choice == choice]
        lines = [_said(one.text, one.how) for one in chosen]
        if any(lines):
            parts.append(_joined(f"**{words[choice]}**", _bullets(lines)))
    return _joined(*parts)


def _codex(design: Design) -> str:
    lines = [_said(one.text, one.codex) for one in design.codex]
    text = _joined(design.codex_text.strip(), _bullets(lines))
    heading = _("Our value words")
    return _joined(f"**{heading}**", text) if text else ""


def _said(text: str, more: str) -> str:
    """What it is, and what they say about it: a sentence of the origin keeps its own full stop."""
    text, more = text.strip(), more.strip()
    return (" " if text.endswith((".", "!", "?", ":")) else ": ").join(filter(None, [text, more]))


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"- {_line(one)}" for one in lines if one.strip())


def _line(text: str) -> str:
    return " ".join(text.split())


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
