"""The set of rules itself: names, wording and completeness."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from replylint.packs import load_packs
from replylint.phrases import Phrase

CORE, STRICT = load_packs(["core", "strict"])
SPAN = (
    "dismissive condescending vague-timeline over-apologizing blaming assuming defensive"
    " buck-passing withholding overpromising interruption impersonal demanding heated"
).split()
DOCUMENT = "no-acknowledgement no-next-step apology-only info-dump".split()
BESIDE = "unanswered-when asks-again unheard".split()
SCOLDING = ("should be avoided", "consider ", "avoid ", "never ", "do not ", "don't ", "must ")

RULES = (*CORE.rules, *STRICT.rules)
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


def test_no_file_of_the_packs_is_broken():
    assert [str(error) for error in (*CORE.errors, *STRICT.errors)] == []


def test_the_categories_are_those_of_the_product():
    assert {rule.category for rule in CORE.rules} == {*SPAN, *DOCUMENT, *BESIDE}
    assert {rule.category for rule in STRICT.rules} <= {*SPAN, *DOCUMENT, *BESIDE}


def test_what_compares_two_texts_needs_the_customers_message():
    needing = {rule.category for rule in CORE.rules if rule.needs_customer}

    assert set(BESIDE) <= needing
    assert all(r.needs_customer for r in CORE.rules if r.category in BESIDE)


def test_a_strict_rule_is_a_suggestion():
    assert {rule.severity for rule in STRICT.rules} == {"suggestion"}


@each_rule
def test_a_message_is_short_quotes_the_words_and_ends_with_a_stop(rule):
    assert len(rule.message.replace("{match}", "")) <= 100
    assert rule.message.endswith((".", "?", "”"))
    assert "{match}" in rule.message or rule.judge.whole


@each_rule
def test_a_message_does_not_scold(rule):
    assert not any(word in rule.message.lower() for word in SCOLDING)


@each_rule
def test_a_rule_says_why_and_what_to_write(rule):
    assert len(rule.why.split()) >= 8
    assert rule.instead


def test_no_phrase_stands_in_two_rules():
    phrases = Counter(
        pattern.text for rule in RULES for pattern in rule.patterns if isinstance(pattern, Phrase)
    )

    assert [phrase for phrase, count in phrases.items() if count > 1] == []


def test_every_word_list_is_used():
    used = {reference.name for rule in RULES for reference in _references(rule)}
    used |= {ref.name for entry in CORE.vocabulary.values() for ref in _references(entry)}
    used |= {
        cue.name.removeprefix("$")
        for entry in (*RULES, *CORE.vocabulary.values())
        for cue in _cues(entry)
    }
    used |= {
        name.removeprefix("$")
        for rule in RULES
        for name in getattr(rule.judge, "cues", ()) or (getattr(rule.judge, "cue", ""),)
    }

    assert sorted(set(CORE.vocabulary) - used) == []


def _references(entry):
    for _, patterns in (("", entry.patterns), *entry.cues):
        for pattern in patterns:
            if isinstance(pattern, Phrase):
                yield from pattern.references()


def _cues(entry):
    for _, patterns in (("", (*entry.patterns, *entry.guard_cues)), *entry.cues):
        for pattern in patterns:
            if not isinstance(pattern, Phrase) and hasattr(pattern, "name"):
                yield pattern


def test_the_linter_keeps_its_own_rules(linter):
    """What is said to an agent is no complaint's answer, so its words alone are looked at."""
    own = [
        text for rule in RULES for text in (rule.message.replace("“{match}”", "It"), rule.instead)
    ]

    said = [(text, f.rule) for text in own for f in linter.lint(text) if f.category in SPAN]
    assert said == []


def test_a_reason_names_no_row_of_our_notes():
    assert [rule.name for rule in RULES if re.search(r"\(S\d|§|seed", rule.why)] == []
