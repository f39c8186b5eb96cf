"""Columns of one segment in one file: for each field its terms, their documents and weights.

Numbers lie there as numpy reads them, so that a reader maps the file and copies only what a
query touches. A field is a sparse matrix: the documents of term ``i`` are
``docs[starts[i]:starts[i + 1]]``.

::

    "VBX1"  length of the head  head (JSON: field -> column -> [offset, count, type])  columns
"""

from __future__ import annotations

import json
import os
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, BinaryIO, NamedTuple, cast

import numpy as np

Ints = np.ndarray[Any, np.dtype[Any]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]
Columns = Mapping[str, Any]
_MAGIC = b"VBX1"
_ALIGN = 8
_LANDMARKS = 512
_LONG = frozenset({"docs", "weights", "places", "place_ends", "stored"})


class Postings(NamedTuple):
    """The documents a term is in, ascending, and the weight it has in each."""

    docs: Ints
    weights: Ints


EMPTY = Postings(np.empty(0, np.intp), np.empty(0, np.float64))


def write(file: BinaryIO, fields: Mapping[str, Columns]) -> None:
    """Write all columns."""
    head: dict[str, dict[str, list[Any]]] = {}
    at = 0
    for name, columns in fields.items():
        head[name] = {}
        for column, values in columns.items():
            head[name][column] = [at, len(values), values.dtype.str]
            at += -(-values.nbytes // _ALIGN) * _ALIGN
    text = json.dumps(head).encode()
    text += b" " * (-(len(text) + 8) % _ALIGN)
    file.write(_MAGIC + len(text).to_bytes(4, "little") + text)
    for columns in fields.values():
        for values in columns.values():
            file.write(values.tobytes())
            file.write(b"\0" * (-values.nbytes % _ALIGN))


class OnDisk:
    """A long column that is read where it is asked for.

    Mapped into memory, the pages around every place that was ever read would count as memory of
    this process.
    """

    def __init__(self, file: int, offset: int, kind: Any, count: int) -> None:
        self._file, self._offset = file, offset
        self._kind, self._count = np.dtype(kind), count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, part: slice) -> Ints:
        """Return a copy of a part; raises ValueError where the file is cut short."""
        start, stop, _ = part.indices(self._count)
        size = self._kind.itemsize
        wanted = max(0, stop - start) * size
        found = os.pread(self._file, wanted, self._offset + start * size)
        if len(found) != wanted:
            raise ValueError("a file of the index is cut short")
        return np.frombuffer(found, self._kind)


def read(buffer: memoryview, file: int, offset: int) -> Mapping[str, Columns]:
    """Return the columns in a buffer; raises ValueError where it holds none.

    ``file`` is the open file that the buffer maps, ``offset`` where in it the buffer begins.
    """
    if bytes(buffer[:4]) != _MAGIC:
        raise ValueError("no columns")
    length = int.from_bytes(buffer[4:8], "little")
    head = json.loads(bytes(buffer[8 : 8 + length]))
    body = 8 + length
    return {name: InFile(columns, buffer, file, offset, body) for name, columns in head.items()}


class InFile(Mapping[str, Any]):
    """The columns of one field, each made when it is first asked for."""

    def __init__(
        self, head: Mapping[str, Any], buffer: memoryview, file: int, offset: int, body: int
    ) -> None:
        self._head, self._buffer, self._file = head, buffer, file
        self._offset, self._body = offset, body
        self._made: dict[str, Any] = {}

    def __getitem__(self, column: str) -> Any:
        found = self._made.get(column)
        if found is None:
            at, count, kind = self._head[column]
            at += self._body
            if column in _LONG:
                found = OnDisk(self._file, self._offset + at, kind, count)
            else:
                found = np.frombuffer(self._buffer, np.dtype(kind), count, at)
            self._made[column] = found
        return found

    def __contains__(self, column: object) -> bool:
        return column in self._head

    def __iter__(self) -> Iterator[str]:
        return iter(self._head)

    def __len__(self) -> int:
        return len(self._head)


