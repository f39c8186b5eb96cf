"""The field for files in a form."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage
from wtforms import FileField, ValidationError
from wtforms.validators import StopValidation
from wtforms.widgets import FileInput

from portal.files.incoming import Incoming
from portal.files.problems import max_bytes, too_large
from portal.files.sniffing import TYPES
from portal.runtime import portal

ACCEPT = ",".join(ending for kind in TYPES.values() for ending in kind.endings)


class UploadField(FileField):
    """Files from the person's computer; `data` is the list of those that were chosen.

    Each has been examined already: a file that is not taken is an error of the field, and
    `status` is what the answer should then be (413 for one too large). The view bears `@uploads`,
    the form `multipart=true`, and the field stands last in it: what stands before a file that is
    far too large is kept.
    """

    widget = FileInput(multiple=True)

    def __init__(
        self,
        label: Any = None,
        *,
        required: Any = "",
        most: int = 10,
        description: Any = None,
        **options: Any,
    ) -> None:
        """`required`: what to say where no file was chosen; empty: none need be."""
        if description is None:
            description = _l(
                "PDF, Word, Excel, PowerPoint, OpenDocument, text or pictures; "
                "at most %(limit)s MB each.",
                limit=_Limit(),
            )
        options["render_kw"] = {"accept": ACCEPT, **(options.get("render_kw") or {})}
        super().__init__(label, description=description, **options)
        self._required, self._most = required, most
        self.status = 200
        self.data: list[FileStorage] = []

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Those that were chosen; an empty field sends one without a name."""
        self.data = [one for one in valuelist if isinstance(one, FileStorage) and one.filename]

    def process_data(self, value: Any) -> None:
        """A file field begins empty, whatever the object holds."""
        self.data = []

    def pre_validate(self, form: Any) -> None:
        """Says of the first file that is not taken why."""
        chosen = self.data
        if not chosen and self._required:
            raise StopValidation(self._required)
        if len(chosen) > self._most:
            raise ValidationError(
                ngettext(
                    "Choose at most %(num)s file at once.",
                    "Choose at most %(num)s files at once.",
                    self._most,
                )
            )
        for storage in chosen:
            stream: Any = storage.stream
            if isinstance(stream, Incoming):
                stream.examine(storage.filename or "")
                if stream.problem is not None:
                    self.status = stream.problem.status
                    # The field is empty again: only the name says which file it was.
                    text = str(stream.problem)
                    if _short(storage):
                        text = _("%(name)s: %(problem)s", name=_short(storage), problem=text)
                    raise ValidationError(text)

    def __call__(self, **options: Any) -> Any:
        """The field, with what a script needs to spare people an upload in vain."""
        options.setdefault("data-max-bytes", max_bytes())
        options.setdefault("data-too-large", str(too_large()))
        return super().__call__(**options)


class _Limit:
    """The limit, looked up when the words are shown: a form is made before there is a portal."""

    def __str__(self) -> str:
        return str(portal().settings.upload_megabytes)


def _short(storage: FileStorage) -> str:
    name = "".join(char for char in storage.filename or "" if char.isprintable())
    return name if len(name) <= 60 else name[:59] + "…"
