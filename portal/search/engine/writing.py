"""Write the live Whoosh index: batches and merges."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from . import checksums
from .base import IndexProblem
from .danish.analysis import Analysis
from .documents import Document, DocumentKey
from .fields_of import FieldsOf, stored
from .making import SegmentMaker
from .schema import UniqueCodec, join_key
from .segments import SegmentReader
from .storage import DurableStorage, IndexFolder
from .toc import is_sound
from .versions import meta_for

_SMALL, _FEW = 256, 4


class Writer:
    """Writes the index of one folder; every call is one commit under the folder's lock."""

    def __init__(
        self, folder: IndexFolder, analysis: Callable[[], Analysis], facet_names: tuple[str, ...]
    ) -> None:
        self._folder = folder
        self._analysis = analysis
        self._facet_names = facet_names
        self._fields_of: FieldsOf | None = None
        self._batch = Batch()

    def update(self, documents: Iterable[Document], deleted: Iterable[DocumentKey]) -> None:
        """Replace and remove documents. The last of several with one key counts."""
        with self._folder.writing():
            self._batch.replace(self._open(), self.fields, documents, deleted)

    def optimise(self, most: int | None = None) -> bool:
        """Merge segments that belong together; returns whether there was anything to merge.

        ``most``: leave alone the segments with more documents, so that it stays short.
        """
        with self._folder.writing():
            index = self._open()
            chosen = worth_merging(index._segments(), most)
            if not chosen:
                return False
            with committing(index) as (writer, maker):
                for segment in chosen:
                    maker.merge(SegmentReader(index.storage, segment), segment.deleted_docs())
                    writer.segments.remove(segment)
            return True

    def _open(self) -> FileIndex:
        current = self._folder.current()
        if current is None:
            # Not made here: with only this batch in it, it would look like all there is.
            raise IndexProblem("there is no index yet")
        problem = checksums.damage(current)
        if problem is not None:
            raise IndexProblem(problem)
        if self._folder.meta(current) != meta_for(self._facet_names):
            raise IndexProblem("the index was built with another analysis")
        storage = DurableStorage(str(current))
        try:
            with storage.closing_on_error():
                index = FileIndex(storage)
            if not is_sound(current, index.latest_generation()):
                raise IndexProblem("the table of contents is damaged")
            return index
        except FileNotFoundError as error:
            raise IndexProblem(f"a file of the index is missing: {error}") from error
        except (OSError, IndexProblem):
            raise
        except Exception as error:
            raise IndexProblem(f"the index cannot be read: {error}") from error

    @property
    def fields(self) -> FieldsOf:
        """What turns documents into terms; threads may share it."""
        if self._fields_of is None:
            self._fields_of = FieldsOf(self._analysis(), self._facet_names)
        return self._fields_of


class Batch:
    """Replaces documents of one index; keeps its segments open for the next time."""

    def __init__(self) -> None:
        self._readers: list[SegmentReader] = []

    def replace(
        self,
        index: FileIndex,
        fields: FieldsOf,
        documents: Iterable[Document],
        deleted: Iterable[DocumentKey],
    ) -> None:
        """Replace and remove documents in one commit. The last of several with one key counts."""
        latest = {document.key: document for document in documents}
        gone = {join_key(key) for key in deleted} | {join_key(key) for key in latest}
        if not gone:
            return
        with committing(index) as (writer, maker):
            self._remove(writer, index.storage, gone)
            for document in latest.values():
                maker.add(fields(document), stored(document))

    def _remove(self, writer: SegmentWriter, storage: DurableStorage, keys: set[str]) -> None:
        known = {reader.name: reader for reader in self._readers}
        self._readers = [
            known.get(segment.segment_id()) or SegmentReader(storage, segment)
            for segment in writer.segments
        ]
        for segment, reader in zip(writer.segments, self._readers, strict=True):
            for key in keys:
                number = reader.document(key)
                if number >= 0:
                    segment.delete_document(number)


def worth_merging(segments: Sequence[Any], most: int | None) -> list[Any]:
    """Choose segments to make one of.

    The small ones that single saves leave become one at once, which takes a blink; larger ones
    wait until there are some of about one size, so that each document is written again only a
    few times. Without ``most`` everything becomes one.
    """
    if most is None:
        several = len(segments) > 1 or any(s.has_deletions() for s in segments)
        return list(segments) if several else []
    small = [s for s in segments if s.doc_count_all() <= min(_SMALL, most)]
    if len(small) > 1:
        return small
    by_size: dict[int, list[Any]] = {}
    for segment in segments:
        if _SMALL < segment.doc_count_all() <= most:
            by_size.setdefault(int(math.log(segment.doc_count_all(), _FEW)), []).append(segment)
    return next((alike for _, alike in sorted(by_size.items()) if len(alike) >= _FEW), [])


@contextmanager
def committing(index: FileIndex) -> Iterator[tuple[SegmentWriter, SegmentMaker]]:
    """Yield a writer and its new segment, and commit them."""
    with _committing(index) as writer:
        maker = SegmentMaker(writer)
        yield writer, maker
        maker.finish()


@contextmanager
def _committing(index: FileIndex) -> Iterator[SegmentWriter]:
    """Yield a writer, commit it, and on any error leave the index as it was.

    Where the disk is full even a new writer and Whoosh's own ``cancel`` raise.
    """
    folder = Path(index.storage.folder)
    try:
        writer = SegmentWriter(index, codec=UniqueCodec())
        try:
            yield writer
            writer.commit(merge=False)
            checksums.sweep(folder)
        except BaseException:
            try:
                writer.cancel()
            except Exception:
                _abandon(writer)
            raise
    finally:
        _remove_scraps(folder)


def _abandon(writer: SegmentWriter) -> None:
    """Close what a failed ``cancel`` left open."""
    for part in (writer.perdocwriter, writer.fieldwriter, writer.pool):
        for name in ("close", "cleanup"):
            try:
                getattr(part, name, lambda: None)()
            except Exception:  # noqa: S112 - nothing more can be done for a broken writer
                continue
    writer.is_closed = True


def _remove_scraps(folder: Path) -> None:
    """Remove the temporary folders of writers that broke off; we hold the lock."""
    for entry in folder.glob("*.tmp"):
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
