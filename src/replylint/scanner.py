"""This file finds patterns in a Doc: an index by word, and small spaCy Matchers made when needed.

spaCy's Matcher tries each of its patterns at each token, and adding patterns to one Matcher is
quadratic. So every flat pattern is filed under a word that it cannot match without; a Matcher
for a word is made when a draft first holds the word, and it runs over the sentences with the
word alone. A draft pays for the rules that could speak about it, and for no others.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from spacy.matcher import Matcher

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from spacy.tokens import Doc, Span
    from spacy.vocab import Vocab

    from replylint.patterns import Compiled

_ANY_WORD = ""
# What may stand before the first word of a clause without being part of what is said.
_OPENERS = frozenset(
    "please just kindly so and but then well oh okay now also or yes no sorry honestly frankly"
    " simply look hey again anyway - – — • * \" ' ( ) . , :".split()
)


class Scanner:
    """Finds the hits of many owners' patterns; an owner is a rule's or a cue's name."""

    def __init__(self, vocab: Vocab, patterns: Mapping[str, Iterable[Compiled]]) -> None:
        self._vocab = vocab
        self._filed: dict[str, list[tuple[str, Compiled]]] = defaultdict(list)
        for owner, compiled in patterns.items():
            for pattern in compiled:
                for word in pattern.anchors or (_ANY_WORD,):
                    self._filed[word].append((owner, pattern))
        self._matchers: dict[str, Matcher] = {}

    def scan(
        self,
        doc: Doc,
        norms: tuple[str, ...],
        sentences: tuple[tuple[int, int], ...],
        clause_of: tuple[int, ...],
    ) -> dict[str, tuple[Span, ...]]:
        """Return each owner's hits in reading order; of its hits that overlap, the longest."""
        found: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for start, end in sentences:
            for word in {*norms[start:end], _ANY_WORD}:
                if word in self._filed:
                    self._match(word, doc[start:end], norms, clause_of, found)
        return {
            owner: tuple(doc[start:end] for start, end in longest(ranges))
            for owner, ranges in found.items()
        }

    def _match(
        self,
        word: str,
        sentence: Span,
        norms: tuple[str, ...],
        clause_of: tuple[int, ...],
        found: dict[str, set[tuple[int, int]]],
    ) -> None:
        strings = self._vocab.strings
        for key, first, last in self._matcher(word)(sentence):
            owner, _, anchors = strings[key].rpartition("\0")
            start, end = first + sentence.start, last + sentence.start
            if "^" in anchors and not _starts_clause(start, norms, clause_of, sentence.start):
                continue
            if "$" in anchors and not _ends_clause(end, norms, clause_of):
                continue
            found[owner].add((start, end))

    def _matcher(self, word: str) -> Matcher:
        matcher = self._matchers.get(word)
        if matcher is None:
            grouped: dict[str, list[list[dict[str, object]]]] = defaultdict(list)
            for owner, pattern in self._filed[word]:
                key = f"{owner}\0{'^' * pattern.starts}{'$' * pattern.ends}"
                grouped[key].append(pattern.tokens)
            matcher = self._matchers[word] = Matcher(self._vocab, validate=False)
            for key, patterns in grouped.items():
                matcher.add(key, patterns)
        return matcher


def _starts_clause(
    start: int, norms: tuple[str, ...], clause_of: tuple[int, ...], sentence_start: int
) -> bool:
    at = start
    while at > sentence_start and clause_of[at - 1] == clause_of[start]:
        at -= 1
        if norms[at] not in _OPENERS and not norms[at].isdigit():
            return False
    return True


def _ends_clause(end: int, norms: tuple[str, ...], clause_of: tuple[int, ...]) -> bool:
    if end >= len(norms) or clause_of[end] != clause_of[end - 1]:
        return True
    return not any(letter.isalnum() for letter in norms[end])


def longest(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the ranges that no longer one overlaps (the earlier of equals), in order."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(ranges, key=lambda r: (r[0] - r[1], r[0])):
        if all(end <= other_start or other_end <= start for other_start, other_end in kept):
            kept.append((start, end))
    return sorted(kept)
