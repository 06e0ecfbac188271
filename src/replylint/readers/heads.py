"""This file knows the lines that stand above a quoted or forwarded message, program by program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from replylint.readers.endings import glimpse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from replylint.readers.message import Line

# "On Mon, 3 May 2026 at 10:02, Ana <ana@example.com> wrote:", on one to three lines. A date or an
# address must be in it: "On Monday you wrote:" is the agent's.
_WROTE = re.compile(
    r"\s*(?:on\s(?=.*(?:\d|@)).{4,200}\bwrote|am\s(?=.*\d).{4,200}\bschrieb(?:\s.{1,80})?"
    r"|le\s(?=.*\d).{4,200}\ba écrit|el\s(?=.*\d).{4,200}\bescribió"
    r"|[^\n]{1,80}<[^\s<>]+@[^\s<>]+>\swrote|quoting\s[^\n]{0,80}<[^\s<>]+@[^\s<>]+>)\s?:\s*$",
    re.IGNORECASE | re.DOTALL,
)
_MAY_WRITE = re.compile(r"\s*(?:on|am|le|el|quoting)\s|.{1,80}<[^\s<>]+@[^\s<>]+>", re.IGNORECASE)
# "On 4 May the courier wrote:" reports, where no quote marks follow: a person has a name.
_BY_NAME = re.compile(r"(?:[A-Z][^\s]*|[>)\]”\"]|schrieb.*|écrit|escribió)\s*(?:wrote)?\s?:\s*$")
_YOU_WROTE = re.compile(r"\b(?:you|we|i) wrote\s?:\s*$", re.IGNORECASE)
_DIVIDER = re.compile(
    r"\s*(?:-{2,}\s*(?:original|forwarded) (?:message|appointment)\b.*|begin forwarded message:"
    r"|-{2,}\s*ursprüngliche nachricht\b.*|-{3,}\s*on\s.{4,200}\bwrote\s*-{3,}\s*$"
    r"|\W*(?:please )?(?:(?:type|write|enter) your (?:reply|response)|reply) above this line\b.*)",
    re.IGNORECASE,
)
# Zendesk's: "Jo Lopes, May 4, 2026, 10:02 AM:" below a line of dashes.
_STAMPED = re.compile(
    r"\s*[^\W\d][^\n,]{1,60},\s[^\n]{0,40}\d{4}[^\n]{0,20}\d:\d\d(?:\s?[ap]m)?[^\n]{0,20}:?\s*$",
    re.IGNORECASE,
)
_LINE = re.compile(r"\s*[-_=*]{10,}\s*$")
_HEADER = re.compile(
    r"\s*\*{0,2}(from|sent|date|to|cc|bcc|subject|reply-to|importance|attachments"
    r"|von|gesendet|datum|an|betreff|de|envoyé|date|à|objet|enviado|fecha|para|asunto)"
    r"\s?:\*{0,2}(?:\s(.*))?$",
    re.IGNORECASE,
)
_SENDER = frozenset("from von de".split())
_DATED = frozenset("sent date gesendet datum envoyé enviado fecha".split())
# So many blank lines may stand between a divider and the headers below it.
_BLANK_LINES = 3
# No program writes a longer head.
_MOST_LINES = 20
# What the top of a template may have: "Subject: Your order", or a library's "Title: Late parcel".
_TOP = frozenset("to subject from an betreff von title".split())
_ABOUT = re.compile(r"\s*(?:title|tags?|category|folder|shortcut|macro)\s?:\s", re.IGNORECASE)


def is_divider(line: str) -> bool:
    """Tell whether a line by itself says that a quoted message follows."""
    return _DIVIDER.match(glimpse(line)) is not None


def head_length(text: str, lines: Sequence[Line], at: int, *, quoted_below: bool = False) -> int:
    """Return how many lines the head of a quoted message has here; 0 where there is none.

    ``quoted_below`` tells that marks of a quote follow: then less is asked of an attribution.
    """
    line = glimpse(text[slice(*lines[at])])
    if _MAY_WRITE.match(line):
        for count in (1, 2, 3):
            parts = [glimpse(text[slice(*part)]) for part in lines[at : at + count]]
            joined = " ".join(parts)
            if "" in parts or not _WROTE.match(joined):
                continue
            if _YOU_WROTE.search(joined) or not (quoted_below or _BY_NAME.search(joined)):
                return 0
            return count
    if _DIVIDER.match(line):
        return 1 + _headers(text, lines, at + 1, anyhow=True)
    if _LINE.match(line):
        if at + 1 < len(lines) and _STAMPED.match(glimpse(text[slice(*lines[at + 1])])):
            return 2
        headers = _headers(text, lines, at + 1)
        return 1 + headers if headers else 0
    return _headers(text, lines, at)


def _headers(text: str, lines: Sequence[Line], at: int, *, anyhow: bool = False) -> int:
    """Return how many lines a block of mail headers has (blank ones before it too), or 0.

    It begins with the sender and has two lines more, a date or an address among them: a form to
    fill in has neither. Below a divider all of them are headers ``anyhow``.
    """
    first = at
    while at < min(len(lines), first + _BLANK_LINES) and not text[slice(*lines[at])].strip():
        at += 1
    seen: list[str] = []
    said = ""
    while at < min(len(lines), first + _MOST_LINES) and (
        match := _HEADER.match(glimpse(text[slice(*lines[at])]))
    ):
        seen.append(match[1].lower())
        said += match[2] or ""
        at += 1
    if anyhow:
        return at - first if seen else 0
    is_head = len(seen) >= 3 and seen[0] in _SENDER and ("@" in said or set(seen) & _DATED)
    return at - first if is_head else 0


def without_own_headers(text: str, lines: Sequence[Line]) -> Sequence[Line]:
    """Leave out "Subject: …", "Title: …" and their like at the top of a reply."""
    at = 0
    while at < len(lines) and not text[slice(*lines[at])].strip():
        at += 1
    first, names = at, set()
    while at < len(lines):
        line = glimpse(text[slice(*lines[at])])
        match = _HEADER.match(line)
        if not match and not _ABOUT.match(line):
            break
        names.add(match[1].lower() if match else "title")
        at += 1
    has_more = any(text[start:end].strip() for start, end in lines[at:])
    return lines[at:] if names & _TOP and has_more else lines[first:]
