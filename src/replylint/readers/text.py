"""This file reads plain text: mail quotes and signatures go, hard-wrapped lines are joined."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from replylint.draft import DraftBuilder
from replylint.readers.frontmatter import split_front_matter
from replylint.readers.placeholders import masks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replylint.draft import Draft, Source
    from replylint.readers.frontmatter import FrontMatter

_QUOTE = re.compile(r"\s*>")
# From such a line on, the rest is another message.
_THREAD = re.compile(
    r"\s*(?:On\s.{4,120}\swrote:|-{2,}\s*(?:Original|Forwarded)\s+Message\b|_{20,}\s*$"
    r"|Begin forwarded message:)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"--\s?$")
_ITEM = re.compile(r"\s*(?:[-*•+–]|\d{1,2}[.)]|[a-z]\))\s+\S")
_GREETING = re.compile(
    r"\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hiya)\b[^.!?]{0,60}[,!:.]?\s*$",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"\s*(?:(?:kind|best|warm|warmest|many|with|yours|your)\b.{0,30}"
    r"|regards|cheers|thanks|thank you|sincerely|respectfully)"
    r"[,.!]?\s*$",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?:;…][\"')\]*_]*\s*$")
# A line this long was broken because it was full; a shorter one because its writer wanted it.
_FULL = 45


def read_text(source: Source) -> Iterator[Draft]:
    """Yield the one draft of a plain text, or none where no prose is in it."""
    about, lines = split_front_matter(source, lines_of(source))
    yield from draft_of(source, prose_lines(source, lines), about)


def lines_of(source: Source) -> list[tuple[int, int]]:
    """Return the (start, end) offsets of the source's lines, line ends left out."""
    ends = [*source.line_starts[1:], len(source.text)]
    found = []
    for start, end in zip(source.line_starts, ends, strict=True):
        found.append((start, start + len(source.text[start:end].rstrip("\r\n"))))
    return found


def prose_lines(source: Source, lines: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the lines that are the agent's: no quotes, nothing below a signature or a thread."""
    kept = []
    for start, end in lines:
        line = source.text[start:end]
        if _THREAD.match(line) or _SIGNATURE.match(line):
            break
        kept.append((start, start) if _QUOTE.match(line) else (start, end))
    return kept


def draft_of(
    source: Source, lines: Sequence[tuple[int, int]], about: FrontMatter
) -> Iterator[Draft]:
    """Yield the draft that these lines make; an empty line parts paragraphs."""
    builder = DraftBuilder(source)
    last = ""
    for start, end in lines:
        line = source.text[start:end]
        if not line.strip():
            last = ""
            continue
        if start:
            builder.fold(start - 1, start, " " if _runs_on(last, line) else "\n")
        add_prose(builder, source.text, start, end)
        last = line
    draft = replace(builder.build(), kind=about.kind, channel=about.channel, notes=about.notes)
    if draft.text.strip():
        yield draft


def _runs_on(line: str, following: str) -> bool:
    """Tell whether the sentence of one line goes on in the next."""
    if not line or _ITEM.match(following) or _GREETING.match(line):
        return False
    if _SIGN_OFF.match(line) or _SIGN_OFF.match(following):
        return False
    if _ENDED.search(line):
        return len(line) >= _FULL and not line.rstrip().endswith(":")
    return len(line) >= _FULL or following.lstrip()[:1].islower()


# Emphasis marks at the edge of a word, and white space after the first space.
_NO_WORD = re.compile(
    r"(?<!\w)[*_~]{1,3}(?=[^\s*_])|(?<=[^\s*_])[*_~]{1,3}(?!\w)|`|(?<=\s)[^\S\r\n]+"
)


def add_prose(builder: DraftBuilder, text: str, start: int, end: int) -> None:
    """Add one line of prose: placeholders masked, emphasis marks and extra spaces left out."""
    at = start
    for mask_start, mask_end, word in masks(text, start, end):
        _keep_words(builder, text, at, mask_start)
        builder.stand_in(mask_start, mask_end, word)
        at = mask_end
    _keep_words(builder, text, at, end)


def _keep_words(builder: DraftBuilder, text: str, start: int, end: int) -> None:
    at = start
    for match in _NO_WORD.finditer(text, start, end):
        builder.keep(at, match.start())
        at = match.end()
    builder.keep(at, end)
