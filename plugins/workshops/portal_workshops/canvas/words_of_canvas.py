"""What the scripts of the canvas say, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _


def says() -> dict[str, str]:
    """By the names that `static/canvas/` uses; {braces} are filled in there."""
    return {
        "saved": _("All is saved"),
        "saving": _("Saving ..."),
        "offline": _("You are offline. {n} not sent yet."),
        "offline0": _("You are offline. You can go on."),
        "ended": _("You are signed out. {n} not sent yet. Nothing is lost."),
        "leaving": _("Wait before you sign out: {n} not sent yet."),
        "sendNow": _("Send now"),
        "close": _("Close"),
        "closed": _("This canvas is no longer shared with you."),
        "here": _("Here now: {names}"),
        "writes": _("{name} is writing here"),
        "moves": _("{name} moves it"),
        "both": _("While you wrote, {name} wrote too. See both versions."),
        "mine": _("Version of {name}"),
        "choose": _("Use this one"),
        "somebody": _("somebody"),
        "kept": _("Somebody wrote in it meanwhile, so it is still there."),
        "copy": _("Copy the text"),
        "copied": _("It is copied"),
        "marked": _("It is marked. Copy it with the keyboard or a long press."),
        "retry": _("Try again"),
        "discard": _("Throw it away"),
        "removed": _("Removed: {name}"),
        "undo": _("Undo"),
        "near": _("close to us"),
        "around": _("around us"),
        "far": _("farther away"),
        "left": _("to the left"),
        "right": _("to the right"),
        "above": _("above"),
        "below": _("below"),
        "moved": _("{name}: {ring}, {where}"),
        "card": _("{name}, {ring}. {first} Notes: {n}"),
        "unnamed": _("No name yet"),
        "notes": _("notes"),
        "dotsLeft": _("You have {n} dots left"),
        "seconds": _("{n} seconds left"),
        "over": _("The minute is over"),
        "aloud": _("%(words)s words: about %(n)s seconds aloud", words="{words}", n="{n}"),
        "occurs": _("is in the pitch"),
        "missing": _("is not in the pitch yet"),
        "answered": _("{n} of {of} have answered"),
        "count": _("{word}: {n}"),
        "chosen": _("Chosen, {ring}"),
    }
