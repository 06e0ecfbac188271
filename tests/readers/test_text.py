"""Plain text: what is the agent's, and where lines run on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replylint.readers import read
from replylint.source import Source

TABLE = [
    ("one line", "One line.", "One line."),
    (
        "hard wraps are joined",
        "We will get back to you as soon as\npossible.",
        "We will get back to you as soon as possible.",
    ),
    ("a blank line parts", "One.\n\nTwo.", "One.\nTwo."),
    ("a greeting stands alone", "Hi Ana,\nthanks for that.", "Hi Ana,\nthanks for that."),
    ("a sign-off stands alone", "See you.\nBest,\nTom", "See you.\nBest,\nTom"),
    ("list items stand alone", "Do this:\n- one\n- two", "Do this:\n- one\n- two"),
    ("numbered items too", "1. Click\n2. Save", "1. Click\n2. Save"),
    ("quotes go", "> you wrote this\nMy answer.", "\nMy answer."),
    ("a thread goes", "My answer.\n\nOn Mon, 3 May, Ana wrote:\n> late\nsoon", "My answer."),
    ("a forwarded mail goes", "See below.\n-----Original Message-----\nFrom: x", "See below."),
    ("a signature goes", "Bye.\n-- \nTom, Support\nsoon", "Bye."),
    ("emphasis goes", "It is **very** _soon_ now.", "It is very soon now."),
    ("stars in sums stay", "2 * 3 * 4", "2 * 3 * 4"),
    ("double spaces go", "soon  and   later", "soon and later"),
    ("curly quotes are folded", "It’s “here”", 'It\'s "here"'),
    ("special spaces are folded", "24\u00a0hours", "24 hours"),
    ("what has no width goes", "so\u200bon", "soon"),
    (
        "Windows line ends",
        "One line that is long enough to be a full\r\nline here.",
        "One line that is long enough to be a full line here.",
    ),
    (
        "addresses are masked",
        "Write to a.b@example.com or https://x.io/soon!",
        "Write to mailbox or link!",
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE]
)
def test_plain_text(text, expected):
    (draft,) = read(Source("x.txt", text))

    assert draft.text.strip("\n") == expected.strip("\n")


@pytest.mark.parametrize("text", ["", "\n\n", "> quoted\n", "-- \nTom", "\ufeff"])
def test_there_is_no_draft_without_prose(text):
    assert list(read(Source("x.txt", text))) == []


PLACEHOLDERS = [
    ("Hi {{ticket.requester.first_name}},", "Hi Alex,"),
    ("by {{delivery_date}}", "by Friday"),
    ("order {{ order.id | default: 'x' }}", "order 12345"),
    ("you paid %{amount}", "you paid 50"),
    ("Hi {name}, see {link}", "Hi Alex, see link"),
    ("Hi [Name], on [Date]", "Hi Alex, on Friday"),
    ("{% if late %}Sorry{% else %}Hello{% endif %}", "SorryHello"),
    ("{{#each items}}one{{/each}}", "one"),
    ("{{ a < b }}", "this"),
    ("a [link](https://x.io) b", "a [link](link) b"),
    ("{ not one }", "{ not one }"),
    ("See https://x.io/a?b=c. Thanks, www.x.io!", "See link. Thanks, link!"),
    ("I am mara.k+1@pixel.example, hi.", "I am mailbox, hi."),
    ("{{unclosed", "{{unclosed"),
    ("by [day and hour]", "by Friday"),
    ("[x] done", "[x] done"),
]


@pytest.mark.parametrize(("text", "expected"), PLACEHOLDERS)
def test_placeholders_are_masked_with_a_word_of_their_sort(text, expected):
    (draft,) = read(Source("x.txt", text))

    assert draft.text == expected


def test_a_finding_over_a_placeholder_is_not_exact(linter):
    (draft,) = read(Source("x.txt", "Sorry, {{name}}"))

    assert not draft.place(0, len(draft.text)).exact
    assert draft.place(0, 5).exact


LINES = st.lists(
    st.text(alphabet=st.sampled_from("ab. >-*_’\u00a0\u200b{}[]%😀\t,"), max_size=12), max_size=8
)


@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from([".txt", ".md"]))
@settings(deadline=None)
def test_every_exact_character_is_the_sources(lines, end, suffix):
    source = Source(f"x{suffix}", end.join(lines))

    for draft in read(source):
        for offset, character in enumerate(draft.text):
            place = draft.place(offset, offset + 1)
            original = source.text[place.start : place.end]
            if place.exact and character not in " \n'":
                assert original == character
