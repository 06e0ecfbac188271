"""This file sees a reply's parts: greeting, opening, closing, sign-off, lines and list items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replylint.wording import GREETINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span

    from replylint.reply import Reply

_GREETED = frozenset("there all everyone everybody team folks both".split())
_SIGN_OFFS = frozenset(
    "regards cheers sincerely best kind warm yours thanks thank respectfully love".split()
)
_BULLETS = frozenset("- – — * • +".split())
# A greeting and a sign-off are short: "Hi Ana Maria dos Santos," and "With kind regards,".
_SHORT = 8


def opening(reply: Reply) -> Span:
    """Return the first sentence after the greeting; the first where there is only a greeting."""
    for start, end in _worded(reply):
        if not _is_greeting(reply, start, end):
            return _trimmed(reply, start, end)
    return _first(reply)


def closing(reply: Reply) -> Span:
    """Return the last sentence before the sign-off and the name under it."""
    sentences = list(_worded(reply))
    found = sentences[-1:]
    while sentences:
        start, end = sentences.pop()
        if not sentences or not _is_sign_off(reply, start, end):
            found = [(start, end)]
            break
    return _trimmed(reply, *found[0]) if found else _first(reply)


def lines(reply: Reply) -> Iterator[tuple[int, int]]:
    """Yield the token ranges of the lines that hold words; a paragraph is one line of a draft."""
    start = 0
    for at, token in enumerate(reply.doc):
        if "\n" in token.text:
            if at > start:
                yield start, at
            start = at + 1
    if start < len(reply.doc):
        yield start, len(reply.doc)


def is_item(reply: Reply, start: int, end: int) -> bool:
    """Tell whether a line is an item of a list: "- one", "2. two", "3) three"."""
    words = reply.norms[start : min(end, start + 3)]
    if len(words) < 2:
        return False
    if words[0] in _BULLETS:
        return True
    return words[0].rstrip(".)").isdigit() and (words[1] in (".", ")") or words[0][-1] in ".)")


def words_in(reply: Reply, start: int, end: int) -> int:
    """Return how many words stand in a token range; signs and numbers of lists are none."""
    return sum(any(map(str.isalnum, word)) for word in reply.norms[start:end])


def _worded(reply: Reply) -> Iterator[tuple[int, int]]:
    for start, end in reply.sentences:
        if words_in(reply, start, end):
            yield start, end


def _is_greeting(reply: Reply, start: int, end: int) -> bool:
    words = [word for word in reply.norms[start:end] if word.strip()]
    if len(words) > _SHORT:
        return False
    first = words[1] if words[0] == "good" and len(words) > 1 else words[0]
    named = [word for word in words if any(map(str.isalnum, word))]
    return first in GREETINGS or (len(named) == 1 and named[0] in _GREETED)


def _is_sign_off(reply: Reply, start: int, end: int) -> bool:
    words = [word for word in reply.norms[start:end] if any(map(str.isalnum, word))]
    if len(words) > _SHORT:
        return False
    named = all(token.text[:1].isupper() for token in reply.doc[start:end] if token.is_alpha)
    return (
        words[0] in _SIGN_OFFS
        or (words[:2] in (["with", "kind"], ["with", "best"]))
        or (named and len(words) <= 4)
    )


def _trimmed(reply: Reply, start: int, end: int) -> Span:
    while end > start + 1 and reply.doc[end - 1].is_space:
        end -= 1
    while start < end - 1 and reply.doc[start].is_space:
        start += 1
    return reply.doc[start:end]


def _first(reply: Reply) -> Span:
    return _trimmed(reply, *reply.sentences[0]) if reply.sentences else reply.doc[0:0]
