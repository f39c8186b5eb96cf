"""Write the Whoosh index: batches, merges, and a new index beside the old."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from . import checksums
from .base import IndexProblem
from .danish.analysis import Analysis
from .documents import Document, DocumentKey
from .fields_of import indexed_fields
from .schema import UniqueCodec, join_key, make_schema
from .storage import DurableStorage, IndexFolder
from .versions import meta_for

_REBUILD_MEMORY_MB = 96


class Writer:
    """Writes the index of one folder; every call is one commit under the folder's lock."""

    def __init__(
        self, folder: IndexFolder, analysis: Callable[[], Analysis], facet_names: tuple[str, ...]
    ) -> None:
        self._folder = folder
        self._analysis = analysis
        self._facet_names = facet_names

    def update(self, documents: Iterable[Document], deleted: Iterable[DocumentKey]) -> None:
        """Replace and remove documents. The last of several with one key counts."""
        latest = {document.key: document for document in documents}
        gone = {join_key(key) for key in deleted} | {join_key(key) for key in latest}
        if not gone:
            return
        with self._folder.writing():
            index = self._open()
            with _committing(index) as writer:
                self._remove(writer, gone)
                for document in latest.values():
                    self._add(writer, document)

    def rebuild(
        self, documents: Iterable[Document], progress: Callable[[int], None] | None
    ) -> None:
        """Write all documents to a new folder and make it the live one."""
        with self._folder.writing():
            self._folder.sweep()
            target = self._folder.create(meta_for(self._facet_names))
            try:
                storage = DurableStorage(str(target))
                index = FileIndex.create(storage, make_schema(self._facet_names))
                with _committing(index, limitmb=_REBUILD_MEMORY_MB) as writer:
                    # Only keys are kept to find repetitions; the last cannot win in a stream.
                    seen: set[DocumentKey] = set()
                    for document in documents:
                        if document.key in seen:
                            continue
                        seen.add(document.key)
                        self._add(writer, document)
                        if progress is not None:
                            progress(len(seen))
                self._folder.swap(target)
            except BaseException:
                shutil.rmtree(target, ignore_errors=True)
                raise

    def optimise(self) -> bool:
        """Merge all segments to one; returns whether there was anything to merge.

        Takes as long as a rebuild: for idle time only.
        """
        with self._folder.writing():
            index = self._open()
            segments = index._segments()
            if len(segments) < 2 and not any(s.has_deletions() for s in segments):
                return False
            with _committing(index, optimize=True):
                pass
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
                return FileIndex(storage)
        except OSError:
            raise
        except Exception as error:
            raise IndexProblem(f"the index cannot be read: {error}") from error

    def _add(self, writer: SegmentWriter, document: Document) -> None:
        fields = indexed_fields(document, self._analysis(), self._facet_names)
        writer.add_document(**fields)

    def _remove(self, writer: SegmentWriter, keys: set[str]) -> None:
        reader = writer.reader()
        try:
            for key in sorted(keys):
                if ("key", key) in reader:
                    matcher = reader.postings("key", key)
                    for number in matcher.all_ids():
                        writer.delete_document(number)
        finally:
            reader.close()


@contextmanager
def _committing(
    index: FileIndex, *, optimize: bool = False, **options: Any
) -> Iterator[SegmentWriter]:
    """Yield a writer, commit it, and on any error leave the index as it was.

    Where the disk is full Whoosh's own ``cancel`` raises too and would keep its lock for as
    long as the process lives, so the lock is given back here whatever happens.
    """
    writer = SegmentWriter(index, codec=UniqueCodec(), **options)
    lock = writer.writelock
    try:
        yield writer
        writer.commit(merge=optimize, optimize=optimize)
        checksums.note(Path(index.storage.folder))
    except BaseException:
        try:
            writer.cancel()
        except Exception:
            _abandon(writer)
        raise
    finally:
        if lock is not None and lock.fd is not None:
            lock.release()
        _remove_scraps(Path(index.storage.folder))


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
