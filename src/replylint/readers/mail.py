"""This file reads mail (``.eml``): the agent's words out of headers, parts and encodings.

The standard library reads the headers and decodes; where the parts stand is found here, since it
keeps no places. ``text/plain`` comes before ``text/html``. Quoted-printable leads back to the
character; a base64 part is one piece that is never exact.
"""

from __future__ import annotations

import binascii
import re
from email import policy
from email.message import Message
from email.parser import HeaderParser
from typing import TYPE_CHECKING, NamedTuple

from replylint.draft import DraftBuilder, Passage
from replylint.readers.html import visible_text
from replylint.readers.placeholders import masked
from replylint.readers.text import draft_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replylint.draft import Draft
    from replylint.source import Source

_HEADERS_END = re.compile(r"(?:\A|\r\n|\n|\r(?!\n))(?:\r\n|\n|\r)")
_HEADER = re.compile(r"[!-9;-~]+:|From ")
# Runs of quoted-printable: "=E2=80=99", with the soft breaks that may part it, or a break alone.
_QUOTED = re.compile(r"(?:=[0-9A-Fa-f]{2}|=[ \t]*(?:\r\n?|\n|\Z))+|[ \t]+(?=\r?\n|\Z)")
_HEX = re.compile(r"=([0-9A-Fa-f]{2})")
_NO_HEADERS: Message = Message(policy.compat32)  # plain text, says the standard
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# Parts in parts in parts: no mail program goes deeper.
_MAX_DEPTH = 20


_FORWARDED = "message/rfc822"
# What stands in the plain part of a mail that has none.
_NO_TEXT = re.compile(
    r"\s*(?:[^\n]{0,80}(?:cannot|can't|can not|does not|doesn't|unable to)"
    r" (?:show|display|support|view)[^\n]{0,40}html[^\n]{0,120}"
    r"|[^\n]{0,40}view (?:this|the|it)[^\n]{0,60}\bbrowser\b[^\n]{0,80})?\s*$",
    re.IGNORECASE,
)


class _Part(NamedTuple):
    """A leaf of a mail: what its headers say, and where its body stands."""

    headers: Message
    start: int
    end: int

    @property
    def type(self) -> str:
        """Its content type, in small letters: "text/plain"."""
        return self.headers.get_content_type()


def read_mail(source: Source) -> Iterator[Draft]:
    """Yield the one draft of a mail, or none where it has no text of its own."""
    parts = list(_parts(source.text, 0, len(source.text), depth=0))
    customer = next((_forwarded(source, part) for part in parts if part.type == _FORWARDED), None)
    for wanted in ("text/plain", "text/html"):
        texts = [_text_of(source, part) for part in parts if part.type == wanted]
        text = Passage.joined([text for text in texts if not _NO_TEXT.match(text.text)])
        if text and (draft := draft_of(text, customer=customer)):
            yield draft
            return


def _forwarded(source: Source, part: _Part) -> Passage | None:
    """Return the text of an attached mail: it is what the reply is about."""
    for inner in _parts(source.text, part.start, part.end, depth=1):
        if inner.type in ("text/plain", "text/html"):
            return draft_of(_text_of(source, inner))
    return None


def _text_of(source: Source, part: _Part) -> Passage:
    """Return the plain text of a part, placeholders masked."""
    text = masked(_decoded(source, part))
    return visible_text(text) if part.type == "text/html" else text


