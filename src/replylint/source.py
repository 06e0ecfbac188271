"""This file knows a source: its text as it was read, its lines and its encoding.

A file of records (CSV, JSON Lines) is a Stream, and each of its records a Source of its own, so
that a large one needs no memory.

Offsets are 0-based, count characters (Unicode code points) and exclude the end. Lines and
columns, for people, are 1-based.
"""

from __future__ import annotations

import codecs
import os
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from replylint.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def absolute(path: Path) -> Path:
    """Return an absolute path without "..", its links as they are."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links


def is_folder(path: Path) -> bool:
    """Tell whether a path is that of a folder; one that no file can have is none."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises for a name that is too long


def shown_path(path: Path) -> str:
    """Return a path as findings name it: with "/", relative where it lies in the working folder."""
    try:
        return Path(os.path.realpath(path)).relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


# What findings call standard input.
STDIN = "<stdin>"
MAX_EXCERPTS = 5
MAX_AROUND = 300


def _as_is(error: UnicodeError) -> tuple[str | bytes, int]:
    """Keep the five bytes that Windows-1252 leaves open as control characters, as browsers do."""
    if isinstance(error, UnicodeDecodeError):
        return "".join(map(chr, error.object[error.start : error.end])), error.end
    if isinstance(error, UnicodeEncodeError):
        return bytes(ord(sign) & 0xFF for sign in error.object[error.start : error.end]), error.end
    raise error


_AS_IS = "replylint.as-is"
codecs.register_error(_AS_IS, _as_is)


# How bytes that an encoding does not know are read.
_ERRORS = {"cp1252": _AS_IS}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line to show, with the words at ``start`` to ``end``; long lines are cut on either side."""

    text: str
    start: int
    end: int
    before: bool = False
    after: bool = False


class Region(NamedTuple):
    """A range of a file as SARIF and editors count: lines and columns are 1-based, columns count
    UTF-16 code units, and the end is excluded.
    """

    line: int
    column: int
    end_line: int
    end_column: int


# Characters that are two code units in UTF-16.
_WIDE = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or standard input, as it was read; or a part of a Stream.

    ``path`` is what findings call it; ``note`` says what had to be guessed in reading it.
    ``offset`` and ``line`` tell where a part starts in its file: characters before it, and its
    1-based line. All other offsets are those of ``text``. ``lasting`` is the path by which
    fingerprints know the file; empty where it is ``path``.
    """

    path: str
    text: str
    encoding: str = "utf-8"
    note: str | None = None
    offset: int = 0
    line: int = 1
    lasting: str = ""
    line_starts: tuple[int, ...] = field(init=False, repr=False)
    _wide: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index the lines, with all three kinds of ends, and what UTF-16 counts twice."""
        starts = (0, *(match.end() for match in re.finditer(r"\r\n?|\n", self.text)))
        object.__setattr__(self, "line_starts", starts)
        wide = () if self.text.isascii() else (m.start() for m in _WIDE.finditer(self.text))
        object.__setattr__(self, "_wide", tuple(wide))

    @classmethod
    def decode(cls, path: str, data: bytes, lasting: str = "") -> Source:
        """Decode a file: UTF-8, UTF-16 with a byte order mark, else Windows-1252 with a note.

        Raises:
            InputError: the bytes are no text.
        """
        encoding, note = _encoding_of(path, BytesIO(data))
        text = data.decode(encoding, errors=_ERRORS.get(encoding, "strict"))
        return cls(path, text, encoding, note, lasting=lasting)

    def encoded(self, start: int, end: int) -> bytes:
        """Return the bytes of a range, as they stand in the file (a byte order mark left out)."""
        encoding = {"utf-8-sig": "utf-8"}.get(self.encoding, self.encoding)
        return self.text[start:end].encode(encoding, errors=_AS_IS)

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and column of a character offset: 1-based, in the file."""
        line = bisect_right(self.line_starts, offset)
        return self.line + line - 1, offset - self.line_starts[line - 1] + 1

    def region(self, start: int, end: int) -> Region:
        """Return a range of characters as SARIF and editors count. All UTF-16 is counted here."""
        return Region(*self._utf16(start), *self._utf16(end))

    def _utf16(self, offset: int) -> tuple[int, int]:
        line, column = self.position(offset)
        opens = offset - column + 1
        return line, column + bisect_left(self._wide, offset) - bisect_left(self._wide, opens)

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
class Stream:
    """A file that is read line by line; ``start`` opens it anew, as bytes."""

    path: str
    start: Callable[[], IO[bytes]]
    encoding: str = "utf-8"
    note: str | None = None
    lasting: str = ""

    @classmethod
    def opened(cls, path: str, start: Callable[[], IO[bytes]], lasting: str = "") -> Stream:
        """Return the stream of a file, once read through for its encoding; see ``Source.decode``.

        Raises:
            InputError: the bytes are no text.
        """
        with start() as file:
            encoding, note = _encoding_of(path, file)
        return cls(path, start, encoding, note, lasting)

    def lines(self) -> Iterator[str]:
        r"""Yield the lines with their ends: ``\n``, ``\r\n`` or ``\r``."""
        errors = _ERRORS.get(self.encoding, "strict")
        with TextIOWrapper(self.start(), self.encoding, errors, newline="") as text:
            yield from text

    def part(self, text: str, offset: int, line: int) -> Source:
        """Return some of the lines as a source; see there for ``offset`` and ``line``."""
        return Source(
            self.path, text, self.encoding, offset=offset, line=line, lasting=self.lasting
        )


