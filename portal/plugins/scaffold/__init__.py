"""`portal plugin new`: writes a working plugin to begin from.

The files stand in `files/`, with `[[name]]` and the like where the plugin's words go. The lines
are laid out so that the formatter has nothing to change, however long those words are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.errors import PortalError
from portal.plugins.scaffold.danish import catalogue

FILES = Path(__file__).parent / "files"
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
NAME_MAX, WORDS_MAX = 20, 30
#: What would end a string, a template or a catalogue's line.
FORBIDDEN = set("\"'\\{}[]%<>\n\r\t\x00")


@dataclass(frozen=True, slots=True)
class Words:
    """What a new plugin is told of itself. `word` is what one of its things is called."""

    name: str
    title: str
    title_da: str
    word: str
    word_da: str

    def problems(self) -> list[str]:
        """What cannot be used; empty when all can."""
        found = []
        if not NAME.fullmatch(self.name) or len(self.name) > NAME_MAX:
            found.append(
                f"{self.name!r} is no name: use at most {NAME_MAX} lower-case letters, digits and "
                "single _, beginning with a letter."
            )
        if self.name in RESERVED:
            found.append(f"{self.name} is a name of the portal's own.")
        for value in (self.title, self.title_da, self.word, self.word_da):
            if not value.strip() or len(value) > WORDS_MAX or FORBIDDEN & set(value):
                found.append(
                    f"{value!r} cannot be used: write 1 to {WORDS_MAX} characters, without quotes, "
                    "brackets, backslash and %."
                )
        if not self.kind:
            found.append(f"{self.word!r} has no letters to make a name of.")
        return found

    @property
    def kind(self) -> str:
        """The word as a name in the registry and in the table's: 'loan'."""
        plain = unicodedata.normalize("NFKD", self.word.lower().translate(DANISH))
        words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
        return "_".join(words)[:NAME_MAX].strip("_0123456789")

    def tokens(self) -> Mapping[str, str]:
        """What stands for each `[[token]]`."""
        return {
            "name": self.name,
            "Class": _camel(self.name),
            "title": self.title,
            "kind": self.kind,
            "Model": _model(self),
            "word": self.word,
            "Word": _capital(self.word),
            "Word_da": _capital(self.word_da),
        }


DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
#: Packages and templates of these names are the core's.
RESERVED = {"portal", "core", "api", "testing", "plugins", "static", "bootstrap"}


def make_plugin(words: Words, into: Path) -> Path:
    """Writes the plugin into a folder of its name in `into` and returns that folder.

    Raises PortalError when a word cannot be used or the folder is there already.
    """
    problems = words.problems()
    if problems:
        raise PortalError(" ".join(problems))
    folder = into / words.name
    if folder.exists():
        raise PortalError(f"{folder} is there already; nothing was written.")
    written = dict(_rendered(words))
    try:
        for path, text in written.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise PortalError(f"{folder} cannot be written: {problem.strerror}.") from None
    return folder


def _rendered(words: Words) -> list[tuple[Path, str]]:
    tokens = words.tokens()
    found = []
    for source in sorted(FILES.rglob("*.in")):
        parts = [
            {"package": f"portal_{words.name}", "plugin": words.name}.get(part, part)
            for part in source.relative_to(FILES).parts
        ]
        text = source.read_text(encoding="utf-8")
        if source.name == "messages.po.in":
            text += catalogue(words)
        text = re.sub(r"\[\[([A-Za-z_]+)\]\]", lambda match: tokens[match[1]], text)
        found.append((Path(*parts[:-1], parts[-1].removesuffix(".in")), text))
    return found


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _model(words: Words) -> str:
    """The model's class; another name than the plugin's, and than what is imported beside it."""
    found = _camel(words.kind)
    taken = {_camel(words.name), *IMPORTED}
    return f"{found}Entry" if found in taken or len(found) < 2 else found


IMPORTED = {
    *("Actor", "Data", "Document", "Form", "Length", "Mapped", "Model", "Plugin", "Session"),
    *("String", "Text", "User", "Visibility", "Select", "Any", "Blueprint", "Card", "Permission"),
}
