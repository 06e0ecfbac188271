"""This file reads the replies of files of records, CSV and JSON Lines, one record at a time.

A record that cannot be read is told of in the end, after all that can.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from replylint.errors import InputError, PassedOverError
from replylint.readers.data.csv import records
from replylint.readers.data.json import parse_json
from replylint.readers.data.libraries import MANY_WORDS, Library, replies_in, suggestion
from replylint.readers.data.named import (
    has_key_of_replies,
    is_named_library,
    is_surely_named,
    named_in,
    plain_key,
)
from replylint.readers.data.products import known_in, signed
from replylint.readers.data.reading import NOTHING, UNKNOWN, drafts_of, tell_missed
from replylint.readers.data.values import Text, fault
from replylint.reply import CHANNELS, KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replylint.draft import Draft
    from replylint.readers.data.values import Value
    from replylint.source import Source, Stream

# What the kind and channel of a library may be, where they are no keys.
_CONSTANTS = (None, *KINDS, *CHANNELS)
# Columns by which a table is known: what the customer says, and what is said to it.
_ASKED_AND_ANSWERED = (
    ("question", ("answer",)),
    ("customermessage", ("agentreply", "agentresponse", "reply", "response", "answer")),
)
# The name of a column has fewer words than the one, or than the other where it ends as a sentence.
_MANY_WORDS, _SOME_WORDS = 8, 4
_NO_COLUMN = "none of its columns is known as that of a text (such as body, reply, answer)"
# So many rows are looked at for a suggestion.
_FIRST = 50


def read_records(stream: Stream, form: str, libraries: Sequence[Library]) -> Iterator[Draft]:
    """Yield the drafts of a file of records, one record at a time; see ``read_data``.

    A record that cannot be read is told of in the end, after all that can.
    """
    return (_read_rows if form == "csv" else _read_lines)(stream, libraries)


def _read_rows(stream: Stream, libraries: Sequence[Library]) -> Iterator[Draft]:
    rows = records(stream)
    asked = bool(libraries) or is_surely_named(stream.path)
    try:
        head = next(rows, None)
        libraries = libraries or _questions(_columns(head or []))
        asked = asked or bool(libraries)
        yield from _replies_of_rows(stream, head, rows, libraries, asked=asked)
    except InputError:
        if asked:
            raise
        raise PassedOverError(UNKNOWN) from None


def _replies_of_rows(
    stream: Stream,
    head: Sequence[Text] | None,
    rows: Iterator[list[Text]],
    libraries: Sequence[Library],
    *,
    asked: bool,
) -> Iterator[Draft]:
    if head is None:
        raise PassedOverError(NOTHING)
    if sum(map(bool, head)) == 1 and (below := next(rows, None)) is not None:
        if sum(map(bool, below)) > 1:
            head = below  # a title stands above the columns
        else:
            rows = chain([below], rows)
    columns = _columns(head)
    if not libraries and not is_named_library(stream.path):
        raise PassedOverError(UNKNOWN)
    if asked:
        _check_columns(head, columns, libraries)
    faults: list[InputError] = []
    count = 0
    for number, row in enumerate(rows, 1):
        value: Value = dict(zip(columns, row, strict=False))
        found = [reply for library in libraries for reply in replies_in(value, library)]
        if not libraries:
            found = list(named_in([value], stream.path))
        if _is_ragged(row, columns) or (not found and len(row) < len(columns)):
            faults.append(_ragged(row, columns))
            continue
        for reply in found:
            count += 1
            yield from drafts_of(reply, f"row {number}")
    if asked or count:
        _tell(faults, "row")
    if not count and not libraries:
        raise PassedOverError(_NO_COLUMN)


def _questions(columns: Sequence[str]) -> list[Library]:
    """Return the library of a table of questions and answers, whatever it is called."""
    names = {plain_key(name): name for name in columns}
    for asked, answers in _ASKED_AND_ANSWERED:
        answer = next((names[one] for one in answers if one in names), None)
        if asked in names and answer:
            title = (names[asked],) if asked == "question" else ()
            id_ = (names["id"],) if "id" in names else ()
            return [Library((answer,), title, id_, customer=(names[asked],))]
    return []


def _columns(head: Sequence[Text]) -> list[str]:
    """Return the names of columns; one without a name, or with another's, has its number."""
    names: list[str] = []
    for number, cell in enumerate(head, 1):
        name = " ".join(cell.split())
        names.append(name if name and name not in names else f"{name or 'column'} {number}")
    return names


