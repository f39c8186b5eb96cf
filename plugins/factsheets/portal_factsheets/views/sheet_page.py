"""A sheet's page as its template wants it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    Attachment,
    Badge,
    attachments_of,
    history_url,
    may,
    render_markdown,
    slots,
    unit_paths,
)

from ..models import FactSheet, OutdatedNote
from ..permissions import CREATE
from ..search import badges_of, phase_words
from ..services.contact import keepers, open_notes
from ..services.related import Related, related
from ..services.sheets import KIND, missing_for_publishing, today
from ..vocabulary import KINDS, PHASES, VISIBLE_TO, SheetKind, Status
from .list_page import SheetCard, cards
from .words import if_then, period_words, soft, status_badges

VERBS = ("edit", "review", "publish", "archive", "unpublish", "delete")


class SheetPage:
    """The page of one sheet, for one reader who may see it."""

    def __init__(self, session: Session, actor: Actor, sheet: FactSheet) -> None:
        self._session, self._actor, self.sheet = session, actor, sheet

    @cached_property
    def allowed(self) -> set[str]:
        """The verbs this reader may use on the sheet as it stands."""
        found = {verb for verb in VERBS if may(self._session, self._actor, verb, self.sheet)}
        status = self.sheet.status
        if status == Status.PUBLISHED:
            found.discard("publish")
        if status != Status.PUBLISHED:
            found -= {"archive", "review"}
        if status == Status.DRAFT:
            found.discard("unpublish")
        return found

    @cached_property
    def place(self) -> str:
        """Where it was done."""
        if self.sheet.unit_id is None:
            return soft(self.sheet.institution)
        return soft(unit_paths(self._session, [self.sheet.unit_id]).get(self.sheet.unit_id, ""))

    @property
    def badges(self) -> list[Badge]:
        """Status, how it went, how far it is, ready."""
        found = status_badges(self.sheet) + badges_of(self.sheet)
        phase = self.sheet.phase
        if phase is None:
            return found
        words = _("Phase %(number)s: %(name)s", number=phase, name=str(PHASES[phase]))
        return [
            Badge(words, badge.icon, badge.tone) if badge.icon == "arrow-repeat" else badge
            for badge in found
        ]

    @property
    def if_then(self) -> tuple[str, str] | None:
        """The two halves of the hypothesis, if it has them."""
        return if_then(self.sheet)

    @property
    def findings(self) -> Markup:
        """The findings; the list of them is marked so that it is shown as findings."""
        return render_markdown(self.sheet.findings)

    @property
    def period(self) -> str:
        """When it was done."""
        return period_words(self.sheet.period_start, self.sheet.period_end)

    @property
    def kind(self) -> Any:
        """What it was, where that is not an experiment."""
        return None if self.sheet.kind == SheetKind.EXPERIMENT else KINDS[self.sheet.kind]

    @property
    def visible_to(self) -> Any:
        """Who may see it, where that is not everyone."""
        return None if self.sheet.visibility == "everyone" else VISIBLE_TO[self.sheet.visibility]

    @property
    def phases(self) -> list[tuple[int, Any]]:
        """The phases of the wheel."""
        return [(int(number), words) for number, words in PHASES.items()]

    @property
    def phase_words(self) -> str:
        """'4 Analysis and evaluation'"""
        return phase_words(self.sheet.phase) if self.sheet.phase else ""

    @cached_property
    def related(self) -> Related:
        """What it builds on, what builds on it, and what is like it."""
        return related(self._session, self._actor, self.sheet)

    @cached_property
    def like(self) -> list[SheetCard]:
        """Sheets on the same thing, as cards."""
        return cards(self._session, self.related.like)

    @cached_property
    def notes(self) -> Sequence[OutdatedNote]:
        """Open notes that it is out of date, for who can do something about it."""
        return open_notes(self._session, self.sheet) if "edit" in self.allowed else ()

    @property
    def overdue(self) -> bool:
        """Whether its review should have been done."""
        due = self.sheet.review_due
        return due is not None and due < today() and self.sheet.status == Status.PUBLISHED

    @property
    def missing(self) -> list[str]:
        """What must be written before it can be published."""
        return missing_for_publishing(self.sheet) if "publish" in self.allowed else []

    @cached_property
    def can_ask(self) -> bool:
        """Whether there is somebody else to ask."""
        return any(user.id != self._actor.user_id for user in keepers(self._session, self.sheet))

    @property
    def build_address(self) -> str:
        """Where a sheet that takes this one up is begun; empty for who may not, or not yet."""
        if self.sheet.status != Status.PUBLISHED or CREATE not in self._actor.permissions:
            return ""
        return url_for("factsheets_editing.create", builds_on=self.sheet.id)

    @cached_property
    def attachments(self) -> Sequence[Attachment]:
        """The files that hang on it."""
        return attachments_of(self._session, KIND, [self.sheet.id])[self.sheet.id]

    @property
    def history(self) -> str:
        """Where its versions are listed; empty for who may not edit it."""
        return history_url(KIND, self.sheet.id) if "edit" in self.allowed else ""

    @property
    def side(self) -> list[Any]:
        """What other plugins have to say beside it."""
        return slots("factsheet.side", self.sheet)

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """The way here."""
        found = [(_("Fact sheets"), url_for("factsheets.index"))]
        if self.sheet.programme is not None:
            there = url_for("factsheets.index", programme=self.sheet.programme_id)
            found.append((self.sheet.programme.name, there))
        return found
