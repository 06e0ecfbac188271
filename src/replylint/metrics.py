"""Metrics measure a reply. Each returns the spans that are over a limit; quotes are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replylint.structure import is_item, lines, opening, words_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.tokens import Span

    from replylint.reply import Reply

    Measure = Callable[[Sequence[Span], Reply, int], list[Span]]


def word_count(reply: Reply) -> int:
    """Return the number of words in a reply."""
    return words_in(reply, 0, len(reply.norms))


def words_before(hits: Sequence[Span], reply: Reply, limit: int) -> list[Span]:
    """Return the block from the opening to the first hit (or the end) if it is too long."""
    start = opening(reply).start
    end = next((reply.sentence(hit)[0] for hit in hits if hit.start >= start), len(reply.norms))
    if words_in(reply, start, end) <= limit:
        return []
    return [_block(reply, start, end)]


def paragraph_words(_: Sequence[Span], reply: Reply, limit: int) -> list[Span]:
    """Return the paragraphs of more words."""
    return [
        _block(reply, start, end)
        for start, end in lines(reply)
        if words_in(reply, start, end) > limit
    ]


def questions(_: Sequence[Span], reply: Reply, limit: int) -> list[Span]:
    """Return the first question beyond the limit; those in a list are counted apart, as one."""
    listed = {
        at for start, end in lines(reply) if is_item(reply, start, end) for at in range(start, end)
    }
    asked = [
        (start, end)
        for start, end in reply.sentences
        if start not in listed and "?" in reply.norms[start:end]
    ]
    return [_block(reply, *asked[limit])] if len(asked) > limit else []


def question_words(_: Sequence[Span], reply: Reply, limit: int) -> list[Span]:
    """Return the questions of more words."""
    return [
        _block(reply, start, end)
        for start, end in reply.sentences
        if "?" in reply.norms[start:end] and words_in(reply, start, end) > limit
    ]


def list_items(_: Sequence[Span], reply: Reply, limit: int) -> list[Span]:
    """Return the first item beyond the limit, over all lists of the reply."""
    items = [(start, end) for start, end in lines(reply) if is_item(reply, start, end)]
    return [_block(reply, *items[limit])] if len(items) > limit else []


# Words that no acronym is written like: what makes a run of capitals a shout.
_ORDINARY = frozenset(
    (
        "a about again all already am an and any are as ask at away back be been before being but"
        " by call came can check come contact could did do does done even ever every everything"
        " false fault find first for free from get give go gone good got had has have he help her"
        " here him his how i if in is it its just keep know last later leave let like listen look"
        " made make many me money more much must my need never new no none not nothing now of off"
        " on once one only or order other our out over pay please problem put read really refund"
        " reply right said same say see send she should so some sorry stop take tell than that the"
        " their them then there these they thing this time to told too twice under until up us use"
        " very wait want was we were what when where which who why will with without work would"
        " write wrong yes you your yourself email mail today tomorrow answer anything"
    ).split()
)
# A run without an ordinary word is a title or a code, unless it is so long and cried out.
_MANY = 4


def shouting(_: Sequence[Span], reply: Reply, limit: int) -> list[Span]:
    """Return the runs of more than ``limit`` capital words that are no acronyms, labels or lines.

    A line all in capitals without a stop is a heading, where it is not the whole reply.
    """
    found = []
    ranges = list(lines(reply))
    for start, end in ranges:
        for first, last in _capital_runs(reply, start, end):
            heading = (first, last) == _ends_of(reply, start, end) and len(ranges) > 1
            if heading and not _has_stop(reply, start, end):
                continue
            if _is_shout(reply, first, last, limit):
                found.append(reply.doc[first:last])
    return found


def _is_shout(reply: Reply, first: int, last: int, limit: int) -> bool:
    words = [at for at in range(first, last) if _is_capital(reply, at)]
    ordinary = sum(_shouts(reply, at) for at in words)
    if len(words) <= limit or _is_told(reply, reply.doc[first:last].text):
        return False
    if (ordinary >= 2 and 3 * ordinary >= len(words)) or (ordinary and len(words) == 3):
        return True
    return len(words) >= _MANY and reply.norms[last : last + 1] == ("!",)


def _is_told(reply: Reply, words: str) -> bool:
    """Tell whether the customer wrote these words so: the reply then names what they saw."""
    return reply.customer is not None and words in reply.customer.draft.text


def capital_words(_: Sequence[Span], reply: Reply, limit: int) -> list[Span]:
    """Return single ordinary words in capitals, more than ``limit`` in every hundred words."""
    runs = [run for start, end in lines(reply) for run in _capital_runs(reply, start, end)]
    single = [at for at, last in runs if last == at + 1 and _shouts(reply, at)]
    if len(single) * 100 <= limit * max(100, word_count(reply)):
        return []
    return [reply.doc[at : at + 1] for at in single]


def piled_marks(_: Sequence[Span], reply: Reply, limit: int) -> list[Span]:
    """Return the runs of more than ``limit`` exclamation marks without a question mark."""
    return [run for run in _mark_runs(reply, limit) if "?" not in run.text]


def piled_questions(_: Sequence[Span], reply: Reply, limit: int) -> list[Span]:
    """Return the runs of more than ``limit`` marks of which one at least asks."""
    return [run for run in _mark_runs(reply, limit) if "?" in run.text]


def _mark_runs(reply: Reply, limit: int) -> list[Span]:
    found, start = [], None
    for at, word in enumerate((*reply.norms, "")):
        is_mark = bool(word) and set(word) <= set("!?")
        if is_mark and start is None:
            start = at
        elif not is_mark and start is not None:
            if sum(map(len, reply.norms[start:at])) > limit and start not in reply.quoted:
                found.append(reply.doc[start:at])
            start = None
    return found


def unfilled(_: Sequence[Span], reply: Reply, limit: int) -> list[Span]:
    """Return the placeholders beyond the limit that were left in a reply that goes out."""
    if not reply.outgoing:
        return []
    spans = (
        reply.doc.char_span(start, end, alignment_mode="expand")
        for start, end in reply.draft.unfilled()
    )
    return [span for span in spans if span is not None][limit:]


METRICS: dict[str, Measure] = {
    "words-before": words_before,
    "paragraph-words": paragraph_words,
    "questions": questions,
    "question-words": question_words,
    "list-items": list_items,
    "shouting": shouting,
    "capital-words": capital_words,
    "piled-marks": piled_marks,
    "piled-questions": piled_questions,
    "unfilled-placeholders": unfilled,
}
# Those that measure by the rule's hits; the others need no 'find'.
BY_HITS = frozenset(("words-before",))


def _block(reply: Reply, start: int, end: int) -> Span:
    while end > start + 1 and reply.doc[end - 1].is_space:
        end -= 1
    return reply.doc[start:end]


def _is_capital(reply: Reply, at: int) -> bool:
    text = reply.doc[at].text
    joined = {reply.norms[i] for i in (at - 1, at + 1) if 0 <= i < len(reply.norms)} & {"-", "/"}
    return text.isalpha() and text.isupper() and not joined and at not in reply.quoted


def _shouts(reply: Reply, at: int) -> bool:
    return len(reply.doc[at].text) > 1 and _is_capital(reply, at) and reply.norms[at] in _ORDINARY


_HALVES = frozenset("N'T 'S 'RE 'LL 'VE 'D 'M".split())


def _capital_runs(reply: Reply, start: int, end: int) -> list[tuple[int, int]]:
    """Return the runs of capital words inside a sentence; commas may stand between them."""
    runs: list[tuple[int, int]] = []
    opened = {begin for begin, _ in reply.sentences}
    first = last = None
    for at in range(start, end):
        text = reply.doc[at].text
        if first is not None and last is not None and at in opened:
            runs.append((first, last))
            first = last = None
        if _is_capital(reply, at) or (first is not None and text in _HALVES):
            first = at if first is None else first
            last = at + 1
        elif first is not None and last is not None and any(map(str.isalnum, text)):
            runs.append((first, last))
            first = last = None
    if first is not None and last is not None:
        runs.append((first, last))
    return runs


def _ends_of(reply: Reply, start: int, end: int) -> tuple[int, int]:
    """Return the range of a line's words, without the signs around them."""
    worded = [at for at in range(start, end) if any(map(str.isalnum, reply.norms[at]))]
    return (worded[0], worded[-1] + 1) if worded else (start, end)