def _check_columns(head: Sequence[Text], columns: list[str], libraries: Sequence[Library]) -> None:
    if (prose := next(filter(_is_sentence, head), None)) is not None:
        message = "the first row holds a text, and no names of columns (put title,body above it)"
        raise fault(prose.source, prose.start, message)
    for library in libraries:
        told = [one for one in (library.kind, library.channel) if one not in _CONSTANTS]
        for name in (*library.replies, *library.title, *library.id, *library.customer, *told):
            if name not in columns:
                known = ", ".join(columns)
                message = f"there is no column '{name}', as 'libraries' says (there are: {known})"
                raise fault(head[0].source, 0, message)


def _is_sentence(cell: str) -> bool:
    """Tell a text from the name of a column."""
    words = cell.split()
    return len(words) >= _MANY_WORDS or (len(words) >= _SOME_WORDS and words[-1][-1] in ".!")


def _ragged(row: Sequence[Text], columns: Sequence[str]) -> InputError:
    cells = f"{len(row)} cell" + "s" * (len(row) != 1)
    message = (
        f"this row has {cells}, and the first has {len(columns)} (a cell with a comma or a line"
        " break in it needs quotes)"
    )
    return fault(row[0].source, 0, message)


def _is_ragged(row: Sequence[Text], columns: Sequence[str]) -> bool:
    """Tell a row with text beyond the last column, or that is cut off after the first."""
    return any(cell.strip() for cell in row[len(columns) :]) or len(row) == 1 < len(columns)


def _read_lines(stream: Stream, libraries: Sequence[Library]) -> Iterator[Draft]:
    named, asked = is_named_library(stream.path), bool(libraries) or is_surely_named(stream.path)
    offset, faults, count = 0, [], 0
    first: tuple[Source, Value] | None = None  # what a configuration is held against
    for number, line in enumerate(stream.lines(), 1):
        source = stream.part(line.rstrip("\r\n"), offset, number)
        offset += len(line)
        products = [] if libraries else signed(line)
        if not line.strip() or not (asked or named or products or has_key_of_replies(line)):
            continue
        try:
            value = parse_json(source)
        except InputError as error:
            if asked or products:
                faults.append(error)
            continue
        if libraries:
            found = [reply for library in libraries for reply in replies_in(value, library)]
            first = first or (source, value)
        else:
            found = known_in(value, products) or [*named_in([value], stream.path)]
        for reply in found:
            count += 1
            yield from drafts_of(reply, f"line {number}")
    _tell(faults, "line")
    if not count and first:
        tell_missed(first[0], [first[1]], libraries)
    elif not count:
        raise PassedOverError(UNKNOWN)


def _tell(faults: Sequence[InputError], noun: str) -> None:
    """Raise one error for all records that could not be read."""
    if not faults:
        return
    first, more = faults[0], len(faults) - 1
    if more:
        first.message += f"; and {more} more {noun}{'s' * (more != 1)} like it"
    raise first


def suggest_records(stream: Stream, form: str) -> str | None:
    """Return the column, or the JSONPath in each line, of what may be replies."""
    try:
        if form == "csv":
            rows = list(islice(records(stream), _FIRST))
            columns = _columns(rows[0]) if rows else []
            cells = [[row[n] for row in rows[1:] if n < len(row)] for n in range(len(columns))]
            words = [sum(len(cell.split()) for cell in column) for column in cells]
            most = max(words, default=0)
            return columns[words.index(most)] if most >= MANY_WORDS else None
        lines = list(islice(stream.lines(), 1))
        return suggestion(parse_json(stream.part(lines[0], 0, 1))) if lines else None
    except InputError:
        return None
