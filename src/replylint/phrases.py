"""This file is the phrase language: how a support lead writes what to look for.

    as soon as (possible|we can)    words as people say them; (a|b c) is a choice
    keep (all of)? you posted       ( … )? may be there or not
    you <fail:past> to              any form of a verb, or one: base, s, past, pp, ing
    you (_)? (never|not) <read>     _ is any one word
    <cause> … by you                … is up to four words, without leaving the clause
    within # days                   # is a number, in figures or in words
    you $adverb should              $name is a list of words or phrases from vocabulary/
    ^ calm down                     ^ first: at the start of a clause
    ^ noted ^                       ^ last: at the end of one

Case, curly quotes, contractions and British or American spelling make no difference
(``wording.py``): "you did not" also finds "you didn't" and "YOU DIDNT".

``parse`` turns a phrase into a ``Phrase``; ``Phrase.expand`` into flat sequences of
``Slot``, which ``patterns.py`` turns into spaCy patterns. Nothing here knows spaCy.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from replylint.forms import FORMS, forms
from replylint.wording import ALSO, words

MAX_LENGTH = 400
MAX_SEQUENCES = 400
GAP_WORDS = 4


class PhraseError(ValueError):
    """A phrase that does not parse; ``column`` is the 0-based place in the phrase."""

    def __init__(self, message: str, phrase: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.phrase = phrase
        self.column = column

    def with_caret(self) -> str:
        """Return the message, then the phrase with a caret under the place."""
        return f"{self.message}\n    {self.phrase}\n    {' ' * self.column}^"


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in a flat sequence: a token of these normal forms, any word, a gap or a number."""

    kind: Literal["words", "any", "gap", "number"]
    words: frozenset[str] = frozenset()
    optional: bool = False


Sequence: TypeAlias = tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A slot of the phrase."""

    slot: Slot


@dataclass(frozen=True, slots=True)
class Reference:
    """``$name``."""

    name: str
    column: int


@dataclass(frozen=True, slots=True)
class Group:
    """``(a|b c)``, perhaps with ``?``; a whole phrase is a Group of one branch."""

    branches: tuple[tuple[Part, ...], ...]
    optional: bool = False


Part: TypeAlias = Leaf | Reference | Group
Resolve: TypeAlias = Callable[[Reference], "tuple[Phrase, ...]"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A parsed phrase; ``starts`` and ``ends`` say whether ``^`` stands first and last.

    ``line`` and ``column`` (1-based, of its first character) are its place in a rule file.
    """

    text: str
    root: Group
    starts: bool = False
    ends: bool = False
    line: int = field(default=0, compare=False)
    column: int = field(default=0, compare=False)

    def references(self) -> Iterator[Reference]:
        """Yield every ``$name`` in the phrase."""
        yield from _references(self.root)

    def sole_reference(self) -> Reference | None:
        """Return the reference where the phrase is nothing but ``$name``."""
        (branch,) = self.root.branches
        return branch[0] if len(branch) == 1 and isinstance(branch[0], Reference) else None

    def expand(self, resolve: Resolve) -> tuple[Sequence, ...]:
        """Return the flat sequences that the phrase stands for.

        Raises:
            PhraseError: it stands for more than ``MAX_SEQUENCES``, or for nothing at all.
        """
        sequences = _expand(self.root, resolve, self.text)
        if len(sequences) > MAX_SEQUENCES:
            raise _too_wide(self.text, len(sequences))
        if any(not _anchored(sequence) for sequence in sequences):
            message = (
                "could match without a single word of its own (take a word out of the brackets)"
            )
            raise PhraseError(message, self.text, 0)
        return sequences


def parse(text: str) -> Phrase:
    """Parse one phrase.

    Raises:
        PhraseError: with the place in the phrase and what to do.
    """
    if len(text) > MAX_LENGTH:
        message = f"is {len(text)} characters long; {MAX_LENGTH} are allowed (make it two phrases)"
        raise PhraseError(message, text, MAX_LENGTH)
    pieces = _pieces(text)
    starts = bool(pieces) and pieces[0].text == "^"
    ends = len(pieces) > 1 and pieces[-1].text == "^"
    pieces = pieces[starts : len(pieces) - ends]
    if not pieces:
        raise PhraseError("is empty (write the words to look for)", text, 0)
    reader = _Reader(text, pieces)
    root = reader.group(closing=None)
    if len(root.branches) > 1:
        raise PhraseError("a choice needs brackets: (this|that)", text, text.index("|"))
    return Phrase(text, root, starts, ends)


class _Piece(NamedTuple):
    text: str
    column: int


