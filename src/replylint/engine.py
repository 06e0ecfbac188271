"""This file is the journey itself: drafts in, findings out, in reading order.

>>> linter = Linter()
>>> [finding.text for finding in linter.lint("We will reply as soon as possible.")]
['as soon as possible']
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from replylint.cache import load_rule_set
from replylint.config import Config, find_config, read_config
from replylint.draft import Draft, Source
from replylint.errors import UnknownNameError, UserError
from replylint.files import find_files, read_source
from replylint.finding import Finding, Run, Skipped, fingerprint
from replylint.guards import quoted_tokens
from replylint.kinds import guess_channel, guess_kind
from replylint.language import Parser, clause_numbers, sentence_ranges
from replylint.packs import check_names, choose
from replylint.patterns import Cue
from replylint.readers import READERS, read
from replylint.reply import Reply
from replylint.rule import Rule, Severity
from replylint.ruleset import ALLOWED
from replylint.scanner import Scanner, longest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Span

    from replylint.ruleset import CueEntry, RuleSet

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
_HALF = re.compile(r"^['’](?:ll|re|ve|s|d|m)\s+", re.IGNORECASE)


class Linter:
    """Lints drafts with the rules of some packs.

    Args:
        packs: names of built-in packs, or folders.
        select: rules or categories to run alone; all where empty.
        ignore: rules or categories to leave out.
        preview: whether rules in preview run.
        severity: the level of a rule or category, instead of its own.
        allow: phrases that are never flagged, whatever the rule.
        kind: what a reply is, where neither its file nor the caller tells.
        channel: where a reply goes out, likewise.

    Raises:
        UserError: a pack, rule or category is not there.

    ``errors`` holds the rule files that could not be used; the others are.
    """

    def __init__(
        self,
        packs: Sequence[str] = ("core",),
        *,
        select: Collection[str] = (),
        ignore: Collection[str] = (),
        preview: bool = False,
        severity: Mapping[str, Severity | str] | None = None,
        allow: Sequence[str] = (),
        kind: str | None = None,
        channel: str | None = None,
    ) -> None:
        self._take(load_rule_set(packs, allow), select, ignore, preview=preview)
        levels = {name: Severity(level) for name, level in (severity or {}).items()}
        check_names(self._known, levels)
        self._levels = {
            rule.name: levels.get(rule.name) or levels[rule.category]
            for rule in self.rules
            if rule.name in levels or rule.category in levels
        }
        self._kind, self._channel = kind, channel

    @classmethod
    def from_config(cls, path: str | Path | None = None) -> Linter:
        """Return the linter of a configuration: of ``path``, else of the nearest one upward from
        the working folder; the plain one where there is none.

        Raises:
            UserError: the configuration, or a name in it, is not as it must be.
        """
        found = Path(path) if path else find_config()
        return cls.configured(read_config(found) if found else Config())

    @classmethod
    def configured(cls, config: Config) -> Linter:
        """Return the linter that a configuration describes; its errors name their place there."""
        try:
            return cls(
                config.packs or ("core",),
                select=config.select,
                ignore=config.ignore,
                preview=config.preview,
                severity=dict(config.severity),
                allow=config.allow,
                kind=config.kind,
                channel=config.channel,
            )
        except UnknownNameError as error:
            place = config.place_of(error.name)
            if place is None:
                raise
            raise UserError(
                error.message, path=place.path, line=place.line, column=place.column
            ) from error

    @classmethod
    def of(cls, rule_set: RuleSet) -> Linter:
        """Return a linter with all rules of a rule set, those in preview too."""
        linter = cls.__new__(cls)
        linter._levels, linter._kind, linter._channel = {}, None, None  # noqa: SLF001 - as below
        linter._take(rule_set, (), (), preview=True)  # noqa: SLF001 - a second constructor
        return linter

    def _take(
        self,
        rule_set: RuleSet,
        select: Collection[str],
        ignore: Collection[str],
        *,
        preview: bool,
    ) -> None:
        self.errors: tuple[UserError, ...] = rule_set.errors
        self._known = rule_set.rules
        self.rules = choose(rule_set.rules, select, ignore, preview=preview)
        if not self.rules and not self.errors:
            raise UserError("no rule is left to run (look at --select, --ignore and --preview)")
        self._cues = {cue.name: cue for cue in rule_set.cues}
        self._table = rule_set.table
        self._rows: dict[str, frozenset[int]] = {}
        self._renew()

    def _renew(self) -> None:
        self._parser = Parser()
        self._scanner = Scanner(self._parser.vocab, self._table)

    def lint(
        self,
        text: str,
        customer: str | None = None,
        kind: str | None = None,
        channel: str | None = None,
    ) -> list[Finding]:
        """Lint one reply of plain text (quoted mail in it is left out).

        Args:
            text: the reply.
            customer: the customer's message that it answers.
            kind: one of ``replylint.reply.KINDS``, where it is known.
            channel: one of ``replylint.reply.CHANNELS``, where it is known.

        Returns:
            The findings, in reading order; ``start`` and ``end`` are offsets in ``text``.
        """
        return self.lint_draft(plain_draft(text), customer=customer, kind=kind, channel=channel)

    def lint_paths(
        self,
        paths: Iterable[str | Path],
        *,
        stdin: bytes | None = None,
        stdin_name: str = "<stdin>",
        customer: str | None = None,
        kind: str | None = None,
        channel: str | None = None,
    ) -> Run:
        """Lint files and folders, and ``stdin`` under the name ``stdin_name`` where it is given.

        What cannot be read becomes one of ``Run.errors``; everything else is still linted.

        Raises:
            UserError: ``customer`` is given, and there is more than one reply to it.
        """
        errors: list[UserError] = list(self.errors)
        runs = [
            self.lint_source(source, customer=customer, kind=kind, channel=channel)
            for source in _sources(paths, stdin, stdin_name, errors)
        ]
        replies = sum(run.replies for run in runs)
        if customer is not None and replies > 1:
            raise UserError(f"--customer goes with one reply, and here are {replies} (name one)")
        findings = sorted((f for run in runs for f in run.findings), key=lambda f: f.order)
        return Run(
            findings,
            files=len(runs),
            replies=replies,
            customers=sum(run.customers for run in runs),
            skipped=[s for run in runs for s in run.skipped],
            errors=errors,
        )

    def lint_source(
        self,
        source: Source,
        *,
        customer: str | None = None,
        kind: str | None = None,
        channel: str | None = None,
    ) -> Run:
        """Lint one file that was read; the suffix of its path says what it is."""
        drafts = list(read(source, Path(source.path).suffix))
        found = [
            finding
            for draft in drafts
            for finding in self.lint_draft(draft, customer=customer, kind=kind, channel=channel)
        ]
        customers = sum(bool(customer or draft.customer) for draft in drafts)
        skipped = [] if drafts else [Skipped(source.path, None, "there is no reply in it")]
        suffix = Path(source.path).suffix.lower()
        if suffix and suffix not in READERS:
            skipped.append(
                Skipped(source.path, None, f"'{suffix}' is not known; read as plain text")
            )
        if source.note:
            skipped.append(Skipped(source.path, None, source.note))
        skipped += [Skipped(source.path, d.name, note) for d in drafts for note in d.notes]
        return Run(found, 1, len(drafts), skipped, customers=customers)

    def lint_draft(
        self,
        draft: Draft,
        *,
        customer: str | None = None,
        kind: str | None = None,
        channel: str | None = None,
        only: Rule | None = None,
    ) -> list[Finding]:
        """Lint one draft, with all rules or with one; findings are in reading order."""
        if self._parser.is_worn():
            self._renew()
        beside = None
        rows = self._rows_for(only) if only else None
        if customer or draft.customer:
            message = plain_draft(customer or draft.customer or "")
            beside = self._reply(message, None, None, None, rows)
        if not draft.text:
            return []
        reply = self._reply(
            draft,
            kind or draft.kind or self._kind,
            channel or draft.channel or self._channel,
            beside,
            rows,
        )
        reported = [
            (rule, severity, span)
            for rule in ([only] if only else self.rules)
            for span, severity in _reported(rule, reply)
            if not (len(span) and reply.has_cue_over(ALLOWED, span))
        ]
        leveled = [(r, self._levels.get(r.name, severity), s) for r, severity, s in reported]
        return _findings(_settled(leveled), reply)

    def _rows_for(self, rule: Rule) -> frozenset[int]:
        """Return the patterns of a rule, as its file has it, and of the cues that it needs."""
        if rule.name not in self._rows:
            needed = [rule.name, *(cue.name for cue in rule.guard_cues)]
            needed += [pattern.name for pattern in rule.patterns if isinstance(pattern, Cue)]
            for name in needed:  # grows while it is walked
                entry = self._cues.get(name)
                more = (*entry.cues, *entry.asks) if entry else ()
                needed += [cue for cue in more if cue not in needed]
            self._rows = {rule.name: self._table.rows_of(set(needed))}
        return self._rows[rule.name]

    def _reply(
        self,
        draft: Draft,
        kind: str | None,
        channel: str | None,
        customer: Reply | None,
        rows: frozenset[int] | None = None,
    ) -> Reply:
        doc = self._parser(draft.text)
        norms = tuple(token.norm_ for token in doc)
        sentences = sentence_ranges(doc)
        sentence_of = tuple(
            n for n, (start, end) in enumerate(sentences) for _ in range(start, end)
        )
        clause_of = tuple(clause_numbers(doc))
        cues = _Cues(self._cues)
        reply = Reply(
            draft=draft,
            doc=doc,
            norms=norms,
            sentences=sentences,
            sentence_of=sentence_of,
            clause_of=clause_of,
            quoted=quoted_tokens(norms, sentences, clause_of),
            hits=self._scanner.scan(doc, norms, sentences, clause_of, rows),
            cues=cues,
            kind=kind,
            channel=channel,
            customer=customer,
        )
        cues.reply = reply
        known = kind
        if kind is None:
            kind = guess_kind(reply)
        cues.reply = replace(
            reply,
            kind=kind,
            channel=channel or guess_channel(reply),
            guessed=known is None and customer is None,
        )
        return cues.reply


class _Cues(dict[str, "tuple[Span, ...]"]):
    """The hits of each cue that stand its guards, worked out when somebody asks, and remembered."""

    reply: Reply

    def __init__(self, entries: Mapping[str, CueEntry]) -> None:
        super().__init__()
        self._entries = entries

    def __missing__(self, name: str) -> tuple[Span, ...]:
        entry = self._entries.get(name)
        self[name] = ()  # a cue that needs itself is an error, and empty
        hits = _hits(name, entry.cues, self.reply) if entry else ()
        guards = entry.unless if entry else ()
        self[name] = tuple(h for h in hits if not any(guard(h, self.reply) for guard in guards))
        return self[name]


def lint(
    text: str,
    customer: str | None = None,
    kind: str | None = None,
    channel: str | None = None,
) -> list[Finding]:
    """Lint one reply with the core pack; see ``Linter.lint``. For many replies keep a Linter."""
    return Linter().lint(text, customer=customer, kind=kind, channel=channel)


def _sources(
    paths: Iterable[str | Path], stdin: bytes | None, stdin_name: str, errors: list[UserError]
) -> Iterator[Source]:
    """Yield what can be read; the rest becomes ``errors``."""
    if stdin is not None:
        try:
            yield Source.decode(stdin_name, stdin)
        except UserError as error:
            errors.append(error)
    for path in find_files([Path(path) for path in paths], errors):
        try:
            yield read_source(path)
        except UserError as error:
            errors.append(error)


def plain_draft(text: str) -> Draft:
    """Return the draft that a plain text makes; an empty one where no prose is in it."""
    source = Source("<text>", text)
    return next(read(source, ".txt"), Draft(source, "", ()))


def _hits(owner: str, cues: Iterable[str], reply: Reply) -> Sequence[Span]:
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
    found = _hits(rule.name, cues, reply)
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
    words = source.text[place.start : place.end] if place.exact else span.text
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
        excerpts=source.excerpts(place.start, place.end),
    )


def _message(rule: Rule, words: str, reply: Reply) -> str:
    """Return the rule's message with the words at hand, and with the customer's where it asks."""
    message = rule.message.replace("{match}", _short(words))
    given = next((guard.first(reply) for guard in rule.beside), None)
    if given is None or reply.customer is None:
        return message
    told = reply.customer.draft
    place = told.place(given.start_char, given.end_char)
    said = _short(told.source.text[place.start : place.end])
    line, _ = told.source.position(place.start)
    return message.replace("{customer}", said).replace("{customer-line}", str(line))


def _short(words: str) -> str:
    """Return words as a message quotes them: on one line, no half of a contraction in front."""
    words = _HALF.sub("", " ".join(words.split()))
    return words if len(words) <= MAX_SHOWN else words[: MAX_SHOWN - 1].rstrip() + "…"
