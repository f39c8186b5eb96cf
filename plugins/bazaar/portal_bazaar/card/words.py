"""What the card says: its fields, why something was not done, and what its script needs."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from ..vocabulary import INTEREST_WORDS

REFUSALS: dict[str, Any] = {
    "forged": _l(
        "That code belongs to no stand here. Scan again, type the code beside it, or choose from "
        "the list."
    ),
    "renewed": _l(
        "The stand has a new code. Scan the one that hangs there now, or choose from the list."
    ),
    "foreign": _l("That code belongs to another bazaar. Choose the stand from the list."),
    "over": _l("That bazaar is over, and its codes have run out."),
    "unknown": _l("No stand has that code. Look once more, or choose from the list."),
    "mistyped": _l("A digit is wrong. Type the four digits once more."),
    "gone": _l("That stand is no longer at the bazaar."),
    "handed_in": _l("The card is handed in. An organiser can still change it for you."),
    "late": _l("The time for the cards is over. An organiser can still write it on your card."),
    "closed": _l("The bazaar is closed. Its cards stay as they are."),
    "broken": _l("That could not be read. Write it once more."),
    "long": _l("The text is too long. Write it in fewer words; what you wrote is still here."),
    "settled": _l("That is settled already."),
}

FIELD_WORDS: dict[str, Any] = {
    "interest": _l("Is it something for you?"),
    "expectation": _l("What do you expect to do at home?"),
    "wants_workshop": _l("We would like a workshop on it"),
    "note": _l("Note"),
    "visited": _l("Visited"),
    "handed_in": _l("Card handed in"),
}
ORIGINS: dict[str, Any] = {
    "phone": _l("Written on another phone or computer:"),
    "paper": _l("On the paper card stands:"),
}


def early_words(day: str = "@", hour: str = "#") -> str:
    """What is said to who would hand the card in before the bazaar has begun."""
    return gettext(
        "The bazaar has not begun. It begins on %(day)s at %(hour)s, and what you see there could "
        "not be put on your card any more.",
        day=day,
        hour=hour,
    )


def page_words() -> dict[str, Any]:
    """What the card's script says; '#' is where the number goes. Danish and English both have
    two forms, for one and for more."""
    return {
        "offline": _pair(
            ngettext("You are offline. 1 not sent yet.", "You are offline. # not sent yet.", 1),
            ngettext("You are offline. 1 not sent yet.", "You are offline. # not sent yet.", 2),
        ),
        "offlineNone": gettext("You are offline. You can go on all the same."),
        "safe": gettext("They lie safe on this phone. We send them as soon as there is net."),
        "none": gettext("What you write is kept on this phone and sent later."),
        "unsent": _pair(
            ngettext("1 not sent yet.", "# not sent yet.", 1),
            ngettext("1 not sent yet.", "# not sent yet.", 2),
        ),
        "sending": gettext("We are sending it now."),
        "retrying": gettext("The portal does not answer. We try again by ourselves."),
        "signedOut": gettext("Sign in again to send them. Nothing is lost."),
        "handingIn": gettext("The card is handed in as soon as there is net."),
        "others": _pair(
            ngettext(
                "1 entry of somebody else lies on this phone.",
                "# entries of somebody else lie on this phone.",
                1,
            ),
            ngettext(
                "1 entry of somebody else lies on this phone.",
                "# entries of somebody else lie on this phone.",
                2,
            ),
        ),
        "othersSent": gettext("It is sent when that person signs in here again."),
        "visited": gettext("You have visited # of @ stands."),
        "unknown": gettext("A stand we do not know yet"),
        "codeIs": gettext("Code @"),
        "older": _pair(
            ngettext("Show 1 earlier stand", "Show # earlier stands", 1),
            ngettext("Show 1 earlier stand", "Show # earlier stands", 2),
        ),
        "signOut": _pair(
            ngettext(
                "Wait before you sign out: 1 entry is not sent.",
                "Wait before you sign out: # entries are not sent.",
                1,
            ),
            ngettext(
                "Wait before you sign out: 1 entry is not sent.",
                "Wait before you sign out: # entries are not sent.",
                2,
            ),
        ),
        "sendNow": gettext("Send now"),
        "close": gettext("Close"),
        "cameraRefused": gettext("The camera did not open. Type the code instead."),
        "notStored": gettext(
            "This browser keeps nothing on the phone. Stay online, and use Save on each stand."
        ),
        "notKept": gettext("This phone keeps nothing for later."),
        "keepOpen": gettext(
            "It has no room, or the window is private. Leave the page open until all is sent."
        ),
        "early": early_words(),
        "refusals": {code: str(words) for code, words in REFUSALS.items()},
        "origins": {code: str(words) for code, words in ORIGINS.items()},
        "fields": {code: str(words) for code, words in FIELD_WORDS.items()},
        "interest": [str(words) for words in INTEREST_WORDS.values()],
        "yes": gettext("Yes"),
    }


def _pair(one: str, many: str) -> list[str]:
    return [one, many]
