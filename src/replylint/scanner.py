"""This file finds patterns in a Doc: an index by word, and small spaCy Matchers made when needed.

spaCy's Matcher tries each of its patterns at each token, and adding patterns to one Matcher is
quadratic. So every flat pattern is filed under a word that it cannot match without. A sentence
asks for the patterns of its words; those for which it holds the other words too get a Matcher,
made once, that runs over the sentence when their owner is asked about. A draft pays for the rules
that could speak about it, and for the cues that these ask for.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from spacy.matcher import Matcher

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from spacy.tokens import Doc, Span
    from spacy.vocab import Vocab

    from replylint.patterns import Flat, Table

# What may stand before the first word of a clause without being part of what is said.
_OPENERS = frozenset(
    "please just kindly so and but then well oh okay now also or yes no sorry honestly frankly"
    " simply look hey again anyway".split()
)


class _Known(NamedTuple):
    """A pattern that a draft has asked for."""

    flat: Flat
    required: list[tuple[int, frozenset[str]]]


class Scanner:
    """Finds the hits of patterns in Docs; makes each pattern's Matcher when it is first needed."""

    def __init__(self, vocab: Vocab, table: Table) -> None:
        self._vocab = vocab
        self._table = table
        self._known: dict[int, _Known] = {}
        self._matchers: dict[int, Any] = {}

    def scan(
        self,
        doc: Doc,
        norms: tuple[str, ...],
        sentences: Iterable[tuple[int, int]],
        clause_of: tuple[int, ...],
        rows: frozenset[int] | None = None,
    ) -> Hits:
        """Return the hits of every owner of patterns in a Doc; they are looked for when asked.

        With ``rows``, only these patterns of the table are looked at.
        """
        waiting: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for first, last in sentences:
            for number in self._table.candidates(set(norms[first:last])):
                if rows is None or number in rows:
                    waiting[self._table.owner(number)].append((number, first, last))
        return Hits(self, waiting, doc, norms, clause_of)

    def matches(
        self,
        number: int,
        doc: Doc,
        norms: tuple[str, ...],
        clause_of: tuple[int, ...],
        sentence: tuple[int, int],
    ) -> Iterator[tuple[int, int]]:
        """Yield the token ranges of one pattern's matches in a sentence."""
        known = self._known.get(number)
        if known is None:
            flat = self._table.pattern(number)
            known = self._known[number] = _Known(flat, flat.required())
        first, last = sentence
        if not may_match(known.required, norms[first:last]):
            return
        for _, at, to in self._matcher(number, known)(doc[first:last]):
            start, end = first + at, first + to
            if known.flat.starts and not _starts_clause(start, norms, clause_of, first):
                continue
            if known.flat.ends and not _ends_clause(end, norms, clause_of):
                continue
            yield start, end

    def _matcher(self, number: int, known: _Known) -> Any:
        matcher = self._matchers.get(number)
        if matcher is None:
            matcher = self._matchers[number] = Matcher(self._vocab, validate=False)
            matcher.add("hit", [known.flat.matcher_pattern()])
        return matcher


class Hits(dict[str, "tuple[Span, ...]"]):
    """Each owner's hits in one Doc, in reading order; of its hits that overlap, the longest.

    Most owners have no hit, and most cues are never asked about: what could match is looked at
    when somebody wants to know, and remembered.
    """

    def __init__(
        self,
        scanner: Scanner,
        waiting: Mapping[str, list[tuple[int, int, int]]],
        doc: Doc,
        norms: tuple[str, ...],
        clause_of: tuple[int, ...],
    ) -> None:
        super().__init__()
        self._scanner = scanner
        self._waiting = waiting
        self._doc, self._norms, self._clause_of = doc, norms, clause_of

    def __missing__(self, owner: str) -> tuple[Span, ...]:
        ranges = {
            match
            for number, *sentence in self._waiting.get(owner, ())
            for match in self._scanner.matches(
                number, self._doc, self._norms, self._clause_of, (sentence[0], sentence[1])
            )
        }
        self[owner] = tuple(self._doc[start:end] for start, end in longest(ranges))
        return self[owner]


def may_match(required: list[tuple[int, frozenset[str]]], sentence: tuple[str, ...]) -> bool:
    """Tell whether the words that a pattern needs stand in a sentence in order and near enough."""
    reached: list[int] | None = None
    for between, one_of in required:
        places = [at for at, word in enumerate(sentence) if word in one_of]
        if reached is not None:
            places = [p for p in places if any(0 < p - r <= between + 1 for r in reached)]
        if not places:
            return False
        reached = places
    return True


def _starts_clause(
    start: int, norms: tuple[str, ...], clause_of: tuple[int, ...], sentence_start: int
) -> bool:
    at = start
    while at > sentence_start and clause_of[at - 1] == clause_of[start]:
        at -= 1
        if not _opens(norms[at]):
            return False
    return True


def _opens(word: str) -> bool:
    """Tell whether a word may stand before a clause's first: an opener, a sign, a number, @name."""
    return word in _OPENERS or word.startswith("@") or not any(map(str.isalpha, word))


def _ends_clause(end: int, norms: tuple[str, ...], clause_of: tuple[int, ...]) -> bool:
    if end >= len(norms) or clause_of[end] != clause_of[end - 1]:
        return True
    return not any(letter.isalnum() for letter in norms[end])


def longest(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the ranges that no longer one overlaps (the earlier of equals), in order."""
    kept: list[tuple[int, int]] = []
    taken: set[int] = set()
    for start, end in sorted(ranges, key=lambda r: (r[0] - r[1], r[0])):
        if taken.isdisjoint(range(start, end)):
            kept.append((start, end))
            taken.update(range(start, end))
    return sorted(kept)
