"""This file holds the fixes of rules: what to put in the place of the words that were found.

A fix is asked about a span that the rule reports, and answers with changes of the reply's text:
character offsets of the Doc, 0-based, end exclusive. It answers with none where the cure would need
thought: what is left must be a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from replylint.phrases import PhraseError, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Span

    from replylint.phrases import Phrase, Reference, Slot
    from replylint.reply import Reply

_LETTER = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"\S+")
_ARTICLE = re.compile(r"\b(an?)\s*$", re.IGNORECASE)
_WITHIN = re.compile(r"\w['’\w]")
# What goes on as one word: "hereby-signed", "Sir/Madam", "the aforesaid's".
_JOINED = "-/'’"
# A mark or number of an item, in a text that is read as plain.
_MARKER = re.compile(r"\s*(?:[-*•–]|\(?(?:\d{1,3}|[a-z])[.)])\s*")
_OWN_CASE = re.compile(r"[a-z]+[A-Z]")  # iPhone, eBay
_SMALL = re.compile(r"[ \n]*[a-z]")
_NEXT = re.compile(r"\s*(\w+)")
_SPOKEN_VOWEL = re.compile(r"(?!uni|use|usu|one|eu)[aeiou]|hour|hono|heir", re.IGNORECASE)
_LETTERS = re.compile(r"\w")


class Change(NamedTuple):
    """Text to stand in the place of the characters ``start`` to ``end`` of a reply's text."""

    start: int
    end: int
    text: str


def applied(text: str, changes: Iterable[Change]) -> str:
    """Return a text with changes made; of those that touch each other, the last."""
    start = len(text) + 1
    for change in sorted(set(changes), reverse=True):
        if change.end < start:
            text = text[: change.start] + change.text + text[change.end :]
            start = change.start
    return text


class Fix(Protocol):
    """What the ``fix:`` of a rule comes to; ``safe`` tells that nobody needs to look at it."""

    @property
    def safe(self) -> bool: ...

    @property
    def about(self) -> str: ...

    def __call__(self, span: Span, reply: Reply) -> Sequence[Change]: ...


@dataclass(frozen=True, slots=True)
class Write:
    """Write a text in the place of the words; see ``_written``."""

    text: str
    safe: bool = True

    @property
    def about(self) -> str:
        """What it does, in words."""
        return f"writes “{self.text}”"

    def __call__(self, span: Span, reply: Reply) -> Sequence[Change]:
        return _changed(span, self.text, reply)


@dataclass(frozen=True, slots=True)
class Swap:
    """Write other words for some of the words: by phrase, in the order of the rule; see
    ``_written``. Where nothing is to be written, the words are taken out. A phrase with ``^`` in
    front is swapped where it begins a clause.
    """

    words: tuple[tuple[str, str], ...]
    safe: bool = True

    @property
    def about(self) -> str:
        """What it does, in words."""
        written = sorted({text for _, text in self.words if text})
        swapped = [f"writes {', '.join(f'“{text}”' for text in written)}"] * bool(written)
        taken = ["takes words out"] * any(not text for _, text in self.words)
        return " or ".join((*swapped, *taken))

    def __call__(self, span: Span, reply: Reply) -> Sequence[Change]:
        changes = []
        at = span.start
        while at < span.end:
            found = self._at(at, span.end, reply)
            if found is None:
                at += 1
                continue
            end, text = found
            changes += _changed(reply.doc[at:end], text, reply)
            at = end
        return changes

    def _at(self, start: int, stop: int, reply: Reply) -> tuple[int, str] | None:
        """Return where words end that begin at a token, and what to write for them."""
        for phrase, text in self.words:
            if _parsed(phrase).starts and not _opens(start, reply):
                continue
            ends = [
                end
                for slots in sequences_of(phrase)
                for end in _ends(slots, start, stop, reply.norms)
            ]
            if ends:
                return max(ends), text
        return None


@dataclass(frozen=True, slots=True)
class Remove:
    """Take out the words, or the whole sentence.

    A sentence is taken out only where nothing stands in it but the words and hits of the cue
    ``beside``.
    """

    what: str
    beside: str | None = None
    safe: bool = True

    @property
    def about(self) -> str:
        """What it does, in words."""
        alone = " where nothing else stands in it" if self.what == "sentence" else ""
        return f"takes the {self.what} out{alone}"

    def __call__(self, span: Span, reply: Reply) -> Sequence[Change]:
        if self.what == "words":
            return _changed(span, "", reply)
        start, end = reply.sentence(span)
        cues = reply.cues[self.beside] if self.beside else ()
        covered = {token for one in (span, *cues) for token in range(one.start, one.end)}
        said = [token for token in reply.doc[start:end] if not token.is_space]
        if any(token.i not in covered and _LETTERS.search(token.text) for token in said):
            return []
        last = said[-1]
        if last.text == ",":  # "With apologies," is the sign-off, and a name follows
            return []
        return [_without(reply.doc.text, said[0].idx, last.idx + len(last.text))]


