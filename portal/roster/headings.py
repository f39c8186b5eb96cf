"""The columns of the two lists, and every word that may stand over them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title as we write it, the folded words that may stand over it (the best
    first), whether it must be there and which columns together do instead."""

    title: Any
    words: tuple[str, ...]
    required: bool = False
    instead: tuple[str, ...] = ()


def fold(text: str) -> str:
    """A heading without case, spaces and signs: 'E-mail (arbejde)' is 'emailarbejde'."""
    plain = unicodedata.normalize("NFC", text[:200]).casefold()
    return "".join(char for char in plain if char.isalnum())


def heading_words(text: str) -> tuple[str, ...]:
    """The words of a column, from a text with commas between them."""
    return tuple(dict.fromkeys(fold(word) for word in text.split(",")))


PEOPLE: Mapping[str, Column] = {
    "name": Column(
        _l("Name"),
        heading_words(
            "navn, name, fulde navn, full name, fuldt navn, medarbejdernavn, person, display name"
        ),
        required=True,
        instead=("first", "last"),
    ),
    "first": Column(
        _l("First name"), heading_words("fornavn, first name, fornavne, given name, firstname")
    ),
    "last": Column(
        _l("Last name"), heading_words("efternavn, last name, surname, family name, efternavne")
    ),
    "title": Column(
        _l("Title"),
        heading_words("titel, title, jobtitel, job title, stillingsbetegnelse, stilling, position"),
    ),
    "email": Column(
        _l("E-mail"),
        heading_words(
            "e-mail, email, mail, e-mailadresse, mailadresse, email address, e-post, epost, "
            "arbejdsmail, e-mail arbejde, mail adresse, mailaddress, primary email"
        ),
        required=True,
    ),
    "phone": Column(
        _l("Phone"),
        heading_words(
            "telefon, phone, tlf, tlf nr, telefonnummer, mobil, mobilnummer, mobile, telefonnr"
        ),
    ),
    "unit": Column(
        _l("Unit"),
        heading_words(
            "enhed, unit, afdeling, department, uddannelse, education, enheder, institut, "
            "organisation, organisationsenhed, arbejdssted, team"
        ),
    ),
    "function": Column(
        _l("Function"),
        heading_words("funktion, function, rolle, role, stilling, position, job, personalegruppe"),
    ),
    "starts": Column(
        _l("From"),
        heading_words(
            "fra, from, fra dato, startdato, start, start date, ansat fra, gyldig fra, starter"
        ),
    ),
    "ends": Column(
        _l("To"),
        heading_words(
            "til, to, til dato, slutdato, until, slut, end, end date, ansat til, gyldig til, "
            "ophør, fratrådt, slutter"
        ),
    ),
}

UNITS: Mapping[str, Column] = {
    "name": Column(
        _l("Name"),
        heading_words(
            "navn, name, enhedsnavn, unit name, enhed, unit, afdeling, department, uddannelse"
        ),
        required=True,
    ),
    "parent": Column(
        _l("Under"),
        heading_words(
            "under, hører under, overenhed, parent, overordnet enhed, overordnet, moderenhed, "
            "parent unit, niveau over, ligger under, institution"
        ),
    ),
    "kind": Column(_l("Kind"), heading_words("slags, kind, type, art, enhedstype, unit type")),
    "code": Column(
        _l("Code"),
        heading_words(
            "kode, code, kortnavn, short name, forkortelse, id, nr, nummer, enhedskode, number"
        ),
    ),
    "town": Column(
        _l("Town"), heading_words("by, town, city, bynavn, postdistrikt, beliggende i, campusby")
    ),
}

KINDS: Mapping[str, Mapping[str, Column]] = {"people": PEOPLE, "units": UNITS}
