"""This file holds what reporters for people share: how wide, how coloured, and safe characters."""

from __future__ import annotations

import posixpath
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from replylint.finding import shortened
from replylint.source import STDIN

if TYPE_CHECKING:
    from replylint.finding import Fix

# They join and part letters and emoji, and move nothing.
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Style:
    """How a report for people looks; ``width`` is in terminal cells.

    ``unsafe`` tells that unsafe fixes count as well, ``since`` is the commit since which lines
    must have changed.

    ``folder`` is the working folder and ``root`` that of its repository, absolute and with "/":
    CI knows files from the root. Where they are empty, paths stay as they are.
    """

    width: int = 80
    color: bool = False
    quiet: bool = False
    verbose: bool = False
    unsafe: bool = False
    since: str | None = None
    folder: str = ""
    root: str = ""

    def from_root(self, path: str) -> str:
        """Return a path of a finding from the root; the whole one where it lies elsewhere.

        Standard input is called "stdin": CI takes a name for a file's.
        """
        if path == STDIN:
            return "stdin"
        if not self.root:
            return path
        whole = posixpath.normpath(posixpath.join(self.folder, path))
        for one in (whole, posixpath.realpath(whole)):
            below = posixpath.relpath(one, self.root)
            if not below.startswith("../"):
                return below
        return whole


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
    if character.isprintable() or unicodedata.category(character) == "Zs" or character in _JOINERS:
        return character
    code = ord(character)
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def counted(number: int, noun: str) -> str:
    """Return "1 reply" or "3 replies"."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number} {noun if number == 1 else plural}"


def offer(fix: Fix) -> str:
    """Return what a fix does: "takes it out", or "writes “…”"."""
    texts = [change.text for change in fix.changes]
    # Where words are taken out, all that is written is the next one's capital.
    if all(not text or (len(text) == 1 and text.isalpha()) for text in texts):
        return "takes it out"
    return "writes " + " and ".join(f"“{shortened(text)}”" for text in texts if text)
