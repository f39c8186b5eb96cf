"""The static word list behind stems and compounds.

It is distilled once from simplemma's Danish dictionary (see :mod:`.distil`) and kept as a
text file beside the index: a web process loads it in milliseconds and never needs the
dictionary, which takes some 100 MB. It depends on nothing that is indexed, so a document is
analysed the same whatever else the index holds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

# Raise when anything in this package changes what a word is analysed to.
RULES_VERSION = 8
SHARED = "DANISH_VOCABULARY_CACHE"
VOCABULARY_VERSION = f"{RULES_VERSION}-simplemma-{version('simplemma')}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Danish words, folded but for the keys of ``irregular``.

    ``atoms``: stems of the words that are no compounds. ``splits``: stem of a compound -> its
    two halves. ``firsts``: words, and how many compounds of the dictionary begin with each.
    ``lasts``: stems, and how many compounds end with each. ``irregular``: a form whose stem
    the rules do not find -> that stem.
    """

    atoms: frozenset[str] = frozenset()
    splits: dict[str, tuple[str, str]] = field(default_factory=dict)
    firsts: dict[str, int] = field(default_factory=dict)
    lasts: dict[str, int] = field(default_factory=dict)
    irregular: dict[str, str] = field(default_factory=dict)

    def dumps(self) -> str:
        """Return the vocabulary as text, sorted, one entry a line."""
        lines = [f"a {stem}" for stem in sorted(self.atoms)]
        lines += [f"s {stem} {a} {b}" for stem, (a, b) in sorted(self.splits.items())]
        lines += [f"f {word} {n}" for word, n in sorted(self.firsts.items())]
        lines += [f"l {stem} {n}" for stem, n in sorted(self.lasts.items())]
        lines += [f"i {form} {stem}" for form, stem in sorted(self.irregular.items())]
        text = "\n".join(lines)
        return f"{text}\nend {zlib.crc32(text.encode()):08x}"

    @classmethod
    def loads(cls, text: str) -> Vocabulary:
        """Read what :meth:`dumps` wrote; raises ValueError for anything else."""
        entries: dict[str, list[list[str]]] = {kind: [] for kind in "asfli"}
        text, _, last = text.rpartition("\n")
        if last != f"end {zlib.crc32(text.encode()):08x}":
            # One letter changed on the disk would change what words are, and nobody would know.
            raise ValueError("the vocabulary is cut short or damaged")
        for line in text.split("\n"):
            kind, *rest = line.split(" ")
            if kind not in entries:
                raise ValueError(f"no vocabulary: {line[:40]!r}")
            entries[kind].append(rest)
        return cls(
            atoms=frozenset(stem for (stem,) in entries["a"]),
            splits={stem: (a, b) for stem, a, b in entries["s"]},
            firsts={word: int(n) for word, n in entries["f"]},
            lasts={stem: int(n) for stem, n in entries["l"]},
            irregular={form: stem for form, stem, *_ in entries["i"]},
        )


_loaded: dict[str, Vocabulary] = {}


def load_vocabulary(folder: Path | None = None) -> Vocabulary:
    """Return the vocabulary, from ``folder`` where it is kept there, and keep it there.

    The first call on a machine distils it (five seconds); later ones read the file. Within a
    process it is read once. An unreadable file is replaced; a folder that cannot be written
    costs only the time.
    """
    known = _loaded.get(VOCABULARY_VERSION)
    path = folder / f"danish-{VOCABULARY_VERSION}.txt" if folder else None
    shared = _shared()
    if known is None:
        known = (_read(path) if path else None) or (_read(shared) if shared else None)
    if known is None and path is not None and _distil_aside(path):
        known = _read(path)
    if known is None:
        from .distil import distil

        known = distil()
    _loaded[VOCABULARY_VERSION] = known
    for place in (path, shared):
        if place is not None and not place.exists():
            save(known, place)
    return known


def _shared() -> Path | None:
    """A place that the many processes of a test run share, where ``SHARED`` names a folder."""
    folder = os.environ.get(SHARED)
    if not folder:
        return None
    # While one works on the rules, the version does not tell yet that they have changed.
    rules = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    return Path(folder) / f"danish-{VOCABULARY_VERSION}-{zlib.crc32(rules):08x}.txt"


def _read(path: Path) -> Vocabulary | None:
    try:
        return Vocabulary.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _distil_aside(path: Path) -> bool:
    """Distil in a process of its own: the dictionary would leave this one 150 MB larger."""
    if not sys.executable:
        return False
    command = [sys.executable, "-m", "portal.search.engine.danish.distil", str(path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=120)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def save(vocabulary: Vocabulary, path: Path) -> None:
    """Write the vocabulary at once or not at all; a failing disk is no error."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(vocabulary.dumps(), encoding="utf-8")
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
