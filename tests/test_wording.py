"""One wording however it is written: a phrase and a reply meet on their normal form."""

from __future__ import annotations

import pytest

from replylint.forms import forms
from replylint.wording import normal, words

SAME = [
    ("did not", ["didn't", "didnt", "DIDN’T", "did not", "Didn't"]),
    ("do not", ["don't", "dont", "DON'T", "Don’t"]),
    ("you are", ["you're", "youre", "You’re", "YOU'RE", "u are"]),
    ("should have", ["should've", "shouldve", "should’ve", "should of"]),
    ("it is", ["it's", "It’s", "it is", "IT'S"]),
    ("it has been", ["it's been", "it has been"]),
    ("can not", ["cannot", "can't", "cant", "can not", "CAN’T"]),
    ("will not", ["won't", "wont"]),
    ("we will", ["we'll", "we’ll", "We'll"]),
    ("let us", ["let's", "let’s"]),
    ("i am", ["I'm", "Im", "i’m"]),
    ("apologize", ["apologise", "Apologize", "APOLOGISE"]),
    ("behavior", ["behaviour"]),
    ("canceled", ["cancelled"]),
    ("email", ["e-mail", "E-mail", "email"]),
    ("so sorry", ["sooo sorry", "so sorryyyy"]),
    ("asap", ["ASAP", "a.s.a.p.", "A.S.A.P."]),
    ("please", ["pls", "plz", "pleeease"]),
]


@pytest.mark.parametrize(
    ("wording", "written"), [(w, s) for w, spellings in SAME for s in spellings]
)
def test_spellings_of_one_wording_have_one_normal_form(parser, wording, written):
    doc = parser(f"x {written} y")

    assert [t.norm_ for t in doc][1:-1] == wording.split()


DIFFERENT = [
    ("didn't", "don't"),
    ("your id", "your I'd"),
    ("we're here", "were here"),
    ("it's", "its"),
    ("well", "we'll"),
    ("the customer's order", "the customer is order"),
    ("ill", "I'll"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_wordings_stay_different(parser, one, other):
    assert [t.norm_ for t in parser(one)] != [t.norm_ for t in parser(other)]


@pytest.mark.parametrize(
    "spelling",
    ["didn't", "youre", "we'll", "cannot", "let's", "it's", "should've", "Apologise", "they'd"],
)
def test_the_phrase_language_and_the_tokenizer_agree(parser, spelling):
    assert list(words(spelling)) == [t.norm_ for t in parser(spelling)]


@pytest.mark.parametrize(
    ("verb", "form", "expected"),
    [
        ("fail", None, "fail fails failed failing"),
        ("forget", "past", "forgot"),
        ("forget", "ing", "forgetting"),
        ("try", "past", "tried"),
        ("try", "s", "tries"),
        ("stop", "ing", "stopping"),
        ("tie", "ing", "tying"),
        ("read", None, "read reads reading"),
        ("be", "past", "was were"),
        ("cancel", "past", "canceled"),
        ("apologise", "ing", "apologizing"),
        ("fix", "s", "fixes"),
        ("see", "ing", "seeing"),
        ("pay", "past", "paid"),
    ],
)
def test_verbs_have_their_forms(verb, form, expected):
    assert forms(verb, form) == set(expected.split())


def test_a_normal_form_is_its_own_normal_form():
    for wording, spellings in SAME:
        for word in (*wording.split(), *spellings):
            assert normal(normal(word)) == normal(word)
