"""Make one segment: collect the terms of its documents, then write them in columns."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from whoosh.writing import SegmentWriter

from . import columns
from .columns import FieldPool, Ints
from .schema import COLUMNS_EXTENSION, DATA, PLACED, WEIGHTED
from .segments import SegmentReader
from .spelling import Lexicons


class SegmentMaker:
    """Fills the new segment of a Whoosh writer; :meth:`finish` comes before its commit."""

    def __init__(self, writer: SegmentWriter) -> None:
        self._writer = writer
        self._pools: dict[str, FieldPool] = {}
        self._stored: list[Any] = []
        self._lengths = array("q")

    def _pool(self, name: str) -> FieldPool:
        pool = self._pools.get(name)
        if pool is None:
            pool = FieldPool(weighted=name in WEIGHTED, placed=name in PLACED)
            self._pools[name] = pool
        return pool

    @property
    def postings(self) -> int:
        """How much there is by now."""
        return sum(pool.size for pool in self._pools.values())

    def _new_document(self, stored: Any) -> int:
        number: int = self._writer.docnum
        self._writer.perdocwriter.start_doc(number)
        self._writer.perdocwriter.finish_doc()
        self._writer.docnum = number + 1
        self._writer._added = True
        self._stored.append(stored)
        self._lengths.append(len(stored))
        return number

    def add(self, fields: Mapping[str, Any], stored: bytes) -> None:
        """Add a document."""
        number = self._new_document(stored)
        for name, values in fields.items():
            self._pool(name).add(number, values)

    def merge(self, reader: SegmentReader, deleted: Iterable[int]) -> None:
        """Add the documents of another segment that are not deleted."""
        gone = set(deleted)
        new_number: Ints = np.full(reader.size, -1, np.int64)
        for doc in range(reader.size):
            if doc not in gone:
                new_number[doc] = self._new_document(reader.packed(doc))
        for name, terms in reader.fields.items():
            terms.copy(self._pool(name), new_number)

    def finish(self) -> None:
        """Write the columns."""
        fields: dict[str, Any] = {name: pool.columns() for name, pool in self._pools.items()}
        words = self._pools.get("words", FieldPool()).vocabulary
        kin = self._pools.get("kin", FieldPool()).vocabulary
        fields |= Lexicons.columns((w.decode() for w in words), (k.decode() for k in kin))
        fields[DATA] = {
            "stored": np.frombuffer(b"".join(self._stored), np.uint8),
            "ends": np.cumsum(np.asarray(self._lengths, np.int64)),
        }
        segment, storage = self._writer.newsegment, self._writer.storage
        file = segment.create_file(storage, COLUMNS_EXTENSION)
        try:
            columns.write(file, fields)
        finally:
            file.close()
