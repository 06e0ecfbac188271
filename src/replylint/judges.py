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
    """Report the hits over the limit, at most one counted in a sentence.

    One "sorry" is human. The third is grovelling, and it is the third that can go. Two forms
    in one sentence ("I'm sorry, and I apologize") are one act.
    """

    limit: int

    def __call__(self, hits: Sequence[Span], reply: Reply) -> Iterable[Span]:
        acts: dict[int, Span] = {}
        for hit in hits:
            acts.setdefault(reply.sentence_of[hit.start], hit)
        return list(acts.values())[self.limit :]


@dataclass(frozen=True, slots=True)
class Missing:
    """Report the whole reply where there is no hit in it."""

    def __call__(self, hits: Sequence[Span], reply: Reply) -> Iterable[Span]:
        return [] if hits else [reply.doc[0:0]]


# Judges that are a word of their own, and judges that take a number.
WORD_JUDGES: dict[str, Judge] = {"each": Each(), "missing": Missing()}
NUMBER_JUDGES = {"more-than": MoreThan}
