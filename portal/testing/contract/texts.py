"""Texts: in English in the code, translatable, and in Danish in the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from tokenize import TokenError

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from jinja2 import Environment, TemplateError

from portal.config import CHECKOUT
from portal.testing.contract.findings import Finding
from portal.testing.contract.registry import rule
from portal.testing.contract.subject import Subject

WORD = re.compile(r"[^\W\d_]{2,}")
READ_ALOUD = {"title", "alt", "placeholder", "aria-label", "aria-description"}
#: The beginning of an address is the same in every language.
ADDRESS = re.compile(r"https?://\S*")
SILENT = {"script", "style", "code", "svg"}


@rule("T1", stage="files")
def template_texts_can_be_translated(subject: Subject) -> Iterator[Finding]:
    """Every word in a template comes through `_()`."""
    folder = subject.root / "templates"
    for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.txt")]):
        try:
            markup = plain_markup(path.read_text(encoding="utf-8"))
        except (TemplateError, UnicodeDecodeError) as problem:
            line = getattr(problem, "lineno", 0) or 0
            yield subject.finding("M1", f"this is no template: {problem}", path, line)
            continue
        finder = _Words()
        finder.feed(markup)
        finder.close()
        for line, words in finder.found:
            yield subject.finding("T1", f"“{words[:60]}” stands outside _()", path, line)


def plain_markup(source: str) -> str:
    """What stands between a template's tags, with the lines where they were."""
    found = []
    translated = False
    inside = ""
    for _line, kind, value in Environment(autoescape=True).lex(source):
        if kind == "data" and not translated:
            found.append(value)
            continue
        found.append("\n" * value.count("\n"))
        if kind in ("block_begin", "variable_begin"):
            inside = kind
        elif kind == "name" and inside == "block_begin":
            translated = value == "trans" or (translated and value != "endtrans")
            inside = ""
    return "".join(found)


def _has_words(text: str) -> bool:
    return bool(WORD.search(ADDRESS.sub("", text)))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Attributes that are read aloud or shown."""
        self._silent += tag in SILENT
        for name, value in attrs:
            if name in READ_ALOUD and value and _has_words(value):
                self.found.append((self.getpos()[0], " ".join(value.split())))

    def handle_endtag(self, tag: str) -> None:
        """Leaves what is not read."""
        self._silent -= tag in SILENT and self._silent > 0

    def handle_data(self, data: str) -> None:
        """Text."""
        if not self._silent and _has_words(data):
            before = data[: len(data) - len(data.lstrip())]
            line = self.getpos()[0] + before.count("\n")
            self.found.append((line, " ".join(data.split())))


@rule("T2", stage="files")
def texts_have_danish(subject: Subject) -> Iterator[Finding]:
    """Every string of the code stands in the plugin's Danish catalogue, or in the core's."""
    catalogue = subject.root / "translations" / "da" / "LC_MESSAGES" / "messages.po"
    core = CHECKOUT / "portal" / "translations" / "da" / "LC_MESSAGES" / "messages.po"
    try:
        known = _translated(catalogue) | _translated(core)
        missing = [one for one in _texts(subject.root) if one[2] not in known]
    except (SyntaxError, TokenError, ValueError, TemplateError):
        return  # a file that cannot be read is told by another rule
    if missing and not catalogue.is_file():
        text = f"there is no Danish catalogue, and {len(missing)} texts are without Danish"
        yield subject.finding("T2", text, catalogue)
        return
    for path, line, text in missing:
        yield subject.finding("T2", f"no Danish for “{text[:60]}”", path, line)


def _texts(root: Path) -> Iterator[tuple[Path, int, str]]:
    from portal.testing.translations import KEYWORDS, METHODS, OPTIONS

    found = extract_from_dir(root, METHODS, OPTIONS, KEYWORDS)
    for filename, line, message, _comments, _context in found:
        yield root / filename, line, message if isinstance(message, str) else message[0]


def _translated(path: Path) -> set[str]:
    if not path.is_file():
        return set()
    with path.open("rb") as file:
        return {
            message.id if isinstance(message.id, str) else message.id[0]
            for message in read_po(file, locale="da")
            if message.id and _is_done(message.string)
        }


def _is_done(text: object) -> bool:
    return bool(text) and (not isinstance(text, tuple | list) or all(text))