def _encoding_of(path: str, file: IO[bytes]) -> tuple[str, str | None]:
    """Return the encoding of a file, and what there is to say of it, in one go through it.

    Raises:
        InputError: the bytes are no text.
    """
    chunk = file.read(_CHUNK)
    marked = next((name for mark, name in _MARKS if chunk.startswith(mark)), None)
    decoder = codecs.getincrementaldecoder(marked or "utf-8")()
    valid, line, column = True, 1, 1
    while chunk:
        if not marked and b"\0" in chunk:
            raise _binary(path, chunk, line, column)
        following = file.read(_CHUNK)
        try:
            if valid:
                decoder.decode(chunk, final=not following)
        except UnicodeDecodeError as error:
            if marked:
                name = marked.removesuffix("-sig").upper()
                message = f"begins as {name} and is not (save it as UTF-8)"
                raise InputError(message, path=path) from error
            valid = False
        line += chunk.count(b"\n")
        column = len(chunk) - chunk.rfind(b"\n") if b"\n" in chunk else column + len(chunk)
        chunk = following
    if valid:
        return marked or "utf-8", None
    return "cp1252", "is not UTF-8; read as Windows-1252"


def encoded(text: str, encoding: str, like: bytes) -> bytes | None:
    """Return a file's bytes with another text, in the encoding and with the byte order mark that
    it was read by; None where the text cannot be written in it.

    ``like`` are the bytes as they were.
    """
    mark = next((mark for mark, name in _MARKS if name == encoding and like.startswith(mark)), b"")
    plain = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le"}.get(mark, "utf-16-be")
    try:
        data = mark + text.encode(plain if mark else encoding, _ERRORS.get(encoding, "strict"))
    except UnicodeEncodeError:
        return None
    again = data.decode(encoding, _ERRORS.get(encoding, "strict"))
    return data if again == text else None


def _binary(path: str, chunk: bytes, line: int, column: int) -> InputError:
    """Return the error that points at the first NUL byte of a chunk, which starts at a place."""
    before = chunk[: chunk.index(b"\0")]
    line += before.count(b"\n")
    column = len(before) - before.rfind(b"\n") if b"\n" in before else column + len(before)
    message = "is binary: a NUL byte stands here (give a text file)"
    return InputError(message, path=path, line=line, column=column)
