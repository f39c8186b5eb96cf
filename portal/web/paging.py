"""Pages of a long list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.web.addresses import as_id

T = TypeVar("T")
PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page: `page` of `pages`, `total` items in all."""

    items: Sequence[T]
    page: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.per_page))

    @property
    def first(self) -> int:
        """The number of the first item shown, 0 when there are none."""
        return (self.page - 1) * self.per_page + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The number of the last item shown."""
        return min(self.page * self.per_page, self.total)


def page_number(text: str | None) -> int:
    """The page asked for; nonsense is the first."""
    return max(1, as_id(text) or 1)


def asked_page() -> int:
    """The page asked for in the address."""
    return page_number(request.args.get("page"))


def paginate(
    session: Session, statement: Select[Any], page: int | None = None, per_page: int = PER_PAGE
) -> Page[Any]:
    """Runs an ordered select of one entity, a page of it; a page past the end is the last."""
    page = asked_page() if page is None else page
    total = session.scalar(select(func.count()).select_from(statement.order_by(None).subquery()))
    total = total or 0
    page = min(page, max(1, -(-total // per_page)))
    rows = session.scalars(statement.limit(per_page).offset((page - 1) * per_page)).unique().all()
    return Page(rows, page, per_page, total)
