"""This file turns draft text into a spaCy Doc: tokens with our normal forms, sentences, clauses.

The pipeline is what ``spacy.blank("en")`` holds, a vocabulary and a tokenizer, without the frame
around them: nothing to download, the same findings on every machine. The tokenizer's exceptions
are the spellings of ``wording.py``, because spaCy's own merge ``didn't`` with ``don't`` and leave
``youre`` and ``DON'T`` wrong for matching.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from spacy.attrs import NORM, ORTH, SENT_START
from spacy.lang.en import English
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from spacy.vocab import create_vocab

from replylint.patterns import MAX_SENTENCE
from replylint.wording import GREETINGS, IS_AFTER, JOINED, normal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

# spaCy's tokenizer is quadratic in runs without a space (10,000 "!" take 8 s): longer runs are
# blanked from here on. No word or URL that a rule could want is longer.
MAX_RUN = 100
# The vocabulary keeps every word it has ever seen; after so many new ones it is made anew.
MAX_WORDS = 200_000

_ABBREVIATIONS = """
e.g. i.e. etc. approx. vs. cf. incl. excl. est. min. max. tel. ext. ref. dept. inc. ltd. co.
corp. plc.
mr. mrs. ms. dr. prof. st. sr. jr. gov. gen. sgt. rev. a.m. p.m. jan. feb. mar. apr. jun. jul. aug.
sep. sept. oct. nov. dec. mon. tue. tues. wed. thu. thur. thurs. fri. sat. u.s. u.k. e.u.
a.s.a.p. p.s.
""".split()
_WHOLE_WORDS = (
    "e-mail",
    "e-mails",
    "e-mailed",
    "e-mailing",
    "o'clock",
    "w/o",
    "w/c",
    "n/a",
    "24/7",
)
# After these abbreviations a sentence may end: it does where a word follows that starts one.
_MAY_END = frozenset("etc. inc. ltd. co. corp. plc. a.m. p.m. u.s. u.k. e.u. a.s.a.p.".split())
_STARTERS = frozenset(
    "we i you the a an our your my it this that these those there if when once as please thank"
    " thanks they he she so but and in on at for to let what how in sorry".split()
)
# "Order no. 12": a number follows, and the sentence goes on.
_NUMBERED = frozenset("no nr nos".split())
_ENDERS = frozenset(".!?")
_CLOSERS = frozenset("\"')]}*_")
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_GREETING_ENDS = frozenset((",", "!", ":", "-", "–", "—"))

_CLAUSE_PUNCTUATION = frozenset(", ; : ( ) [ ] – — … ...".split()) | {"--"}
_SUBORDINATE = frozenset(
    "but because although though whereas while if when whenever unless once since however"
    " otherwise".split()
)
_LINKING = frozenset("and or then so".split())
_SUBJECTS = frozenset(
    "i we you he she it they this that there these those our your my the nobody everyone someone"
    " who what please".split()
)


class Parser:
    """Parses draft text; holds the vocabulary that matchers share."""

    def __init__(self) -> None:
        defaults = English.Defaults
        self.vocab = create_vocab("en", defaults)
        cast("Any", self.vocab).lex_attr_getters[NORM] = normal
        suffixes = [rule for rule in defaults.suffixes or [] if rule not in _OWNER]
        self._tokenizer = Tokenizer(
            self.vocab,
            rules=_special_cases(),
            prefix_search=compile_prefix_regex(defaults.prefixes or []).search,
            suffix_search=compile_suffix_regex([*suffixes, *_SUFFIXES]).search,
            infix_finditer=compile_infix_regex(defaults.infixes or []).finditer,
            url_match=defaults.url_match,
        )
        self._first_words = len(self.vocab)

    def is_worn(self) -> bool:
        """Tell whether the vocabulary has grown so far that a new Parser should take over."""
        return len(self.vocab) - self._first_words > MAX_WORDS

    def __call__(self, text: str) -> Doc:
        """Return the Doc of a draft; character offsets are the draft's.

        Sentences are set (``doc.sents``). A newline in ``text`` ends a sentence.
        """
        doc: Doc = self._tokenizer(_LONG_RUN.sub(_blanked, text))
        _settle_norms(doc)
        # Not token by token: spaCy looks at the whole Doc each time that one is set.
        marks = cast("Any", doc.to_array([SENT_START]))
        for index, starts in enumerate(_sentence_starts(doc)):
            marks[index] = 1 if starts else _NO_START
        return doc.from_array([SENT_START], marks)


_OWNER = frozenset(("'s", "'S", "’s", "’S"))
_SUFFIXES = [
    r"(?<=[a-zA-Z])[nN]['’‘][tT]",
    r"(?<=[a-zA-Z])['’‘](?:[sS]|[dD]|[mM]|[lL][lL]|[rR][eE]|[vV][eE])",
    r"(?<=[0-9])(?:am|pm|AM|PM|a\.m\.|p\.m\.|hrs?|hours?|mins?|minutes?|days?|d|h|weeks?|wks?)",
]
_NO_START = 2**64 - 1  # -1, as spaCy's arrays have it
_LONG_RUN = re.compile(rf"\S{{{MAX_RUN + 1},}}")


def _blanked(match: re.Match[str]) -> str:
    """Blank a run's rest; a "_" here and there, because long runs of spaces are slow as well."""
    rest = len(match[0]) - MAX_RUN
    return match[0][:MAX_RUN] + (_BLANK * (rest // len(_BLANK) + 1))[:rest]


_BLANK = " " * 999 + "_"


def _special_cases() -> dict[str, list[dict[int, str]]]:
    cases: dict[str, list[dict[int, str]]] = {}
    for spelling, halves in JOINED.items():
        for recase in (str.lower, str.capitalize, str.upper):
            for apostrophe in ("'", "’"):
                word = recase(spelling).replace("'", apostrophe)
                cases[word] = _pieces(word, halves)
    for word in (*_ABBREVIATIONS, *_WHOLE_WORDS):
        for recased in {word, word.capitalize(), word.upper()}:
            cases[recased] = [{ORTH: recased, NORM: normal(word)}]
    return cases


def _pieces(word: str, halves: tuple[tuple[str, str], ...]) -> list[dict[int, str]]:
    pieces, at = [], 0
    for half, norm in halves:
        pieces.append({ORTH: word[at : at + len(half)], NORM: norm})
        at += len(half)
    return pieces


_MODALS = frozenset("should could would must might".split())
# What follows "'s" where it is "has".
_HAS_BEFORE = frozenset("been got had become taken gone come happened made done".split())


def _settle_norms(doc: Doc) -> None:
    """Settle the normal forms that depend on the neighbours: 's, "of" for "have", "-" as a dash."""
    norms = [token.norm_ for token in doc]
    for index, norm in enumerate(norms):
        if norm == "-":
            if _is_dash(doc, index):
                doc[index].norm_ = "–"
        elif norm == "of":
            if index and norms[index - 1] in _MODALS:
                doc[index].norm_ = "have"
        elif norm == "'s" and index:
            before, after = norms[index - 1], norms[index + 1 : index + 2]
            if before == "let":
                doc[index].norm_ = "us"
            elif before in IS_AFTER:
                doc[index].norm_ = "has" if after and after[0] in _HAS_BEFORE else "is"


def _is_dash(doc: Doc, index: int) -> bool:
    """Tell "late - sorry" from "follow-up" and "2 - 3 days"."""
    if not index or not doc[index].whitespace_ or not doc[index - 1].whitespace_:
        return False
    return not (doc[index - 1].like_num and index + 1 < len(doc) and doc[index + 1].like_num)


def _sentence_starts(doc: Doc) -> list[bool]:
    """Return for each token whether it starts a sentence."""
    texts = [token.text for token in doc]
    norms = [token.norm_ for token in doc]
    spaced = [bool(token.whitespace_) for token in doc]
    starts = [False] * len(texts)
    last = None  # the last token that is no white space
    newline = False
    begun = 0
    for index, text in enumerate(texts):
        if text.isspace():
            newline = newline or "\n" in text
            continue
        if (
            last is None
            or newline
            or index - begun > MAX_SENTENCE
            or ((spaced[last] or index - last > 1) and _ends(texts, norms, starts, last, index))
        ):
            starts[index] = True
            begun = index
        last, newline = index, False
    if starts:
        starts[0] = True
    _part_greetings(texts, norms, starts)
    return starts


def _ends(
    texts: Sequence[str], norms: Sequence[str], starts: Sequence[bool], last: int, index: int
) -> bool:
    """Tell whether the sentence ends at token ``last``, with ``index`` the next word."""
    at = last
    while at > 0 and texts[at] in _CLOSERS:
        if texts[at] in _BRACKETS and not _bracket_opens_sentence(texts, starts, at):
            return False
        at -= 1
    text = texts[at]
    if at == last and text.lower() in _MAY_END:
        return texts[index].istitle() and norms[index] in _STARTERS
    if not set(text) <= _ENDERS or (set(text) == {"."} and len(text) > 1):
        return False
    if text == "." and at:
        before = texts[at - 1]
        if norms[at - 1] in _NUMBERED and texts[index][:1].isdigit():
            return False
        starts_line = at == 1 or "\n" in texts[at - 2]
        return before != "." and not (before.isdigit() and len(before) <= 2 and starts_line)
    return True


def _bracket_opens_sentence(texts: Sequence[str], starts: Sequence[bool], closing: int) -> bool:
    """Tell "(See below.) Next" from "press (twice!) Save"."""
    at = closing
    while at > 0 and texts[at] != _BRACKETS[texts[closing]] and not starts[at]:
        at -= 1
    return starts[at] and texts[at] == _BRACKETS[texts[closing]]


def _part_greetings(texts: Sequence[str], norms: Sequence[str], starts: list[bool]) -> None:
    """Let "Hi Ana, …" and "Dear all: …" end their sentence at the comma."""
    for index, start in enumerate(starts):
        if not start:
            continue
        word = norms[index]
        if word == "good" and index + 1 < len(norms):
            word = norms[index + 1]
        if word not in GREETINGS:
            continue
        for at in range(index + 1, min(index + 7, len(norms) - 1)):
            if starts[at]:
                break
            if texts[at] in _GREETING_ENDS:
                starts[at + 1] = True
                break


def clause_numbers(doc: Doc) -> list[int]:
    """Return for each token the number of its clause.

    A clause ends at a sentence's end, at a comma or its like, before a subordinating word, and
    before "and"/"or" where a subject follows. That is no grammar, but what guards need: "we
    looked, and you failed to reply" is two clauses, "look and see" is one.
    """
    numbers: list[int] = []
    number = 0
    norms = [token.norm_ for token in doc]
    for index, token in enumerate(doc):
        if index and (token.is_sent_start or _opens_clause(norms, index)):
            number += 1
        numbers.append(number)
    return numbers


def _opens_clause(norms: Sequence[str], index: int) -> bool:
    before, word = norms[index - 1], norms[index]
    if before in _CLAUSE_PUNCTUATION:
        return True
    if word in _LINKING:
        return norms[index + 1 : index + 2] != [] and norms[index + 1] in _SUBJECTS
    return word in _SUBORDINATE


def sentence_ranges(doc: Doc) -> tuple[tuple[int, int], ...]:
    """Return the token ranges of the sentences, in order and without gaps."""
    if not len(doc):
        return ()
    starts = [token.i for token in doc if token.is_sent_start]
    return tuple(zip(starts, [*starts[1:], len(doc)], strict=True))
