"""This file holds what to look for, as data: phrases, spaCy token patterns, named cues."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from replylint.phrases import GAP_WORDS, Phrase, Reference, Sequence, Slot

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

TokenPattern: TypeAlias = list[dict[str, Any]]

# Words that end a gap: … never runs over them.
CLAUSE_ENDS = (",", ";", ":", "(", ")", "–", "—", "but", "because", "although", "though")

# A sentence of more tokens is cut: what looks along a sentence stays quick on hostile input.
MAX_SENTENCE = 400

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

    def slots(self) -> Sequence:
        """Return what is known of its tokens: those that must have a NORM are words, others any."""
        return tuple(_token_slot(spec) for spec in self.matcher_pattern())


def _token_slot(spec: dict[str, Any]) -> Slot:
    norm, operator = spec.get("NORM"), spec.get("OP")
    words = norm.get("IN", ()) if isinstance(norm, dict) else [norm] if norm else ()
    if words and operator is None:
        return Slot("words", frozenset(words))
    return Slot("gap" if operator not in (None, "?", "!") else "any")


def _matcher_value(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    return {name: list(inner) if isinstance(inner, tuple) else inner for name, inner in value}


@dataclass(frozen=True, slots=True)
class Cue:
    """The hits of a vocabulary entry ``$name``, its own guards applied; ``name`` has the ``$``.

    ``line`` and ``column`` (1-based) are its place in a rule file.
    """

    name: str
    line: int = field(default=0, compare=False)
    column: int = field(default=0, compare=False)


Pattern: TypeAlias = Phrase | Tokens | Cue


@dataclass(frozen=True, slots=True)
class Flat:
    """One flat pattern of a phrase, or a token pattern; ``starts`` and ``ends`` are its ``^``."""

    slots: Sequence = ()
    tokens: Tokens | None = None
    starts: bool = False
    ends: bool = False

    def required(self) -> list[tuple[int, frozenset[str]]]:
        """Return the word sets of which one word each must stand in what it matches, in order.

        With each comes the largest number of tokens between it and the one before.
        """
        slots = self.tokens.slots() if self.tokens else self.slots
        gap = MAX_SENTENCE if self.tokens else GAP_WORDS  # "*" has no bound in a token pattern
        found, between = [], 0
        for slot in slots:
            if slot.kind == "words" and not slot.optional:
                found.append((between, slot.words))
                between = 0
            else:
                between += gap if slot.kind == "gap" else 1
        return found

    def anchors(self) -> frozenset[str]:
        """Return the words to know it by: its rarest required set; empty where any word will do."""
        return min((words for _, words in self.required()), key=_commonness, default=frozenset())

    def partner(self) -> Slot | None:
        """Return the rarest slot beside ``anchors`` of which it needs a word; None for none."""
        needed = [slot for slot in self.slots if slot.kind == "words" and not slot.optional]
        others = [slot for slot in needed if slot.words != self.anchors()]
        return min(others, key=lambda slot: _commonness(slot.words), default=None)

    def matcher_pattern(self) -> TokenPattern:
        """Return it as the Matcher takes it."""
        return self.tokens.matcher_pattern() if self.tokens else [_spec(s) for s in self.slots]


def flatten(phrase: Phrase, resolve: Callable[[Reference], tuple[Phrase, ...]]) -> list[Flat]:
    """Return the flat patterns of a phrase; ``resolve`` gives the phrases of a ``$name``.

    Raises:
        PhraseError: the phrase expands too far.
    """
    return [
        Flat(sequence, starts=phrase.starts, ends=phrase.ends)
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


@cache
def _commonness(words: frozenset[str]) -> tuple[int, int]:
    return (len(words & _COMMON), len(words))


_ALONE = -1  # where a pattern needs no other slot


class Table:
    """The flat patterns of all owners, filed under the words that they cannot match without, and
    there under another slot that they need: most are out of the question at a glance.

    ``data`` is texts in plain lists, so that it can lie in a cache as JSON and be read from
    there at once: thousands of small lists or texts are slow to read, and a draft asks for few.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self._lines = data["rows"].split("\n")
        self._filed: dict[str, tuple[tuple[int, tuple[int, ...]], ...]] = {}
        self._rows: dict[int, tuple[int, ...]] = {}
        self._slots: dict[int, Slot] = {}
        self._needed: dict[int, tuple[int, ...]] = {}
        self._owned: dict[str, list[int]] | None = None

    @classmethod
    def build(cls, patterns: Mapping[str, Iterable[Flat]]) -> Table:
        """Return the table of patterns by owner."""
        slots: dict[Slot, int] = {}
        numbers_of: dict[int, int] = {}  # id of a slot object -> its number: patterns share slots
        tokens: list[Any] = []
        rows: list[str] = []
        index: dict[str, dict[int, list[int]]] = {}
        for owner, flats in enumerate(patterns.values()):
            for flat in flats:
                for slot in flat.slots:
                    if id(slot) not in numbers_of:
                        numbers_of[id(slot)] = slots.setdefault(slot, len(slots))
                numbers = [numbers_of[id(slot)] for slot in flat.slots]
                anchors, partner = flat.anchors(), flat.partner()
                beside = numbers_of[id(partner)] if partner else _ALONE
                for word in sorted(anchors) or [""]:
                    index.setdefault(word, {}).setdefault(beside, []).append(len(rows))
                token = len(tokens) if flat.tokens else -1
                rows.append(_listed((owner, 2 * flat.starts + flat.ends, token, *numbers)))
                if flat.tokens:
                    tokens.append(flat.tokens.specs)
        return cls(
            {
                "owners": list(patterns),
                "slots": [_listed((s.kind, int(s.optional), *sorted(s.words))) for s in slots],
                "tokens": tokens,
                "rows": "\n".join(rows),
                "index": {
                    word: ";".join(f"{slot}:{_listed(numbers)}" for slot, numbers in filed.items())
                    for word, filed in index.items()
                },
            }
        )

    def rows_of(self, owners: Collection[str]) -> frozenset[int]:
        """Return the numbers of all patterns of these owners."""
        names = self.data["owners"]
        if self._owned is None:
            self._owned = {}
            for number, line in enumerate(self._lines):
                owner = names[int(line.partition(" ")[0])]
                self._owned.setdefault(owner, []).append(number)
        return frozenset(number for name in owners for number in self._owned.get(name, ()))

    def candidates(self, words: set[str]) -> list[int]:
        """Return the numbers of the patterns of which a sentence of these words holds all that
        they need.
        """
        holds = _Held(self._slot, words).__getitem__
        found: set[int] = set()
        for word in (*words, ""):
            for slot, numbers in self._filed_under(word):
                if slot == _ALONE or holds(slot):
                    found.update(numbers)
        return [number for number in found if all(map(holds, self._needs(number)))]

    def _filed_under(self, word: str) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Return the patterns under a word (under "" those that need none), by another slot that
        they need.
        """
        filed = self._filed.get(word)
        if filed is None:
            groups = [g.partition(":") for g in self.data["index"].get(word, "").split(";") if g]
            filed = tuple((int(slot), tuple(map(int, rows.split()))) for slot, _, rows in groups)
            self._filed[word] = filed
        return filed

    def _needs(self, number: int) -> tuple[int, ...]:
        """Return the numbers of the slots of a pattern that must have one of their words."""
        needed = self._needed.get(number)
        if needed is None:
            slots = ((n, self._slot(n)) for n in self._row(number)[3:])
            found = {n: None for n, slot in slots if slot.kind == "words" and not slot.optional}
            needed = self._needed[number] = tuple(found)
        return needed

    def owner(self, number: int) -> str:
        """Return the name of a pattern's owner."""
        owner: str = self.data["owners"][self._row(number)[0]]
        return owner

    def pattern(self, number: int) -> Flat:
        """Return a pattern."""
        _, anchors, tokens, *slots = self._row(number)
        return Flat(
            tuple(self._slot(slot) for slot in slots),
            Tokens(_tupled(self.data["tokens"][tokens])) if tokens >= 0 else None,
            starts=bool(anchors & 2),
            ends=bool(anchors & 1),
        )

    def _row(self, number: int) -> tuple[int, ...]:
        row = self._rows.get(number)
        if row is None:
            row = self._rows[number] = tuple(map(int, self._lines[number].split()))
        return row

    def _slot(self, number: int) -> Slot:
        slot = self._slots.get(number)
        if slot is None:
            kind, optional, *words = self.data["slots"][number].split()
            slot = self._slots[number] = Slot(kind, frozenset(words), optional == "1")
        return slot


class _Held(dict[int, bool]):
    """Slot number -> whether a sentence holds one of the slot's words; worked out when asked."""

    def __init__(self, slot: Callable[[int], Slot], words: set[str]) -> None:
        super().__init__()
        self._slot, self._words = slot, words

    def __missing__(self, number: int) -> bool:
        held = self[number] = not self._slot(number).words.isdisjoint(self._words)
        return held


def _listed(values: Iterable[object]) -> str:
    return " ".join(map(str, values))


def _tupled(value: Any) -> Any:
    return tuple(map(_tupled, value)) if isinstance(value, (list, tuple)) else value
