"""This file knows how a message ends: sign-off, signature, legal footer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from replylint.readers.message import Line

_SIGN_OFF = re.compile(
    r"\s*(?i:(?:with |and )?(?:my |our |all the |all my )?(?:very )?"
    r"(?:thanks (?:&|and) |many thanks (?:&|and) |thank you (?:&|and) )?"
    r"(?:kind(?:est)?|best|warm(?:est)?|many|yours|sincere)?\s?"
    r"(?:regards|rgds|wishes|thanks|sincerely|faithfully|truly|best|cheers|love|respectfully"
    r"|warmly|gratefully)"
    r"(?: again| so much| very much| a lot| in advance| (?:and|&) (?:kind |best |warm )?regards)?"
    r"|thank you(?: again| so much| very much)?|sincerely yours|yours(?: in service)?"
    r"|take care|(?:talk|speak) soon|stay safe|br|mit freundlichen gr(?:ü|ue)(?:ß|ss)en"
    r"|cordialement)"
    r"(?:[,.!]?\s+(?:[-–—]\s)?(?:from\s)?(?:the\s)?[A-Z][\w’'.-]{0,30}(?:\s[A-Z][\w’'.-]{0,30}){0,3})?"
    r"\s*[,.!–—-]?\s*$"
)
# No line that says something of a message's shape is longer.
_MOST_CHARACTERS = 400
_SIGNATURE = re.compile(r"\s*(?:--+|__+|==+|\*\*+|—+)\s*$")
# Paragraphs that are a footer wherever the rest is none of prose …
_FOOTER = re.compile(
    r"\s*(?:\W{0,3}confidentiality (?:notice|note)|get outlook for|virus-free|sent from my \w+"
    r"|sent (?:from|with|via) (?:yahoo|proton|outlook|gmail|mail for|spark|superhuman|samsung)\b"
    r"|(?:this|the (?:information|contents?) (?:contained )?(?:in|of) this)"
    r" (?:e-?mail|message|communication)\b.{0,200}\b(?:confidential|privileged)"
    r"|(?:please )?(?:consider|think of) the environment before"
    r"|unsubscribe(?: from .{1,40})?\s*$|unsubscribe\s*[|·•-].{0,80}$"
    r"|(?:privacy policy|view (?:this e-?mail )?in (?:your )?browser)\s*(?:[|·•-].*)?$"
    r"|©|\(c\) (?:19|20)\d\d|copyright\b.{0,60}(?:19|20)\d\d|.{0,100}\ball rights reserved\b"
    r"|our mailing address is\b|you can update your preferences or unsubscribe"
    r"|want to change how you receive these)",
    re.IGNORECASE | re.DOTALL,
)
# … and those that could be prose, and are a footer below a sign-off or another footer alone.
_MAY_BE_FOOTER = re.compile(
    r"\s*(?:disclaimer:|.{0,80}\bregistered (?:office|in|number|address)\b"
    r"|if you (?:have )?received this (?:e-?mail|message|communication) in error"
    r"|if you (?:are not|did not|no longer)\b.{0,80}\b(?:recipient|sign up|receive|subscri)"
    r"|you(?:'re| are)? (?:receiving|received|getting) this"
    r"|(?:click here |to )unsubscribe\b|this (?:e-?mail|message) (?:is|was|and)\b"
    r"|this is an automat(?:ed|ic)\b"
    r"|(?:need more help|questions)\?|follow us\b|.{0,40}\b(?:inc|ltd|llc|gmbh)\b\.?,)",
    re.IGNORECASE | re.DOTALL,
)
_BANNER = re.compile(
    r"\W*(?:caution|external(?: e-?mail)?|warning)\W+th(?:is|e) (?:e-?mail|message)"
    r" (?:originated|came)",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"\s*p\.?\s?p?\.?s\b[.:]?", re.IGNORECASE)
_ITEM = re.compile(r"\s*(?:[-*•+–]|\d{1,2}[.)])\s+\S")
_CONTACT = re.compile(r"\d{3}|@|www\.|https?:|\||\blink\b|\bmailbox\b")
_STOP = re.compile(r"[.!?:][\"')\]*_]*\s*$")
# A line of so many words with a stop is prose and no line of a signature.
_PROSE_WORDS = 3
# A signature is short.
_MOST_LINES = 8


def glimpse(line: str) -> str:
    """Return a line as its shape is looked at: white space is one space, a long one is empty.

    So no pattern of a shape ever sees more than it can take.
    """
    words = " ".join(line.split())
    return words if len(words) <= _MOST_CHARACTERS else ""


def is_sign_off(line: str) -> bool:
    """Tell whether a line says good-bye: "Kind regards,", "Thanks, Tom"."""
    return _SIGN_OFF.match(glimpse(line)) is not None


def without_ending(text: str, lines: list[Line]) -> list[Line]:
    """Leave out footers, and of a signature all but the sign-off and the name below it."""
    lines = _without_banner(text, lines)
    lines = _without_footers(text, lines)
    below = 0  # lines that are no prose, counted from the end
    for at in range(len(lines) - 1, -1, -1):
        line = text[slice(*lines[at])]
        if not line.strip():
            continue
        if _SIGNATURE.match(glimpse(line)) and below > 0 and _has_contact(text, lines[at:]):
            return lines[:at]
        if is_sign_off(line) and any_words(text, lines[:at]):
            names = (n for n in range(at + 1, len(lines)) if text[slice(*lines[n])].strip())
            return lines[: next(names, at) + 1]
        below += 1
        if below > _MOST_LINES or _is_prose(line):
            break
    return lines


def _without_banner(text: str, lines: list[Line]) -> list[Line]:
    """Leave out what a firewall puts on top of a mail that came from outside."""
    for at, (start, end) in enumerate(lines):
        if text[start:end].strip():
            return lines[at + 1 :] if _BANNER.match(glimpse(text[start:end])) else lines
    return lines


def _without_footers(text: str, lines: list[Line]) -> list[Line]:
    """Leave out the paragraphs from the first footer on, where no prose follows them."""
    paragraphs = _paragraphs(text, lines)
    signed = next(
        (n for n, line in enumerate(lines) if is_sign_off(text[slice(*line)])), len(lines)
    )
    first = len(lines)
    for start, end in reversed(paragraphs):
        if any(is_sign_off(text[slice(*line)]) for line in lines[start:end]):
            break
        content = " ".join(text[lines[start][0] : lines[end - 1][1]].split())
        below = signed < start or first < len(lines)
        if _FOOTER.match(content) or (below and _MAY_BE_FOOTER.match(content)):
            first = start
        elif any(_is_prose(text[slice(*line)]) for line in lines[start:end]):
            break
    return lines[:first]


def _paragraphs(text: str, lines: list[Line]) -> list[tuple[int, int]]:
    """Return the ranges of line numbers between blank lines."""
    found: list[tuple[int, int]] = []
    opened = None
    for at, (start, end) in enumerate(lines):
        if text[start:end].strip():
            opened = at if opened is None else opened
        elif opened is not None:
            found.append((opened, at))
            opened = None
    return found if opened is None else [*found, (opened, len(lines))]


def _is_prose(line: str) -> bool:
    """Tell a line of the message from a name, a title, a number of a signature."""
    words = line.split()
    line = " ".join(words)
    if _POSTSCRIPT.match(line) or _ITEM.match(line):
        return True
    if _STOP.search(line) and (len(words) >= _PROSE_WORDS or line.endswith(":")):
        return True
    return len(words) >= 2 and line[:1].islower() and not _CONTACT.search(line)


def _has_contact(text: str, lines: list[Line]) -> bool:
    return any(_CONTACT.search(text[slice(*line)]) for line in lines)


def any_words(text: str, lines: list[Line]) -> bool:
    """Tell whether a letter or digit stands in the lines."""
    return any(character.isalnum() for start, end in lines for character in text[start:end])
