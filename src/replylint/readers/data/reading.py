"""This file reads the replies of data files.

A file is parsed only where something says that it holds replies: the configuration, its name, or
the keys of a known product. One that could be anything is passed over.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from replylint.draft import Sort
from replylint.errors import InputError, PassedOverError
from replylint.readers.data.csv import records
from replylint.readers.data.json import parse_json
from replylint.readers.data.libraries import Found, Library, place_name, replies_in, suggestion
from replylint.readers.data.named import (
    has_key_of_replies,
    is_named_library,
    is_surely_named,
    named_in,
    plain_key,
)
from replylint.readers.data.po import parse_po
from replylint.readers.data.products import known_in, signed
from replylint.readers.data.values import Text, fault
from replylint.readers.data.xml import parse_xml
from replylint.readers.data.yaml import parse_yaml
from replylint.readers.frontmatter import FrontMatter
from replylint.readers.html import visible_text
from replylint.readers.markdown import plain_text
from replylint.readers.placeholders import masked
from replylint.readers.text import draft_of
from replylint.reply import CHANNELS, KINDS
from replylint.source import Source, Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from replylint.draft import Draft, Passage
    from replylint.readers.data.libraries import Markup
    from replylint.readers.data.values import Value

_PARSERS: dict[str, Callable[[Source], list[Value]]] = {
    "json": lambda source: [parse_json(source)],
    "yaml": parse_yaml,
    "po": lambda source: [list(_translations(parse_po(source)))],
    "xml": lambda source: [parse_xml(source)],
}
# Tags and entities that only HTML has, and what only Markdown writes.
_HTML = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|font|img|hr|h[1-6]|[ou]l|li|table|tbody|tr|t[dh]"
    r"|blockquote|pre|attribute)\b[^<>]*>|&(?:nbsp|amp|lt|gt|quot|rsquo|\#\d+);",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    r"\]\([^\s()]+\)|^\s{0,3}(?:```|~~~|\#{1,6}\s)|!\[|^\s{0,3}\[[^\]\n]+\]:\s|`[^`\n]+`|\*\*\S",
    re.MULTILINE,
)
# Where a PO file says that a text is of a mail: "#: templates/account/email/confirm_message.txt",
# "#: shop/emails.py", "#: registration/password_reset_email.html", "#: model:mail.template,body".
_OF_MAIL = re.compile(
    r"(?:^|[\s/])(?:(?:e?mails?|repl(?:y|ies)|macros?|canned)/|(?:e?mails?|mailers?)\.(?:py|rb)\b"
    r"|(?<!messages/)\b\w+_e?mail\.txt\b|registration/\w+_email\.html\b|model:mail\.template,body)"
)
_SUBJECT = re.compile(r"subject[\w.]*(?::|\s|$)")
_LANGUAGE = re.compile(r'(?:^(?:msgstr )?"|\\n)Language:[ \t]*([a-zA-Z_]+)', re.MULTILINE)
# What the kind and channel of a library may be, where they are no keys.
_CONSTANTS = (None, *KINDS, *CHANNELS)
_CONFLICT = re.compile(r"^<{7} .*$", re.MULTILINE)
_UNSOLVED = "holds a conflict of git's that is not solved (choose between its two sides)"
_ROOT = re.compile(
    r"\s*+(?:<[?!][^>-]*+>\s*+|(?><!--.*?-->)\s*+)*+<(?:canned|saved|macros|replies)", re.DOTALL
)
# Columns by which a table is known: what the customer says, and what is said to it.
_ASKED_AND_ANSWERED = (
    ("question", ("answer",)),
    ("customermessage", ("agentreply", "agentresponse", "reply", "response", "answer")),
)
_LETTER = re.compile(r"[^\W\d_]")
_FIRST_WORDS = 60
# The name of a column has fewer words than the one, or than the other where it ends as a sentence.
_MANY_WORDS, _SOME_WORDS = 8, 4


_NOTHING = "there is no reply in it"
_NO_COLUMN = "none of its columns is known as that of a text (such as body, reply, answer)"
_UNKNOWN = "nothing says that there are replies in it"


def read_data(source: Source, form: str, libraries: Sequence[Library]) -> Iterator[Draft]:
    """Yield the drafts of a data file of a format; ``libraries`` are those configured for it.

    Raises:
        InputError: it says that it holds replies, and cannot be read; with its place.
        PassedOverError: it says nothing of replies.
    """
    if not source.text.strip():
        raise PassedOverError(_NOTHING)
    products = signed(source.text)
    named = is_named_library(source.path)
    asked = bool(libraries or products) or is_surely_named(source.path)
    if form == "po" and not libraries:
        _check_language(source.text)
        asked = asked or _OF_MAIL.search(source.text) is not None
    if not (asked or named or has_key_of_replies(source.text)):
        raise PassedOverError(_UNKNOWN)
    try:
        documents = _PARSERS[form](source)
    except InputError:
        if conflict := _CONFLICT.search(source.text):
            raise fault(source, conflict.start(), _UNSOLVED) from None
        if asked or (form == "xml" and _ROOT.match(source.text)):
            raise
        raise PassedOverError(_UNKNOWN) from None
    count = 0
    seen: set[int] = set()  # where a text stands that aliases bring back
    for value in documents:
        found: Iterable[Found]
        if libraries:
            found = (reply for library in libraries for reply in replies_in(value, library))
        elif form == "po":
            found = _of_mail(value, source.path)
        else:
            found = known_in(value, products) or named_in(value, source.path)
        for reply in found:
            if reply.text.start not in seen:
                seen.add(reply.text.start)
                count += 1
                yield from _draft_of(reply, place_name(reply.location))
    if not count and libraries:
        _tell_missed(source, documents, libraries)
    elif not count:
        raise PassedOverError(_UNKNOWN)


def _tell_missed(source: Source, documents: Sequence[Value], libraries: Sequence[Library]) -> None:
    """Refuse a configuration that leads past all that looks like replies."""
    instead = next(filter(None, map(suggestion, documents)), None)
    if instead is not None:
        paths = ", ".join(path for library in libraries for path in library.replies)
        message = f"'libraries' finds no reply in it by {paths} (perhaps they are at {instead})"
        raise fault(source, 0, message)


def read_records(stream: Stream, form: str, libraries: Sequence[Library]) -> Iterator[Draft]:
    """Yield the drafts of a file of records, one record at a time; see ``read_data``.

    A record that cannot be read is told of in the end, after all that can.
    """
    return (_read_rows if form == "csv" else _read_lines)(stream, libraries)


def _read_rows(stream: Stream, libraries: Sequence[Library]) -> Iterator[Draft]:
    asked = bool(libraries) or is_surely_named(stream.path)
    try:
        yield from _replies_of_rows(stream, libraries, asked=asked)
    except InputError:
        if asked:
            raise
        raise PassedOverError(_UNKNOWN) from None


def _replies_of_rows(
    stream: Stream, libraries: Sequence[Library], *, asked: bool
) -> Iterator[Draft]:
    rows = records(stream)
    head = next(rows, None)
    if head is None:
        raise PassedOverError(_NOTHING)
    if sum(map(bool, head)) == 1 and (below := next(rows, None)) is not None:
        if sum(map(bool, below)) > 1:
            head = below  # a title stands above the columns
        else:
            rows = chain([below], rows)
    columns = _columns(head)
    libraries = libraries or _questions(columns)
    if not libraries and not is_named_library(stream.path):
        raise PassedOverError(_UNKNOWN)
    if asked:
        _check_columns(head, columns, libraries)
    faults: list[InputError] = []
    count = 0
    for number, row in enumerate(rows, 1):
        if _is_ragged(row, columns):
            cells = f"{len(row)} cell" + "s" * (len(row) != 1)
            message = (
                f"this row has {cells}, and the first has {len(columns)} (a cell with a comma or"
                " a line break in it needs quotes)"
            )
            faults.append(fault(row[0].source, 0, message))
            continue
        value: Value = dict(zip(columns, row, strict=False))
        found = [reply for library in libraries for reply in replies_in(value, library)]
        for reply in found if libraries else named_in([value], stream.path):
            count += 1
            yield from _draft_of(reply, f"row {number}")
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
            return [Library("questions", (answer,), title, id_, customer=(names[asked],))]
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


def _is_ragged(row: Sequence[Text], columns: Sequence[str]) -> bool:
    """Tell a row with text beyond the last column, or that is cut off after the first."""
    return any(cell.strip() for cell in row[len(columns) :]) or len(row) == 1 < len(columns)


def _read_lines(stream: Stream, libraries: Sequence[Library]) -> Iterator[Draft]:
    named, asked = is_named_library(stream.path), bool(libraries) or is_surely_named(stream.path)
    offset, faults, count = 0, [], 0
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
        found = [reply for library in libraries for reply in replies_in(value, library)]
        for reply in found or known_in(value, products) or named_in([value], stream.path):
            count += 1
            yield from _draft_of(reply, f"line {number}")
    _tell(faults, "line")
    if not count and not libraries:
        raise PassedOverError(_UNKNOWN)


def _tell(faults: Sequence[InputError], noun: str) -> None:
    """Raise one error for all records that could not be read."""
    if not faults:
        return
    first, more = faults[0], len(faults) - 1
    if more:
        first.message += f"; and {more} more {noun}{'s' * (more != 1)} like it"
    raise first


def _draft_of(reply: Found, place: str) -> Iterator[Draft]:
    """Yield the draft of a reply in a data file; nothing where no prose is in it."""
    notes = []
    known = {"kind": KINDS, "channel": CHANNELS}
    told: dict[str, str | None] = {"kind": reply.kind, "channel": reply.channel}
    for key, said in told.items():
        if said is not None and said not in known[key]:
            notes.append(f"{key} '{said:.40}' is not known (one of: {', '.join(known[key])})")
            told[key] = None
    about = FrontMatter(told["kind"], told["channel"], tuple(notes))
    customer = draft_of(_plain(reply.customer, None)) if reply.customer else None
    draft = draft_of(
        _plain(reply.text, reply.markup),
        about,
        name=reply.id or reply.title or place,
        title=reply.title,
        customer=customer,
    )
    if draft is not None and _says_something(draft):
        yield draft


def _says_something(draft: Draft) -> bool:
    """Tell a reply from a lone placeholder."""
    return any(
        piece.sort in (Sort.KEPT, Sort.WRITTEN) and _LETTER.search(draft.text, start, end)
        for start, end, piece in draft.runs(0, len(draft.text))
    )


def _plain(text: Text, markup: Markup | None) -> Passage:
    """Return a text's prose as plain text; where nobody says of what markup, it is looked at."""
    passage = masked(text.passage())
    if markup is None and _MARKDOWN.search(passage.text):
        markup = "markdown"
    elif markup is None and _HTML.search(passage.text):
        markup = "html"
    if markup == "html":
        return visible_text(passage)
    return plain_text(passage) if markup == "markdown" else passage


