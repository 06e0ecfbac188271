"""The phrase language as a table: phrase, what it matches, what it does not."""

from __future__ import annotations

import pytest
from pack import rule, write_pack

from replylint import Linter
from replylint.phrases import MAX_SEQUENCES, PhraseError, parse

TABLE = [
    ("soon", ["Soon!", "it is soon"], ["sooner", "so on"]),
    (
        "keep you (posted|updated)",
        ["keep you posted", "Keep u updated"],
        ["keep you", "keep me posted"],
    ),
    ("as soon as (possible|we can)", ["as soon as we can"], ["as soon as they can"]),
    (
        "keep (all of)? you posted",
        ["keep you posted", "keep all of you posted"],
        ["keep all you posted"],
    ),
    ("you did not", ["you didn't", "YOU DIDNT", "you did not"], ["you don't", "you did"]),
    ("you <fail:past> to", ["you failed to"], ["you fail to", "you failing to"]),
    ("you <fail> to", ["you fail to", "you failed to"], ["you failure to"]),
    ("<be> late", ["it's late", "we were late", "being late"], ["became late"]),
    ("you _ read", ["you never read", "you should read"], ["you read", "you, read"]),
    (
        "you … read",
        ["you read", "you really should have read"],
        ["you saw it, read", "you a b c d e read"],
    ),
    ("read … guide", ["read the quick-start guide"], ["read it - see the guide"]),
    ("within # days", ["within 2 days", "within two days"], ["within a few days"]),
    ("100 %", ["100% sure"], ["100 sure"]),
    ("noted.", ["Noted.", "noted . "], ["noted!"]),
    ("follow-up", ["a follow-up", "a follow up"], ["followup"]),
    (
        "^ calm down",
        ["Calm down.", "Look, calm down", "@bob calm down", "😀 calm down", "| calm down |"],
        ["try to calm down"],
    ),
    ("^ noted ^", ["Noted.", "ok, noted, thanks"], ["duly noted", "noted your call"]),
    ("we'll", ["we will", "we'll"], ["well"]),
    ("you had read", ["you'd read", "you had read"], ["you have read"]),
    ("by 5 p.m.", ["by 5 p.m. today"], ["by 5 am"]),
    ("really?", ["Really?"], ["really!"]),
    ("$fruit cake", ["apple cake", "sour cherry cake"], ["cherry cake", "cake"]),
]


PHRASES = [phrase for phrase, _, _ in TABLE] + ["so (very)? (so)?"]


@pytest.fixture(scope="module")
def matches(tmp_path_factory):
    """A pack with one rule a phrase, each in a category of its own."""
    rules = {f"c{number}/r": rule(f'"{phrase}"') for number, phrase in enumerate(PHRASES)}
    vocabulary = {"fruit": "about: a list\nfind: [apple, sour cherry]\n"}
    linter = Linter([str(write_pack(tmp_path_factory.mktemp("pack"), rules, vocabulary))])
    assert not linter.errors

    def find(phrase, text):
        name = f"c{PHRASES.index(phrase)}/r"
        return [finding.text for finding in linter.lint(text) if finding.rule == name]

    return find


@pytest.mark.parametrize(("phrase", "text"), [(p, t) for p, yes, _ in TABLE for t in yes])
def test_a_phrase_matches(matches, phrase, text):
    assert len(matches(phrase, text)) == 1


@pytest.mark.parametrize(("phrase", "text"), [(p, t) for p, _, no in TABLE for t in no])
def test_a_phrase_does_not_match(matches, phrase, text):
    assert matches(phrase, text) == []


def test_the_longest_hit_of_a_rule_wins(matches):
    assert matches("so (very)? (so)?", "so very so") == ["so very so"]


BROKEN = [
    ("", 0, "is empty"),
    ("^", 0, "is empty"),
    ("keep (you posted", 5, "'(' is never closed"),
    ("keep you)", 8, "')' closes nothing"),
    ("keep (a|)", 8, "a choice is empty"),
    ("keep (|a)", 6, "a choice is empty"),
    ("a | b", 2, "a choice needs brackets"),
    ("you <fail:pst> to", 4, "'pst' is no form"),
    ("you <fail to", 4, "a verb is written <fail>"),
    ("you <> to", 4, "a verb is written <fail>"),
    ("say $ now", 4, "'$' needs the name"),
    ("a $name? now", 7, "'?' needs brackets before it"),
    ("say ^ now", 4, "'^' stands first or last"),
    ("x" * 500, 400, "is 500 characters long"),
]


@pytest.mark.parametrize(("phrase", "column", "message"), BROKEN)
def test_a_broken_phrase_is_told_with_its_place(phrase, column, message):
    with pytest.raises(PhraseError) as caught:
        parse(phrase)

    assert message in caught.value.message
    assert caught.value.column == column
    assert caught.value.with_caret().splitlines()[-1].index("^") == column + 4


def test_a_phrase_may_not_expand_without_end():
    phrase = parse(" ".join(["(a b|c d)"] * 12))

    with pytest.raises(PhraseError, match=rf"stands for \d+ wordings; {MAX_SEQUENCES} are allowed"):
        phrase.expand(lambda _: ())


def test_a_phrase_must_hold_a_word_of_its_own():
    with pytest.raises(PhraseError, match="without a single word of its own"):
        parse("_ (very)?").expand(lambda _: ())
