"""The set of rules itself: names, wording and completeness."""

from __future__ import annotations

from collections import Counter

import pytest

from replylint.packs import load_packs
from replylint.phrases import Phrase

(CORE,) = load_packs(["core"])
CATEGORIES = {"dismissive", "vague-timeline", "over-apologizing", "blaming"}
SCOLDING = ("should be avoided", "consider ", "avoid ", "never ", "do not ", "don't ", "must ")

each_rule = pytest.mark.parametrize("rule", CORE.rules, ids=lambda rule: rule.name)


def test_the_categories_are_those_of_the_product():
    assert {rule.category for rule in CORE.rules} == CATEGORIES


@each_rule
def test_a_message_is_short_quotes_the_words_and_ends_with_a_stop(rule):
    assert len(rule.message.replace("{match}", "")) <= 100
    assert rule.message.endswith((".", "?", "”"))
    assert "{match}" in rule.message


@each_rule
def test_a_message_does_not_scold(rule):
    assert not any(word in rule.message.lower() for word in SCOLDING)


@each_rule
def test_a_rule_says_why_and_what_to_write(rule):
    assert len(rule.why.split()) >= 8
    assert rule.instead


def test_no_phrase_stands_in_two_rules():
    phrases = Counter(
        pattern.text
        for rule in CORE.rules
        for pattern in rule.patterns
        if isinstance(pattern, Phrase)
    )

    assert [phrase for phrase, count in phrases.items() if count > 1] == []


def test_every_word_list_is_used():
    used = {reference.name for rule in CORE.rules for reference in _references(rule)}
    used |= {ref.name for entry in CORE.vocabulary.values() for ref in _references(entry)}
    used |= {
        cue.name.removeprefix("$")
        for entry in (*CORE.rules, *CORE.vocabulary.values())
        for cue in _cues(entry)
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
    own = [
        text
        for rule in CORE.rules
        for text in (rule.message.replace("“{match}”", "It"), rule.instead)
    ]

    assert [(text, f.rule) for text in own for f in linter.lint(text)] == []
