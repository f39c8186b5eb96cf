"""Words that several pages of the accounts use."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import format_time, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

#: The keys of 'my data', as far as the core knows them; a plugin's are looked up in its catalogue.
KEY_WORDS: dict[str, Any] = {
    "account": _l("Account"),
    "accounts": _l("Account and trail"),
    "action": _l("Action"),
    "active": _l("Active"),
    "at": _l("When"),
    "autosave": _l("Not saved yet"),
    "by": _l("By whom"),
    "calendars": _l("Calendar"),
    "changes": _l("What you changed"),
    "created": _l("Made"),
    "detail": _l("Details"),
    "drafts": _l("Not saved yet"),
    "email": _l("E-mail"),
    "expires": _l("Works until"),
    "failed_tries": _l("Failed tries with your address"),
    "form": _l("Form"),
    "function": _l("Function"),
    "functions": _l("Functions"),
    "history": _l("History"),
    "invited": _l("Invited"),
    "kind": _l("Kind"),
    "language": _l("Language"),
    "last_here": _l("Last here"),
    "links": _l("Links sent by mail"),
    "name": _l("Name"),
    "object_id": _l("Number"),
    "password": _l("Password"),
    "permissions": _l("Permissions"),
    "phone": _l("Phone"),
    "purpose": _l("Purpose"),
    "roles": _l("Roles"),
    "sent": _l("Sent"),
    "theme": _l("Light or dark"),
    "title": _l("Title"),
    "trail": _l("What you did, and what was done to your account"),
    "unit": _l("Unit"),
    "used": _l("Used"),
    "visit_before": _l("The visit before"),
    "contact_hidden": _l("Keep my e-mail and phone to my leaders"),
    "changed_last": _l("Changed by you last"),
    "day": _l("Day"),
    "decided": _l("Decided"),
    "done": _l("Done"),
    "handed_over": _l("Handed over to somebody"),
    "leaving": _l("Leaving"),
    "leaving_decided": _l("Leavings you decided"),
    "left_behind": _l("Left behind"),
    "organised": _l("Called by you"),
    "part": _l("What you were to it"),
    "periods": _l("Times of your functions"),
    "roster": _l("Lists of people and units"),
    "starts": _l("Begins"),
    "state": _l("State"),
    "taken_over": _l("Taken over from others"),
    "units": _l("Units"),
    "units_merged": _l("Units you merged"),
    "uploads": _l("Files you sent"),
    "words": _l("Words"),
}


def clock(moment: dt.datetime) -> str:
    """The next full minute as people read a clock, in the portal's time zone: 14.32."""
    pattern = "HH.mm" if str(get_locale()) == "da" else "HH:mm"
    return format_time(moment + dt.timedelta(seconds=59), pattern)


def key_words(key: object) -> str:
    """What to call a key of 'my data': 'reviewed_at' is 'Reviewed at' where nobody knows better."""
    text = str(key)
    if text in KEY_WORDS:
        return str(KEY_WORDS[text])
    plain = text.replace("_", " ").strip()
    return _(plain[:1].upper() + plain[1:]) if plain else ""
