"""This file knows where everything stands: sources, drafts, and the way from one to the other.

Offsets are 0-based, count characters (Unicode code points) and exclude the end. Lines and
columns, for people, are 1-based. Every sum of offsets in the project is done here.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from replylint.errors import InputError
from replylint.wording import FOLDS, INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Iterable


def shown_path(path: Path) -> str:
    """Return a path as findings name it: with "/", relative where it lies in the working folder."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


MAX_EXCERPTS = 5
MAX_AROUND = 300


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line to show, with the words at ``start`` to ``end``; long lines are cut on either side."""

    text: str
    start: int
    end: int
    before: bool = False
    after: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or standard input, as it was read.

    ``path`` is what findings call it; ``note`` says what had to be guessed in reading it.
    """

    path: str
    text: str
    encoding: str = "utf-8"
    note: str | None = None
    line_starts: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        r"""Index the lines: ``\\n``, ``\\r\\n`` and ``\\r`` end one."""
        starts = (0, *(match.end() for match in re.finditer(r"\r\n?|\n", self.text)))
        object.__setattr__(self, "line_starts", starts)

    @classmethod
    def decode(cls, path: str, data: bytes) -> Source:
        """Decode a file: UTF-8, UTF-16 with a byte order mark, else Windows-1252 with a note.

        Raises:
            InputError: the bytes are no text.
        """
        for mark, encoding in (
            (codecs.BOM_UTF8, "utf-8-sig"),
            (codecs.BOM_UTF16_LE, "utf-16"),
            (codecs.BOM_UTF16_BE, "utf-16"),
        ):
            if data.startswith(mark):
                return cls._strict(path, data, encoding)
        if b"\0" in data:
            offset = data.index(b"\0")
            line = data.count(b"\n", 0, offset) + 1
            column = offset - data.rfind(b"\n", 0, offset)
            message = "is binary: a NUL byte stands here (give a text file)"
            raise InputError(message, path=path, line=line, column=column)
        try:
            return cls(path, data.decode("utf-8"))
        except UnicodeDecodeError:
            note = "is not UTF-8; read as Windows-1252"
            return cls(path, data.decode("cp1252", errors="replace"), "cp1252", note)

    @classmethod
    def _strict(cls, path: str, data: bytes, encoding: str) -> Source:
        try:
            return cls(path, data.decode(encoding), encoding)
        except UnicodeDecodeError as error:
            name = encoding.removesuffix("-sig").upper()
            message = f"begins as {name} and is not (save it as UTF-8)"
            raise InputError(message, path=path) from error

    def position(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column of a character offset."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def excerpts(self, start: int, end: int) -> tuple[Excerpt, ...]:
        """Return the lines that the range touches, at most ``MAX_EXCERPTS``, for showing."""
        first = bisect_right(self.line_starts, start)
        last = min(bisect_right(self.line_starts, max(start, end - 1)), first + MAX_EXCERPTS - 1)
        return tuple(self._excerpt(number, start, end) for number in range(first, last + 1))

    def _excerpt(self, number: int, start: int, end: int) -> Excerpt:
        """Return line ``number``, a long one only around the range."""
        opens = self.line_starts[number - 1]
        shuts = self.line_starts[number] if number < len(self.line_starts) else len(self.text)
        left = max(opens, min(start, shuts) - MAX_AROUND)
        right = min(shuts, max(end, opens) + MAX_AROUND, left + 4 * MAX_AROUND)
        text = self.text[left:right].rstrip("\r\n")
        words = (max(start, left) - left, max(0, min(end - left, len(text))))
        return Excerpt(text, *words, before=left > opens, after=right < shuts)


@dataclass(frozen=True, slots=True)
class Place:
    """A range of the source, 0-based, end exclusive.

    ``exact`` tells whether the source's characters there are the draft's, letter by letter
    (folded ones count as the same), so that they may be edited.
    """

    start: int
    end: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of draft text and where it comes from.

    ``kept`` runs are as long as their source; a stand-in has any length.
    """

    at: int
    start: int
    end: int
    kept: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """One reply's plain text with the exact way back to its source.

    ``kind`` and ``channel`` are what its file says of it; ``notes`` tell what of that is no use.
    """

    source: Source
    text: str
    pieces: tuple[Piece, ...]
    name: str | None = None
    customer: str | None = None
    kind: str | None = None
    channel: str | None = None
    notes: tuple[str, ...] = ()

    def place(self, start: int, end: int) -> Place:
        """Return where the draft's characters ``start`` to ``end`` stand in the source.

        An empty range at the start (a finding on the whole reply) is the reply's first character.
        """
        if not self.pieces:
            return Place(0, 0, exact=False)
        first = self._piece_at(start)
        last = self._piece_at(max(start, end - 1))
        pieces = self.pieces[first : last + 1]
        begin, finish = pieces[0], pieces[-1]
        source_start = begin.start + (start - begin.at if begin.kept else 0)
        source_end = finish.start + (end - finish.at) if finish.kept else finish.end
        exact = end > start and all(piece.kept for piece in pieces)
        return Place(source_start, max(source_start, source_end), exact)

    def _piece_at(self, offset: int) -> int:
        return max(0, bisect_right(self.pieces, offset, key=lambda piece: piece.at) - 1)


class DraftBuilder:
    """Makes a Draft, piece by piece in source order. Every reader builds its text here alone.

    ``keep`` takes source characters over: those that are written in several ways are folded
    one to one (curly quotes, special spaces), those without a width are left out. ``stand_in``
    puts other text in the place of a source range. What is not mentioned is left out.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._texts: list[str] = []
        self._pieces: list[Piece] = []
        self._length = 0
        self._consumed = 0

    def keep(self, start: int, end: int) -> None:
        """Take over the source's characters ``start`` to ``end``."""
        for match in _VISIBLE.finditer(self._source.text, start, end):
            self._add(match.start(), match.end(), match[0].translate(FOLDS), kept=True)

    def fold(self, start: int, end: int, text: str) -> None:
        """Take over source characters in another spelling of the same length."""
        if len(text) != end - start:
            raise ValueError("a fold is one to one")
        self._add(start, end, text, kept=True)

    def stand_in(self, start: int, end: int, text: str) -> None:
        """Let ``text`` stand for the source's characters ``start`` to ``end``."""
        self._add(start, end, text, kept=False)

    def _add(self, start: int, end: int, text: str, *, kept: bool) -> None:
        if not self._consumed <= start <= end:
            raise ValueError(f"pieces must come in source order: {start} after {self._consumed}")
        self._consumed = end
        if not text:
            return
        self._pieces.append(Piece(self._length, start, end, kept))
        self._texts.append(text)
        self._length += len(text)

    def build(self, name: str | None = None, customer: str | None = None) -> Draft:
        """Return the Draft; ``name`` is the reply's name in a library, None where it is a file."""
        text = "".join(self._texts)
        return Draft(self._source, text, tuple(_joined(self._pieces)), name, customer)


_VISIBLE = re.compile(f"[^{INVISIBLE}]+")


def _joined(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """Join kept pieces that touch on both sides."""
    last: Piece | None = None
    for piece in pieces:
        if last and last.kept and piece.kept and last.end == piece.start:
            last = Piece(last.at, last.start, piece.end, kept=True)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last
