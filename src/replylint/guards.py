"""Guards excuse. Given a hit and its reply, a guard says whether something holds about it.

Under ``unless:`` one guard that holds excuses the hit; under ``only-if:`` all must hold for it
to count; under ``soften-if:`` one that holds makes it a suggestion. Guards work on tokens,
clauses and sentences: there is no parse tree, so each does what its docstring says and no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from replylint.metrics import content_words
from replylint.reply import CHANNELS, KINDS
from replylint.structure import words_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Span

    from replylint.reply import Reply


class Guard(Protocol):
    """Says whether something holds about a hit; plain data, so that rules compare and pickle."""

    def __call__(self, hit: Span, reply: Reply) -> bool:
        """Return whether the guard holds for ``hit``."""
        ...


@dataclass(frozen=True, slots=True)
class Near:
    """A cue stands in the hit's sentence or in the one before or after it."""

    cue: str

    def __call__(self, hit: Span, reply: Reply) -> bool:
        first = max(0, reply.sentence_of[hit.start] - 1)
        last = min(len(reply.sentences), reply.sentence_of[max(hit.start, hit.end - 1)] + 2) - 1
        return reply.has_cue(self.cue, reply.sentences[first][0], reply.sentences[last][1])


@dataclass(frozen=True, slots=True)
class InSentence:
    """A cue stands in the hit's sentence."""

    cue: str

    def __call__(self, hit: Span, reply: Reply) -> bool:
        return reply.has_cue(self.cue, *reply.sentence(hit))


@dataclass(frozen=True, slots=True)
class Anywhere:
    """A cue stands anywhere in the reply, but not on the hit's own words."""

    cue: str

    def __call__(self, hit: Span, reply: Reply) -> bool:
        return any(
            not len(hit) or cue.end <= hit.start or cue.start >= hit.end
            for cue in reply.cues[self.cue]
        )


@dataclass(frozen=True, slots=True)
class Within:
    """The hit is part of a longer wording that is innocent: "see you soon" for "soon"."""

    cue: str

    def __call__(self, hit: Span, reply: Reply) -> bool:
        return reply.has_cue_over(self.cue, hit)


@dataclass(frozen=True, slots=True)
class Before:
    """A cue stands before the hit in its clause."""

    cue: str

    def __call__(self, hit: Span, reply: Reply) -> bool:
        start, _ = reply.clause(hit)
        return reply.has_cue(self.cue, start, hit.start)


@dataclass(frozen=True, slots=True)
class After:
    """A cue stands after the hit in its clause."""

    cue: str

    def __call__(self, hit: Span, reply: Reply) -> bool:
        _, end = reply.clause(hit)
        return reply.has_cue(self.cue, hit.end, end)


@dataclass(frozen=True, slots=True)
class Then:
    """A cue follows the hit, in its sentence or in the next: the repair."""

    cue: str

    def __call__(self, hit: Span, reply: Reply) -> bool:
        last = min(len(reply.sentences), reply.sentence_of[max(hit.start, hit.end - 1)] + 2) - 1
        return reply.has_cue(self.cue, hit.end, reply.sentences[last][1])


@dataclass(frozen=True, slots=True)
class Later:
    """A cue follows the hit somewhere in the rest of the reply."""

    cue: str

    def __call__(self, hit: Span, reply: Reply) -> bool:
        return reply.has_cue(self.cue, hit.end, len(reply.norms))


@dataclass(frozen=True, slots=True)
class Customer:
    """A cue stands in the customer's message; never holds where there is no message."""

    cue: str

    def __call__(self, hit: Span, reply: Reply) -> bool:
        return self.first(reply) is not None

    def first(self, reply: Reply) -> Span | None:
        """Return the customer's words that the cue found first."""
        cues = reply.customer.cues[self.cue] if reply.customer else ()
        return cues[0] if cues else None


_NEGATIONS = frozenset("not never no nobody none nothing neither nor without hardly cannot".split())
# "not only", "no doubt", "no problem": these deny nothing.
_NO_NEGATION_BEFORE = frozenset(
    "only doubt problem just matter longer wonder worries offense idea way to".split()
)
_INSTEAD = (("rather", "than"), ("instead", "of"), ("by", "no", "means"), ("far", "from"))


