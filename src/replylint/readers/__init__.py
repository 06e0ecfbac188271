"""Readers turn a Source into Drafts: one function a format, chosen by the file's suffix."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from replylint.readers.html import read_html
from replylint.readers.mail import read_mail
from replylint.readers.several import SHAPES, Shape, read_markdown
from replylint.readers.text import read_message, read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from replylint.draft import Draft
    from replylint.source import Source

__all__ = ["FORMATS", "SHAPES", "Shape", "format_of", "read", "read_message"]

# Suffix -> format.
FORMATS = {
    ".txt": "text",
    ".text": "text",
    ".ltxt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".eml": "mail",
}
# Template languages put theirs behind it: "welcome.html.j2", "late.md.liquid".
_TEMPLATES = frozenset(
    ".j2 .jinja .jinja2 .liquid .erb .hbs .mustache .tmpl .tpl .ejs .twig".split()
)
_READERS: dict[str, Callable[[Source], Iterator[Draft]]] = {
    "text": read_text,
    "html": read_html,
    "mail": read_mail,
}


def format_of(path: str) -> str | None:
    """Return the format that a file's name tells; None where it tells none.

    >>> format_of("macros/late.md"), format_of("welcome.html.j2"), format_of("notes.docx")
    ('markdown', 'html', None)
    """
    name = PurePath(path)
    if name.suffix.lower() in _TEMPLATES:
        name = PurePath(name.stem)
    return FORMATS.get(name.suffix.lower())


def read(source: Source, *, markdown: Shape = "auto") -> Iterator[Draft]:
    """Yield the drafts of a source; one whose name tells no format is read as plain text.

    ``markdown`` tells whether a Markdown file is one reply, several, or is to be looked at.
    """
    form = format_of(source.path) or "text"
    if form == "markdown":
        return read_markdown(source, markdown)
    return _READERS[form](source)
