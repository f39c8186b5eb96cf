"""Names of languages and functions, in the reader's language."""

from __future__ import annotations

from typing import Any

from babel import Locale
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

#: The core's functions, which it has no facade for.
FUNCTIONS: dict[str, Any] = {
    "leader": _l("Leader"),
    "teacher": _l("Teacher"),
    "staff": _l("Member of staff"),
    "student": _l("Student"),
}


def language_word(code: str) -> str:
    """'Danish', in the reader's language and with a capital letter."""
    if code == "sgn":
        return _("Sign language")
    locale = get_locale() or Locale("en")
    name = locale.languages.get(code, code)
    return name[:1].upper() + name[1:]


def function_word(function: str) -> str:
    """'Leader'"""
    return str(FUNCTIONS.get(function, function))