def _parts(text: str, start: int, end: int, *, depth: int) -> Iterator[_Part]:
    """Yield the leaves of a mail that are no attachments, in order."""
    headers, body = _headers(text, start, end)
    attached = headers.get_content_disposition() == "attachment" or headers.get_filename()
    if attached and headers.get_content_type() != _FORWARDED:
        return
    if headers.get_content_maintype() != "multipart":
        yield _Part(headers, body, end)
        return
    boundary = re.escape(headers.get_boundary() or "")
    line = re.compile(rf"^--{boundary}(--)?[ \t]*\r?$\n?", re.MULTILINE)
    if not boundary or depth > _MAX_DEPTH or not line.search(text, body, end):
        yield _Part(_NO_HEADERS, body, end)
        return
    opened: int | None = None
    for match in line.finditer(text, body, end):
        if opened is not None:
            yield from _parts(text, opened, _before_line_end(text, match.start()), depth=depth + 1)
        opened = None if match[1] else match.end()
        if match[1]:
            return
    if opened is not None:  # the last boundary is missing
        yield from _parts(text, opened, end, depth=depth + 1)


def _before_line_end(text: str, at: int) -> int:
    """Return the offset before the line end that belongs to a boundary."""
    if text[at - 1 : at] == "\n":
        at -= 1
    return at - (text[at - 1 : at] == "\r")


def _headers(text: str, start: int, end: int) -> tuple[Message, int]:
    """Return the headers of a mail or part, and where its body starts.

    What begins without a header has none: it is plain text as a whole.
    """
    match = _HEADERS_END.search(text, start, end)
    stop = match.start() if match else end
    if stop > start and not _HEADER.match(text, start):
        return _NO_HEADERS, start
    headers = HeaderParser(policy=policy.compat32).parsestr(text[start:stop])
    return headers, match.end() if match else end


def _decoded(source: Source, part: _Part) -> Passage:
    """Return the text of a part, decoded as its headers say."""
    passage = Passage.of(source).part((part.start, part.end))
    charset = _charset(part.headers)
    encoding = str(part.headers.get("content-transfer-encoding", "")).strip().lower()
    if encoding == "base64":
        data = _base64(passage.text)
        builder = DraftBuilder(passage)
        builder.stand_in(0, len(passage.text), _as_text(data, charset))
        return builder.passage()
    if encoding == "quoted-printable":
        return _quoted_printable(passage, charset)
    return _eight_bit(source, passage, charset)


def _quoted_printable(passage: Passage, charset: str) -> Passage:
    builder = DraftBuilder(passage)
    builder.unescape("quoted-printable")
    at = 0
    for match in _QUOTED.finditer(passage.text):
        builder.copy(at, match.start())
        data = bytes(int(pair, 16) for pair in _HEX.findall(match[0]))
        builder.stand_in(match.start(), match.end(), _as_text(data, charset))
        at = match.end()
    builder.copy(at, len(passage.text))
    return builder.passage()


def _eight_bit(source: Source, passage: Passage, charset: str) -> Passage:
    """Return the text as it is, but for what the part's charset reads in another way."""
    builder = DraftBuilder(passage)
    at = 0
    for match in _NOT_ASCII.finditer(passage.text):
        builder.copy(at, match.start())
        at = match.end()
        place = passage.place(match.start(), at)
        text = _as_text(source.encoded(place.start, place.end), charset)
        if text == match[0] or "\ufffd" in text:
            builder.copy(match.start(), at)
        else:
            builder.stand_in(match.start(), at, text)
    builder.copy(at, len(passage.text))
    return builder.passage()


def _charset(headers: Message) -> str:
    """Return the charset of a part; UTF-8 where it names none that there is."""
    try:
        charset = headers.get_content_charset() or "utf-8"
        " ".encode(charset).decode(charset)
    except (LookupError, UnicodeError, ValueError):
        return "utf-8"
    return "utf-8" if charset == "us-ascii" else charset


def _as_text(data: bytes, charset: str) -> str:
    return data.decode(charset, errors="replace").replace("\r\n", "\n")


def _base64(text: str) -> bytes:
    """Decode base64, as much as there is of it."""
    signs = re.sub(r"[^A-Za-z0-9+/]", "", text)
    if len(signs) % 4 == 1:
        signs = signs[:-1]
    return binascii.a2b_base64(signs + "=" * (-len(signs) % 4))
