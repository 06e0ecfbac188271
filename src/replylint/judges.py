"""Judges decide. Given a rule's hits in one reply, a judge says what of them to report.

A judge either picks among hits (``each``, ``more-than``), or it speaks about the reply as a
whole (``missing``, ``order``, ``metric``, ``echo``): then ``whole`` is true, and the rule's
guards are asked about what it reports, not about each hit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

from replylint import metrics
from replylint.structure import closing, opening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from spacy.tokens import Span

    from replylint.reply import Reply


class Judge(Protocol):
    """Chooses what to report."""

    whole: ClassVar[bool]

    def __call__(self, hits: Sequence[Span], reply: Reply) -> Iterable[Span]:
        """Return the spans to report, in reading order; an empty span is the whole reply."""
        ...


@dataclass(frozen=True, slots=True)
class Each:
    """Report every hit."""

    whole: ClassVar[bool] = False

    def __call__(self, hits: Sequence[Span], reply: Reply) -> Iterable[Span]:
        return hits


@dataclass(frozen=True, slots=True)
class MoreThan:
    """Report the hits over the limit; at most one counts in a sentence, unless ``every`` does.

    One "sorry" is human. The third is grovelling, and it is the third that can go.
    """

    limit: int
    every: bool = False
    whole: ClassVar[bool] = False

    def __call__(self, hits: Sequence[Span], reply: Reply) -> Iterable[Span]:
        if self.every:
            return hits[self.limit :]
        acts: dict[int, Span] = {}
        for hit in hits:
            acts.setdefault(reply.sentence_of[hit.start], hit)
        return list(acts.values())[self.limit :]


def _whole(reply: Reply) -> Span:
    return reply.doc[0:0]


# Where a finding on what is not there can sit.
PLACES: dict[str, Callable[[Reply], Span]] = {
    "whole": _whole,
    "opening": opening,
    "closing": closing,
}


@dataclass(frozen=True, slots=True)
class Missing:
    """Report where there is no hit: at the ``opening``, at the ``closing``, or the whole reply.

    With ``within``, only hits in the first so many sentences count (the greeting left out).
    """

    at: str = "whole"
    within: int | None = None
    whole: ClassVar[bool] = True

    def __call__(self, hits: Sequence[Span], reply: Reply) -> Iterable[Span]:
        if self.within is not None:
            first = reply.sentence_of[opening(reply).start]
            hits = [hit for hit in hits if reply.sentence_of[hit.start] < first + self.within]
        return [] if hits else [PLACES[self.at](reply)]


@dataclass(frozen=True, slots=True)
class Order:
    """Report the last hit where no hit of ``cue`` follows it, or the first that none precedes.

    ``follows`` tells which of the two. A cue after the hit in its own sentence follows it, so that
    "we're sorry, and have sent a new one" is in order.
    """

    cue: str
    follows: bool
    whole: ClassVar[bool] = True

    def __call__(self, hits: Sequence[Span], reply: Reply) -> Iterable[Span]:
        if not hits:
            return []
        cues = reply.cues[self.cue]
        if self.follows:
            last = hits[-1]
            found = any(cue.start >= last.end for cue in cues)
            return [] if found else [last]
        first = hits[0]
        return [] if any(cue.start < first.start for cue in cues) else [first]


@dataclass(frozen=True, slots=True)
class Metric:
    """Measure the reply and report what is over the limit; see ``metrics.METRICS``."""

    name: str
    limit: int
    whole: ClassVar[bool] = True

    def __call__(self, hits: Sequence[Span], reply: Reply) -> Iterable[Span]:
        return metrics.METRICS[self.name](hits, reply, self.limit)


@dataclass(frozen=True, slots=True)
class Echo:
    """Report the reply's opening where nothing of the customer's message comes back in it.

    What comes back is a content word in any form, a number, or a thing said in another word of
    the same list (``cues``: "parcel" for "package"). Short messages give too little to compare.
    Source of the least length: domain notes on service dialogues, 15 words.
    """

    cues: tuple[str, ...]
    least: int = 15
    whole: ClassVar[bool] = True

    def __call__(self, hits: Sequence[Span], reply: Reply) -> Iterable[Span]:
        told = reply.customer
        if told is None or hits or metrics.word_count(told) < self.least:
            return []
        if any(told.cues[cue] and reply.cues[cue] for cue in self.cues):
            return []
        return (
            [] if metrics.content_words(told) & metrics.content_words(reply) else [opening(reply)]
        )


# Judges that are a word of their own; the others take keys.
WORD_JUDGES: dict[str, Judge] = {"each": Each(), "missing": Missing()}