@dataclass(frozen=True, slots=True)
class Negated:
    """The hit is denied: a negation stands before it in its clause ("it's not that you …").

    A negation inside the hit is part of what was looked for and denies nothing.
    """

    def __call__(self, hit: Span, reply: Reply) -> bool:
        start, _ = reply.clause(hit)
        before = reply.norms[start : hit.start]
        following = reply.norms[start + 1 : hit.start + 1]
        if any(
            word in _NEGATIONS and after not in _NO_NEGATION_BEFORE and previous != "oh"
            for previous, word, after in zip(("", *before), before, following, strict=False)
        ):
            return True
        return any(
            before[at : at + len(words)] == words
            for words in _INSTEAD
            for at in range(len(before) - len(words) + 1)
        )


@dataclass(frozen=True, slots=True)
class Question:
    """The hit's sentence ends with a question mark."""

    def __call__(self, hit: Span, reply: Reply) -> bool:
        start, end = reply.sentence(hit)
        words = [word for word in reply.norms[start:end] if word.strip() and word not in "\"')]"]
        return bool(words) and words[-1].endswith("?")


_CONDITION_WORDS = frozenset("if when whenever unless once until where provided".split())
_CONDITION_PHRASES = (
    ("in", "case"),
    ("in", "the", "event"),
    ("should", "you"),
    ("should", "the"),
    ("should", "your"),
    ("should", "it"),
    ("should", "this"),
    ("should", "anything"),
    ("as", "long", "as"),
)
_BEFORE_CONDITIONS = frozenset("and or but so then even only".split())
_UNREAL = frozenset(("had", "'d"))


@dataclass(frozen=True, slots=True)
class Condition:
    """The hit's clause is a condition ("if you didn't get the mail", "should you miss it").

    "If you had read it" is no condition but a reproach, and does not count; nor does an "if" that
    is part of the hit itself.
    """

    def __call__(self, hit: Span, reply: Reply) -> bool:
        start, _ = reply.clause(hit)
        while start < hit.start and reply.norms[start] in _BEFORE_CONDITIONS:
            start += 1
        clause = reply.norms[start : hit.end]
        if start == hit.start or not _opens_condition(clause):
            return False
        return not (clause[0] == "if" and len(clause) > 2 and clause[2] in _UNREAL)


def _opens_condition(clause: tuple[str, ...]) -> bool:
    if clause and clause[0] in _CONDITION_WORDS:
        return True
    return any(clause[: len(words)] == words for words in _CONDITION_PHRASES)


_US = frozenset(("i", "we"))
_OTHERS = frozenset(
    "he she it they this that these those there someone somebody everyone everybody nobody anyone"
    " who which nothing everything".split()
)
_DETERMINERS = frozenset("the a an any some each every no another your his her its their".split())
_OURS = frozenset(("our", "my"))


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose clause it is: ``us`` (I, we, our team), ``you`` or ``other``; any of the ones named.

    The first pronoun or noun phrase of the hit's clause counts, else that of the clauses before
    it in the sentence. A clause without one (an order, a clipped "Will do") has no subject.
    """

    whose: tuple[str, ...]

    def __call__(self, hit: Span, reply: Reply) -> bool:
        return subject_of(hit, reply) in self.whose


def subject_of(hit: Span, reply: Reply) -> str | None:
    """Return ``us``, ``you``, ``other``, or None where no subject is seen; see ``Subject``."""
    start, end = reply.clause(hit)
    sentence_start, _ = reply.sentence(hit)
    found = _first_subject(reply.norms[start:end])
    while found is None and start > sentence_start:
        end = start
        number = reply.clause_of[start - 1]
        while start > sentence_start and reply.clause_of[start - 1] == number:
            start -= 1
        found = _first_subject(reply.norms[start:end])
    return found


def _first_subject(norms: tuple[str, ...]) -> str | None:
    for word in norms:
        if word in _US or word in _OURS:
            return "us"
        if word == "you":
            return "you"
        if word in _OTHERS or word in _DETERMINERS:
            return "other"
    return None


@dataclass(frozen=True, slots=True)
class Kind:
    """The reply is of one of these kinds; ``unknown`` where its kind is not known."""

    kinds: tuple[str, ...]

    def __call__(self, hit: Span, reply: Reply) -> bool:
        return (reply.kind or "unknown") in self.kinds


@dataclass(frozen=True, slots=True)
class Channel:
    """The reply goes out by one of these channels; ``unknown`` where that is not known."""

    channels: tuple[str, ...]

    def __call__(self, hit: Span, reply: Reply) -> bool:
        return (reply.channel or "unknown") in self.channels


@dataclass(frozen=True, slots=True)
class Guessed:
    """The kind of the reply is a guess from its own words: not told, and no customer's message."""

    def __call__(self, hit: Span, reply: Reply) -> bool:
        return reply.guessed


