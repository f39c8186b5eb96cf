"""Ambassadors as vCards, for address books. Made of `Facts`, so nothing hidden comes along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import vobject  # type: ignore[import-untyped]
from flask import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import full_address, plain_text

from ..facts import Facts
from ..models import Competence, Photo
from ..places import Places
from ..vocabulary import LEVELS, ROLES
from ..words import language_word


def vcards(session: Session, found: Iterable[Facts], *, photos: bool = False) -> str:
    """One card each, version 3.0, which every address book reads. Three queries."""
    everyone = list(found)
    places = Places(session)
    names = _competences(session, everyone)
    pictures = _pictures(session, everyone) if photos else {}
    return "".join(_card(one, places, names, pictures.get(one.id)) for one in everyone)


def vcard_response(text: str, name: str) -> Response:
    """The cards as a file."""
    response = Response(text, mimetype="text/vcard")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.vcf")
    return response


def _competences(session: Session, everyone: Iterable[Facts]) -> Mapping[int, str]:
    if not any(one.levels for one in everyone):
        return {}
    rows = session.execute(select(Competence.id, Competence.name))
    return {row.id: row.name for row in rows}


def _pictures(session: Session, everyone: list[Facts]) -> Mapping[int, bytes]:
    shown = {one.id: one.photo for one in everyone if one.photo}
    found: dict[int, bytes] = {}
    ids = list(shown)
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        rows = session.execute(
            select(Photo.ambassador_id, Photo.mark, Photo.small).where(
                Photo.ambassador_id.in_(part)
            )
        )
        found |= {row.ambassador_id: row.small for row in rows if shown[row[0]] == row.mark}
    return found


def _card(one: Facts, places: Places, names: Mapping[int, str], photo: bytes | None) -> str:
    card = vobject.vCard()
    given, _blank, family = _clean(one.name).rpartition(" ")
    card.add("n").value = vobject.vcard.Name(family=family, given=given)
    card.add("fn").value = _clean(one.name)
    card.add("uid").value = full_address(f"/ambassadors/{one.id}")
    card.add("url").value = full_address(f"/ambassadors/{one.id}")
    if one.units:
        line = places.above(one.units[0][0])
        card.add("org").value = [_clean(place.name) for place in reversed(line)]
    if one.title:
        card.add("title").value = _clean(one.title)
    if one.email:
        mail = card.add("email")
        mail.value, mail.type_param = _clean(one.email), "INTERNET"
    if one.phone:
        phone = card.add("tel")
        phone.value, phone.type_param = _clean(one.phone), "WORK"
    note = _note(one, names)
    if note:
        card.add("note").value = note
    if one.roles:
        card.add("categories").value = [str(ROLES[role].words) for role in one.roles]
    if photo:
        picture = card.add("photo")
        picture.value = photo
        picture.encoding_param, picture.type_param = "b", "JPEG"
    return str(card.serialize())


def _note(one: Facts, names: Mapping[int, str]) -> str:
    lines = [plain_text(one.help_text), one.reach_note]
    lines += [
        f"{names[key]}: {LEVELS[level].words}" for key, level in one.levels.items() if key in names
    ]
    lines += [", ".join(language_word(code) for code in one.languages), *one.communities]
    return "\n".join(_clean(line, keep="\n") for line in lines if line)


def _clean(text: str, keep: str = "") -> str:
    """Without what would end a line of the file, or mean something to who reads it."""
    return "".join(char for char in text if char.isprintable() or char in keep)
