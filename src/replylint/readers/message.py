"""This file knows the shape of a message: what is the agent's, and what it quotes.

Readers of markup hand over plain text in the form that mail programs write: blank lines part
paragraphs, ``> `` marks a quote, ``- `` a list item.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from replylint.readers.endings import any_words, without_ending
from replylint.readers.heads import head_length, without_own_headers

if TYPE_CHECKING:
    from collections.abc import Sequence

Line = tuple[int, int]  # start and end in the passage's text, the line's end left out

_QUOTES = re.compile(r"(?:[^\S\n]{0,3}>)+ ?")
_SIGNATURE = re.compile(r"--\s?$")
_LINE_END = re.compile("\r\n?|\n|\u2028")
# A transcript: "Customer: Where is it?", "Reply:" on a line of its own, and the like.
_ASKED = re.compile(
    r"[\s*#_]{0,8}(?:the )?(?:customer|client|user|visitor|guest)(?:'s)?"
    r"(?: message| question| wrote| says| asked)?\s?:[*_]{0,3}(?:\s|$)",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"[\s*#_]{0,8}(?:(?:our|suggested|your|my|the) )?(?:reply|response|answer|agent|support|us)"
    r"(?: wrote| says)?\s?:[*_]{0,3}(?:\s|$)",
    re.IGNORECASE,
)
# A quoted line of so many characters may have been broken when it was sent on.
_LONG = 55
_ENDED = re.compile(r"[.!?:;][\"')\]]*\s*$")


class Parts(NamedTuple):
    """The lines of a message: the agent's, and those of the message that it answers.

    An empty line stands in the agent's where something was left out.
    """

    own: list[Line]
    quoted: list[Line]


def lines_of(text: str) -> list[Line]:
    r"""Return the lines of a text; a line separator (U+2028) ends one as ``\n`` does."""
    found, start = [], 0
    for match in _LINE_END.finditer(text):
        found.append((start, match.start()))
        start = match.end()
    return [*found, (start, len(text))]


def split_message(text: str, lines: Sequence[Line]) -> Parts:
    """Tell the agent's lines from a quoted thread, above or below, a signature and footers."""
    own: list[Line] = []
    lines, quoted = _by_speaker(text, without_own_headers(text, lines))
    signed = False
    at = 0
    while at < len(lines):
        start, end = lines[at]
        marks = _marks(text[start:end])
        if marks or _was_broken(text, lines, at):
            if text[start : start + marks].count(">") <= 1:
                quoted.append((start + marks, end))
            own.append((start, start))
            at += 1
            continue
        marked = _is_marked_below(text, lines, at + 1)
        head = head_length(text, lines, at, quoted_below=marked)
        if head and not _is_marked_below(text, lines, at + head) and any_words(text, own):
            quoted += _until_next_head(text, lines[at + head :])
            break
        if head:
            at += head
            signed = False
            continue
        if _SIGNATURE.match(text[start:end]):
            signed = True
        if not signed:
            own.append((start, end))
        at += 1
    return Parts(without_ending(text, own), _message_in(text, quoted))


def _by_speaker(text: str, lines: Sequence[Line]) -> tuple[Sequence[Line], list[Line]]:
    """Return the agent's and the customer's lines of a transcript; all are the agent's elsewhere.

    A transcript has a line that starts with "Customer:", and a later one with "Reply:".
    """
    labels = {
        at: (match, match.re is _ASKED)
        for at, (start, end) in enumerate(lines)
        if (match := _ASKED.match(text, start, end) or _ANSWERED.match(text, start, end))
    }
    speakers = [asked for _, asked in labels.values()]
    if True not in speakers or False not in speakers[speakers.index(True) :]:
        return lines, []
    spoken: tuple[list[Line], list[Line]] = ([], [])
    customer = False
    for at, (start, end) in enumerate(lines):
        label = labels.get(at)
        if label is not None:
            customer = label[1]
            spoken[not customer].append((start, start))
        spoken[customer].append((label[0].end() if label else start, end))
    return spoken


def _marks(line: str) -> int:
    """Return the length of the marks of a quote before a line; 0 where there are none."""
    match = _QUOTES.match(line)
    return match.end() if match else 0


def _was_broken(text: str, lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line between two quoted ones is the end of the first, broken on its way."""
    if not 0 < at < len(lines) - 1:
        return False
    before, line, after = (text[slice(*lines[n])] for n in (at - 1, at, at + 1))
    if not _marks(before) or not _marks(after) or not line[:1].islower():
        return False
    return len(before) >= _LONG and not _ENDED.search(before)


def _is_marked_below(text: str, lines: Sequence[Line], at: int) -> bool:
    """Tell whether the next line with words is marked as quoted (one more may be the head's)."""
    for start, end in lines[at : at + 4]:
        if text[start:end].strip():
            return bool(_marks(text[start:end]))
    return False


def _until_next_head(text: str, lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a thread without marks, up to the message that it quotes itself."""
    kept: list[Line] = []
    for at, (start, end) in enumerate(lines):
        if _marks(text[start:end]):
            continue
        if any_words(text, kept) and head_length(text, lines, at, quoted_below=True):
            break
        kept.append((start, end))
    return kept


def _message_in(text: str, quoted: list[Line]) -> list[Line]:
    """Return the customer's lines: below a head of their own, above what they quote and sign."""
    kept: list[Line] = []
    at = 0
    while at < len(quoted):
        start, end = quoted[at]
        head = head_length(text, quoted, at, quoted_below=True)
        if _SIGNATURE.match(text[start:end]) or (head and any_words(text, kept)):
            break
        if not head:
            kept.append((start, end))
        at += head or 1
    return without_ending(text, kept)
