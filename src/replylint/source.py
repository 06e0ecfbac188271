"""This file knows a source: its text as it was read, its lines and its encoding.

Offsets are 0-based, count characters (Unicode code points) and exclude the end. Lines and
columns, for people, are 1-based.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

from replylint.errors import InputError


def shown_path(path: Path) -> str:
    """Return a path as findings name it: with "/", relative where it lies in the working folder."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


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
            return cls(path, data.decode("cp1252", errors=_AS_IS), "cp1252", note)

    @classmethod
    def _strict(cls, path: str, data: bytes, encoding: str) -> Source:
        try:
            return cls(path, data.decode(encoding), encoding)
        except UnicodeDecodeError as error:
            name = encoding.removesuffix("-sig").upper()
            message = f"begins as {name} and is not (save it as UTF-8)"
            raise InputError(message, path=path) from error

    def encoded(self, start: int, end: int) -> bytes:
        """Return the bytes of a range, as they stand in the file (a byte order mark left out)."""
        encoding = {"utf-8-sig": "utf-8"}.get(self.encoding, self.encoding)
        return self.text[start:end].encode(encoding, errors=_AS_IS)

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
