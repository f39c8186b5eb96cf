"""What templates say of files."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import format_decimal
from flask_babel import gettext as _

from portal.files.sniffing import TYPES
from portal.runtime import portal


def file_size(size: int) -> str:
    """1,2 MB"""
    if size < 1000:
        return _("%(number)s bytes", number=size)
    if size < 1_000_000:
        return f"{format_decimal(round(size / 1000))} KB"
    return f"{format_decimal(round(size / 1_000_000, 1))} MB"


def file_title(media_type: str) -> Any:
    """PDF, Word, Picture."""
    found = TYPES.get(media_type)
    return found.title if found else _("File")


def file_icon(media_type: str) -> str:
    """The icon of a type."""
    found = TYPES.get(media_type)
    return found.icon if found else "paperclip"


def init_app(app: Flask) -> None:
    """The filters, the limit, and how far the reading of files has come."""
    from portal.files.reading.words import reading_notes

    app.jinja_env.globals["reading_notes"] = reading_notes
    app.jinja_env.filters.update(file_size=file_size, file_title=file_title, file_icon=file_icon)
    app.jinja_env.globals["upload_megabytes"] = lambda: portal().settings.upload_megabytes