@dataclass(frozen=True, slots=True)
class Restates:
    """The hit's sentence brings back a word of the customer's message.

    A content word in any form, or a number; never holds where there is no message.
    """

    def __call__(self, hit: Span, reply: Reply) -> bool:
        if reply.customer is None:
            return False
        said = content_words(reply, *reply.sentence(hit))
        return not said.isdisjoint(content_words(reply.customer))


@dataclass(frozen=True, slots=True)
class ShorterThan:
    """The reply has fewer words."""

    words: int

    def __call__(self, hit: Span, reply: Reply) -> bool:
        return words_in(reply, 0, len(reply.norms)) < self.words


@dataclass(frozen=True, slots=True)
class Every:
    """Several guards in one entry of the list: all of them hold."""

    guards: tuple[Guard, ...]

    def __call__(self, hit: Span, reply: Reply) -> bool:
        return all(guard(hit, reply) for guard in self.guards)


# Guards that look for a cue: key in a rule file -> class.
CUE_GUARDS: dict[str, Callable[[str], Guard]] = {
    "near": Near,
    "sentence": InSentence,
    "anywhere": Anywhere,
    "within": Within,
    "before": Before,
    "after": After,
    "then": Then,
    "later": Later,
    "customer": Customer,
}
# Guards that are a word of their own.
WORD_GUARDS: dict[str, Callable[[], Guard]] = {
    "negated": Negated,
    "question": Question,
    "condition": Condition,
    "guessed": Guessed,
    "restates": Restates,
}
# Guards that name some of a closed set: key -> (class, the set).
CHOICE_GUARDS: dict[str, tuple[Callable[[tuple[str, ...]], Guard], tuple[str, ...]]] = {
    "subject": (Subject, ("us", "you", "other")),
    "kind": (Kind, (*KINDS, "unknown")),
    "channel": (Channel, (*CHANNELS, "unknown")),
}
# Guards that take a number.
NUMBER_GUARDS: dict[str, Callable[[int], Guard]] = {"shorter-than": ShorterThan}


_ATTRIBUTED = frozenset(
    "said say says wrote write mentioned mention asked ask described describe reported report"
    " explained told stated".split()
)


def quoted_tokens(
    norms: tuple[str, ...], sentences: tuple[tuple[int, int], ...], clause_of: tuple[int, ...]
) -> frozenset[int]:
    """Return the tokens that are the customer's words: between quotes, or after "you said that".

    Reported speech runs to the end of its sentence, or to a clause that turns to us ("…, but").
    """
    found: set[int] = set()
    for start, end in sentences:
        found.update(_in_quotes(norms, start, end))
        found.update(_reported(norms, start, end, clause_of))
    return frozenset(found)


def _in_quotes(norms: tuple[str, ...], start: int, end: int) -> set[int]:
    marks = [at for at in range(start, end) if norms[at] == '"']
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return {at for left, right in pairs for at in range(left, right + 1)}


def _reported(norms: tuple[str, ...], start: int, end: int, clause_of: tuple[int, ...]) -> set[int]:
    for at in range(start, end):
        if norms[at] not in _ATTRIBUTED or not _by_customer(norms, start, at):
            continue
        stop = next((i for i in range(at + 1, end) if _turns(norms, clause_of, i)), end)
        return set(range(at + 1, stop))
    return set()


def _by_customer(norms: tuple[str, ...], start: int, at: int) -> bool:
    """Tell whether "you", with at most an adverb between, is who says; not in "as you said"."""
    for back in (1, 2, 3):
        place = at - back
        if place < start:
            return False
        word = norms[place]
        if word == "you":
            return not (place > start and norms[place - 1] in ("as", "like", "if", "what"))
        if word not in ("have", "had", "'d", "also", "just", "already", "kindly", "did"):
            return word in ("message", "email", "mail", "letter") and "your" in norms[start:at]
    return False


def _turns(norms: tuple[str, ...], clause_of: tuple[int, ...], at: int) -> bool:
    if clause_of[at] == clause_of[at - 1]:
        return False
    return (
        norms[at] in ("but", "however", "so", "i", "we")
        or norms[at - 1] in (";", "-", "–", "—")
        or (norms[at] == "and" and norms[at + 1 : at + 2] in (("i",), ("we",)))
    )
