"""An example of every hook that keeps something: kinds, changes, jobs, people, switching."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.api import (
    EVERYONE,
    Holding,
    NoticeTopic,
    ObjectKind,
    Outcome,
    OutcomeState,
    Part,
    Plugin,
    Schedule,
    Unit,
    User,
    Wish,
    WishKind,
    deleted,
    hookimpl,
    narrow,
    now,
    reindex,
    saved,
)

if TYPE_CHECKING:
    from portal.api import Actor, JobContext

LOAN = dt.timedelta(days=28)


def collect(job: JobContext) -> None:
    """Marks what is overdue; called again, it changes nothing more."""
    from .models import Book

    late = update(Book).where(Book.taken_at < now() - LOAN, Book.state == "lent")
    job.session.execute(late.values(state="late"))


class Shelf:
    """What other plugins may ask: `service("books.shelf").titles(session, actor)`."""

    def titles(self, session: Session, actor: Actor) -> list[str]:
        """The titles of the books that `actor` may see, in order."""
        from .models import Book

        books = narrow(select(Book.title).order_by(Book.title), actor, Book)
        return list(session.scalars(books))


class Books(Plugin):
    """The plugin."""

    name = "books"
    version = "1.0"
    title = _l("Books")
    description = _l("The books on the shelf of the staff room.")

    @hookimpl
    def kinds(self) -> Iterable[ObjectKind]:
        from .models import Book
        from .search import documents

        return [
            ObjectKind(
                name="book",
                title=_l("Book"),
                plural=_l("Books"),
                icon="book",
                model=Book,
                label=lambda book: book.title,
                url=lambda book_id: f"/books/{book_id}",
                may=lambda session, actor, action, book: book.reader_id == actor.user_id,
                documents=documents,
            )
        ]

    @hookimpl
    def jobs(self) -> Mapping[str, Callable[[JobContext], None]]:
        return {"books.collect": collect}

    @hookimpl
    def schedules(self) -> Iterable[Schedule]:
        return [Schedule("books.collect", dt.timedelta(days=1))]

    @hookimpl
    def notice_topics(self) -> Iterable[NoticeTopic]:
        words = lambda notice: _("%(who)s has it now.", who=notice.by)  # noqa: E731
        return [NoticeTopic("books.taken", _l("A book was taken"), words, icon="book")]

    @hookimpl
    def object_saved(self, session: Session, kind: str, object_id: int) -> None:
        # In the transaction of the change: what is written here comes and goes with it.
        if kind == "book":
            from .models import Book

            book = session.get_one(Book, object_id)
            book.changes += 1

    @hookimpl
    def object_deleted(self, session: Session, kind: str, object_id: int) -> None:
        if kind == "person":  # another's object, known by kind and id only
            from .models import Book

            theirs = update(Book).where(Book.reader_id == object_id)
            session.execute(theirs.values(reader_id=None, state="shelf"))

    @hookimpl
    def unit_changed(self, session: Session, unit_id: int) -> None:
        # The unit's name stands in the search documents of its books.
        from .models import Book

        ids = session.scalars(select(Book.id).where(Book.unit_id == unit_id)).all()
        reindex(session, "book", ids, conceals=False)

    @hookimpl
    def facet_words(
        self, session: Session, actor: Actor, facet: str, values: frozenset[str]
    ) -> Mapping[str, str] | None:
        if facet != "tag":
            return None
        return {value: value.capitalize() for value in values if value in ("crime", "poetry")}

    @hookimpl
    def services(self) -> Mapping[str, Any]:
        return {"books.shelf": Shelf()}

    @hookimpl
    def wishes(self, session: Session) -> Iterable[Wish]:
        # Who has taken a book home wants to try what it says.
        from .models import Book

        for book in session.scalars(select(Book).where(Book.reader_id.is_not(None))):
            yield Wish(
                key=f"books:{book.id}",
                kind=WishKind.BUTTON,
                title=book.title,
                user_id=book.reader_id,
                unit_id=book.unit_id,
                made_at=book.taken_at,
            )

    @hookimpl
    def wish_outcomes(self, session: Session, keys: Collection[str]) -> Mapping[str, Outcome]:
        from .models import Book

        read = session.scalars(select(Book).where(Book.state == "shelf"))
        back = {f"books:{book.id}": Outcome(state=OutcomeState.HELD) for book in read}
        return {key: outcome for key, outcome in back.items() if key in keys}

    @hookimpl
    def export_user(self, session: Session, user: User) -> Mapping[str, Any]:
        from .models import Book

        theirs = select(Book.title).where(Book.reader_id == user.id)
        return {"books": list(session.scalars(theirs))}

    @hookimpl
    def erase_user(self, session: Session, user: User) -> None:
        from .models import Book

        theirs = update(Book).where(Book.reader_id == user.id)
        session.execute(theirs.values(reader_id=None))

    @hookimpl
    def holdings(self, session: Session, user: User) -> Iterable[Holding]:
        from .models import Book

        for book in session.scalars(select(Book).where(Book.reader_id == user.id)):
            yield Holding(
                kind="book",
                id=book.id,
                title=book.title,
                url=f"/books/{book.id}",
                part=Part.OWNER,
                unit_id=book.unit_id,
            )

    @hookimpl
    def hand_over(
        self,
        session: Session,
        actor: Actor,
        user: User,
        successor: User,
        holdings: Collection[Holding],
    ) -> None:
        from .models import Book

        ids = [one.id for one in holdings if one.kind == "book"]
        # Only what is still theirs: two people may hand over at once.
        theirs = select(Book).where(Book.id.in_(ids), Book.reader_id == user.id)
        for book in session.scalars(theirs).all():
            book.reader_id = successor.id
            saved(session, "book", book.id, {EVERYONE}, actor=actor)

    @hookimpl
    def unit_holdings(self, session: Session, unit: Unit) -> Iterable[Holding]:
        from .models import Book

        for book in session.scalars(select(Book).where(Book.unit_id == unit.id)):
            yield Holding(
                kind="book",
                id=book.id,
                title=book.title,
                url=f"/books/{book.id}",
                part=Part.PLACE,
                unit_id=unit.id,
            )

    @hookimpl
    def move_unit_things(self, session: Session, actor: Actor, unit: Unit, into: Unit) -> None:
        from .models import Book

        for book in session.scalars(select(Book).where(Book.unit_id == unit.id)).all():
            book.unit_id = into.id
            saved(session, "book", book.id, {EVERYONE}, actor=actor)

    @hookimpl
    def enabled(self, session: Session) -> None:
        # What happened meanwhile is not known: look at all of it.
        from .models import Book

        reindex(session, "book", session.scalars(select(Book.id)).all(), conceals=False)

    @hookimpl
    def disabled(self, session: Session) -> None:
        # Nobody reminds of a loan while the plugin is off.
        from .models import Book

        session.execute(update(Book).where(Book.state == "late").values(state="lent"))

    @hookimpl
    def demo(self, session: Session) -> None:
        from .models import Book

        unit = session.scalar(select(Unit).order_by(Unit.id).limit(1))
        book = Book(title="Digte 1990", unit_id=unit.id if unit else None)
        session.add(book)
        session.flush()
        saved(session, "book", book.id, {EVERYONE})


def give_away(session: Session, book_id: int) -> None:
    """What a view of the plugin would do to take a book off the shelf for good."""
    from .models import Book

    deleted(session, "book", book_id)
    session.delete(session.get_one(Book, book_id))


plugin = Books()
