"""The three lists: their columns, and every word that may stand over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.api import lists

STANDS, PEOPLE, EDUCATIONS = "stands", "people", "educations"

LISTS: Mapping[str, Any] = {
    EDUCATIONS: _l("Educations"),
    STANDS: _l("Stands"),
    PEOPLE: _l("People"),
}

#: Titles of sheets that say which list it is.
SHEETS: Mapping[str, Sequence[str]] = {
    STANDS: lists.heading_words(
        "stande, stands, stand, boder, bod, praksisser, practices, standliste, standoversigt"
    ),
    PEOPLE: lists.heading_words(
        "personer, people, deltagere, visitors, gæster, besøgende, tilmeldte, participants, "
        "deltager, deltagerliste, tilmelding, tilmeldinger, gæsteliste, participant"
    ),
    EDUCATIONS: lists.heading_words("uddannelser, educations, uddannelse, enheder, units"),
}

_EMAIL = (
    "e-mail, email, mail, e-mailadresse, mailadresse, email address, e-post, epost, mailadr, "
    "e-mailadr"
)
#: Above the education: tells apart what is called the same in several places. The last word may
#: stand over the education itself.
_WITHIN = (
    "campus, skole, school, kommune, municipality, campus kommune, hører under, fakultet, "
    "uddannelsessted, institution"
)

COLUMNS: Mapping[str, Mapping[str, lists.Column]] = {
    EDUCATIONS: {
        "unit": lists.Column(
            _l("Education"),
            lists.heading_words(
                "uddannelse, education, enhed, unit, uddannelser, navn, name, afdeling, udd, "
                "program, programme, studieretning"
            ),
            required=True,
        ),
        "institution": lists.Column(
            _l("Institution"),
            lists.heading_words("institution, skole, campus, school, sted, hører under, kommune"),
        ),
        "delegate": lists.Column(
            _l("Delegate (e-mail)"),
            lists.heading_words(
                "stedfortræder e-mail, stedfortræder, delegate, delegate e-mail, "
                "kontaktperson, contact"
            ),
        ),
        "note": lists.Column(
            _l("Note"), lists.heading_words("note, bemærkning, bemærkninger, notat, kommentar")
        ),
    },
    STANDS: {
        "number": lists.Column(
            _l("Number"), lists.heading_words("nummer, number, nr, stand nr, standnummer, no")
        ),
        "title": lists.Column(
            _l("Title"),
            lists.heading_words(
                "titel, title, stand, standens titel, praksis, practice, overskrift, "
                "navn på stand, hvad hedder standen, hvad hedder boden, bod, bodens navn, "
                "standnavn, emne"
            ),
            required=True,
        ),
        "theme": lists.Column(_l("Theme"), lists.heading_words("tema, theme, spor, track")),
        "unit": lists.Column(
            _l("Unit"),
            lists.heading_words(
                "enhed, unit, uddannelse, education, afdeling, department, udd, institution"
            ),
        ),
        "institution": lists.Column(_l("Institution"), lists.heading_words(_WITHIN)),
        "keepers": lists.Column(
            _l("Keepers (e-mail)"),
            lists.heading_words(
                "standholdere e-mail, standholder e-mail, standholdere, standholder, keepers, "
                "keepers e-mail, keeper, ansvarlig, kontakt, e-mail, email, mail"
            ),
        ),
        "keeper_names": lists.Column(
            _l("Keepers (name)"),
            lists.heading_words(
                "standholderes navn, standholders navn, navn på standholder, keeper name, "
                "hvem står der, hvem står på standen, hvem, navn, name, kontaktperson"
            ),
        ),
        "sheet": lists.Column(
            _l("Fact sheet"),
            lists.heading_words("faktaark, fact sheet, factsheet, ark, link til faktaark"),
        ),
        "summary": lists.Column(
            _l("What it is about"),
            lists.heading_words(
                "hvad den handler om, what it is about, beskrivelse, description, resume, resumé, "
                "summary, tekst, om"
            ),
        ),
        "hands_on": lists.Column(
            _l("To try"),
            lists.heading_words("til at prøve, to try, hands on, prøv, materiale, aktivitet"),
        ),
        "needs": lists.Column(
            _l("Needs"), lists.heading_words("behov, needs, brug for, udstyr, har brug for")
        ),
        "place": lists.Column(
            _l("Place"), lists.heading_words("plads, place, placering, sted, hvor")
        ),
    },
    PEOPLE: {
        "name": lists.Column(
            _l("Name"),
            lists.heading_words(
                "navn, name, fulde navn, full name, fuldt navn, person, deltager, hvem kommer, "
                "efternavn fornavn, fornavn efternavn, navn efternavn fornavn, "
                "fornavn og efternavn, for og efternavn, last name first name"
            ),
            required=True,
            instead=("first", "last"),
        ),
        "first": lists.Column(
            _l("First name"), lists.heading_words("fornavn, first name, fornavne, given name")
        ),
        "last": lists.Column(
            _l("Last name"), lists.heading_words("efternavn, last name, surname, family name")
        ),
        "email": lists.Column(_l("E-mail"), lists.heading_words(_EMAIL)),
        "unit": lists.Column(
            _l("Education"),
            lists.heading_words("uddannelse, education, enhed, unit, afdeling, department, udd"),
        ),
        "institution": lists.Column(_l("Institution"), lists.heading_words(_WITHIN)),
        "function": lists.Column(
            _l("Comes as"),
            lists.heading_words(
                "kommer som, comes as, funktion, function, rolle, role, stilling, titel"
            ),
        ),
        "organisation": lists.Column(
            _l("Comes from"),
            lists.heading_words(
                "kommer fra, comes from, organisation, organization, arbejdssted, firma, company"
            ),
        ),
    },
}
