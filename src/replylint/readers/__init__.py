"""Readers turn a Source into Drafts: one function a format, chosen by the file's suffix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replylint.readers.markdown import read_markdown
from replylint.readers.text import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from replylint.draft import Draft, Source

READERS: dict[str, Callable[[Source], Iterator[Draft]]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
}


def read(source: Source, suffix: str) -> Iterator[Draft]:
    """Yield the drafts of a source; a suffix without a reader is read as plain text."""
    return READERS.get(suffix.lower(), read_text)(source)
