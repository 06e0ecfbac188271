"""Every rule against its own examples, and good examples against all rules of their category."""

from __future__ import annotations

import pytest

from replylint.checking import Checker, plain_draft
from replylint.packs import load_packs
from replylint.ruleset import gather
from replylint.testing import failures

CORE, STRICT = load_packs(["core", "strict"])
LINTER = Checker.of(gather([CORE, STRICT]))


def test_every_rule_file_can_be_used():
    assert [str(error) for error in LINTER.errors] == []


@pytest.mark.parametrize("rule", [*CORE.rules, *STRICT.rules], ids=lambda rule: rule.name)
def test_a_rule_does_what_its_examples_say(rule):
    assert [str(failure) for failure in failures(LINTER, rule)] == []


@pytest.mark.parametrize("rule", CORE.rules, ids=lambda rule: rule.name)
def test_no_rule_of_a_category_speaks_up_on_a_good_example_of_another(rule):
    others = [other for other in CORE.rules if other.category == rule.category]
    flagged = [
        f"{example.text} ← {finding.rule}"
        for other in others
        for example in rule.good
        for finding in LINTER.check(
            plain_draft(example.text),
            customer=example.customer,
            kind=example.kind,
            channel=example.channel,
            only=other,
        )
        if finding.severity != "suggestion"
    ]

    assert flagged == []
