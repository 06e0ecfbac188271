"""Markdown, by line: prose is kept; code, quotes, comments and front matter are not."""

from __future__ import annotations

import pytest

from replylint.readers import read
from replylint.source import Source

TABLE = [
    ("prose", "# Late\n\nWe reply **soon**.", "# Late\nWe reply soon."),
    ("a fence", "One.\n```\nsoon\n```\nTwo.", "One.\nTwo."),
    ("a tilde fence with a language", "~~~py\nsoon\n~~~\nTwo.", "Two."),
    ("a fence that is never closed", "One.\n```\nsoon", "One."),
    ("a longer fence", "````\n```\nsoon\n````\nTwo.", "Two."),
    ("a quote", "> soon\n\nTwo.", "Two."),
    ("front matter", "---\ntitle: soon\n---\nTwo.", "Two."),
    ("front matter that is never closed", "---\ntitle: soon", "title: soon"),
    ("a comment", "<!-- soon -->\nTwo.", "Two."),
    ("a long comment", "<!-- a\nsoon\n-->\nTwo.", "Two."),
    ("a rule", "One.\n\n***\n\nTwo.", "One.\nTwo."),
]


@pytest.mark.parametrize(
    ("text", "expected"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE]
)
def test_markdown(text, expected):
    (draft,) = read(Source("x.md", text))

    assert draft.text.strip() == expected


def test_places_are_the_files(linter):
    text = "---\nkind: status\n---\n\nWe reply **soon**.\n"
    (draft,) = read(Source("x.md", text))

    start = draft.text.index("soon")
    place = draft.place(start, start + 4)

    assert text[place.start : place.end] == "soon"
    assert draft.source.position(place.start) == (5, 12)
