"""This file knows the shape of a message: what is the agent's, what is quoted, what is footer.

Readers of markup hand over plain text in the form that mail programs write: blank lines part
paragraphs, ``> `` marks a quote, ``- `` a list item.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Line = tuple[int, int]  # start and end in the passage's text, the line's end left out

QUOTE = re.compile(r"[^\S\n]{0,3}>")
_QUOTES = re.compile(r"(?:[^\S\n]{0,3}>)+ ?")
# "On Mon, 3 May 2026 at 10:02, Ana <ana@example.com> wrote:", on one to three lines. A date or
# an address must be in it: "On Monday you wrote:" is the agent's.
_WROTE = re.compile(
    r"\s*(?:on\s(?=.*(?:\d|@)).{4,200}\bwrote|am\s(?=.*\d).{4,200}\bschrieb(?:\s.{1,80})?"
    r"|le\s(?=.*\d).{4,200}\ba écrit|el\s(?=.*\d).{4,200}\bescribió)\s?:\s*$",
    re.IGNORECASE | re.DOTALL,
)
_WROTE_STARTS = re.compile(r"\s*(?:on|am|le|el)\s", re.IGNORECASE)
_YOU_WROTE = re.compile(r"\byou wrote\s?:\s*$", re.IGNORECASE)
_DIVIDER = re.compile(
    r"\s*(?:-{2,}\s*(?:original|forwarded) (?:message|appointment)\b.*|begin forwarded message:"
    r"|-{2,}\s*ursprüngliche nachricht\b.*)",
    re.IGNORECASE,
)
# Zendesk's and Zoho's: "Jo Lopes, May 4, 2026, 10:02 AM:", "---- On Mon, 4 May … wrote ----".
_STAMPED = re.compile(
    r"\s*[^\W\d][^\n,]{1,60},\s[^\n]{0,40}\d{4}[^\n]{0,20}\d:\d\d(?:\s?[ap]m)?[^\n]{0,20}:?\s*$",
    re.IGNORECASE,
)
_WROTE_BETWEEN_DASHES = re.compile(r"\s*-{3,}\s*on\s.{4,200}\bwrote\s*-{3,}\s*$", re.IGNORECASE)
_ABOVE_THIS_LINE = re.compile(
    r"\W*(?:please )?(?:type|write|enter) your (?:reply|response) above this line\b"
    r"|\W*(?:please )?reply above this line\b",
    re.IGNORECASE,
)
_DASHES = re.compile(r"\s*[-_=*]{10,}\s*$")
_UNDERLINE = re.compile(r"\s*_{20,}\s*$")
_HEADER = re.compile(
    r"\s*\*{0,2}(from|sent|date|to|cc|bcc|subject|reply-to)\s?:\*{0,2}(?:\s|$)", re.IGNORECASE
)
_SIGNATURE = re.compile(r"--\s?$")
SIGN_OFF = re.compile(
    r"\s*(?i:(?:with |and )?(?:my |our |all the |all my )?(?:very )?"
    r"(?:kind(?:est)?|best|warm(?:est)?|many|yours|sincere)?\s?"
    r"(?:regards|wishes|thanks|sincerely|faithfully|truly|best|cheers|love|respectfully)"
    r"(?: again| so much| very much| in advance| and regards)?|thank you(?: again| so much)?"
    r"|sincerely yours|take care|talk soon|yours)"
    r"(?:[,.!]?\s+(?:from\s)?(?:the\s)?[A-Z][\w’'.-]{0,30}(?:\s[A-Z][\w’'.-]{0,30}){0,3})?"
    r"\s*[,.!–—-]?\s*$"
)
_FOOTER = re.compile(
    r"\s*(?:\*{0,2}confidentiality (?:notice|note)|disclaimer:|sent from my \w+|get outlook for"
    r"|(?:this|the (?:information|contents?) (?:contained )?(?:in|of) this)"
    r" (?:e-?mail|message|communication)\b.{0,120}\b(?:confidential|privileged|intended)"
    r"|if you (?:have )?received this (?:e-?mail|message|communication) in error"
    r"|(?:please )?(?:consider|think of) the environment before"
    r"|you(?:'re| are)? (?:receiving|received|getting) this (?:e-?mail|message|because)"
    r"|(?:click here |to )unsubscribe\b|unsubscribe(?: from .{1,40})?\s*$|if you did not sign up"
    r"|unsubscribe\s*[|·•-].{0,80}$"
    r"|(?:privacy policy|view (?:this e-?mail )?in (?:your )?browser)\s*(?:[|·•-].*)?$"
    r"|if you no longer wish to receive|©|\(c\) (?:19|20)\d\d|copyright\b.{0,60}(?:19|20)\d\d"
    r"|.{0,100}\ball rights reserved\b|our mailing address is\b|want to change how you receive"
    r"|you can update your preferences or unsubscribe"
    r"|(?:company )?registered (?:office|in|number|address)\b|registered in england)",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"\s*p\.?\s?p?\.?s\b[.:]?", re.IGNORECASE)
# A line of so many words with a stop is prose and no line of a signature.
_PROSE_WORDS = 3
_STOP = re.compile(r"[.!?][\"')\]*_]*\s*$")


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


_LINE_END = re.compile("\r\n?|\n|\u2028")


def split_message(text: str, lines: Sequence[Line]) -> Parts:
    """Tell the agent's lines from a quoted thread, above or below, a signature and footers."""
    own: list[Line] = []
    quoted: list[Line] = []
    lines = _without_header(text, lines)
    signed = False
    at = 0
    while at < len(lines):
        start, end = lines[at]
        line = text[start:end]
        if depth := _depth(line):
            if depth == 1:
                quoted.append((start + _quote_end(line), end))
            own.append((start, start))
            at += 1
            continue
        head = _thread_head(text, lines, at)
        if head and _any_words(text, own):
            below = at + head
            if _is_quoted_next(text, lines, below):
                at = below
                signed = False
                continue
            quoted += _until_next_thread(text, lines[below:])
            break
        if head:
            at += head
            continue
        if _SIGNATURE.match(line):
            signed = True
        if not signed:
            own.append((start, end))
        at += 1
    return Parts(_without_footer(text, own), _without_marks(text, quoted))


