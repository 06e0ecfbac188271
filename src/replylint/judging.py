"""This file makes findings: hits of rules, excused by guards, chosen by judges, put into words."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from replylint.finding import Finding, fingerprint
from replylint.patterns import Cue
from replylint.rule import Rule, Severity
from replylint.ruleset import ALLOWED
from replylint.scanner import longest
from replylint.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from spacy.tokens import Span

    from replylint.draft import Draft, Place
    from replylint.reply import Reply
    from replylint.source import Excerpt

# Where two rules of different categories speak about the very same words, the more telling one
# is kept: what comes earlier here.
PRECEDENCE = (
    "blaming",
    "assuming",
    "condescending",
    "heated",
    "demanding",
    "withholding",
    "interruption",
    "impersonal",
    "dismissive",
)
MAX_SHOWN = 60
# Where the source of some words is this much longer than they are, it is no sight: base64, tags.
MUCH_LONGER = 80
_LETTERS = re.compile("[A-Za-z]{2,}")
_HALF = re.compile(r"^['’](?:ll|re|ve|s|d|m)\s+", re.IGNORECASE)


def findings_in(
    reply: Reply, rules: Iterable[Rule], levels: Mapping[str, Severity]
) -> list[Finding]:
    """Return what the rules find in a reply, in reading order.

    ``levels`` holds the severity of rules that have another than their own.
    """
    reported = [
        (rule, levels.get(rule.name, severity), span)
        for rule in rules
        for span, severity in _reported(rule, reply)
        if not (len(span) and reply.has_cue_over(ALLOWED, span))
    ]
    return _findings(_settled(reported), reply)


def hits_of(owner: str, cues: Iterable[str], reply: Reply) -> Sequence[Span]:
    """Return an owner's own hits and those of the cues it is made of, the longest on overlap."""
    own = reply.hits[owner]
    found = [hit for name in cues for hit in reply.cues[name]]
    if not found:
        return own
    ranges = longest({(hit.start, hit.end) for hit in (*own, *found)})
    return [reply.doc[start:end] for start, end in ranges]


def _reported(rule: Rule, reply: Reply) -> Iterable[tuple[Span, Severity]]:
    """Yield what a rule reports about a reply: guards first, then the judge."""
    cues = [pattern.name for pattern in rule.patterns if isinstance(pattern, Cue)]
    found = hits_of(rule.name, cues, reply)
    hits = [hit for hit in found if rule.quoted_counts or hit.start not in reply.quoted]
    if not rule.judge.whole:
        hits = [hit for hit in hits if _stands(rule, hit, reply)]
    for span in rule.judge(hits, reply):
        if not rule.judge.whole or _stands(rule, span, reply):
            yield span, _severity(rule, span, reply)


def _stands(rule: Rule, span: Span, reply: Reply) -> bool:
    """Ask the rule's guards about a hit, or about what a judge of the whole reply reports."""
    if not all(guard(span, reply) for guard in rule.only_if):
        return False
    return not any(guard(span, reply) for guard in rule.unless)


def _severity(rule: Rule, span: Span, reply: Reply) -> Severity:
    """Return the rule's severity, softened or hardened; where both speak, neither does."""
    soft = any(guard(span, reply) for guard in rule.soften_if)
    hard = any(guard(span, reply) for guard in rule.harden_if)
    if soft == hard:
        return rule.severity
    return Severity.SUGGESTION if soft else Severity.ERROR


Reported = tuple[Rule, Severity, "Span"]


