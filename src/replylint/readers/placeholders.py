"""This file masks what is no prose: placeholders of templates, URLs and mail addresses.

A mask is a word of the right sort, so that the grammar around it holds and a masked date is
a date to every rule. The sort is guessed from the placeholder's name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Sort of placeholder -> (words in its name, the word that stands in for it).
_SORTS = (
    (
        "date time day eta deadline hour hours when timeframe duration period month week due until",
        "Friday",
    ),
    ("amount price total cost fee refund sum value balance", "50"),
    ("number no id order ticket ref reference code case invoice phone zip count tracking", "12345"),
    ("link url site website page address email mail", "link"),
    (
        "name customer user agent first last firstname lastname author company sender reporter",
        "Alex",
    ),
)
_TEXT = "this"
# What is masked wherever it stands, and the word that stands in for it.
_WORDS = {"tag": "", "url": "link", "mail": "mailbox"}

_PLACEHOLDER = re.compile(
    r"""
    (?P<tag>\{%[^{}]{0,500}?%\}|\{\#[^{}]{0,500}?\#\})
  | \{\{\{?(?P<mustache>[^{}]{0,500})\}?\}\}
  | %\{(?P<percent>[^{}\n]{1,200})\}
  | @?\{(?P<brace>[A-Za-z_$][\w. |:"'-]{0,80})\}
  | \[(?P<bracket>[A-Za-z][\w/#' -]{1,40})\](?![(\[:])
  | (?P<url>(?:https?://|www\.)[^\s<>"')\]]*[^\s<>"')\].,;:!?])
  | (?P<mail>[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+)
    """,
    re.VERBOSE,
)


def masks(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, stand-in) of what is no prose in ``text[start:end]``, in order."""
    for match in _PLACEHOLDER.finditer(text, start, end):
        yield match.start(), match.end(), _stand_in(match)


def _stand_in(match: re.Match[str]) -> str:
    sort = match.lastgroup
    if sort in _WORDS:
        return _WORDS[sort]
    name = match[sort or 0]
    if sort == "mustache" and name.startswith(("#", "/", "!", "^", ">")):
        return ""
    return _word_for(name)


def _word_for(name: str) -> str:
    """Guess from the last part of a dotted name, then from all of it: "ticket.first_name"."""
    path = name.partition("|")[0].strip()
    for part in (path.rpartition(".")[2], path):
        words = set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", part).lower()))
        for known, word in _SORTS:
            if words & set(known.split()):
                return word
    return _TEXT
