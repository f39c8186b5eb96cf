"""The headings of an institution as data: which words head which section."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .candidates import Candidate, roles_found
from .danish import DANISH
from .headings import MAX_HEADING, Headings
from .lines import clean, split
from .placing import IGNORED
from .spelling import letters

MARKER = "marker"
LABELS = ("institution", "programme", "track", "concepts")
SECTIONS = (
    "summary",
    "challenge",
    "hypothesis",
    "actions",
    "findings",
    "elements",
    "attention",
    "target_group",
)
#: What a heading can be, in the order of a sheet.
ROLES = (MARKER, *LABELS, *SECTIONS, IGNORED)
MAX_WORDS = 20
BOOKLET = "booklet"


class WrongProfile(ValueError):
    """A profile that cannot be used. ``code`` is one of ``empty``, ``too_long``, ``too_many``,
    ``twice``, ``shape``; ``words`` says where."""

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(code, words)
        self.code, self.words = code, words


@dataclass(frozen=True)
class Profile:
    """``words``: role -> spellings. With a ``marker``, each sheet begins with that word
    ('Experiment: ...', or alone over the title); without, with a title above its first heading."""

    words: Mapping[str, tuple[str, ...]]

    @property
    def headings(self) -> Headings:
        """What the parser looks for."""
        sections = {role: self.words.get(role, ()) for role in (*SECTIONS, IGNORED)}
        # A label may stand on a line of its own too, with its value below.
        sections |= {role: self.words.get(role, ()) for role in LABELS}
        marker = self.words.get(MARKER, ())
        return Headings(
            banners=marker,
            labels={"experiment": marker} | {role: self.words.get(role, ()) for role in LABELS},
            phrases={},
            sections=sections,
            leads={},
            boxed=frozenset(),
            ends=DANISH.ends,
            loose=True,
            titled=not marker,
        )

    def to_json(self) -> dict[str, Any]:
        """As it is stored and written to a file."""
        return {role: list(self.words[role]) for role in ROLES if self.words.get(role)}

    @classmethod
    def from_json(cls, data: Any) -> Profile:
        """Reads what ``to_json`` wrote, or somebody by hand. Raises WrongProfile."""
        if not isinstance(data, Mapping):
            raise WrongProfile("shape")
        words: dict[str, tuple[str, ...]] = {}
        for role, spellings in data.items():
            if role not in ROLES:
                raise WrongProfile("shape", str(role)[:40])
            if isinstance(spellings, str):
                spellings = [spellings]
            if not isinstance(spellings, list) or not all(isinstance(s, str) for s in spellings):
                raise WrongProfile("shape", role)
            words[role] = tuple(spellings)
        return cls.of(words)

    @classmethod
    def of(cls, words: Mapping[str, Iterable[str]]) -> Profile:
        """A checked profile. Raises WrongProfile: no section at all, one word for two roles, too
        many words or too long ones."""
        owners: dict[str, str] = {}
        kept: dict[str, tuple[str, ...]] = {}
        for role in ROLES:
            spellings = [clean(one) for one in words.get(role, ())]
            tidy = [" ".join(one.split()).strip(" :") for one in spellings]
            tidy = [one for one in dict.fromkeys(tidy) if letters(one)]
            if len(tidy) > MAX_WORDS:
                raise WrongProfile("too_many", role)
            for one in tidy:
                if len(one) > MAX_HEADING:
                    raise WrongProfile("too_long", one[:40])
                if owners.setdefault(letters(one), role) != role:
                    raise WrongProfile("twice", one)
            if tidy:
                kept[role] = tuple(tidy)
        if not any(role in kept for role in SECTIONS):
            raise WrongProfile("empty")
        return cls(kept)


#: Headings that are common in Danish: the booklet's, and what others say instead.
COMMON = "common"
_ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "challenge": ("Baggrund", "Problem", "Problemet", "Problemstilling", "Hvad var svært?"),
    "hypothesis": ("Antagelse", "Vores antagelse", "Idé", "Idéen", "Ideen"),
    "actions": ("Handlinger", "Handling", "Hvad gjorde vi?", "Sådan gjorde vi", "Det gjorde vi"),
    "findings": (
        "Resultat",
        "Resultatet",
        "Hvad fandt vi?",
        "Hvad fandt vi ud af?",
        "Det fandt vi",
        "Det så vi",
        "Effekt",
        "Erfaringer",
    ),
    "elements": ("Det kan andre bruge", "Hvad kan andre bruge?", "Det kan gentages"),
    "attention": ("Pas på", "Vær opmærksom på", "Gode råd", "Faldgruber"),
    "target_group": ("Målgruppe", "Hvem er det for?"),
    "summary": ("Resumé", "Kort fortalt"),
    IGNORED: ("Kontakt", "Kontaktperson", "Kontaktpersoner", "Kontaktoplysninger"),
}
COMMON_PROFILE = Profile(
    {role: DANISH.labels[role] for role in LABELS}
    | {
        role: (*DANISH.sections.get(role, ()), *_ELSEWHERE.get(role, ()))
        for role in (*SECTIONS, IGNORED)
    }
)


def best(text: str, profiles: Mapping[str, Headings]) -> str | None:
    """The key of the headings that fit a text best; None where none fits at all: at least two
    sections of theirs must be in it."""
    lines = split(clean(text))
    ranked: list[tuple[int, int, int, str]] = []
    for number, (key, headings) in enumerate(profiles.items()):
        found = roles_found(lines, headings)
        sections = sum(role in SECTIONS for role in found)
        if sections < 2:
            continue
        starts = 1 if headings.titled or MARKER in found else 0
        ranked.append((starts, len(found), -number, key))
    return max(ranked)[3] if ranked else None


def from_choices(choices: Sequence[tuple[Candidate, str]]) -> Profile:
    """The profile that says of each line what somebody said it is. Raises WrongProfile."""
    words: dict[str, list[str]] = {}
    for candidate, role in choices:
        if role:
            words.setdefault(role, []).append(candidate.text)
    return Profile.of(words)
