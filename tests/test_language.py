"""Where sentences and clauses end, and that hostile text costs little."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from replylint.language import clause_numbers, sentence_ranges

SENTENCES = [
    ("I looked. It works.", ["I looked.", "It works."]),
    ("ok. we will fix it.", ["ok.", "we will fix it."]),
    ("Come at 3 p.m. on Friday.", ["Come at 3 p.m. on Friday."]),
    ("Come at 3 p.m. We are open.", ["Come at 3 p.m.", "We are open."]),
    ("Mr. Novak and Dr. Who called.", ["Mr. Novak and Dr. Who called."]),
    ("See e.g. www.example.com/a.b. Thanks.", ["See e.g. www.example.com/a.b.", "Thanks."]),
    ("Well... that is it. Yes.", ["Well... that is it.", "Yes."]),
    ("Hi Ana, calm down.", ["Hi Ana,", "calm down."]),
    ("Dear all: we moved.", ["Dear all:", "we moved."]),
    ("Good morning Ben! Your order left.", ["Good morning Ben!", "Your order left."]),
    ("Is it on? Then press (twice!) Save.", ["Is it on?", "Then press (twice!) Save."]),
    ('He said "stop." Then left.', ['He said "stop."', "Then left."]),
    ("One line\nAnother line", ["One line", "Another line"]),
    ("1. Click Save.\n2. Restart.", ["1. Click Save.", "2. Restart."]),
    ("It works. (See below.) Next one.", ["It works.", "(See below.)", "Next one."]),
    (
        "Order no. 12 is late. Is it? No. 12 are.",
        ["Order no. 12 is late.", "Is it?", "No. 12 are."],
    ),
    ("It costs 3.50 today.", ["It costs 3.50 today."]),
]


@pytest.mark.parametrize(("text", "sentences"), SENTENCES)
def test_sentences_end_where_a_reader_ends_them(parser, text, sentences):
    doc = parser(text)

    assert sentences == [doc[a:b].text.strip() for a, b in sentence_ranges(doc)]


CLAUSES = [
    ("we looked, and you failed to reply", 2),
    ("look and see", 1),
    ("if it fails, call us", 2),
    ("it broke because you dropped it", 2),
    ("within 2-3 days", 1),
    ("sorry - we were late", 2),
    ("we wrote but you never answered", 2),
]


@pytest.mark.parametrize(("text", "count"), CLAUSES)
def test_clauses_end_at_commas_and_before_words_that_open_one(parser, text, count):
    assert len(set(clause_numbers(parser(text)))) == count


@pytest.mark.parametrize(
    "text",
    ["!" * 100_000, "a" * 1_000_000, "?!" * 50_000, "a" * 99 + " " + "b" * 500, "\u200b" * 10_000],
)
def test_runs_without_a_space_move_no_offset(parser, text):
    doc = parser(f"Soon. {text} soon.")

    assert doc[0].text == "Soon"
    assert doc[0].idx == 0
    assert len(doc.text) == len(text) + 12


@given(text=st.text(max_size=200))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_token_lies_where_the_text_says(parser, text):
    doc = parser(text)

    for token in doc:
        assert text[token.idx : token.idx + len(token)] == token.text
    ranges = sentence_ranges(doc)
    assert [a for a, _ in ranges[1:]] == [b for _, b in ranges[:-1]]
