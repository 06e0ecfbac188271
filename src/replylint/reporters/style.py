"""This file holds what reporters for people share: how wide, how coloured, and safe characters."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_JOINER = "\u200d"  # joins emoji to one; moves nothing


@dataclass(frozen=True, slots=True)
class Style:
    """How a report for people looks; ``width`` is in terminal cells.

    ``unsafe`` tells that unsafe fixes count as well, ``since`` is the commit since which lines
    must have changed.
    """

    width: int = 80
    color: bool = False
    quiet: bool = False
    verbose: bool = False
    unsafe: bool = False
    since: str | None = None


def visible(text: str) -> str:
    r"""Return text with control and direction characters as escapes, so that it moves no cursor.

    >>> print(visible("a" + chr(27) + "[31mb"))
    a\x1b[31mb
    """
    return "".join(map(visible_character, text))


def visible_character(character: str) -> str:
    """Return one character as it may be shown; a tab is one space."""
    if character == "\t":
        return " "
    if character.isprintable() or unicodedata.category(character) == "Zs" or character == _JOINER:
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def counted(number: int, noun: str) -> str:
    """Return "1 reply" or "3 replies"."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number} {noun if number == 1 else plural}"
