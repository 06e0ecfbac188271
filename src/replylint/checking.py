"""This file checks one draft with the rules that were chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replylint.analysis import Analyzer
from replylint.cache import load_rule_set
from replylint.draft import Draft
from replylint.errors import UnknownNameError, UserError
from replylint.judging import findings_of, verdicts_on
from replylint.packs import check_names, choose
from replylint.readers import read_message
from replylint.source import Source
from replylint.suppression import OWN_RULES, Running

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from replylint.finding import Finding
    from replylint.judging import Verdict
    from replylint.rule import Rule, Severity
    from replylint.ruleset import RuleSet
    from replylint.settings import Settings

# Of so many replies it is remembered what the rules said: libraries repeat themselves.
MAX_HEARD = 2000

Counts = dict[tuple[str, "str | None", str], int]


class Checker:
    """Checks drafts with some rules; spaCy's pipeline is made when the first one comes.

    ``rules`` are those that run, ``levels`` the severity of those that have another than their
    own, ``errors`` the rule files that could not be used.
    """

    def __init__(
        self,
        rule_set: RuleSet,
        rules: Sequence[Rule],
        levels: Mapping[str, Severity] | None = None,
    ) -> None:
        self.rules = [rule for rule in rules if rule not in OWN_RULES]
        self.levels = levels or {}
        self.running = Running(
            frozenset(rule.name for rule in rules),
            frozenset(rule.name for rule in (*rule_set.rules, *OWN_RULES)),
            {
                rule.name: self.levels.get(rule.name, rule.severity)
                for rule in rules
                if rule in OWN_RULES
            },
        )
        self.errors: tuple[UserError, ...] = rule_set.errors
        self._analyzer = Analyzer(rule_set)
        self._heard: dict[tuple[object, ...], tuple[Verdict, ...]] = {}

    @classmethod
    def of(cls, rule_set: RuleSet) -> Checker:
        """Return a checker with all rules of a rule set, those in preview too."""
        return cls(rule_set, rule_set.rules)

    @classmethod
    def configured(cls, settings: Settings) -> Checker:
        """Return the checker that settings describe.

        Raises:
            UserError: a pack, rule or category is not there, or no rule is left to run; with its
                place, where a configuration names it.
        """
        rule_set = load_rule_set(settings.packs, settings.allow)
        known = [*rule_set.rules, *OWN_RULES]
        levels = dict(settings.severity)
        try:
            rules = choose(known, settings.select, settings.ignore, preview=settings.preview)
            check_names(known, [*levels, *(entry.rule for entry in settings.suppress)])
        except UnknownNameError as error:
            place = settings.place_of(error.name)
            if place is None:
                raise
            raise UserError(
                error.message, path=place.path, line=place.line, column=place.column
            ) from error
        if all(rule in OWN_RULES for rule in rules) and not rule_set.errors:
            place = settings.first_place("select", "ignore")
            if place is None:
                message = "no rule is left to run (look at --select, --ignore and --preview)"
                raise UserError(message)
            message = "no rule is left to run (look at 'select' and 'ignore')"
            raise UserError(message, path=place.path, line=place.line, column=place.column)
        named = {
            rule.name: levels.get(rule.name) or levels[rule.category]
            for rule in rules
            if rule.name in levels or rule.category in levels
        }
        return cls(rule_set, rules, named)

    def check(
        self,
        draft: Draft,
        *,
        customer: str | None = None,
        kind: str | None = None,
        channel: str | None = None,
        outgoing: bool = False,
        only: Rule | None = None,
        counts: Counts | None = None,
    ) -> list[Finding]:
        """Check one draft, with all rules or with one; findings are in reading order.

        ``kind`` and ``channel`` are what is known of it, ``outgoing`` tells that it goes out as
        it stands. ``counts`` goes along through the drafts of one file; see ``findings_of``.
        """
        if not draft.text:
            return []
        message = plain_draft(customer) if customer else _message_of(draft)
        said = message.text if message else None
        key = (draft.text, said, kind, channel, outgoing and tuple(draft.unfilled()), only)
        verdicts = self._heard.pop(key, None)
        if verdicts is None:
            reply = self._analyzer.analyze(
                draft, customer=message, kind=kind, channel=channel, outgoing=outgoing, only=only
            )
            verdicts = verdicts_on(reply, [only] if only else self.rules, self.levels)
        self._heard[key] = verdicts
        if len(self._heard) > MAX_HEARD:
            del self._heard[next(iter(self._heard))]
        return findings_of(verdicts, draft, message, {} if counts is None else counts)


def plain_draft(text: str) -> Draft:
    """Return the draft that a plain text makes; an empty one where no prose is in it."""
    source = Source("<text>", text)
    return read_message(source) or Draft(source, "", ())


def _message_of(draft: Draft) -> Draft | None:
    """Return the customer's message that stands in the reply's own file."""
    told = draft.customer
    return Draft(told.source, told.text, told.pieces) if told else None
