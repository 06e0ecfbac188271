"""This file reads CSV and TSV as a stream of rows, with the place of every character.

It follows the standard library's reader (RFC 4180, and what people write): a quote opens a cell
only at its start, ``""`` in it is a quote, and line breaks may stand in it. That reader keeps no
places, so the cells are found here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from replylint.readers.data.values import Text, fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replylint.draft import DraftBuilder
    from replylint.source import Stream

_DELIMITERS = ",;\t|"
_QUOTED = re.compile(r'"[^"]*"?')
# Excel's own first line: "sep=;".
_SEP = re.compile(r'"?sep=(.)"?\r?\n?$')
# A cell of more characters is a quote that nobody closed.
_MAX_CELL = 1_000_000


def records(stream: Stream) -> Iterator[list[Text]]:
    """Yield the cells of each row; rows without anything in them are passed over.

    Raises:
        InputError: a quote is not closed; with its place.
    """
    lines = stream.lines()
    offset, number = 0, 1
    delimiter = "\t" if stream.path.lower().endswith(".tsv") else ""
    for line in lines:
        if not delimiter:
            sep = _SEP.match(line)
            delimiter = sep[1] if sep else _delimiter(line)
            if sep:
                offset, number = offset + len(line), number + 1
                continue
        text, cells = _record(stream, line, lines, delimiter, offset, number)
        source = stream.part(text, offset, number)
        row = [Text.of(_value(text[start:end]), source, start, end, _write) for start, end in cells]
        if any(cell.strip() for cell in row):
            yield row
        offset += len(text)
        number = source.line + len(source.line_starts) - 1


def _delimiter(line: str) -> str:
    """Return the sign that parts the cells of the first line: the one most of which it has."""
    bare = _QUOTED.sub("", line)
    return max(_DELIMITERS, key=bare.count)


def _record(
    stream: Stream, text: str, lines: Iterator[str], delimiter: str, offset: int, number: int
) -> tuple[str, list[tuple[int, int]]]:
    """Return the text of the record that begins with a line, and the ranges of its cells."""
    cells = []
    rest = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
    at = 0
    while True:
        end = at
        if text[at : at + 1] == '"':
            end = _closing(text, at + 1)
            while end < 0:
                searched = len(text)  # lines end in no quote, so no pair of them is cut
                following = next(lines, None)
                if following is None or len(text) > _MAX_CELL:
                    message = (
                        "is no CSV: the quote here is never closed (inside of a cell in quotes,"
                        ' write "" for a quote)'
                    )
                    raise fault(stream.part(text, offset, number), at, message)
                text += following
                end = _closing(text, searched)
        match = rest.match(text, end)
        end = match.end() if match else end
        cells.append((at, end))
        if text[end : end + 1] != delimiter:
            return text, cells
        at = end + 1


_CLOSING = re.compile(r'(?:[^"]++|"")*+"')


_DOUBLED = re.compile('""')


def _closing(text: str, at: int) -> int:
    """Return the offset after the quote that closes a cell whose content goes on at ``at``; -1
    where there is none.
    """
    match = _CLOSING.match(text, at)
    return match.end() if match else -1


def _value(raw: str) -> str:
    if not raw.startswith('"'):
        return raw
    end = _closing(raw, 1)
    return raw[1 : end - 1].replace('""', '"') + raw[end:]


def _write(text: Text, builder: DraftBuilder) -> None:
    content, at, end = text.source.text, text.start, text.end
    builder.unescape("csv-quoted" if content[at : at + 1] == '"' else "csv-bare")
    if content[at : at + 1] == '"':
        closing = _closing(content, at + 1)
        at += 1
        for match in _DOUBLED.finditer(content, at, closing - 1):
            builder.copy(at, match.start())
            builder.stand_in(match.start(), match.end(), '"')
            at = match.end()
        builder.copy(at, closing - 1)
        at = closing
    builder.copy(at, end)
