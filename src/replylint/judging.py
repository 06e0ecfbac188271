"""This file makes findings: hits of rules, excused by guards, chosen by judges, put into words.

What the rules say of a reply is a list of Verdicts, which know its text alone; where each stands in
a file, and so the Finding, is told of every draft that has this text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.escapes import written
from replylint.finding import Edit, Finding, Fix, fingerprint, shortened
from replylint.patterns import Cue
from replylint.rule import Rule, Severity
from replylint.ruleset import ALLOWED
from replylint.scanner import longest
from replylint.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from spacy.tokens import Span

    from replylint.draft import Draft, Place
    from replylint.fixes import Change
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
# Where the source of some words is this much longer than they are, it is no sight: base64, tags.
MUCH_LONGER = 80
# The number in a name that is a place: "reply 2", "row 7", "labels[3].comment".
_NUMBER = re.compile(r"(?<=^reply )\d+$|(?<=^row )\d+$|(?<=^line )\d+$|(?<=\[)\d+(?=\])")
_LETTERS = re.compile("[A-Za-z]{2,}")


class Verdict(NamedTuple):
    """What a rule says of a reply: at the characters ``start`` to ``end`` of its draft, or of the
    whole where they are the same.

    ``sentence`` is the normal form of the sentence around it; ``given`` is where the customer's
    message has what the rule's message quotes of it. ``changes`` are what the rule's fix does.
    """

    rule: Rule
    severity: Severity
    start: int
    end: int
    sentence: str
    given: tuple[int, int] | None
    changes: tuple[Change, ...] = ()


def verdicts_on(
    reply: Reply, rules: Iterable[Rule], levels: Mapping[str, Severity]
) -> tuple[Verdict, ...]:
    """Return what the rules say of a reply, in reading order.

    ``levels`` holds the severity of rules that have another than their own.
    """
    reported = [
        (rule, levels.get(rule.name, severity), span)
        for rule in rules
        for span, severity in _reported(rule, reply)
        if not (len(span) and reply.has_cue_over(ALLOWED, span))
    ]
    return tuple(_verdict(*one, reply) for one in _settled(reported))


def _verdict(rule: Rule, severity: Severity, span: Span, reply: Reply) -> Verdict:
    start, end = (span.start_char, span.end_char) if len(span) else (0, 0)
    given = next((guard.first(reply) for guard in rule.beside), None)
    asked = given and (given.start_char, given.end_char)
    changes = tuple(rule.fix(span, reply)) if rule.fix and len(span) else ()
    return Verdict(rule, severity, start, end, _sentence(span, reply), asked or None, changes)


def findings_of(
    verdicts: Iterable[Verdict],
    draft: Draft,
    customer: Draft | None,
    counts: dict[tuple[str, str | None, str], int],
) -> list[Finding]:
    """Return the findings that verdicts come to in a draft.

    ``counts`` holds how often a rule has spoken of a sentence in a reply of this name, so that no
    two findings of a file have the same fingerprint; it is counted on.
    """
    findings = []
    for verdict in verdicts:
        key = (verdict.rule.name, _lasting(draft.name), verdict.sentence)
        counts[key] = nth = counts.get(key, -1) + 1
        findings.append(_finding(verdict, draft, customer, nth))
    return findings


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


def _sentence(span: Span, reply: Reply) -> str:
    if not len(span):
        return ""
    start, end = reply.sentence(span)
    return " ".join(" ".join(reply.norms[start:end]).split())


def _finding(verdict: Verdict, draft: Draft, customer: Draft | None, nth: int) -> Finding:
    rule, source = verdict.rule, draft.source
    place = draft.place(verdict.start, verdict.end)
    words = _words(verdict.start, verdict.end, draft)
    line, column = source.position(place.start)
    end_line, end_column = source.position(place.end)
    return Finding(
        rule=rule.name,
        category=rule.category,
        severity=verdict.severity,
        message=_message(verdict, words, customer),
        why=rule.why,
        instead=rule.instead,
        fix=_fix(verdict, draft),
        text=words,
        start=source.offset + place.start,
        end=source.offset + place.end,
        path=source.path,
        reply=draft.name,
        title=draft.title,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        exact=place.exact,
        fingerprint=fingerprint(
            rule.name, source.lasting or source.path, _lasting(draft.name), verdict.sentence, nth
        ),
        region=source.region(place.start, place.end),
        excerpts=_excerpts(verdict, place, draft),
        within=(verdict.start, verdict.end),
    )


def _fix(verdict: Verdict, draft: Draft) -> Fix | None:
    """Return what a fix comes to in the file; None where a change has no exact place there, or
    cannot be written there.
    """
    edits, regions = [], []
    for change in verdict.changes:
        place = draft.place(change.start, change.end)
        text = written(change.text, draft.escapes)
        if not place.exact or text is None:
            return None
        offset = draft.source.offset
        start, end = _whole_lines(draft.source.text, place.start, place.end, written=bool(text))
        edits.append(Edit(offset + start, offset + end, text))
        regions.append(draft.source.region(start, end))
    if not edits or verdict.rule.fix is None:
        return None
    safety: Literal["safe", "unsafe"] = "safe" if verdict.rule.fix.safe else "unsafe"
    return Fix(safety, tuple(edits), tuple(regions), verdict.changes)


def _whole_lines(text: str, start: int, end: int, *, written: bool) -> tuple[int, int]:
    """Return the range of an edit, with both characters of a line's end, and with the indentation
    of the first line where whole lines are taken out.
    """
    start -= text[start - 1 : start + 1] == "\r\n" and start > 0
    end += text[end - 1 : end + 1] == "\r\n" and end > 0
    if not written and text[end - 1 : end] in ("\n", "\r") and end > start:
        opens = len(text[:start].rstrip(" \t"))
        if opens == 0 or text[opens - 1] in "\r\n":
            return opens, end
    return start, end


def _lasting(name: str | None) -> str | None:
    """Return what of a reply's name stays when others come before it: not its number."""
    return name and _NUMBER.sub("", name)


def _words(start: int, end: int, draft: Draft) -> str:
    """Return the words of a finding: the source's where they are the draft's, else as read."""
    place = draft.place(start, end)
    return draft.source.text[place.start : place.end] if place.exact else draft.shown(start, end)


def _excerpts(verdict: Verdict, place: Place, draft: Draft) -> tuple[Excerpt, ...]:
    """Return the lines to show: the source's, or the reply's own where those are unreadable."""
    start, end = verdict.start, verdict.end
    source = draft.source.text[place.start : place.end]
    words = _LETTERS.findall(draft.shown(start, end))
    long = start < end and len(source) > 2 * (end - start) + MUCH_LONGER
    if not place.exact and (long or not all(word in source for word in words)):
        return Source("", draft.text).excerpts(start, end)
    return draft.source.excerpts(place.start, place.end)


def _message(verdict: Verdict, words: str, customer: Draft | None) -> str:
    """Return the rule's message with the words at hand, and with the customer's where it asks."""
    message = verdict.rule.message.replace("{match}", shortened(words))
    if verdict.given is None or customer is None:
        return message
    said = shortened(_words(*verdict.given, customer))
    line, _ = customer.source.position(customer.place(*verdict.given).start)
    return message.replace("{customer}", said).replace("{customer-line}", str(line))
