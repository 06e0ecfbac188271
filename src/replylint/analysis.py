"""This file makes a Reply out of a Draft: parsed, scanned, its kind known or guessed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from replylint.guards import quoted_tokens
from replylint.judging import hits_of
from replylint.kinds import guess_channel, guess_kind
from replylint.language import Parser, clause_numbers, sentence_ranges
from replylint.patterns import Cue
from replylint.reply import Reply
from replylint.scanner import Scanner

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Span

    from replylint.draft import Draft
    from replylint.rule import Rule
    from replylint.ruleset import CueEntry, RuleSet


class Analyzer:
    """Parses and scans drafts with the patterns of a rule set; holds spaCy's vocabulary."""

    def __init__(self, rule_set: RuleSet) -> None:
        self._entries = {cue.name: cue for cue in rule_set.cues}
        self._table = rule_set.table
        self._rows: dict[str, frozenset[int]] = {}
        self._renew()

    def _renew(self) -> None:
        self._parser = Parser()
        self._scanner = Scanner(self._parser.vocab, self._table)

    def analyze(
        self,
        draft: Draft,
        *,
        customer: Draft | None = None,
        kind: str | None = None,
        channel: str | None = None,
        outgoing: bool = False,
        only: Rule | None = None,
    ) -> Reply:
        """Return the Reply that a draft is; ``customer`` is the message that it answers.

        With ``only``, no patterns but those that this rule needs are looked for.
        """
        if self._parser.is_worn():
            self._renew()
        rows = self._rows_for(only) if only else None
        message = self._reply(customer, rows) if customer else None
        return self._reply(draft, rows, kind, channel, message, outgoing=outgoing)

    def _rows_for(self, rule: Rule) -> frozenset[int]:
        """Return the patterns of a rule, as its file has it, and of the cues that it needs."""
        if rule.name not in self._rows:
            needed = [rule.name, *(cue.name for cue in rule.guard_cues)]
            needed += [pattern.name for pattern in rule.patterns if isinstance(pattern, Cue)]
            for name in needed:  # grows while it is walked
                entry = self._entries.get(name)
                more = (*entry.cues, *entry.asks) if entry else ()
                needed += [cue for cue in more if cue not in needed]
            self._rows = {rule.name: self._table.rows_of(set(needed))}
        return self._rows[rule.name]

    def _reply(
        self,
        draft: Draft,
        rows: frozenset[int] | None,
        kind: str | None = None,
        channel: str | None = None,
        customer: Reply | None = None,
        *,
        outgoing: bool = False,
    ) -> Reply:
        doc = self._parser(draft.text)
        norms = tuple(token.norm_ for token in doc)
        sentences = sentence_ranges(doc)
        sentence_of = tuple(
            n for n, (start, end) in enumerate(sentences) for _ in range(start, end)
        )
        clause_of = tuple(clause_numbers(doc))
        cues = _Cues(self._entries)
        cues.reply = Reply(
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
            outgoing=outgoing,
        )
        # The guesses ask for cues, and later cues for what was guessed.
        cues.reply = replace(
            cues.reply,
            kind=kind or guess_kind(cues.reply),
            channel=channel or guess_channel(cues.reply),
            guessed=kind is None and customer is None,
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
        hits = hits_of(name, entry.cues, self.reply) if entry else ()
        guards = entry.unless if entry else ()
        self[name] = tuple(h for h in hits if not any(guard(h, self.reply) for guard in guards))
        return self[name]
