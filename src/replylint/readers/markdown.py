"""This file reads Markdown line by line: code, quotes, comments and front matter go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from replylint.readers.frontmatter import split_front_matter
from replylint.readers.text import draft_of, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replylint.draft import Draft, Source

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_QUOTE = re.compile(r" {0,3}>")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}$")


def read_markdown(source: Source) -> Iterator[Draft]:
    """Yield the one draft of a Markdown file, or none where no prose is in it."""
    about, lines = split_front_matter(source, lines_of(source))
    yield from draft_of(source, list(_prose(source, lines)), about)


def _prose(source: Source, lines: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    fence: str | None = None
    comment = False
    for start, end in lines:
        line = source.text[start:end]
        if fence:
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = None
        elif comment:
            comment = "-->" not in line
        elif match := _FENCE.match(line):
            fence = match[1]
        elif line.lstrip().startswith("<!--"):
            comment = "-->" not in line
        elif not _QUOTE.match(line) and not _RULE.match(line):
            yield start, end
            continue
        yield start, start
