"""A new index in the making, beside the live one, which is read and written meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh.index import FileIndex

from .documents import Document, DocumentKey
from .fields_of import FieldsOf, stored
from .making import SegmentMaker
from .schema import make_schema
from .storage import DurableStorage, IndexFolder
from .writing import Batch, committing

_SEGMENT_POSTINGS = 16_000_000  # another segment is begun then: some 400 MB of memory


class NewIndex:
    """See :class:`.base.IndexBuild`."""

    def __init__(self, folder: IndexFolder, path: Path, fields: FieldsOf) -> None:
        self._folder = folder
        self._path = path
        self._fields = fields
        self._index = FileIndex.create(DurableStorage(str(path)), make_schema())
        self._batch = Batch()

    def fill(
        self, documents: Iterable[Document], progress: Callable[[int], None] | None = None
    ) -> None:
        """Write a stream of documents."""
        # Only keys are kept to find repetitions; the last cannot win in a stream.
        seen: set[DocumentKey] = set()
        stream = iter(documents)
        is_first, is_over = True, False
        while is_first or not is_over:
            with committing(self._index) as (_, maker):
                is_over = self._fill(maker, stream, seen, progress)
            is_first = False

    def _fill(
        self,
        maker: SegmentMaker,
        documents: Iterator[Document],
        seen: set[DocumentKey],
        progress: Callable[[int], None] | None,
    ) -> bool:
        """Add documents until the segment is large enough; returns whether those were all."""
        for document in documents:
            if document.key in seen:
                continue
            seen.add(document.key)
            maker.add(self._fields(document), stored(document))
            if progress is not None:
                progress(len(seen))
            if maker.postings >= _SEGMENT_POSTINGS:
                return False
        return True

    def update(self, documents: Iterable[Document], deleted: Iterable[DocumentKey] = ()) -> None:
        """Replace and remove documents, as in the live index."""
        self._batch.replace(self._index, self._fields, documents, deleted)

    def go_live(self) -> None:
        """Take the place of the live index."""
        with self._folder.writing():
            self._folder.swap(self._path)


@contextmanager
def building(
    folder: IndexFolder, meta: dict[str, object], fields: Callable[[], FieldsOf]
) -> Iterator[NewIndex]:
    """Yield a new index; unless it has gone live by the end, it is thrown away."""
    with folder.building():
        folder.sweep()
        path = folder.create(meta)
        try:
            yield NewIndex(folder, path, fields())
        finally:
            if folder.current() != path:
                shutil.rmtree(path, ignore_errors=True)
