"""The facade for plugins: everything a plugin may use of the core, and nothing else.

A plugin imports from here only; another plugin is reached through hooks. What stands here keeps
its meaning within an API version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from flask import url_for
from markupsafe import Markup
from sqlalchemy import Select
from sqlalchemy.orm import Session

from portal import lists
from portal.access.actors import (
    ANYONE,
    EVERYONE,
    SYSTEM,
    Actor,
    actor_for,
    permission_label,
    unit_label,
    user_label,
    with_ancestors,
    with_descendants,
)
from portal.access.deciding import audience_of
from portal.access.permissions import Permission
from portal.access.routes import public, requires, signed_in
from portal.access.visibility import (
    VISIBILITY_WORDS,
    Visibility,
    VisibilityFields,
    VisibleMixin,
)
from portal.accounts.messages import count_message
from portal.accounts.models import User
from portal.accounts.names import people_names
from portal.accounts.services import clean_email, find_user, holders_of, keep_contact
from portal.accounts.throttle import Limit, count_try, forget_tries, paused_until
from portal.audit.trail import record
from portal.audit.words import name_actions
from portal.autosave.forms import FormDraft, form_draft
from portal.autosave.services import forget_draft, made_before
from portal.calendars.models import Event, EventStatus, GuestStatus
from portal.calendars.services import (
    cancel_event,
    change_event,
    events_of,
    schedule_event,
    set_guests,
)
from portal.charts.answering import chart_response
from portal.charts.chart import Chart, chart
from portal.cli.context import find_actor, progress, show, with_app
from portal.clock import at_hour, day_of, local, midnight, moment_at, morning, today
from portal.database import (
    Model,
    UTCDateTime,
    db,
    now,
    own_session,
    owned_by,
    reading,
    rows_changed,
    writing,
)
from portal.database.memo import once as read_once
from portal.demo.loader import demo_units
from portal.errors import ConflictError, FieldProblem, InvalidInput, NotAllowed, PortalError
from portal.files.extraction.asking import CannotRead, extract_text
from portal.files.extraction.results import ExtractedText
from portal.files.extraction.results import Limits as ReadingLimits
from portal.files.fields import UploadField
from portal.files.models import Attachment, File
from portal.files.problems import FileProblem
from portal.files.receiving import uploads
from portal.files.services import attach, attachments_of, detach, store_upload
from portal.files.storage import place_of
from portal.folding import clean_name, danish_order, fold, name_key, natural_order
from portal.history.declaring import History, HistoryField
from portal.history.races import Race, Settled, race, settle
from portal.history.recording import latest_number
from portal.history.recording import note as keep_version
from portal.history.words import name_history_actions
from portal.jobs.handlers import JobContext, Schedule, aside
from portal.jobs.mail import MailFile, send_mail
from portal.jobs.queue import enqueue, reindex
from portal.leaving.asking import grouped, holdings_of
from portal.leaving.holdings import PART_WORDS, Holding, Part
from portal.notices.following import follow, follows, unfollow
from portal.notices.models import Notice
from portal.notices.services import mark_object_read, notify, notify_followers
from portal.notices.topics import NoticeTopic
from portal.plugins.areas import AreaPlugin, Areas
from portal.plugins.manifest import API_VERSION, Plugin
from portal.plugins.spec import hookimpl
from portal.practices.asking import ServiceFailed, service, wish_outcomes, wishes
from portal.practices.words import Outcome, OutcomeState, Wish, WishKind
from portal.printing.asking import CannotPrint, PrintLimits, pdf
from portal.printing.codes import qr_svg
from portal.printing.markdown import markdown_parts
from portal.references.kinds import Badge, HitDetails, ObjectKind, Reference, Resolved
from portal.references.reads import add_readings, count_read, most_read, read_totals
from portal.runtime import portal
from portal.search.describing import Says, details_of, documents_of
from portal.search.engine.documents import Document
from portal.search.misses import Missed, searched_in_vain
from portal.search.service import Query
from portal.units.contacts import contacts_seen, sees_contact
from portal.units.leading import UnitRow, leaders_of, led_units, unit_rows
from portal.units.models import Function, Membership, Unit
from portal.units.panels import rendered
from portal.units.person_fields import PeopleField, PersonField
from portal.units.services import unit_options, unit_paths
from portal.web.export import csv_response, without_guard, workbook_response, xlsx_response
from portal.web.flashes import flash_undo
from portal.web.forms import Form
from portal.web.i18n import LANGUAGES, speak_to
from portal.web.markdown import plain_text, render_markdown
from portal.web.paging import Page, paginate
from portal.web.parts import (
    Card,
    FilterGroup,
    FilterOption,
    Health,
    Look,
    NavigationItem,
    Panel,
    Waiting,
)
from portal.web.refusals import attempt, show_problem
from portal.web.requests import current_actor
from portal.web.safe_redirect import back_to
from portal.web.sealing import seal, unseal

S = TypeVar("S", bound="Select[*tuple[Any, ...]]")


def may(session: Session, actor: Actor, action: str, obj: object | None = None) -> bool:
    """Whether `actor` may do `action`; see `portal.access.deciding`."""
    return portal().access.may(session, actor, action, obj)


def narrow(statement: S, actor: Actor, model: type[Any]) -> S:
    """`statement`, left with the objects of `model` that `actor` may see."""
    return portal().access.narrow(statement, actor, model)


def saved(
    session: Session,
    kind: str,
    object_id: int,
    audience: Iterable[str],
    *,
    actor: Actor | None = None,
    action: str = "",
) -> None:
    """Call after an object was created or changed, before the commit: says who may see it, keeps
    the version in its history, queues it for the index and tells other plugins.

    `actor` did it, else whoever makes the request; the history calls it `action` ('published'),
    else 'created' or 'edited'.
    """
    portal().changes.saved(session, kind, object_id, audience, actor=actor, action=action)


def deleted(session: Session, kind: str, object_id: int) -> None:
    """Call when an object is deleted for good, before the commit; a tombstone stays."""
    portal().changes.deleted(session, kind, object_id)


def resolve(
    session: Session, actor: Actor, references: Iterable[Reference]
) -> Mapping[Reference, Resolved]:
    """What each (kind, id) leads to for `actor`."""
    return portal().kinds.resolve(session, actor, references)


def find(
    session: Session, actor: Actor, text: str, kinds: Iterable[str], limit: int = 20
) -> list[Reference]:
    """The objects of these kinds that the search finds for `actor`, best first: for choosing one
    of them, and for lists that know what the search knows. What was changed a moment ago is found
    once the worker has been there."""
    query = Query(text, {"kind": frozenset(kinds)}, limit=limit)
    hits = portal().search.search(session, actor, query).hits
    return [(hit.kind, int(hit.id)) for hit in hits]


def content_path(file: File) -> Path:
    """Where the content of a file lies, for reading; it may be gone (`is_file`)."""
    return place_of(file.digest)


def kept_by(session: Session, actor: Actor, user: User) -> list[tuple[str, str, str]]:
    """(title, address, what they are to it) of everything a person keeps, from every plugin, with
    titles as `actor` may see them."""
    return [
        (one.title, one.url, f"{group.words}: {PART_WORDS.get(group.part, group.part)}")
        for group in grouped(session, actor, holdings_of(session, user).held)
        for one in group.things
    ]


def history_url(kind: str, object_id: int) -> str:
    """Where the versions of an object are listed."""
    return url_for("history.index", kind=kind, object_id=object_id)


def full_address(path: str) -> str:
    """A path of the portal as a whole address, for mails; from the settings, for what a request
    says of its host can be forged."""
    return portal().settings.base_url + path


def slots(slot: str, obj: object) -> list[Markup]:
    """What others have to say on a page of ours, in order, as HTML; one that fails is left out."""
    return rendered("page_slots", slot=slot, actor=current_actor(), obj=obj)


__all__ = [
    "ANYONE",
    "API_VERSION",
    "EVERYONE",
    "LANGUAGES",
    "SYSTEM",
    "VISIBILITY_WORDS",
    "Actor",
    "AreaPlugin",
    "Areas",
    "Attachment",
    "Badge",
    "CannotPrint",
    "CannotRead",
    "Card",
    "Chart",
    "ConflictError",
    "Document",
    "Event",
    "EventStatus",
    "ExtractedText",
    "FieldProblem",
    "File",
    "FileProblem",
    "FilterGroup",
    "FilterOption",
    "Form",
    "FormDraft",
    "Function",
    "GuestStatus",
    "Health",
    "History",
    "HistoryField",
    "HitDetails",
    "Holding",
    "InvalidInput",
    "JobContext",
    "Limit",
    "Look",
    "MailFile",
    "Membership",
    "Missed",
    "Model",
    "NavigationItem",
    "NotAllowed",
    "Notice",
    "NoticeTopic",
    "ObjectKind",
    "Outcome",
    "OutcomeState",
    "Page",
    "Panel",
    "Part",
    "PeopleField",
    "Permission",
    "PersonField",
    "Plugin",
    "PortalError",
    "PrintLimits",
    "Race",
    "ReadingLimits",
    "Reference",
    "Resolved",
    "Says",
    "Schedule",
    "ServiceFailed",
    "Settled",
    "UTCDateTime",
    "Unit",
    "UnitRow",
    "UploadField",
    "User",
    "Visibility",
    "VisibilityFields",
    "VisibleMixin",
    "Waiting",
    "Wish",
    "WishKind",
    "actor_for",
    "add_readings",
    "aside",
    "at_hour",
    "attach",
    "attachments_of",
    "attempt",
    "audience_of",
    "back_to",
    "cancel_event",
    "change_event",
    "chart",
    "chart_response",
    "clean_email",
    "clean_name",
    "contacts_seen",
    "content_path",
    "count_message",
    "count_read",
    "count_try",
    "csv_response",
    "current_actor",
    "danish_order",
    "day_of",
    "db",
    "deleted",
    "demo_units",
    "detach",
    "details_of",
    "documents_of",
    "enqueue",
    "events_of",
    "extract_text",
    "find_actor",
    "find_user",
    "flash_undo",
    "fold",
    "follow",
    "follows",
    "forget_draft",
    "forget_tries",
    "form_draft",
    "full_address",
    "history_url",
    "holders_of",
    "hookimpl",
    "keep_contact",
    "keep_version",
    "kept_by",
    "latest_number",
    "leaders_of",
    "led_units",
    "lists",
    "local",
    "made_before",
    "mark_object_read",
    "markdown_parts",
    "may",
    "midnight",
    "moment_at",
    "morning",
    "most_read",
    "name_actions",
    "name_history_actions",
    "name_key",
    "narrow",
    "natural_order",
    "notify",
    "notify_followers",
    "now",
    "own_session",
    "owned_by",
    "paginate",
    "paused_until",
    "pdf",
    "people_names",
    "permission_label",
    "plain_text",
    "progress",
    "public",
    "qr_svg",
    "race",
    "read_once",
    "read_totals",
    "reading",
    "record",
    "reindex",
    "render_markdown",
    "requires",
    "resolve",
    "rows_changed",
    "saved",
    "schedule_event",
    "seal",
    "searched_in_vain",
    "sees_contact",
    "send_mail",
    "service",
    "set_guests",
    "settle",
    "show",
    "show_problem",
    "signed_in",
    "slots",
    "speak_to",
    "store_upload",
    "today",
    "unfollow",
    "unit_label",
    "unit_options",
    "unit_paths",
    "unit_rows",
    "unseal",
    "uploads",
    "user_label",
    "wish_outcomes",
    "wishes",
    "with_ancestors",
    "with_app",
    "with_descendants",
    "without_guard",
    "workbook_response",
    "writing",
    "xlsx_response",
]