def _check_language(content: str) -> None:
    """Pass over a PO file that says that its translations are not English."""
    language = _LANGUAGE.search(content)
    if language and not language[1].lower().startswith("en"):
        raise PassedOverError(f"is in '{language[1]}', as it says; only English is linted")


def _translations(entries: Iterable[Value]) -> Iterator[Value]:
    """Yield the entries of a PO file with the text that people see, as ``text``."""
    for entry in entries:
        if not isinstance(entry, dict) or not entry.get("msgid"):
            continue
        translated = [] if entry.get("fuzzy") else _listed(entry.get("msgstr"))
        original = [entry.get("msgid"), entry.get("msgid_plural")]
        # An original without a space is a key, not a text.
        sentences = [t for t in original if isinstance(t, Text) and " " in t]
        texts: list[Value] = [t for t in translated if t] or [*sentences]
        text: Value = texts[0] if len(texts) == 1 else texts
        yield {**entry, "text": text}


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]


def _of_mail(entries: Value, path: str) -> Iterator[Found]:
    """Yield the texts of a PO file that are of mails: its comments say so, or its name."""
    named = is_named_library(path)
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        if not isinstance(entry, dict):
            continue
        references = str(entry.get("references", ""))
        if _SUBJECT.search(references) or not (named or _OF_MAIL.search(references)):
            continue
        said = " ".join(str(entry.get("msgctxt") or entry["msgid"]).split())
        title = f"{said[:_FIRST_WORDS].rstrip()}…" if len(said) > _FIRST_WORDS else said
        for text in _listed(entry["text"]):
            if isinstance(text, Text):
                yield Found(text, (number, "text"), title=title)


def suggest(source: Source | Stream, form: str) -> str | None:
    """Return where replies may stand in a file that no library is known in: a JSONPath, or a
    column; None where nothing looks like one.
    """
    try:
        if isinstance(source, Stream) and form == "csv":
            rows = [row for row, _ in zip(records(source), range(50), strict=False)]
            columns = _columns(rows[0]) if rows else []
            found = suggestion([dict(zip(columns, row, strict=False)) for row in rows[1:]])
            return found and next((name for name in columns if name in found), None)
        if isinstance(source, Stream):
            lines = [line for line, _ in zip(source.lines(), range(50), strict=False)]
            return suggestion(parse_json(source.part(lines[0], 0, 1))) if lines else None
        return suggestion(_PARSERS[form](source)[0])
    except (InputError, IndexError):
        return None
