"""Danish and English: which language, and the catalogues of the core and the plugins."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import has_request_context, request, session
from flask_babel import Babel, Domain, get_locale, refresh
from flask_login import current_user

from portal.accounts.models import User

log = logging.getLogger(__name__)
LANGUAGES = {"da": "Dansk", "en": "English"}
COOKIE = "portal_language"


#: Where a request keeps whose mail led to it, and a session what was pressed on such a page.
_RECEIVER, _PRESSED = "portal.receiver_language", "language_on"


def chosen_language() -> str | None:
    """The person's own choice, else that of whose mail led here, else this browser's, else None
    for the portal's default."""
    if not has_request_context():
        return None
    if current_user and current_user.is_authenticated and current_user.language in LANGUAGES:
        return current_user.language
    receiver = request.environ.get(_RECEIVER)
    if receiver in LANGUAGES:
        return _pressed_here() or receiver
    cookie = request.cookies.get(COOKIE)
    return cookie if cookie in LANGUAGES else None


def speak_to(receiver: User | str) -> None:
    """The rest of this request speaks the language of `receiver`, an account or a language.

    For whatever finds out to whom a link in a mail belongs, which works without signing in: the
    browser may be anybody's. Who is signed in keeps their own language, and so does who presses
    the other language on that very page. Outside a request it does nothing.
    """
    language = receiver if isinstance(receiver, str) else receiver.language
    if not has_request_context() or language not in LANGUAGES:
        return
    request.environ[_RECEIVER] = language
    refresh()  # something may have been said already


def note_pressed(page: str, language: str) -> None:
    """Somebody pressed `language` on `page`, a path of the portal."""
    session[_PRESSED] = [page.partition("?")[0], language]


def _pressed_here() -> str | None:
    page, language = session.get(_PRESSED) or ("", "")
    return language if page == request.path and language in LANGUAGES else None


class Catalogues(Domain):
    """Reads the .po files themselves, so that a plugin dropped in as a folder needs no build.

    Where two catalogues translate the same words, the core's is taken, then the plugins' in
    the order of their loading; a plugin that means something else uses a context (pgettext).
    """

    def __init__(self, roots: Iterable[Path]) -> None:
        super().__init__()
        self._roots = list(roots)
        self._loaded: dict[str, Any] = {}

    def add(self, root: Path) -> None:
        """Adds a plugin's `translations` folder."""
        self._roots.append(root)
        self._loaded.clear()

    def get_translations(self) -> Any:
        """The catalogue of the current language."""
        return self.for_language(str(get_locale() or "en"))

    def for_language(self, language: str) -> Any:
        """The merged catalogue of one language; English is what the code says."""
        if language not in self._loaded:
            merged: Any = NullTranslations()
            for root in reversed(self._roots):
                path = root / language / "LC_MESSAGES" / "messages.po"
                found = _read(path, language) if path.is_file() else None
                if found is not None:
                    merged = found if type(merged) is NullTranslations else merged.merge(found)
            self._loaded[language] = merged
        return self._loaded[language]


def _read(path: Path, language: str) -> Translations | None:
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        buffer = io.BytesIO()
        write_mo(buffer, catalogue)
        buffer.seek(0)
        return Translations(buffer, domain="messages")
    except Exception:  # a plugin's broken file must not silence the portal
        log.exception("the catalogue %s cannot be read", path)
        return None


#: English as it is written in Europe: 'November 17, 2026' beside '15 December 2026, 12:30' reads
#: as two portals. What is not here is as the language has it.
EUROPEAN = {"date.medium": "d MMM y", "date.long": "d MMMM y", "date.full": "EEEE d MMMM y"}


class Formats(dict[str, str | None]):
    """Flask-Babel's formats, which know of no languages, for the language that is spoken."""

    def __getitem__(self, key: str) -> str | None:
        """The format for `key`, such as 'date.long'; None for the language's own."""
        english = key in EUROPEAN and str(get_locale()) == "en"
        return EUROPEAN[key] if english else super().__getitem__(key)


class PortalBabel(Babel):
    """Flask-Babel with our catalogues as its default domain."""

    def __init__(self, catalogues: Catalogues) -> None:
        super().__init__(date_formats=Formats(self.default_date_formats))
        self.catalogues = catalogues

    @property
    def domain_instance(self) -> Catalogues:
        """What gettext looks in."""
        return self.catalogues
