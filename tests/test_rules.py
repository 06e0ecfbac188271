"""Every rule against its own examples, and good examples against all rules of their category."""

from __future__ import annotations

from functools import cache

import pytest

from replylint.checking import Checker, plain_draft
from replylint.packs import load_packs
from replylint.ruleset import gather
from replylint.testing import failures

CORE, STRICT = load_packs(["core", "strict"])
RULE_SET = gather([CORE, STRICT])
LINTER = Checker.of(RULE_SET)


def test_every_rule_file_can_be_used():
    assert [str(error) for error in LINTER.errors] == []


@pytest.mark.parametrize("rule", [*CORE.rules, *STRICT.rules], ids=lambda rule: rule.name)
def test_a_rule_does_what_its_examples_say(rule):
    assert [str(failure) for failure in failures(LINTER, rule)] == []


@cache
def _checker_of(category):
    return Checker(RULE_SET, [rule for rule in CORE.rules if rule.category == category])


@pytest.mark.parametrize("rule", CORE.rules, ids=lambda rule: rule.name)
def test_no_rule_of_a_category_speaks_up_on_a_good_example_of_another(rule):
    flagged = [
        f"{example.text} ← {finding.rule}"
        for example in rule.good
        for finding in _checker_of(rule.category).check(
            plain_draft(example.text),
            customer=example.customer,
            kind=example.kind,
            channel=example.channel,
        )
        if finding.severity != "suggestion"
    ]

    assert flagged == []