@cache
def sequences_of(phrase: str) -> tuple[tuple[Slot, ...], ...]:
    """Return the words of a phrase as it is swapped: known words, and none beside.

    Raises:
        PhraseError: it holds a word list, a gap, or any word.
    """
    parsed = _parsed(phrase)

    def refuse(reference: Reference) -> tuple[()]:
        message = "'swap' knows no word lists (write the words themselves)"
        raise PhraseError(message, phrase, reference.column)

    sequences = parsed.expand(refuse)
    if any(slot.kind != "words" for slots in sequences for slot in slots):
        raise PhraseError("'swap' takes words alone, without _ and … and #", phrase, 0)
    return sequences


@cache
def _parsed(phrase: str) -> Phrase:
    return parse(phrase)


def _opens(at: int, reply: Reply) -> bool:
    """Tell whether a token begins a clause: nothing, or a mark, stands before it."""
    start, _ = reply.sentence(reply.doc[at : at + 1])
    before = [token for token in reply.doc[start:at] if not token.is_space]
    if not before or not _LETTERS.search(before[-1].text):
        return True
    return bool(_MARKER.fullmatch(reply.doc[start:at].text))  # the number of an item: "2."


def _ends(slots: Sequence[Slot], start: int, stop: int, norms: Sequence[str]) -> Iterator[int]:
    """Yield where words end that a sequence matches from a token on."""
    if not slots:
        yield start
        return
    if slots[0].optional:
        yield from _ends(slots[1:], start, stop, norms)
    if start < stop and norms[start] in slots[0].words:
        yield from _ends(slots[1:], start + 1, stop, norms)


def _changed(span: Span, text: str, reply: Reply) -> list[Change]:
    """Return the change that writes a text for words, or takes them out; none within a word or a
    compound, and no full stop within a sentence.
    """
    whole = reply.doc.text
    if span.start_char and _WITHIN.match(whole, span.start_char - 1):
        return []
    if whole[span.end_char : span.end_char + 1] in _JOINED and span.end_char < len(whole):
        return []
    if text == "." and _SMALL.match(whole, span.end_char):
        return []
    if text:
        change = Change(span.start_char, span.end_char, _written(text, span, reply))
    else:
        sentence = reply.doc[slice(*reply.sentence(span))]
        change = _taken_out(whole, span.start_char, span.end_char, sentence.start_char)
    return [_with_article(change, whole)]


def _with_article(change: Change, text: str) -> Change:
    """Return a change with the "a" or "an" before it as what follows wants it."""
    article = _ARTICLE.search(text, max(0, change.start - 4), change.start)
    following = _NEXT.match(change.text + text[change.end : change.end + 20])
    if article is None or following is None:
        return change
    an = bool(_SPOKEN_VOWEL.match(following[1]))
    if an == article[1].lower().endswith("n"):
        return change
    right = article[1][0] + "n" * an
    start = article.start(1)
    return Change(start, change.end, right + text[article.end(1) : change.start] + change.text)


def _written(text: str, span: Span, reply: Reply) -> str:
    """Return a text as it is to stand for words: with a capital where they have one, or in
    capitals. In it ``{first}`` and ``{last}`` stand for the first and last of the words, and
    ``{lower}`` for all of them in small letters.
    """
    words = _WORDS.findall(span.text)
    letters = _LETTER.findall(span.text)
    shouted = len(letters) > 1 and all(letter.isupper() for letter in letters)
    capital = bool(letters) and letters[0].isupper()
    if "{lower}" in text:
        shouted, capital = False, span.start == reply.sentence(span)[0]
    for name, value in (("first", words[0]), ("last", words[-1]), ("lower", span.text.lower())):
        text = text.replace(f"{{{name}}}", value)
    if shouted:
        return text.upper()
    return text[:1].upper() + text[1:] if capital else text


def _taken_out(text: str, start: int, end: int, sentence: int) -> Change:
    """Take words out of a sentence: with the commas that part them from it, and the space; what
    begins the sentence then has the capital.
    """
    before = text[:start].rstrip(" ")
    after = len(text) - len(text[end:].lstrip(" "))
    opens = len(before) <= sentence or bool(_MARKER.fullmatch(text, sentence, start))
    if text[after : after + 1] in (",", ":") and (opens or before.endswith(",")):
        end = after + 1
        if before.endswith(","):
            start = len(before) - 1
    elif before.endswith(",") and not text[after : after + 1].isalnum():
        start = len(before) - 1
    if not opens:
        start = len(text[:start].rstrip(" "))
        return Change(start, end, "")
    while text[end : end + 1] == " ":
        end += 1
    first = text[end : end + 1]
    if first.islower() and text[start : start + 1].isupper() and not _OWN_CASE.match(text, end):
        return Change(start, end + 1, first.upper())
    return Change(start, end, "")


def _without(text: str, start: int, end: int) -> Change:
    """Take out a sentence: with the space before it, or with its paragraph's blank lines."""
    opens = start == 0 or text[start - 1] == "\n"
    shuts = end == len(text) or text[end] == "\n"
    if not opens:
        return Change(len(text[:start].rstrip(" ")), end, "")
    if end == len(text):
        return Change(len(text[:start].rstrip()), end, "")
    while text[end : end + 1] == " " or (shuts and text[end : end + 1] == "\n"):
        end += 1
    return Change(start, end, "")
