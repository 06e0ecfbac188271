"""This file knows where everything stands: passages, drafts, and the way back to their source.

Offsets are 0-based, count characters (Unicode code points) and exclude the end. Every sum of
offsets in the project is done here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from replylint.escapes import read_back
from replylint.wording import FOLDS, INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replylint.source import Source


class Place(NamedTuple):
    """A range of the source, 0-based, end exclusive.

    ``exact`` tells whether the source's characters there are the draft's, letter by letter, so
    that they may be edited; folded characters and white space count as the same.
    """

    start: int
    end: int
    exact: bool


class Sort(Enum):
    """What a piece of a passage is to its source."""

    KEPT = "the source's characters, one to one (folded ones too)"
    WRITTEN = "other text for what the source says: a decoded entity, a line break"
    MASK = "a word that lets grammar hold, for what is no prose: an address, a placeholder"
    UNFILLED = "a mask for a placeholder that must not be left in a reply that goes out"


class Piece(NamedTuple):
    """A run of a passage's text and where it comes from: the source's ``start`` to ``end``."""

    at: int
    start: int
    end: int
    sort: Sort

    @property
    def kept(self) -> bool:
        """Whether it is as long as its source, character by character."""
        return self.sort is Sort.KEPT


@dataclass(frozen=True, slots=True)
class Passage:
    """Text taken from a source, with the exact way back.

    Readers work in steps (decode, mask placeholders, leave out markup, tell quotes from the
    reply), and what goes from one step to the next is a Passage. ``pieces`` cover ``text``
    without gaps. ``escapes`` names the ways of writing that it came out of, the source's own
    first; see ``escapes.written``.
    """

    source: Source
    text: str
    pieces: tuple[Piece, ...]
    escapes: tuple[str, ...] = ()

    @classmethod
    def of(cls, source: Source) -> Passage:
        """Return all of a source as it is."""
        end = len(source.text)
        return cls(source, source.text, (Piece(0, 0, end, Sort.KEPT),) if end else ())

    @classmethod
    def joined(cls, passages: Sequence[Passage]) -> Passage | None:
        """Return passages of one source as one, a blank line between them; None where none is."""
        pieces: list[Piece] = []
        text = ""
        for passage in passages:
            if text and passage.text:
                pieces.append(Piece(len(text), pieces[-1].end, pieces[-1].end, Sort.WRITTEN))
                text += _BETWEEN
            pieces += (piece._replace(at=len(text) + piece.at) for piece in passage.pieces)
            text += passage.text
        if not text:
            return None
        return cls(passages[0].source, text, tuple(pieces), passages[0].escapes)

    def place(self, start: int, end: int) -> Place:
        """Return where the characters ``start`` to ``end`` stand in the source.

        An empty range is never exact; one at the start (a finding on the whole reply) is the
        place of the first character.
        """
        if not self.pieces:
            return Place(0, 0, exact=False)
        pieces = self.pieces[self._at(start) : self._at(max(start, end - 1)) + 1]
        first, last = pieces[0], pieces[-1]
        source_start = first.start + (start - first.at if first.kept else 0)
        source_end = last.start + (end - last.at) if last.kept else last.end
        exact = end > start and all(piece.kept for piece in pieces) and self._gapless(pieces)
        return Place(source_start, max(source_start, source_end), exact)

    def _gapless(self, pieces: Sequence[Piece]) -> bool:
        """Tell whether nothing but white space was left out between kept pieces."""
        return all(
            _BLANK.fullmatch(self.source.text, before.end, after.start)
            for before, after in pairwise(pieces)
        )

    def part(self, *ranges: tuple[int, int]) -> Passage:
        """Return the passage of these ranges, which must be in order, one after the other."""
        pieces, length = [], 0
        for start, end in ranges:
            for first, last, piece in self.runs(start, end):
                pieces.append(_shifted(piece, first, last)._replace(at=length))
                length += last - first
        text = "".join(self.text[start:end] for start, end in ranges)
        return Passage(self.source, text, tuple(pieces), self.escapes)

    def shown(self, start: int, end: int) -> str:
        """Return the characters ``start`` to ``end`` as a person should see them: unmasked."""
        return "".join(
            self._said(first, last, piece)
            if piece.sort in (Sort.MASK, Sort.UNFILLED)
            else self.text[first:last]
            for first, last, piece in self.runs(start, end)
        )

    def _said(self, first: int, last: int, piece: Piece) -> str:
        """Return what the source says where a mask stands; the mask, where that cannot be told
        from what stands around it: in base64.
        """
        index = self._at(first)
        around = (*self.pieces[max(0, index - 1) : index], *self.pieces[index + 1 : index + 2])
        if any(other[1:3] == piece[1:3] for other in around):
            return self.text[first:last]
        return read_back(self.source.text[piece.start : piece.end], self.escapes)

    def holds(self, other: Passage) -> bool:
        """Tell whether another passage of the source begins within this one."""
        if self.source is not other.source or not (self.pieces and other.pieces):
            return False
        return self.pieces[0].start <= other.pieces[0].start < self.pieces[-1].end

    def masked(self) -> list[tuple[int, int, str]]:
        """Return the ranges of the words that stand for what is no prose, and what stands there."""
        runs = self.runs(0, len(self.text))
        return [
            (first, last, self._said(first, last, piece))
            for first, last, piece in runs
            if piece.sort in (Sort.MASK, Sort.UNFILLED)
        ]

    def unfilled(self) -> list[tuple[int, int]]:
        """Return the ranges of the words that stand for placeholders left to fill in."""
        runs = self.runs(0, len(self.text))
        return [(first, last) for first, last, piece in runs if piece.sort is Sort.UNFILLED]

    def runs(self, start: int, end: int) -> Iterator[tuple[int, int, Piece]]:
        """Yield (start, end, piece) of the pieces in a range, each cut to the range."""
        index = self._at(start)
        while start < end:
            piece = self.pieces[index]
            index += 1
            stop = self.pieces[index].at if index < len(self.pieces) else len(self.text)
            yield start, min(stop, end), piece
            start = stop

    def _at(self, offset: int) -> int:
        return max(0, bisect_right(self.pieces, offset, key=lambda piece: piece.at) - 1)


_BETWEEN = "\n\n"


def _shifted(piece: Piece, first: int, last: int) -> Piece:
    """Return a piece cut to the offsets ``first`` to ``last``; a stand-in has no parts."""
    if not piece.kept:
        return piece
    start = piece.start + first - piece.at
    return Piece(piece.at, start, start + last - first, piece.sort)


_BLANK = re.compile(rf"[\s{INVISIBLE}]*")


class Origin(NamedTuple):
    """A run of a text that was built, and the characters of its base that it was made of:
    ``start`` to ``end``, one to one where ``even``.
    """

    at: int
    start: int
    end: int
    even: bool


@dataclass(frozen=True, slots=True)
class Draft(Passage):
    """One reply's plain text with the exact way back to its source.

    ``name`` is the reply's name where its file holds several, ``title`` what people call it where
    that is another; ``customer`` is the message that it answers, where the file has it; ``kind``
    and ``channel`` are what its file says of it;
    ``notes`` tell what of that is no use.

    ``whole`` is the reply as people see it, with its lines, quotes and signature; ``origins`` lead
    from the draft's text there.
    """

    name: str | None = None
    title: str | None = None
    customer: Passage | None = None
    kind: str | None = None
    channel: str | None = None
    notes: tuple[str, ...] = ()
    whole: Passage | None = None
    origins: tuple[Origin, ...] = ()

    def within_whole(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters ``start`` to ``end`` of the draft stand in ``whole``."""
        if not self.origins or start >= end:
            return start, end
        first, last = self._origin(start), self._origin(end - 1)
        opens = first.start + (start - first.at if first.even else 0)
        return opens, last.start + (end - last.at) if last.even else last.end

    def _origin(self, offset: int) -> Origin:
        return self.origins[max(0, bisect_right(self.origins, offset, key=lambda o: o.at) - 1)]

    def left_out(self) -> list[tuple[int, int]]:
        """Return the ranges of ``whole`` with words that are not the draft's: quotes, footers."""
        if self.whole is None:
            return []
        text, at = self.whole.text, 0
        ranges = []
        for _, start, end, _ in (*self.origins, Origin(0, len(text), len(text), even=True)):
            if _WORD.search(text, at, start):
                gap = text[at:start]
                ranges.append((start - len(gap.lstrip()), at + len(gap.rstrip())))
            at = max(at, end)
        return ranges