def _settled(reported: Sequence[Reported]) -> list[Reported]:
    """Keep one finding where several say the same: of one category the worst, then the longest of
    those that overlap; of two categories on the same words the one that comes first in PRECEDENCE.
    """
    kept: list[Reported] = []
    spoken: defaultdict[str, set[int]] = defaultdict(set)  # category -> tokens
    ranked: set[tuple[int, int]] = set()  # ranges on which a category of PRECEDENCE speaks
    for one in sorted(reported, key=_weight):
        rule, _, span = one
        tokens, place = range(span.start, span.end), (span.start, span.end)
        outranked = rule.category in PRECEDENCE and place in ranked
        if tokens and (outranked or not spoken[rule.category].isdisjoint(tokens)):
            continue
        spoken[rule.category].update(tokens)
        if rule.category in PRECEDENCE:
            ranked.add(place)
        kept.append(one)
    return sorted(kept, key=lambda r: (r[2].start_char, r[2].end_char, r[0].name))


def _weight(one: Reported) -> tuple[int, int, int, str]:
    rule, severity, span = one
    place = PRECEDENCE.index(rule.category) if rule.category in PRECEDENCE else len(PRECEDENCE)
    return (place, severity.rank, -len(span), rule.name)


def _findings(reported: Sequence[Reported], reply: Reply) -> list[Finding]:
    seen: dict[tuple[str, str], int] = {}
    findings = []
    for rule, severity, span in reported:
        sentence = _sentence(span, reply)
        nth = seen[rule.name, sentence] = seen.get((rule.name, sentence), -1) + 1
        findings.append(_finding(rule, severity, span, reply, (sentence, nth)))
    return findings


def _sentence(span: Span, reply: Reply) -> str:
    if not len(span):
        return ""
    start, end = reply.sentence(span)
    return " ".join(" ".join(reply.norms[start:end]).split())


def _finding(
    rule: Rule, severity: Severity, span: Span, reply: Reply, sentence: tuple[str, int]
) -> Finding:
    draft, source = reply.draft, reply.draft.source
    place = draft.place(span.start_char, span.end_char) if len(span) else draft.place(0, 0)
    words = _words(span, place, draft)
    line, column = source.position(place.start)
    end_line, end_column = source.position(place.end)
    return Finding(
        rule=rule.name,
        category=rule.category,
        severity=severity,
        message=_message(rule, words, reply),
        why=rule.why,
        instead=rule.instead,
        fix=None,
        text=words,
        start=place.start,
        end=place.end,
        path=source.path,
        reply=draft.name,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        exact=place.exact,
        fingerprint=fingerprint(rule.name, source.path, draft.name, *sentence),
        excerpts=_excerpts(span, place, draft),
    )


def _words(span: Span, place: Place, draft: Draft) -> str:
    """Return the words of a finding: the source's where they are the draft's, else as read."""
    if place.exact:
        return draft.source.text[place.start : place.end]
    return draft.shown(span.start_char, span.end_char) if len(span) else ""


def _excerpts(span: Span, place: Place, draft: Draft) -> tuple[Excerpt, ...]:
    """Return the lines to show: the source's, or the reply's own where those are unreadable."""
    source = draft.source.text[place.start : place.end]
    words = _LETTERS.findall(draft.shown(span.start_char, span.end_char)) if len(span) else []
    long = len(span) and len(source) > 2 * len(span.text) + MUCH_LONGER
    if not place.exact and (long or not all(word in source for word in words)):
        return Source("", draft.text).excerpts(span.start_char, span.end_char)
    return draft.source.excerpts(place.start, place.end)


def _message(rule: Rule, words: str, reply: Reply) -> str:
    """Return the rule's message with the words at hand, and with the customer's where it asks."""
    message = rule.message.replace("{match}", _short(words))
    given = next((guard.first(reply) for guard in rule.beside), None)
    if given is None or reply.customer is None:
        return message
    told = reply.customer.draft
    place = told.place(given.start_char, given.end_char)
    said = _short(_words(given, place, told))
    line, _ = told.source.position(place.start)
    return message.replace("{customer}", said).replace("{customer-line}", str(line))


def _short(words: str) -> str:
    """Return words as a message quotes them: on one line, no half of a contraction in front."""
    words = _HALF.sub("", " ".join(words.split()))
    return words if len(words) <= MAX_SHOWN else words[: MAX_SHOWN - 1].rstrip() + "…"
