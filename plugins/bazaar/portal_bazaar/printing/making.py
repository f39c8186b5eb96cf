"""Things become PDFs. No database here: what is printed was read before."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from portal.api import CannotPrint, PrintLimits, clean_name, markdown_parts, pdf, qr_svg

from ..vocabulary import INTEREST_WORDS
from . import kinds
from .things import Print, Thing

PRINTS = Path(__file__).parent / "prints"
#: What a template calls its things.
_LISTS = {
    kinds.SHEETS: "stands",
    kinds.BANNERS: "stands",
    kinds.POSTERS: "stands",
    kinds.BADGES: "badges",
    kinds.CARDS: "cards",
    kinds.MODERATOR: "rounds",
}
#: Rather several prints than one that takes too long, or all the memory there is: a card of sixty
#: stands is three pages.
PORTIONS = {kinds.CARDS: 50, kinds.SHEETS: 100, kinds.BADGES: 400}
#: A time stamp in the zip, so that the same box is the same bytes.
_THEN = (2000, 1, 1, 0, 0, 0)
LIMITS = PrintLimits(seconds=120)


def make_pdf(one: Print, things: Sequence[Thing]) -> bytes:
    """These things of a print as one PDF, in the current language. Raises CannotPrint."""
    data: dict[str, Any] = {**one.shared, "words": _words(one.kind.name)}
    name = one.kind.name
    if name in _LISTS:
        data[_LISTS[name]] = [made for thing in things for made in _copies(thing)]
    elif things:
        data |= things[0].data
    title = f"{one.kind.words} – {one.shared['bazaar']['title']}"
    if len(things) == 1 and one.kind.each is not None:
        title = f"{things[0].words} – {title}"
    template = PRINTS / one.kind.template
    lang = str(get_locale() or "da")
    try:
        return pdf(template, data, lang=lang, title=title, files=one.files, limits=LIMITS)
    except CannotPrint:
        if not one.files:
            raise
        # The picture of the room is damaged, and the numbers are what matters.
        data["picture"] = None
        return pdf(template, data, lang=lang, title=title, limits=LIMITS)


def make_box(prints: Iterable[Print]) -> bytes:
    """A zip: a folder a kind for what a printer's wants one by one, else one file a kind."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for one in prints:
            folder = clean_name(str(one.kind.words)).replace("/", "-")
            if one.kind.name == kinds.BANNERS:
                for thing in one.things:
                    add(box, f"{folder}/{file_name(thing.words)}.pdf", make_pdf(one, [thing]))
                continue
            portions = portions_of(one, one.things)
            for number, portion in enumerate(portions, start=1):
                name = folder if len(portions) == 1 else f"{folder} {number}"
                add(box, f"{name}.pdf", make_pdf(one, portion))
    return out.getvalue()


def portions_of(one: Print, things: Sequence[Thing]) -> list[Sequence[Thing]]:
    """The things in so many prints as they need."""
    most = PORTIONS.get(one.kind.name, len(things) or 1)
    return [things[start : start + most] for start in range(0, len(things), most)]


def add(box: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Puts a file into a zip."""
    taken = set(box.namelist())
    stem, number = name.removesuffix(".pdf"), 1
    while name in taken:
        number += 1
        name = f"{stem} {number}.pdf"
    box.writestr(zipfile.ZipInfo(name, _THEN), content, zipfile.ZIP_DEFLATED)


def file_name(words: str) -> str:
    """Words as the name of a file, on every system."""
    kept = "".join(char if char.isalnum() or char in " -_" else " " for char in clean_name(words))
    return " ".join(kept.split())[:80].strip() or "print"


def _copies(thing: Thing) -> list[dict[str, Any]]:
    made = dict(thing.data)
    address = made.pop("address", None)
    if address is not None:
        made["qr"] = qr_svg(address) if address else None
    if "sections" in made:
        made["sections"] = [
            {**part, "text": markdown_parts(part["markdown"])} for part in made["sections"]
        ]
    return [made] * int(made.pop("copies", 1))


def _words(name: str) -> Mapping[str, Any]:
    if name in kinds.OF_A_STAND:
        return {
            "scan": _("Scan the code with your phone's camera"),
            "or_type": _("or type the code"),
            "stand": _("Stand"),
            "page": _("page"),
            "ask": _("Ask"),
        }
    if name == kinds.CARDS:
        # The number is what is keyed in afterwards.
        scale = [f"{level + 1} {INTEREST_WORDS[level]}" for level in sorted(INTEREST_WORDS)]
        return {
            "columns": [
                _("No."),
                _("Stand"),
                _("Code"),
                *scale,
                _("Workshop"),
                _("What do you expect to do at home?"),
            ],
            "card": _("Dance card"),
            "name": _("Name and education"),
            "how": _("Tick what you think of the stands you visit. Hand the card in as you leave."),
            "more": _("More that I want to remember"),
            "page": _("page"),
        }
    if name == kinds.MODERATOR:
        return {
            "columns": [_("Time"), _("Stand"), _("Pitch"), _("Length")],
            "nothing": _("No pitches in this round yet."),
            "page": _("page"),
        }
    if name == kinds.PLAN:
        return {
            "plan": _("Where the stands are"),
            "alt": _("Plan of the room with the numbers of the stands; the list names them all"),
            "not_placed": _("(no place yet)"),
        }
    return {
        "columns": [_("Here"), _("Badge"), _("Name"), _("Education"), _("As"), _("Keeps stand")],
        "list": _("Everybody who is registered"),
        "private": _("Shred this list after the day."),
        "page": _("page"),
    }