class Strings:
    """Sorted byte strings in two columns, ``text`` and ``ends``."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    @cached_property
    def _text(self) -> memoryview:
        return memoryview(self._columns["text"])

    @cached_property
    def _ends(self) -> Ints:
        return cast("Ints", self._columns["ends"])

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> bytes:
        begin = int(self._ends[number - 1]) if number else 0
        return bytes(self._text[begin : int(self._ends[number])])

    @cached_property
    def _landmarks(self) -> tuple[int, list[bytes]]:
        """Every so many strings one, kept for finding the neighbourhood fast."""
        step = max(1, len(self) // _LANDMARKS)
        numbers = np.arange(0, len(self), step)
        begins = np.where(numbers > 0, self._ends[numbers - 1], 0).tolist()
        ends = self._ends[numbers].tolist()
        text = self._text
        return step, [bytes(text[b:e]) for b, e in zip(begins, ends, strict=True)]

    def place(self, wanted: bytes) -> int:
        """Return the number of the first string that is not before ``wanted``."""
        step, landmarks = self._landmarks
        near = bisect_left(landmarks, wanted)
        if step == 1:
            return near
        low, high = max(0, (near - 1) * step + 1), min(near * step, len(self))
        if near == 0:
            return 0
        while low < high:
            middle = (low + high) // 2
            if self[middle] < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, wanted: bytes) -> int:
        """Return the number of a string, -1 where it is not there."""
        number = self.place(wanted)
        return number if number < len(self) and self[number] == wanted else -1

    def beginning_with(self, prefix: bytes) -> range:
        """Return the numbers of the strings that begin so."""
        return range(self.place(prefix), self.place(prefix + b"\xff"))

    @staticmethod
    def columns(strings: Iterable[bytes]) -> dict[str, Ints]:
        """Return the columns of strings that are sorted."""
        strings = list(strings)
        lengths = np.fromiter(map(len, strings), np.int64, len(strings))
        text = np.frombuffer(b"".join(strings), np.uint8)
        return {"text": text, "ends": np.cumsum(lengths).astype(np.int64)}


class Terms:
    """One field of a segment, for reading."""

    def __init__(self, columns: Columns) -> None:
        self.strings = Strings(columns)
        self._columns = columns

    def postings(self, term: bytes) -> Postings:
        """Return the postings of a term, empty where there are none."""
        number = self.strings.find(term)
        return self.numbered(number) if number >= 0 else EMPTY

    def numbered(self, number: int) -> Postings:
        """Return the postings of term ``number``."""
        starts = self._columns["starts"]
        part = slice(int(starts[number]), int(starts[number + 1]))
        docs = self._columns["docs"][part].astype(np.intp)
        weights = self._columns.get("weights")
        if weights is None:
            return Postings(docs, np.ones(len(docs)))
        return Postings(docs, weights[part].astype(np.float64))

    def all(self) -> tuple[Ints, Ints]:
        """Return the number of the term and the document of every posting."""
        numbers = np.repeat(np.arange(len(self.strings)), np.diff(self._columns["starts"]))
        return numbers, self._columns["docs"][:].astype(np.intp)

    def places(self, term: bytes, wanted: Mask) -> Iterator[tuple[int, list[int]]]:
        """Yield (document, positions) of a term for the documents in the mask."""
        number = self.strings.find(term)
        if number < 0:
            return
        starts, ends = self._columns["starts"], self._columns["place_ends"]
        first, last = int(starts[number]), int(starts[number + 1])
        docs = self._columns["docs"][first:last]
        stops = ends[max(0, first - 1) : last]
        if not first:
            stops = np.concatenate(([0], stops))
        for i in np.flatnonzero(wanted[docs]).tolist():
            positions = self._columns["places"][int(stops[i]) : int(stops[i + 1])]
            yield int(docs[i]), positions.tolist()

    def copy(self, into: FieldPool, new_number: Ints) -> None:
        """Add all to a pool; ``new_number`` of a document that is left out is negative."""
        numbers, docs = self.all()
        docs = new_number[docs]
        kept = docs >= 0
        new_term = np.zeros(len(self.strings), np.int64)
        for number in np.unique(numbers[kept]).tolist():
            new_term[number] = into.number(self.strings[number])
        into.ids.append(new_term[numbers[kept]])
        into.docs.append(docs[kept].astype(np.uint32))
        into.size += len(docs[kept])
        if into.weighted:
            into.weights.append(self._columns["weights"][:][kept])
        if into.placed:
            ends = self._columns["place_ends"][:].astype(np.int64)
            counts = np.diff(ends, prepend=0)
            into.counts.append(counts[kept])
            into.places.append(self._columns["places"][:][np.repeat(kept, counts)])


@dataclass(slots=True)
class FieldPool:
    """One field of a segment that is being made; documents come in ascending order."""

    weighted: bool = False
    placed: bool = False
    size: int = 0
    vocabulary: dict[bytes, int] = field(default_factory=dict)
    ids: list[Any] = field(default_factory=list)
    docs: list[Any] = field(default_factory=list)
    weights: list[Any] = field(default_factory=list)
    counts: list[Any] = field(default_factory=list)
    places: list[Any] = field(default_factory=list)

    def number(self, term: bytes) -> int:
        """Return the number of a term in the order of coming."""
        return self.vocabulary.setdefault(term, len(self.vocabulary))

    def add(self, doc: int, values: Any) -> None:
        """Add the terms of a document: a mapping to weights or positions, or only terms."""
        vocabulary = self.vocabulary
        ids = array("q", [vocabulary.setdefault(term.encode(), len(vocabulary)) for term in values])
        self.size += len(ids)
        self.ids.append(ids)
        self.docs.append(np.full(len(ids), doc, np.uint32))
        if self.weighted:
            self.weights.append(array("f", values.values()))
        if self.placed:
            self.counts.append(array("q", map(len, values.values())))
            self.places.append(array("I", [p for places in values.values() for p in places]))

    def columns(self) -> dict[str, Ints]:
        """Return the columns, sorted by term."""
        terms = sorted(self.vocabulary)
        order_of = np.empty(len(terms), np.int64)
        order_of[[self.vocabulary[term] for term in terms]] = np.arange(len(terms))
        ids = order_of[_joined(self.ids, np.int64)]
        order = np.argsort(ids, kind="stable")
        counted = np.bincount(ids, minlength=len(terms))
        found = {
            **Strings.columns(terms),
            "starts": np.concatenate(([0], np.cumsum(counted))).astype(np.int64),
            "docs": _joined(self.docs, np.uint32)[order],
        }
        if self.weighted:
            found["weights"] = _joined(self.weights, np.float32)[order]
        if self.placed:
            counts = _joined(self.counts, np.int64)
            begins = np.cumsum(counts) - counts
            sorted_counts = counts[order]
            ends = np.cumsum(sorted_counts)
            # Where each position of the new order was in the old one.
            shift = np.repeat(begins[order] - (ends - sorted_counts), sorted_counts)
            places = _joined(self.places, np.uint32)
            found["places"] = places[np.arange(len(places)) + shift]
            found["place_ends"] = ends.astype(np.uint32)
        return found


def _joined(parts: list[Any], kind: Any) -> Ints:
    if not parts:
        return np.empty(0, kind)
    return np.concatenate([np.asarray(part) for part in parts]).astype(kind, copy=False)
