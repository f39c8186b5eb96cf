"""From what people write after `kind:`, `unit:`, `tag:` and `programme:` to the keys of a facet."""

from __future__ import annotations

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actors import Actor, with_descendants
from portal.references.kinds import Kinds
from portal.runtime import portal
from portal.units.models import Unit

LANGUAGES = ("da", "en")


def kinds_by_name(kinds: Kinds, text: str) -> frozenset[str]:
    """The kinds called so, in either language, one or many; a beginning will do."""
    wanted = _plain(text)
    names: dict[str, set[str]] = {}
    for kind in kinds.all():
        words = {_plain(kind.name)}
        for language in LANGUAGES:
            with force_locale(language):
                words |= {_plain(str(kind.title)), _plain(str(kind.plural))}
        names[kind.name] = words
    exact = frozenset(name for name, words in names.items() if wanted in words)
    if exact or len(wanted) < 3:
        return exact
    return frozenset(
        name for name, words in names.items() if any(word.startswith(wanted) for word in words)
    )


def units_by_name(session: Session, text: str) -> frozenset[str]:
    """The units whose name has the text in it, with those below."""
    found = session.scalars(select(Unit.id).where(Unit.name.icontains(text, autoescape=True)))
    return frozenset(str(unit_id) for unit_id in with_descendants(session, found))


def values_by_name(
    session: Session, actor: Actor, facet: str, values: frozenset[str], text: str
) -> frozenset[str]:
    """Which of the values the reader may see are called so; the whole name before a part."""
    wanted = _plain(text)
    words = {value: {_plain(value)} for value in values}
    found = portal().dispatch.each("facet_words", session, actor=actor, facet=facet, values=values)
    for _owner, more in found:
        for value, name in (more or {}).items():
            words.setdefault(value, set()).add(_plain(str(name)))
    exact = frozenset(value for value, names in words.items() if wanted in names)
    if exact:
        return exact
    return frozenset(v for v, names in words.items() if any(wanted in name for name in names))


def _plain(text: str) -> str:
    return "".join(text.casefold().replace("\u00ad", "").replace("-", " ").split())
