"""What the fields of a profile may say, in words, and their limits."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from portal.api import Look

KIND = "ambassador"
NAME_MAX, NOTE_MAX, TEXT_MAX, DESCRIPTION_MAX = 80, 300, 6000, 300
COMMUNITIES_MAX, WORKS_MAX, SYNONYMS_MAX = 20, 40, 30


class Status(StrEnum):
    """Whether somebody is an ambassador now."""

    ACTIVE = "active"
    #: Did not answer in a revision round; the owner's word brings the profile back.
    RESTING = "resting"
    ENDED = "ended"


class Role(StrEnum):
    """What an ambassador does for others."""

    SUBJECT = "subject"
    METHOD = "method"
    PEDAGOGICAL = "pedagogical"
    STRATEGIC = "strategic"
    ADMINISTRATIVE = "administrative"
    SOCIAL = "social"
    BRIDGE = "bridge"


class Reach(StrEnum):
    """How somebody prefers to be reached."""

    MAIL = "mail"
    PHONE = "phone"
    CHAT = "chat"
    VISIT = "visit"


class Chosen(StrEnum):
    """How somebody became an ambassador."""

    APPOINTED = "appointed"
    VOLUNTEERED = "volunteered"


ROLES: dict[str, Look] = {
    Role.SUBJECT: Look(_l("Subject"), "book", hint=_l("knows a subject and how it is taught")),
    Role.METHOD: Look(_l("Method"), "tools", hint=_l("helps to plan and carry out an experiment")),
    Role.PEDAGOGICAL: Look(
        _l("Pedagogical"), "lightbulb", hint=_l("thinks along about learning and teaching")
    ),
    Role.STRATEGIC: Look(
        _l("Strategic"), "flag", hint=_l("ties experiments to where we are going")
    ),
    Role.ADMINISTRATIVE: Look(
        _l("Administrative"), "clipboard-check", hint=_l("finds the way through rules and systems")
    ),
    Role.SOCIAL: Look(
        _l("Social and leading"), "people", hint=_l("gathers people and keeps them going")
    ),
    Role.BRIDGE: Look(_l("Bridge builder"), "shuffle", hint=_l("connects people across units")),
}

REACH: dict[str, Look] = {
    Reach.MAIL: Look(_l("Write a mail"), "envelope"),
    Reach.PHONE: Look(_l("Call"), "telephone"),
    Reach.CHAT: Look(_l("Write in the chat"), "chat-square-text"),
    Reach.VISIT: Look(_l("Come by"), "door-open"),
}

CHOSEN: dict[str, Look] = {
    Chosen.APPOINTED: Look(_l("Appointed"), "person-check"),
    Chosen.VOLUNTEERED: Look(_l("Volunteered"), "hand-thumbs-up"),
}

STATUSES: dict[str, Look] = {
    Status.ACTIVE: Look(_l("Ambassador"), "person-badge"),
    Status.RESTING: Look(_l("Resting until it is confirmed"), "moon-stars"),
    Status.ENDED: Look(_l("No longer an ambassador"), "archive"),
}

#: The scale of competences. Shown as words, never as bare numbers.
LEVELS: dict[int, Look] = {
    0: Look(_l("None"), "circle", hint=_l("Not something I can help with.")),
    1: Look(_l("Knows of it"), "eye", hint=_l("I know what it is.")),
    2: Look(_l("Almost masters it"), "circle-half", hint=_l("I can do it with some help.")),
    3: Look(_l("Masters it"), "check2", hint=_l("I can do it alone.")),
    4: Look(_l("Masters it well"), "check-circle-fill", hint=_l("I can help others with it.")),
    5: Look(_l("Expert"), "stars", hint=_l("I develop the field.")),
}
LEVEL_MAX = 5
#: From here on somebody can be asked.
ABLE = 3

#: The languages to choose from, those most spoken at Danish schools first; the names are Babel's.
LANGUAGES = (
    "da", "en", "de", "sv", "nb", "ar", "tr", "pl", "uk", "ur", "so", "fa", "ku", "bs", "sr",
    "hr", "ro", "ru", "fr", "es", "it", "pt", "nl", "fi", "is", "fo", "kl", "vi", "ta", "ti",
    "zh", "th", "sgn",
)  # fmt: skip
