"""This file holds what to look for, as data: phrases, spaCy token patterns, named cues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from replylint.phrases import GAP_WORDS, Phrase, Reference, Sequence, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

TokenPattern: TypeAlias = list[dict[str, Any]]

# Words that end a gap: … never runs over them.
CLAUSE_ENDS = (",", ";", ":", "(", ")", "-", "–", "—", "but", "because", "although", "though")

# What ``tokens:`` may ask of a token. No REGEX and no FUZZY: one long token can hang them.
TOKEN_ATTRIBUTES = frozenset(
    "NORM LOWER ORTH TEXT SHAPE LENGTH PREFIX SUFFIX IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_UPPER"
    " IS_TITLE IS_PUNCT IS_SENT_START LIKE_NUM LIKE_URL LIKE_EMAIL OP".split()
)
TOKEN_PREDICATES = frozenset("IN NOT_IN == != >= <= > <".split())
TOKEN_OPERATORS = frozenset("! ? + *".split())


@dataclass(frozen=True, slots=True)
class Tokens:
    """A pattern in spaCy's Matcher form, as (attribute, value) pairs: data that can be hashed."""

    specs: tuple[tuple[tuple[str, Any], ...], ...]

    def matcher_pattern(self) -> TokenPattern:
        """Return the pattern as the Matcher takes it."""
        return [{key: _matcher_value(value) for key, value in spec} for spec in self.specs]


def _matcher_value(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    return {name: list(inner) if isinstance(inner, tuple) else inner for name, inner in value}


@dataclass(frozen=True, slots=True)
class Cue:
    """The hits of a vocabulary entry ``$name``, its own guards applied; ``name`` has the ``$``."""

    name: str


Pattern: TypeAlias = Phrase | Tokens | Cue


@dataclass(frozen=True, slots=True)
class Compiled:
    """One flat pattern: the spaCy form, the words of which one must stand there, the anchors.

    ``anchors`` is empty where any word will do.
    """

    tokens: TokenPattern
    anchors: frozenset[str]
    starts: bool = False
    ends: bool = False


def compile_tokens(pattern: Tokens) -> Compiled:
    """Return the flat pattern of a token pattern."""
    tokens = pattern.matcher_pattern()
    return Compiled(tokens, _literal_anchor(tokens))


def compile_phrase(
    phrase: Phrase, resolve: Callable[[Reference], tuple[Phrase, ...]]
) -> list[Compiled]:
    """Return the flat patterns of a phrase; ``resolve`` gives the phrases of a ``$name``.

    Raises:
        PhraseError: the phrase expands too far.
    """
    return [
        Compiled([_spec(slot) for slot in sequence], _anchor(sequence), phrase.starts, phrase.ends)
        for sequence in phrase.expand(resolve)
    ]


def _spec(slot: Slot) -> dict[str, Any]:
    if slot.kind == "gap":
        return {"NORM": {"NOT_IN": list(CLAUSE_ENDS)}, "OP": f"{{0,{GAP_WORDS}}}"}
    spec: dict[str, Any]
    if slot.kind == "any":
        spec = {"IS_PUNCT": False, "IS_SPACE": False}
    elif slot.kind == "number":
        spec = {"LIKE_NUM": True}
    else:
        found = sorted(slot.words)
        spec = {"NORM": found[0] if len(found) == 1 else {"IN": found}}
    return {**spec, "OP": "?"} if slot.optional else spec


# The words that nearly every sentence holds: the worst ones to know a pattern by.
_COMMON = frozenset(
    (
        "a about all am an and any are as at be been but by can could did do for from get had has"
        " have he her i if in is it just me my no not of on or our please she should so that the"
        " their them then there they this to up us was we were what when will with would you your"
        " 'd 's , . ! ? -"
    ).split()
)


def _anchor(sequence: Sequence) -> frozenset[str]:
    """Return the words by which to know the sequence: the rarest slot that must be there."""
    sure = [slot.words for slot in sequence if slot.kind == "words" and not slot.optional]
    return min(sure, key=_commonness, default=frozenset())


def _commonness(words: frozenset[str]) -> tuple[int, int]:
    return (len(words & _COMMON), len(words))


def _literal_anchor(tokens: TokenPattern) -> frozenset[str]:
    literal = [
        frozenset([spec["NORM"]] if isinstance(spec["NORM"], str) else spec["NORM"].get("IN", ()))
        for spec in tokens
        if "NORM" in spec and spec.get("OP", "+") == "+"
    ]
    return min((words for words in literal if words), key=_commonness, default=frozenset())
