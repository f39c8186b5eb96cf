"""What the search finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Document, audience_of, unit_paths

from .models import Book


def documents(session: Session, ids: Sequence[int]) -> Iterable[Document]:
    """The books with these ids; one that is not to be found is left out."""
    audiences = audience_of(session, "book", ids)
    books = session.scalars(select(Book).where(Book.id.in_(ids))).all()
    places = unit_paths(session, {book.unit_id for book in books if book.unit_id})
    for book in books:
        yield Document(
            kind="book",
            id=str(book.id),
            title=book.title,
            url=f"/books/{book.id}",
            body=places.get(book.unit_id or 0, ""),
            audience=audiences[book.id],
        )
