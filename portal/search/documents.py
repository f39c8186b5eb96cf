"""What the search is told about an object, as its kind says it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.files.reading.lookup import with_attachments
from portal.runtime import portal
from portal.search.engine.documents import Document


def documents_of(session: Session, name: str, ids: list[int]) -> list[Document]:
    """The documents of some objects; one that cannot be made costs only its own being found."""
    kind = portal().kinds.get(name)
    if kind is None or kind.documents is None or not ids:
        return []
    try:
        documents = [document for document in kind.documents(session, ids) if document.audience]
        return with_attachments(session, name, documents)
    except Exception as problem:
        if len(ids) > 1:
            return [one for object_id in ids for one in documents_of(session, name, [object_id])]
        owner = portal().kinds.owner(name) or ""
        portal().dispatch.report(owner, f"documents of {name} {ids[0]}", problem)
        return []