_PIECE = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<verb><[^<>]*>)
  | (?P<name>\$[A-Za-z0-9-]*)
  | (?P<gap>…|\.\.\.)
  | (?P<mark>[()|_^#?]|<|>)
  | (?P<word>(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-'’][^\W_]+)*|['’](?:s|d|ll|re|ve|m)\b)
  | (?P<sign>.)
    """,
    re.VERBOSE,
)


def _pieces(text: str) -> list[_Piece]:
    found = (match for match in _PIECE.finditer(text) if match.lastgroup != "space")
    return [_Piece(match[0], match.start()) for match in found]


class _Reader:
    """Recursive descent over the pieces of one phrase."""

    def __init__(self, text: str, pieces: list[_Piece]) -> None:
        self.text = text
        self.pieces = pieces
        self.at = 0

    def group(self, closing: _Piece | None) -> Group:
        """Read branches up to the bracket that closes ``closing``, or to the end."""
        branches: list[tuple[Part, ...]] = []
        branch: list[Part] = []
        while self.at < len(self.pieces):
            piece = self.pieces[self.at]
            self.at += 1
            if piece.text == ")":
                if closing is None:
                    raise self.error("')' closes nothing (add '(' before it)", piece)
                self.close(branches, branch, piece)
                return Group(tuple(branches), optional=self.take("?"))
            if piece.text == "|":
                self.close(branches, branch, piece)
                branch = []
            else:
                branch.extend(self.parts(piece))
        if closing is not None:
            raise self.error("'(' is never closed (add ')')", closing)
        self.close(branches, branch, self.pieces[-1])
        return Group(tuple(branches))

    def close(self, branches: list[tuple[Part, ...]], branch: list[Part], piece: _Piece) -> None:
        if not branch:
            raise self.error("a choice is empty (for 'may be left out' write '( … )?')", piece)
        branches.append(tuple(branch))

    def take(self, mark: str) -> bool:
        taken = self.at < len(self.pieces) and self.pieces[self.at].text == mark
        self.at += taken
        return taken

    def parts(self, piece: _Piece) -> Iterable[Part]:
        """Return what one piece stands for."""
        first = piece.text[0]
        if piece.text == "(":
            return [self.group(piece)]
        if piece.text in ("_", "#"):
            return [Leaf(Slot("any" if piece.text == "_" else "number"))]
        if piece.text in ("…", "..."):
            return [Leaf(Slot("gap"))]
        if piece.text == "?" and self.follows_slot(piece):
            raise self.error("'?' needs brackets before it: '($name)?'", piece)
        if piece.text == "^":
            raise self.error("'^' stands first or last in a phrase", piece)
        if first == "$":
            return [self.reference(piece)]
        if first in "<>":
            return [Leaf(Slot("words", self.verb(piece)))]
        return _word_parts(piece.text.lower())

    def follows_slot(self, mark: _Piece) -> bool:
        """Tell whether a mark stands right behind a ``$name``, a verb or ``_``."""
        before = self.pieces[self.at - 2] if self.at > 1 else mark
        return before.column + len(before.text) == mark.column and before.text[0] in "$<_#"

    def reference(self, piece: _Piece) -> Reference:
        if piece.text == "$":
            raise self.error("'$' needs the name of a word list after it", piece)
        return Reference(piece.text[1:], piece.column)

    def verb(self, piece: _Piece) -> frozenset[str]:
        match = re.fullmatch(r"<\s*([a-zA-Z]+)\s*(?::\s*([a-zA-Z]*)\s*)?>", piece.text)
        if match is None:
            raise self.error("a verb is written <fail> or <fail:past>, both brackets closed", piece)
        verb, form = match[1].lower(), match[2]
        if form is not None and form not in FORMS:
            raise self.error(f"'{form}' is no form (known are: {', '.join(FORMS)})", piece)
        return _with_also(forms(verb, form))

    def error(self, message: str, piece: _Piece) -> PhraseError:
        return PhraseError(message, self.text, piece.column)


@lru_cache(maxsize=20_000)
def _word_parts(spelling: str) -> tuple[Part, ...]:
    """Return the slots of one written word; a hyphen inside it may be left out."""
    parts: list[Part] = []
    for number, half in enumerate(spelling.split("-") if len(spelling) > 1 else [spelling]):
        if number:
            parts.append(Leaf(Slot("words", frozenset("-"), optional=True)))
        parts += [Leaf(Slot("words", _with_also(frozenset([word])))) for word in words(half)]
    return tuple(parts)


def _with_also(found: frozenset[str]) -> frozenset[str]:
    return found.union(*(ALSO.get(word, ()) for word in found))


def _references(part: Part) -> Iterator[Reference]:
    if isinstance(part, Reference):
        yield part
    elif isinstance(part, Group):
        for branch in part.branches:
            for inner in branch:
                yield from _references(inner)


def _expand(part: Part, resolve: Resolve, text: str) -> tuple[Sequence, ...]:
    """Return the sequences of a part; choices between single words stay one slot."""
    if isinstance(part, Leaf):
        return ((part.slot,),)
    if isinstance(part, Reference):
        phrases = resolve(part)
        found = [s for phrase in phrases for s in _expand(phrase.root, resolve, text)]
        return _merged(found, optional=False)
    found = []
    for branch in part.branches:
        choices = [_expand(inner, resolve, text) for inner in branch]
        count = 1
        for choice in choices:
            count *= len(choice)
        if count > MAX_SEQUENCES:
            raise _too_wide(text, count)
        found += [tuple(itertools.chain(*combined)) for combined in itertools.product(*choices)]
    return _merged(found, part.optional)


def _merged(sequences: Iterable[Sequence], optional: bool) -> tuple[Sequence, ...]:
    singles: set[str] = set()
    longer: dict[Sequence, None] = {}
    for sequence in sequences:
        if len(sequence) == 1 and sequence[0].kind == "words" and not sequence[0].optional:
            singles |= sequence[0].words
        else:
            longer[sequence] = None
    merged: list[Sequence] = [(Slot("words", frozenset(singles)),)] if singles else []
    if optional and len(merged) + len(longer) == 1:
        (only,) = merged or longer
        if len(only) == 1:
            return ((replace(only[0], optional=True),),)
    return (*merged, *longer, *([()] if optional else []))


def _anchored(sequence: Sequence) -> bool:
    return any(slot.kind in ("words", "number") and not slot.optional for slot in sequence)


def _too_wide(text: str, count: int) -> PhraseError:
    message = f"stands for {count} wordings; {MAX_SEQUENCES} are allowed (make it several phrases)"
    return PhraseError(message, text, 0)