def _has_stop(reply: Reply, start: int, end: int) -> bool:
    return any(word and set(word) <= set(".!?") for word in reply.norms[start:end])


_EMPTY = frozenset(
    (
        "a about above after again against all also am an and any anyone anything are as at away"
        " be because been before being below between both but by came can cannot come could did do"
        " does doing done down during each even ever every for from further get gets getting give"
        " go goes going gone got had has have having he hello help her here hers hey hi him his"
        " how i if in into is it its just keep know let like look made make many may me might more"
        " most much must my need never next no nor not now of off ok okay on once one only or"
        " other our out over own please put really regards right said same say see seen she should"
        " so some someone something still such sure take than thank thanks that the their them"
        " then there these they thing things think this those through time to told too try trying"
        " tried under until up us use used using very want wanted was way we well went were what"
        " when where which while who why will with without work would yes yet you your today day"
        " days dear best kind sir madam team contact contacted email message service customer"
        " support reply answer write wrote written back first last new two since already actually"
        " always anyway long able bit lot tell inform 'd 's 'll 've 're n't ca wo sha"
    ).split()
)


def content_words(reply: Reply, start: int = 0, end: int | None = None) -> set[str]:
    """Return the stems of the words in a token range (or all) that carry matter: no function words,
    no courtesies.
    """
    return {
        _stem(word)
        for word in reply.norms[start:end]
        if word not in _EMPTY and len(word) > 1 and any(map(str.isalnum, word))
    }


def _stem(word: str) -> str:
    """Cut the endings of inflection: "refunded" and "refunding" are "refund"."""
    if not word.isalpha() or len(word) < 4:
        return word
    for ending, put in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending) + put
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word.removesuffix("e")
