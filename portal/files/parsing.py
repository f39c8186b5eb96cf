"""Reading a form with files in it, so that a file too large does not cost what was typed."""

from __future__ import annotations

from typing import IO, Any

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from portal.files import problems
from portal.files.incoming import Incoming

CHUNK = 64 * 1024
#: What may be typed beside the files of one form.
MAX_FIELDS = 4 * 1024 * 1024
MAX_PARTS = 500
#: How many files of the largest size one form may bring.
FILES_AT_ONCE = 4


class UploadParser(FormDataParser):
    """Werkzeug's parser of forms, except that nothing raises for being too large.

    A body that says it is beyond all measure is read only up to its first file, and one that
    turns out so (chunked) only as far as it may go: what was typed is kept, the files are
    refused. `incoming` holds every file met, for closing.
    """

    def __init__(self) -> None:
        self.file_limit = problems.max_bytes()
        self.most = FILES_AT_ONCE * self.file_limit + MAX_FIELDS
        super().__init__()
        self.incoming: list[Incoming] = []
        #: Whether more came, or was announced, than one form may bring.
        self.overflowed = False

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        """The fields and the files of a body; see the class."""
        boundary = (options or {}).get("boundary", "")
        self.overflowed = content_length is not None and content_length > self.most
        if mimetype != "multipart/form-data" or not boundary or not boundary.isascii():
            if self.overflowed or content_length is None:
                return stream, MultiDict(), MultiDict()
            return super().parse(stream, mimetype, content_length, options)
        form: list[tuple[str, str]] = []
        files: list[tuple[str, FileStorage]] = []
        try:
            self._read(stream, boundary.encode("ascii"), form, files)
        except ValueError:  # no multipart after all; what was read so far is kept
            pass
        except RequestEntityTooLarge:
            self._overflow()
        return stream, MultiDict(form), MultiDict(files)

    def _read(
        self,
        stream: IO[bytes],
        boundary: bytes,
        form: list[tuple[str, str]],
        files: list[tuple[str, FileStorage]],
    ) -> None:
        decoder = MultipartDecoder(boundary, MAX_FIELDS, max_parts=MAX_PARTS)
        part: Field | File | None = None
        typed, read, fields = bytearray(), 0, 0
        while True:
            data = stream.read(CHUNK)
            read += len(data)
            if read > self.most:
                self.overflowed = True
                raise RequestEntityTooLarge
            decoder.receive_data(data or None)
            while True:
                event = decoder.next_event()
                if isinstance(event, Epilogue):
                    return
                if isinstance(event, NeedData):
                    break
                if isinstance(event, Field):
                    part, typed = event, bytearray()
                elif isinstance(event, File):
                    part = event
                    files.append((event.name, self._begin(event)))
                    if self.overflowed and event.filename:
                        raise RequestEntityTooLarge
                elif isinstance(event, Data):
                    if isinstance(part, File):
                        self.incoming[-1].write(event.data)
                        continue
                    typed += event.data
                    fields += len(event.data)
                    if fields > MAX_FIELDS:
                        raise RequestEntityTooLarge
                    if not event.more_data and isinstance(part, Field):
                        form.append((part.name, typed.decode("utf-8", "replace")))
            if not data:
                raise BadRequest  # it broke off in the middle

    def _begin(self, event: File) -> FileStorage:
        incoming = Incoming(self.file_limit)
        self.incoming.append(incoming)
        return FileStorage(
            incoming,  # type: ignore[arg-type]
            event.filename,
            event.name,
            headers=event.headers,
        )

    def _overflow(self) -> None:
        self.overflowed = True
        # Of the files that came whole nothing is known to be wrong; the last one was cut off.
        if self.incoming:
            self.incoming[-1].refuse(problems.too_large())
