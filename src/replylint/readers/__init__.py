"""Readers turn a Source into Drafts: one function a format, chosen by the file's suffix.

Files of records (CSV, JSON Lines) come as a Stream instead.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from replylint.readers.html import read_html
from replylint.readers.mail import read_mail
from replylint.readers.several import SHAPES, Shape, read_markdown
from replylint.readers.text import read_message, read_text
from replylint.source import Source, Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from replylint.draft import Draft
    from replylint.readers.data.libraries import Library

__all__ = [
    "FORMATS",
    "SHAPES",
    "Shape",
    "format_of",
    "is_data",
    "is_streamed",
    "read",
    "read_message",
    "suggest_library",
]

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
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".csv": "csv",
    ".tsv": "csv",
    ".po": "po",
    ".pot": "po",
    ".xml": "xml",
}
_RECORDS = ("csv", "jsonl")
_PROSE = ("text", "markdown", "html", "mail")
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
        # What a template makes data of is no data yet.
        form = FORMATS.get(PurePath(name.stem).suffix.lower())
        return form if form in _PROSE else None
    return FORMATS.get(name.suffix.lower())


def is_streamed(path: str) -> bool:
    """Tell whether a file of this name is read as a Stream."""
    return format_of(path) in _RECORDS


def is_data(path: str) -> bool:
    """Tell whether a file of this name holds data, and its replies are templates."""
    return (format_of(path) or "text") not in _PROSE


def read(
    source: Source | Stream, *, markdown: Shape = "auto", libraries: Sequence[Library] = ()
) -> Iterator[Draft]:
    """Yield the drafts of a source; one whose name tells no format is read as plain text.

    ``markdown`` tells whether a Markdown file is one reply, several, or is to be looked at;
    ``libraries`` are those that a configuration describes.

    Raises:
        InputError: a data file that holds replies is broken; with its place. What could be read
            came before it.
        PassedOverError: nothing says that a data file holds replies.
    """
    form = format_of(source.path) or "text"
    if form == "markdown" and isinstance(source, Source):
        return read_markdown(source, markdown)
    if form in _READERS and isinstance(source, Source):
        return _READERS[form](source)
    told = [library for library in libraries if library.holds(source.path)]
    if isinstance(source, Stream):
        from replylint.readers.data.records import read_records

        return read_records(source, form, told)
    from replylint.readers.data.reading import read_data

    return read_data(source, form, told)


def suggest_library(source: Source | Stream) -> str | None:
    """Return where replies may stand in a data file that was passed over, for ``libraries``."""
    form = format_of(source.path) or ""
    if isinstance(source, Stream):
        from replylint.readers.data.records import suggest_records

        return suggest_records(source, form)
    from replylint.readers.data.reading import suggest_data

    return suggest_data(source, form)
