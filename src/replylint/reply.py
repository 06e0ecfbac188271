"""This file holds a Reply: a Draft parsed by spaCy and scanned, with what is known about it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spacy.tokens import Doc, Span

    from replylint.draft import Draft

KINDS = (
    "complaint",
    "question",
    "howto",
    "status",
    "refusal",
    "confirmation",
    "billing",
    "legal",
    "other",
)
CHANNELS = ("email", "chat", "review", "social", "phone")


@dataclass(frozen=True, slots=True, eq=False)
class Reply:
    """What rules look at. All token offsets are the Doc's: 0-based, end exclusive.

    ``norms`` has each token's normal form, ``sentences`` the token ranges of the sentences, and
    ``sentence_of`` and ``clause_of`` give each token's sentence and clause number. ``quoted``
    holds the tokens that are the customer's words: in quotes or reported. ``hits`` maps the
    owner of a pattern (a rule or a cue) to its hits in reading order, longest first on overlap.
    ``guessed`` tells that the kind is a guess from the reply's own words, ``outgoing`` that the
    reply goes out as it stands (a template does not).
    """

    draft: Draft
    doc: Doc
    norms: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]
    sentence_of: tuple[int, ...]
    clause_of: tuple[int, ...]
    quoted: frozenset[int]
    hits: Mapping[str, tuple[Span, ...]]
    cues: Mapping[str, tuple[Span, ...]]
    kind: str | None = None
    channel: str | None = None
    guessed: bool = False
    customer: Reply | None = None
    outgoing: bool = False

    def clause(self, hit: Span) -> tuple[int, int]:
        """Return the token range from the start of the hit's first clause to the last one's end."""
        start, end = hit.start, hit.end
        while start > 0 and self.clause_of[start - 1] == self.clause_of[hit.start]:
            start -= 1
        while end < len(self.norms) and self.clause_of[end] == self.clause_of[hit.end - 1]:
            end += 1
        return start, end

    def sentence(self, hit: Span) -> tuple[int, int]:
        """Return the token range of the sentence in which the hit starts."""
        return self.sentences[self.sentence_of[hit.start]]

    def has_cue(self, name: str, start: int, end: int) -> bool:
        """Tell whether a hit of the cue lies in the token range."""
        return any(cue.end <= end for cue in self._cues_from(name, start, end))

    def has_cue_over(self, name: str, hit: Span) -> bool:
        """Tell whether a hit of the cue covers all of ``hit``."""
        start, _ = self.sentence(hit)
        return any(cue.end >= hit.end for cue in self._cues_from(name, start, hit.start + 1))

    def _cues_from(self, name: str, start: int, stop: int) -> Iterator[Span]:
        """Yield the hits of a cue that start in the token range, in order."""
        cues = self.cues[name]
        for index in range(bisect_left(cues, start, key=lambda cue: cue.start), len(cues)):
            if cues[index].start >= stop:
                return
            yield cues[index]