_WORD = re.compile(r"\w")


class DraftBuilder:
    """Makes a passage out of another, piece by piece in order. Every text is built here alone.

    Offsets are those of ``base``; the pieces that come out lead to its source at once.

    ``copy`` takes characters over as they are. ``keep`` makes them ready to be matched: those that
    are written in several ways are folded one to one (curly quotes, special spaces), those
    without a width are left out. ``stand_in`` puts other text in the place of a range. What is
    not mentioned is left out.
    """

    def __init__(self, base: Passage) -> None:
        self._base = base
        self._texts: list[str] = []
        self._pieces: list[Piece] = []
        self._origins: list[Origin] = []
        self._length = 0
        self._consumed = 0
        self._escapes = base.escapes

    def unescape(self, way: str) -> None:
        """Tell in which way of writing (of ``escapes.ESCAPES``) the base's text stands there."""
        self._escapes = (*self._escapes, way)

    def copy(self, start: int, end: int) -> None:
        """Take over the characters ``start`` to ``end`` as they are."""
        self._consume(start, end)
        for first, last, piece in self._base.runs(start, end):
            self._take(first, last, piece, self._base.text[first:last])

    def keep(self, start: int, end: int) -> None:
        """Take over the characters ``start`` to ``end``, folded."""
        self._consume(start, end)
        for first, last, piece in self._base.runs(start, end):
            for match in _VISIBLE.finditer(self._base.text, first, last):
                self._take(match.start(), match.end(), piece, match[0].translate(FOLDS))

    def fold(self, start: int, end: int, text: str) -> None:
        """Take over characters in another spelling of the same length."""
        if len(text) != end - start:
            raise ValueError("a fold is one to one")
        self._consume(start, end)
        for first, last, piece in self._base.runs(start, end):
            self._take(first, last, piece, text[first - start : last - start])

    def stand_in(self, start: int, end: int, text: str, sort: Sort = Sort.WRITTEN) -> None:
        """Let ``text`` stand for the characters ``start`` to ``end``, or stand between two."""
        self._consume(start, end)
        if start < end:
            place = self._base.place(start, end)
        else:
            point = self._base.place(start, start + 1).start
            place = Place(point, point, exact=False)
        if any(piece.sort is Sort.UNFILLED for _, _, piece in self._base.runs(start, end)):
            sort = Sort.UNFILLED
        self._add(Piece(0, place.start, place.end, sort), text, start, end)

    def origins(self) -> tuple[Origin, ...]:
        """Return of which characters of the base each run of the text was made."""
        return tuple(self._origins)

    def passage(self) -> Passage:
        """Return what was built."""
        text = "".join(self._texts)
        return Passage(self._base.source, text, tuple(self._pieces), self._escapes)

    def _consume(self, start: int, end: int) -> None:
        if not self._consumed <= start <= end:
            raise ValueError(f"pieces must come in source order: {start} after {self._consumed}")
        self._consumed = end

    def _take(self, first: int, last: int, piece: Piece, text: str) -> None:
        """Add a part of one of the base's pieces."""
        self._add(_shifted(piece, first, last), text, first, last)

    def _add(self, piece: Piece, text: str, start: int, end: int) -> None:
        """Add a piece made of the base's characters ``start`` to ``end``; one that goes on where
        the last one ended is joined to it.
        """
        if not text:
            return
        even = len(text) == end - start
        told = self._origins[-1] if self._origins else None
        if told and told.even and even and told.end == start:
            self._origins[-1] = told._replace(end=end)
        else:
            self._origins.append(Origin(self._length, start, end, even))
        last = self._pieces[-1] if self._pieces else None
        if last and last.kept and piece.kept and last.end == piece.start:
            self._pieces[-1] = last._replace(end=piece.end)
        elif not (last and not last.kept and last[1:] == piece[1:]):
            self._pieces.append(Piece(self._length, piece.start, piece.end, piece.sort))
        self._texts.append(text)
        self._length += len(text)


_VISIBLE = re.compile(f"[^{INVISIBLE}]+")
