"""Concepts as a kind of the portal: found by the search, referred to by others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, Document, ObjectKind, audience_of, may, plain_text

from .models import Concept
from .services.catalogue import TEXTS


def documents(session: Session, ids: Sequence[int]) -> Iterable[Document]:
    """The search documents of the concepts with these ids."""
    audiences = audience_of(session, "concept", ids)
    for concept in session.scalars(select(Concept).where(Concept.id.in_(ids))):
        texts = [
            concept.summary,
            *(plain_text(getattr(concept, name)) for name in TEXTS["concept"]),
        ]
        yield Document(
            kind="concept",
            id=str(concept.id),
            title=concept.name,
            url=f"/factsheets/catalogue/concept/{concept.id}",  # no request, no url_for
            body="\n".join(text for text in (concept.summary, *texts) if text),
            keywords=" ".join(concept.other_names),
            audience=audiences[concept.id],
            date=concept.updated_at.date(),
        )


def url_of(concept_id: int) -> str:
    """Where a concept's page is."""
    return url_for("factsheets_catalogue.entry", kind="concept", entry_id=concept_id)


def _may(session: Session, actor: Actor, action: str, _concept: Concept) -> bool:
    return action in ("edit", "delete") and may(session, actor, "factsheets.catalogue")


CONCEPT = ObjectKind(
    name="concept",
    title=_l("Concept"),
    plural=_l("Concepts"),
    icon="award",
    model=Concept,
    label=lambda concept: concept.name,
    url=url_of,
    may=_may,
    documents=documents,
)
