"""The registry of kinds: how the core refers to, shows and finds objects it knows nothing of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.access.models import Audience
from portal.references.models import Tombstone

if TYPE_CHECKING:
    from portal.history.declaring import History
    from portal.plugins.dispatch import Dispatch
    from portal.search.engine.documents import Document


def _never(_session: Session, _actor: Actor, _action: str, _obj: Any) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Badge:
    """A word, its icon and its tone; see docs/look.md."""

    text: Any
    icon: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class HitDetails:
    """What a search hit shows beside its title and snippet: where it is from, and badges."""

    place: str = ""
    badges: tuple[Badge, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ObjectKind:
    """One kind of object: a fact sheet, a person.

    `name` is the registry's name, in references, the search and addresses; `model` has an
    integer `id`. Who may see an object is told with `set_audience`.
    """

    name: str
    title: Any  # 'Fact sheet', lazily translated
    plural: Any
    icon: str
    model: type[Any]
    label: Callable[[Any], str]  # what an object is called
    url: Callable[[int], str]  # where it is, within an application context
    #: Judges every action but 'view', which the audience decides.
    may: Callable[[Session, Actor, str, Any], bool] = _never
    #: Search documents of the objects with these ids; one that is not to be found is left out.
    documents: Callable[[Session, Sequence[int]], Iterable[Document]] | None = None
    #: What hits show beside title and snippet; asked only for hits the reader may see.
    hit_details: Callable[[Session, Sequence[int]], Mapping[int, HitDetails]] | None = None
    #: Which fields have a history; see `portal.history.declaring`.
    history: History | None = None
    #: Where a guest of its events answers without signing in: the path for (object, person), for
    #: the mail that invites them. Sign it, and call `speak_to` where it is verified.
    answer_path: Callable[[int, int], str] | None = None

    def id_of(self, obj: Any) -> int:
        """The id of an object of this kind."""
        return obj.id


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a reference leads to. `gone`: it was deleted; not `visible`: say nothing of it."""

    kind: str
    object_id: int
    title: str = ""
    url: str = ""
    visible: bool = False
    gone: bool = False


Reference = tuple[str, int]


class Kinds:
    """The kinds of the core and of the plugins that are on."""

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch
        self._owners: list[tuple[str, ObjectKind]] = []
        self.is_on: Callable[[str], bool] = lambda owner: True

    def load(self) -> None:
        """Asks everyone for their kinds; once, at the start."""
        seen: dict[str, str] = {}
        for owner, answer in self._dispatch.each("kinds"):
            for kind in answer:
                if kind.name in seen:
                    problem = ValueError(f"the kind {kind.name} belongs to {seen[kind.name]}")
                    self._dispatch.report(owner, "kinds", problem)
                    continue
                seen[kind.name] = owner
                self._owners.append((owner, kind))

    def all(self) -> list[ObjectKind]:
        """Every kind that is on."""
        return [kind for owner, kind in self._owners if self.is_on(owner)]

    def owner(self, name: str) -> str | None:
        """Who brought a kind, on or off."""
        return next((owner for owner, kind in self._owners if kind.name == name), None)

    def owned_by(self, owner: str) -> list[ObjectKind]:
        """The kinds of one plugin, on or off."""
        return [kind for name, kind in self._owners if name == owner]

    def get(self, name: str) -> ObjectKind | None:
        """The kind of that name, if it is on."""
        return next((kind for kind in self.all() if kind.name == name), None)

    def of_model(self, model: type[Any]) -> ObjectKind | None:
        """The kind whose objects are of `model`."""
        return next((kind for kind in self.all() if kind.model is model), None)

    def of(self, obj: object) -> ObjectKind | None:
        """The kind of an object."""
        return self.of_model(type(obj))

    def resolve(
        self, session: Session, actor: Actor, references: Iterable[Reference]
    ) -> Mapping[Reference, Resolved]:
        """What each (kind, id) leads to for `actor`, in a handful of queries per kind."""
        wanted: dict[str, set[int]] = {}
        for name, object_id in references:
            wanted.setdefault(name, set()).add(object_id)
        found: dict[Reference, Resolved] = {}
        for name, ids in wanted.items():
            kind = self.get(name)
            objects = self._load(session, kind, ids) if kind else {}
            seen = self._seen(session, actor, name, ids)
            gone = self._gone(session, name, ids - set(objects))
            for object_id in ids:
                obj = objects.get(object_id)
                found[name, object_id] = Resolved(name, object_id, gone=object_id in gone)
                if kind is not None and obj is not None and object_id in seen:
                    with self._dispatch.guard(self.owner(name) or "", f"kind {name}"):
                        title, url = str(kind.label(obj)), kind.url(object_id)
                        found[name, object_id] = Resolved(name, object_id, title, url, True)
        return found

    @staticmethod
    def _load(session: Session, kind: ObjectKind, ids: set[int]) -> dict[int, Any]:
        rows = session.scalars(select(kind.model).where(kind.model.id.in_(ids)))
        return {kind.id_of(row): row for row in rows}

    @staticmethod
    def _seen(session: Session, actor: Actor, name: str, ids: set[int]) -> set[int]:
        if actor.is_system:
            return ids
        return set(
            session.scalars(
                select(Audience.object_id).where(
                    Audience.kind == name,
                    Audience.object_id.in_(ids),
                    Audience.label.in_(actor.labels),
                )
            )
        )

    @staticmethod
    def _gone(session: Session, name: str, ids: set[int]) -> set[int]:
        if not ids:
            return set()
        return set(
            session.scalars(
                select(Tombstone.object_id).where(
                    Tombstone.kind == name, Tombstone.object_id.in_(ids)
                )
            )
        )
