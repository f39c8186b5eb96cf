"""What a page asks several times is read once: within a transaction that only reads, so that
nothing can have changed in between."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from sqlalchemy.orm import Session, SessionTransaction, scoped_session

from portal.database.transactions import is_reading

T = TypeVar("T")
_KEPT = "portal.memo"


def once(session: Session, key: Hashable, ask: Callable[[], T]) -> T:
    """What `ask` answers; asked again in the same reading transaction, the same answer.

    `key` names the question with all that it depends on, begun with the name of who asks it. The
    answer is shared: hand out copies of what a caller may change.
    """
    if not is_reading():
        return ask()
    if isinstance(session, scoped_session):
        session = session()
    transaction = session.get_transaction()
    kept = cast("tuple[SessionTransaction | None, dict[Any, Any]] | None", session.info.get(_KEPT))
    if kept is None or kept[0] is not transaction or transaction is None:
        found = ask()
        # Asking may have begun the transaction.
        transaction = session.get_transaction()
        if kept is None or kept[0] is not transaction:
            kept = session.info[_KEPT] = (transaction, {})
        kept[1][key] = found
        return found
    if key not in kept[1]:
        kept[1][key] = ask()
    return cast("T", kept[1][key])
