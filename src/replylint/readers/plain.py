"""This file writes plain text out of markup, in the form of a mail, for the readers of markup.

Blank lines part paragraphs, ``> `` marks quotes, ``- `` list items; the text reader takes it from
there, so that every format has one notion of threads, signatures and lines that run on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from replylint.draft import DraftBuilder, Sort

if TYPE_CHECKING:
    from replylint.draft import Passage

# What ends a line, the stronger the later: one that may run on, a forced one, a paragraph.
SOFT, HARD, PARAGRAPH = "\n", "\u2028", "\n\n"
_STRENGTH = ("", SOFT, HARD, PARAGRAPH)
_SPACES = re.compile(r"[ \t\r\n\f]+")


class PlainWriter:
    """Writes a passage of plain text; ranges are those of ``base``, and come in order.

    ``way`` is the markup's name; see ``DraftBuilder.unescape``. Breaks are written when text
    follows, so that they never pile up.
    """

    def __init__(self, base: Passage, way: str) -> None:
        self._text = base.text
        self._builder = DraftBuilder(base)
        self._builder.unescape(way)
        self._break = ""
        self._marker = ""
        self._space: int | None = None
        self._depth = 0
        self._begun = False  # whether anything was written
        self._fresh = True  # whether nothing stands on this line yet

    def flow(self, start: int, end: int) -> None:
        """Write text in which white space of any kind and length is one space, as in HTML."""
        at = start
        for match in _SPACES.finditer(self._text, start, end):
            self._keep(at, match.start())
            if self._space is None:
                self._space = match.start()
            at = match.end()
        self._keep(at, end)

    def _keep(self, start: int, end: int) -> None:
        if start < end:
            self._open(start)
            self._builder.copy(start, end)

    def word(self, start: int, end: int, text: str) -> None:
        """Write other text in the place of a range, which may be empty."""
        self._open(start)
        self._builder.stand_in(start, end, text)

    def mask(self, start: int, end: int, word: str) -> None:
        """Write a word in the place of what is no prose, such as code."""
        self._open(start)
        sort = Sort.MASK if start < end else Sort.WRITTEN
        self._builder.stand_in(start, end, word, sort)

    def end(self, strength: str) -> None:
        """End the line: with ``SOFT``, ``HARD`` or ``PARAGRAPH``; the strongest counts."""
        self._break = max(self._break, strength, key=_STRENGTH.index)

    def wrap(self, newline: int) -> None:
        """Write the newline at an offset, at which the sentence may run on."""
        self._builder.fold(newline, newline + 1, SOFT)
        self._space = None
        self._fresh = True

    def item(self, marker: str = "-") -> None:
        """Let the next text be an item of a list."""
        self.end(SOFT)
        self._marker = f"{marker} "

    def quote(self, change: int) -> None:
        """Go into a quotation (1), or out of one (-1); with 0 only the paragraph ends."""
        self.end(PARAGRAPH)
        self._depth = max(0, self._depth + change)

    def passage(self) -> Passage:
        """Return what was written."""
        return self._builder.passage()

    def _open(self, at: int) -> None:
        """Write what stands before the text at ``at``: a break with its marks, or a space."""
        if self._break or self._fresh:
            marks = "> " * self._depth + self._marker
            told = not self._begun or (self._fresh and self._break == SOFT)
            self._builder.stand_in(at, at, ("" if told else self._break) + marks)
            self._break = self._marker = ""
        elif self._space is not None:
            self._builder.fold(self._space, self._space + 1, " ")
        self._space = None
        self._fresh = False
        self._begun = True
