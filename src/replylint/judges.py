"""Judges decide. Given a rule's hits in one reply, a judge says what of them to report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Span

    from replylint.reply import Reply


class Judge(Protocol):
    """Chooses what to report."""

    def __call__(self, hits: Sequence[Span], reply: Reply) -> Iterable[Span]:
        """Return the spans to report, in reading order; an empty span is the whole reply."""
        ...


@dataclass(frozen=True, slots=True)
class Each:
    """Report every hit."""

    def __call__(self, hits: Sequence[Span], reply: Reply) -> Iterable[Span]:
        return hits


@dataclass(frozen=True, slots=True)
class MoreThan:
    """Report the hits over the limit; at most one counts in a sentence, unless ``every`` does.

    One "sorry" is human. The third is grovelling, and it is the third that can go.
    """

    limit: int
    every: bool = False

    def __call__(self, hits: Sequence[Span], reply: Reply) -> Iterable[Span]:
        if self.every:
            return hits[self.limit :]
        acts: dict[int, Span] = {}
        for hit in hits:
            acts.setdefault(reply.sentence_of[hit.start], hit)
        return list(acts.values())[self.limit :]


@dataclass(frozen=True, slots=True)
class Missing:
    """Report the whole reply where there is no hit in it."""

    def __call__(self, hits: Sequence[Span], reply: Reply) -> Iterable[Span]:
        return [] if hits else [reply.doc[0:0]]


# Judges that are a word of their own; "more-than" takes a number, and may take "per".
WORD_JUDGES: dict[str, Judge] = {"each": Each(), "missing": Missing()}
