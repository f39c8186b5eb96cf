"""Brings the Danish catalogues up to date with the code: `make translations`, or
`python -m portal.testing.translations FOLDER...` for plugins that lie elsewhere.

One catalogue for the core and one for each plugin. A string without Danish is left empty there,
and a test fails until somebody fills it in.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from portal.config import CHECKOUT, CHECKOUT_PLUGINS

LANGUAGES = ("da",)
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "_n": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
}
METHODS = [
    ("**/tests/**", "ignore"),
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("**/templates/**.txt", "jinja2"),
]
OPTIONS = {
    name: {"trim_blocks": "true", "silent": "false"}
    for name, method in METHODS
    if method == "jinja2"
}
#: The style guide speaks to developers.
NOT_TRANSLATED = ("styleguide.html", "styleguide.py")


@dataclass(frozen=True, slots=True)
class Source:
    """A package and its catalogues."""

    name: str
    package: Path

    def path(self, language: str) -> Path:
        """The catalogue of one language."""
        return self.package / "translations" / language / "LC_MESSAGES" / "messages.po"


def sources() -> list[Source]:
    """The core and the plugins in the checkout."""
    packages = sorted(CHECKOUT_PLUGINS.glob("*/portal_*"))
    return [
        Source("portal", CHECKOUT / "portal"),
        *(Source(package.parent.name, package) for package in packages if package.is_dir()),
    ]


def _in(folder: Path) -> list[Source]:
    """The packages of a plugin's folder, wherever it lies."""
    found = sorted(path.parent for path in folder.glob("portal_*/__init__.py"))
    return [Source(folder.resolve().name, package) for package in found]


def extract(source: Source) -> Catalog:
    """Every string of a package, where it stands, and what a comment says of it."""
    found = Catalog(project="Videnbazar", charset="utf-8")
    messages = extract_from_dir(
        source.package,
        METHODS,
        OPTIONS,
        KEYWORDS,
        comment_tags=("Translators:",),
        directory_filter=_is_read,
    )
    for filename, _line, message, comments, context in messages:
        if not filename.endswith(NOT_TRANSLATED):
            # Without line numbers, so that a catalogue changes only when its words do.
            found.add(message, None, [(filename, 0)], auto_comments=comments, context=context)
    return found


def _is_read(folder: str | os.PathLike[str]) -> bool:
    """Whether a folder may have strings; Babel alone would pass over templates/portal/_macros."""
    name = os.path.basename(folder)
    return not name.startswith(".") and name != "__pycache__"


def update(source: Source, language: str) -> Catalog:
    """The catalogue of a language as it should be now; what it had is kept."""
    path = source.path(language)
    catalogue = Catalog(locale=language, charset="utf-8")
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
    catalogue.update(extract(source), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def missing(catalogue: Catalog) -> list[str]:
    """The strings that have no translation yet."""
    return [str(message.id) for message in catalogue if message.id and not _done(message.string)]


def _done(text: str | Iterable[str] | None) -> bool:
    return bool(text) if text is None or isinstance(text, str) else all(text)


def main() -> int:
    """Writes every catalogue, or those of the plugins whose folders are named; says what is
    missing and returns 1 if anything is, 2 where a folder holds no plugin."""
    status = 0
    named = [Path(argument) for argument in sys.argv[1:]]
    for folder in named:
        if not any(folder.glob("portal_*/__init__.py")):
            print(f"{folder}: there is no portal_... package in it")
            return 2
    for source in [one for folder in named for one in _in(folder)] or sources():
        for language in LANGUAGES:
            catalogue = update(source, language)
            path = source.path(language)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                write_po(file, catalogue, width=0, sort_output=True, omit_header=False)
            for text in missing(catalogue):
                print(f"{source.name} {language}: {text!r}")
                status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