def _depth(line: str) -> int:
    match = _QUOTES.match(line)
    return match[0].count(">") if match else 0


def _quote_end(line: str) -> int:
    match = _QUOTES.match(line)
    return match.end() if match else 0


def _without_marks(text: str, quoted: Sequence[Line]) -> list[Line]:
    """Return the customer's lines above their own signature and what they quote."""
    kept: list[Line] = []
    at = 0
    while at < len(quoted):
        start, end = quoted[at]
        head = _thread_head(text, quoted, at)
        if _SIGNATURE.match(text[start:end]) or (head and _any_words(text, kept)):
            break
        if not head:
            kept.append((start, end))
        at += head or 1
    return _without_footer(text, kept)


def _thread_head(text: str, lines: Sequence[Line], at: int) -> int:
    """Return how many lines the head of a quoted message has here; 0 where there is none."""
    line = text[slice(*lines[at])]
    if _WROTE_STARTS.match(line):
        for count in (1, 2, 3):
            joined = text[lines[at][0] : lines[min(at + count, len(lines)) - 1][1]]
            if _WROTE.match(joined) and "\n\n" not in joined:
                return 0 if _YOU_WROTE.search(joined) else count
    if _ABOVE_THIS_LINE.match(line) or _WROTE_BETWEEN_DASHES.match(line):
        return 1
    if _DASHES.match(line) and at + 1 < len(lines):
        below = lines[at + 1]
        if _STAMPED.match(text[slice(*below)]):
            return 2
    if _DIVIDER.match(line):
        return 1 + _header_lines(text, lines, at + 1)
    if _UNDERLINE.match(line):
        headers = _header_lines(text, lines, at + 1)
        return 1 + headers if headers else 0
    return _header_lines(text, lines, at)


def is_thread_head(line: str) -> bool:
    """Tell whether a line by itself says that a quoted message follows."""
    return bool(_DIVIDER.match(line) or _WROTE_BETWEEN_DASHES.match(line))


def _header_lines(text: str, lines: Sequence[Line], at: int) -> int:
    """Return how many lines a block of mail headers has (blank ones before it too), or 0.

    It starts with "From:" and names at least two more of them.
    """
    first = at
    while at < len(lines) and not text[slice(*lines[at])].strip():
        at += 1
    seen: list[str] = []
    while at < len(lines) and (match := _HEADER.match(text[slice(*lines[at])])):
        seen.append(match[1].lower())
        at += 1
    return at - first if len(seen) >= 3 and seen[0] == "from" else 0


def _is_quoted_next(text: str, lines: Sequence[Line], at: int) -> bool:
    for start, end in lines[at:]:
        if text[start:end].strip():
            return bool(_depth(text[start:end]))
    return False


def _until_next_thread(text: str, lines: Sequence[Line]) -> list[Line]:
    """Return the lines of an unquoted thread up to the message that it quotes itself."""
    kept: list[Line] = []
    for at, (start, end) in enumerate(lines):
        if _depth(text[start:end]):
            continue
        if kept and _thread_head(text, lines, at):
            break
        kept.append((start, end))
    return kept


def _without_header(text: str, lines: Sequence[Line]) -> Sequence[Line]:
    """Leave out "Subject: …" and its like at the top."""
    at = 0
    while at < len(lines) and not text[slice(*lines[at])].strip():
        at += 1
    first, names = at, set()
    while at < len(lines) and (match := _HEADER.match(text[slice(*lines[at])])):
        names.add(match[1].lower())
        at += 1
    return lines[at:] if names & {"subject", "to", "from"} else lines[first:]


def _without_footer(text: str, lines: list[Line]) -> list[Line]:
    """Leave out paragraphs of legal footer, and what stands below the name under a sign-off."""
    kept: list[Line] = []
    footer = False
    for start, end in lines:
        line = text[start:end]
        footer = bool(line.strip()) and (footer or _FOOTER.match(line) is not None)
        kept.append((start, start) if footer else (start, end))
    for at in range(len(kept) - 1, -1, -1):
        start, end = kept[at]
        if _is_prose(text[start:end]):
            break
        if SIGN_OFF.match(text[start:end]) and _any_words(text, kept[:at]):
            below = (n for n in range(at + 1, len(kept)) if text[slice(*kept[n])].strip())
            name = next(below, at)
            return kept[: name + 1]
    return kept


def _is_prose(line: str) -> bool:
    if _POSTSCRIPT.match(line):
        return True
    return len(line.split()) >= _PROSE_WORDS and _STOP.search(line) is not None


def _any_words(text: str, lines: Sequence[Line]) -> bool:
    return any(character.isalnum() for start, end in lines for character in text[start:end])
