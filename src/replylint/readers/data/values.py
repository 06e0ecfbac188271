"""This file knows what data files are made of: lists and mappings of texts that know their places.

Each format makes the same of its files: plain lists, dicts, numbers, truth values and None, as its
usual library would, but with every text that may be a reply a ``Text``. So one notion of a library,
and one language of paths, fits them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from replylint.draft import DraftBuilder, Passage
from replylint.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from replylint.source import Source

# Nested deeper than this, a file is no library of replies.
MAX_DEPTH = 100

Value: TypeAlias = str | list["Value"] | dict[str, "Value"] | float | bool | None


class Text(str):
    """A text of a data file, decoded; the characters ``start`` to ``end`` of ``source`` write it.

    ``way`` builds its passage; it comes from the format, which alone knows quotes and escapes.
    """

    __slots__ = ("end", "source", "start", "way")

    source: Source
    start: int
    end: int
    way: Callable[[Text, DraftBuilder], None]

    @classmethod
    def of(
        cls,
        value: str,
        source: Source,
        start: int,
        end: int,
        way: Callable[[Text, DraftBuilder], None],
    ) -> Text:
        """Return a text that stands at a place; see the class."""
        text = cls(value)
        text.source, text.start, text.end, text.way = source, start, end, way
        return text

    def passage(self) -> Passage:
        """Return the text with the exact way back to its source.

        Should a format's way not come to the very same text, it is one stand-in: never wrong.
        """
        base = Passage.of(self.source)
        builder = DraftBuilder(base)
        self.way(self, builder)
        if (passage := builder.passage()).text == self:
            return passage
        builder = DraftBuilder(base)
        builder.stand_in(self.start, self.end, str(self))
        return builder.passage()


def fault(source: Source, offset: int, message: str) -> InputError:
    """Return the error that points at an offset of a source."""
    line, column = source.position(min(offset, len(source.text)))
    return InputError(message, path=source.path, line=line, column=column)


def too_deep(source: Source, offset: int) -> InputError:
    """Return the error for nesting that no library has."""
    return fault(source, offset, f"is nested more than {MAX_DEPTH} deep (make it flatter)")


def twice(source: Source, offset: int, key: str, first: int) -> InputError:
    """Return the error for a key that stands twice; ``first`` is where it stood first."""
    line, _ = source.position(first)
    return fault(source, offset, f"key '{key:.60}' stands twice, first in line {line} (keep one)")
