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
    ("{missing: whole}", "Hello there.", [""]),
    ("{missing: opening}", "Hi Ana,\n\nit is late. It is here.", ["it is late."]),
    ("{missing: opening}", "Hi, there. It is late.", ["It is late."]),
    ("{missing: closing}", "Hi Ana,\n\nit is late. It is here.\n\nBest,\nBo", ["It is here."]),
    ("{missing: opening, within: 2}", "Hi Ana,\n\nit is late. Sorry! Bye.", []),
    ("{missing: opening, within: 1}", "Hi Ana,\n\nit is late. Sorry! Bye.", ["it is late."]),
    ("{followed-by: we have}", "Sorry. We have sent it.", []),
    ("{followed-by: we have}", "Sorry, we have sent it. So sorry.", ["sorry"]),
    ("{followed-by: we have}", "Hello.", []),
    ("{preceded-by: we have}", "We have read it. Sorry.", []),
    ("{preceded-by: we have}", "Sorry. We have read it. Sorry.", ["Sorry"]),
    ("{metric: words-before, more-than: 3}", "One two three. Sorry.", []),
    (
        "{metric: words-before, more-than: 3}",
        "Hi Bo,\n\none two. Three four. Sorry.",
        ["one two. Three four."],
    ),
    ("{metric: words-before, more-than: 3}", "One two three four.", ["One two three four."]),
    (
        "{metric: paragraph-words, more-than: 3}",
        "One two three.\n\nOne two, three. Four.",
        ["One two, three. Four."],
    ),
    ("{metric: questions, more-than: 1}", "Who? What is it? Why?", ["What is it?"]),
    ("{metric: questions, more-than: 1}", "Please tell me:\n- Who?\n- What?\n- Why?", []),
    ("{metric: question-words, more-than: 3}", "Who is it? Who is it then?", ["Who is it then?"]),
    ("{metric: list-items, more-than: 2}", "- one\n- two\n\n1. three\n2. four", ["1. three"]),
    ("{metric: shouting, more-than: 1}", "Please READ THE EMAIL now.", ["READ THE EMAIL"]),
    (
        "{metric: shouting, more-than: 1}",
        "THAT'S NOT, I SAID, MY JOB!",
        ["THAT'S NOT, I SAID, MY JOB"],
    ),
    ("{metric: shouting, more-than: 1}", "IT IS NOT A PDF.", ["IT IS NOT A PDF"]),
    ("{metric: shouting, more-than: 1}", "PDF, IBAN and VAT. A USB-C or NASA SEPA code.", []),
    ("{metric: shouting, more-than: 1}", "This is NOT ours.", []),
    ("{metric: shouting, more-than: 1}", "HOW TO SEND IT\nWe write.", []),
    ("{metric: shouting, more-than: 1}", 'You wrote "READ THE EMAIL".', []),
    ("{metric: capital-words, more-than: 1}", "It is NOT here.", []),
    (
        "{metric: capital-words, more-than: 1}",
        "It is NOT here, NEVER, says the FAQ.",
        ["NOT", "NEVER"],
    ),
    ("{metric: piled-marks, more-than: 1}", "Really?! No! Yes!!", ["!!"]),
    ("{metric: piled-questions, more-than: 1}", "Really?! No? Yes!!", ["?!"]),
    ("{metric: piled-marks, more-than: 1}", "Thanks! Why?", []),
]


@pytest.mark.parametrize(("report", "text", "reported"), TABLE)
def test_a_judge_reports(tmp_path, report, text, reported):
    linter = Linter([str(write_pack(tmp_path, {"c/r": rule("sorry", report=report)}))])

    assert [finding.text for finding in linter.lint(text)] == reported


TOLD = (
    "My new blender leaks at the bottom since Monday and it ruined the wooden worktop in our"
    " kitchen."
)
ECHOES = [
    ("Thank you for writing to us. We are sorry.", ["Thank you for writing to us."]),
    ("A leaking one is no good.", []),
    ("The machine is on its way.", []),  # the same thing in another word
    ("We are sorry about Monday.", []),
    ("Hi! Sorry. Call us.", []),  # a hit of 'find' excuses
]


@pytest.mark.parametrize(("text", "reported"), ECHOES)
def test_an_echo_is_a_word_of_the_customers_in_any_form_or_one_like_it(tmp_path, text, reported):
    report = "{echo: $machine}"
    pack = write_pack(
        tmp_path,
        {"c/r": rule("call us", report=report)},
        {"machine": "about: one thing\nfind: [blender, machine]\n"},
    )
    linter = Linter([str(pack)])

    assert [finding.text for finding in linter.lint(text, customer=TOLD)] == reported
    assert linter.lint(text) == []
    assert linter.lint(text, customer="It leaks.") == []


def test_guards_are_asked_about_what_a_judge_of_the_whole_reply_reports(tmp_path):
    text = rule(
        "sorry",
        report="{missing: opening}",
        only_if="\n  - kind: complaint",
        unless="\n  - sentence: thanks",
        soften_if="\n  - anywhere: friday",
    )
    linter = Linter([str(write_pack(tmp_path, {"c/r": text}))])

    def severities(reply, **known):
        return [str(finding.severity) for finding in linter.lint(reply, **known)]

    assert severities("It is here.", kind="complaint") == ["warning"]
    assert severities("It is here.", kind="howto") == []
    assert severities("Thanks, it is here.", kind="complaint") == []
    assert severities("It is here. On Friday.", kind="complaint") == ["suggestion"]


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
