"""Files are received before the request's transaction begins.

A writing request holds the database's only write lock from its first query on; an upload over a
slow line would make everyone else wait for its whole length. So the body is read, examined and
hashed first, and only for somebody who is signed in.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, request
from flask_login import current_user

from portal.database import db
from portal.database.transactions import set_mode
from portal.files.parsing import UploadParser

F = TypeVar("F", bound=Callable[..., Any])
MARK = "__portal_uploads__"


def uploads(view: F) -> F:
    """Declares that a view's form may bring files: its requests may be larger, and its files are
    examined before the view is called. Below the route decorator, as `signed_in` is."""
    setattr(view, MARK, True)
    return view


def init_app(app: Flask) -> None:
    """Before everything that looks at the form, the CSRF check among it."""
    app.before_request(_receive)
    app.teardown_request(_let_go)


def _receive() -> None:
    if request.method != "POST" or request.endpoint is None:
        return
    if not getattr(current_app.view_functions.get(request.endpoint), MARK, False):
        return
    if not _is_signed_in():
        return  # nothing is read for a stranger; the check of access comes next
    parser = g.uploads = UploadParser()
    # The parser has the limits; Flask's own would answer before anything typed had been read.
    request.max_content_length = sys.maxsize
    request.make_form_data_parser = lambda: parser  # type: ignore[method-assign]
    for _field, storages in request.files.lists():
        for storage in storages:
            if storage.filename:
                storage.stream.examine(storage.filename)  # type: ignore[attr-defined]


def _is_signed_in() -> bool:
    set_mode("read")
    try:
        return bool(current_user.is_authenticated)
    finally:
        # Who it is will be asked again, in the transaction in which it counts.
        g.pop("_login_user", None)
        db.session.remove()


def _let_go(_problem: BaseException | None) -> None:
    parser = g.pop("uploads", None)
    for incoming in parser.incoming if parser else ():
        incoming.close()
