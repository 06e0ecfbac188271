"""What of the hits is reported."""

from __future__ import annotations

import pytest
from pack import rule, write_pack

from replylint import Linter

TABLE = [
    ("each", "Sorry. So sorry. Sorry!", ["Sorry", "sorry", "Sorry"]),
    ("{more-than: 2}", "Sorry. So sorry.", []),
    ("{more-than: 2}", "Sorry. So sorry. Very sorry! sorry?", ["sorry", "sorry"]),
    ("{more-than: 1}", "Sorry, sorry, sorry.", []),
    ("{more-than: 1, per: hit}", "Sorry, sorry, sorry.", ["sorry", "sorry"]),
    ("missing", "Hello there.", [""]),
    ("missing", "Sorry to hear.", []),
]


@pytest.mark.parametrize(("report", "text", "reported"), TABLE)
def test_a_judge_reports(tmp_path, report, text, reported):
    linter = Linter([str(write_pack(tmp_path, {"c/r": rule("sorry", report=report)}))])

    assert [finding.text for finding in linter.lint(text)] == reported


def test_a_finding_on_the_whole_reply_has_no_width(tmp_path):
    linter = Linter([str(write_pack(tmp_path, {"c/r": rule("sorry", report="missing")}))])

    (finding,) = linter.lint("Hello.")

    assert (finding.start, finding.end, finding.line, finding.column) == (0, 0, 1, 1)


def test_an_empty_reply_lacks_nothing(tmp_path):
    linter = Linter([str(write_pack(tmp_path, {"c/r": rule("sorry", report="missing")}))])

    assert linter.lint(" \n") == []


def pack_of(tmp_path, *names):
    rules = {name: rule(phrase, severity=level) for name, phrase, level in names}
    return Linter([str(write_pack(tmp_path, rules))])


def test_of_two_rules_of_a_category_that_overlap_the_worse_speaks(tmp_path):
    linter = pack_of(tmp_path, ("c/a", "very soon", "warning"), ("c/b", "soon", "error"))

    assert [f.rule for f in linter.lint("Very soon.")] == ["c/b"]


def test_of_two_rules_of_a_category_that_weigh_the_same_the_longer_speaks(tmp_path):
    linter = pack_of(tmp_path, ("c/a", "very soon", "warning"), ("c/b", "soon", "warning"))

    assert [f.rule for f in linter.lint("Very soon.")] == ["c/a"]


@pytest.mark.parametrize(
    ("one", "other", "spoken"),
    [
        (("blaming/a", "soon"), ("dismissive/b", "soon"), ["blaming/a"]),
        (("blaming/a", "soon"), ("dismissive/b", "very soon"), ["dismissive/b", "blaming/a"]),
        (("mine/a", "soon"), ("dismissive/b", "soon"), ["dismissive/b", "mine/a"]),
    ],
)
def test_of_two_categories_on_the_same_words_the_more_telling_speaks(tmp_path, one, other, spoken):
    linter = pack_of(tmp_path, (*one, "warning"), (*other, "error"))

    assert [f.rule for f in linter.lint("Very soon.")] == spoken
