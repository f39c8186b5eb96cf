"""How most kinds of objects come into the search: a row says its words, and the rest is the same
for all of them. A kind whose documents need more than their own rows writes its `documents` itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.access.deciding import audience_of
from portal.references.kinds import HitDetails
from portal.search.engine.documents import Document

M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Says:
    """What an object says of itself: parts of its text and its keywords, of which empty ones are
    left out, and its day. Its title is the attribute `title`."""

    body: Iterable[str | None]
    keywords: Iterable[str | None] = ()
    date: dt.date | None = None


def documents_of(
    kind: str,
    model: type[M],
    url: str,
    says: Callable[[M], Says],
    *,
    where: Sequence[Any] = (),
    options: Sequence[Any] = (),
) -> Callable[[Session, Sequence[int]], Iterator[Document]]:
    """The `documents` of an `ObjectKind`.

    `url` holds `{id}`: the worker has no request, so no `url_for`. `where` says which of them may
    be found at all, `options` what is loaded with them.
    """

    def documents(session: Session, ids: Sequence[int]) -> Iterator[Document]:
        audiences = audience_of(session, kind, ids)
        for one in session.scalars(_rows(model, ids, options).where(*where)):
            row: Any = one
            said = says(one)
            yield Document(
                kind=kind,
                id=str(row.id),
                title=row.title,
                url=url.format(id=row.id),
                body="\n".join(filter(None, said.body)),
                keywords="\n".join(filter(None, said.keywords)),
                audience=audiences[row.id],
                date=said.date,
            )

    return documents


def details_of(
    model: type[M], details: Callable[[M], HitDetails], *, options: Sequence[Any] = ()
) -> Callable[[Session, Sequence[int]], Mapping[int, HitDetails]]:
    """The `hit_details` of an `ObjectKind`: `details` of each row."""

    def hit_details(session: Session, ids: Sequence[int]) -> Mapping[int, HitDetails]:
        rows: Iterable[Any] = session.scalars(_rows(model, ids, options))
        return {one.id: details(one) for one in rows}

    return hit_details


def _rows(model: Any, ids: Sequence[int], options: Sequence[Any]) -> Select[Any]:
    return select(model).where(model.id.in_(ids)).options(*options)
