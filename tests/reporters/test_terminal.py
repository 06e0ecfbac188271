"""What a person reads: golden reports, widths, long lines."""

from __future__ import annotations

import pytest
from pack import rule, write_pack
from rich.cells import cell_len

from replylint import Linter, Run
from replylint.reporters import reporter
from replylint.reporters.style import Style, counted, visible
from replylint.source import Source

DRAFT = """\
Hi Ana,

You failed to read our e-mail, and I am sorry that you feel that way. We will reply soon.

Best,
Tom
"""


def run_on(linter, text, path="draft.txt"):
    return linter.lint_source(Source(path, text))


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Rules of the test's own, so that the reports change with the reporters alone."""
    rules = {
        "blaming/failed": rule("you failed to", severity="error"),
        "vague-timeline/soon": rule("soon", instead='"by [day and hour]"'),
        "dismissive/oh-well": rule("oh well", severity="suggestion"),
    }
    return Linter([str(write_pack(tmp_path_factory.mktemp("house"), rules))])


@pytest.mark.parametrize("name", ["text", "concise", "json"])
def test_a_report_is_as_it_was(house, golden, name):
    run = run_on(house, DRAFT + "Oh well, soon then.\n")

    golden(reporter(name)(run, Style(width=80)), f"reporters/golden/report.{name}")


def test_reasons_are_told_once_and_with_each_finding_where_asked(house):
    run = run_on(house, "Soon.\n\nVery soon.")

    assert reporter("text")(run, Style()).count("Why: ") == 1
    assert reporter("text")(run, Style(verbose=True)).count("Why: ") == 2


LINES = [
    "word " * 60 + "soon" + " word" * 60,
    "日本語 words " * 20 + "soon" + " words 日本語" * 20,
    "😀" * 30 + " soon " + "😀" * 60,
    "soon " * 100,
    "x" * 300 + " soon",
]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("width", [40, 80])
def test_a_long_line_is_cut_around_the_words_and_fits(house, line, width):
    text = reporter("text")(run_on(house, line), Style(width=width))
    lines = text.splitlines()

    marks = next(number for number, shown in enumerate(lines) if "^" in shown)
    words = lines[marks - 1]
    assert all(cell_len(shown) <= width for shown in lines)
    start = len(lines[marks]) - len(lines[marks].lstrip())
    assert _cells_from(words, start).startswith("soon")


def _cells_from(text, cell):
    """Return what stands in a line from a terminal cell on."""
    at = 0
    while cell_len(text[:at]) < cell:
        at += 1
    return text[at:]


def test_words_over_two_lines_are_underlined_in_both(house):
    text = reporter("text")(
        run_on(house, "This is a line that is long enough, and you failed\nto see."), Style()
    )

    assert [line.strip() for line in text.splitlines() if "^" in line] == ["^^^^^^^^^^", "^^"]


def test_of_a_block_of_many_lines_the_first_is_shown_and_the_last_named(tmp_path):
    report = "{metric: words-before, more-than: 2}"
    linter = Linter([str(write_pack(tmp_path, {"c/r": rule("sorry", report=report)}))])
    run = linter.lint_source(Source("a.txt", "One two.\n\nThree four.\n\nFive.\n\nSorry."))

    lines = reporter("text")(run, Style()).splitlines()

    assert lines[1:5] == ["  1:1 warning c/r", "    One two.", "    ^^^^^^^^", "    … to line 5"]


def test_no_findings_is_one_line_and_nothing_where_quiet():
    assert reporter("text")(Run(replies=2), Style()) == "No findings in 2 replies.\n"
    assert reporter("text")(Run(replies=2), Style(quiet=True)) == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb", "a b"),
        ("\x1b[0m", "\\x1b[0m"),
        ("\u202eabc", "\\u202eabc"),
        ("é😀", "é😀"),
        ("\x85", "\\x85"),
    ],
)
def test_what_moves_a_cursor_is_shown_as_an_escape(text, shown):
    assert visible(text) == shown


def test_counted():
    assert [counted(n, "reply") for n in (0, 1, 2)] == ["0 replies", "1 reply", "2 replies"]


@pytest.mark.parametrize("width", [60, 80])
def test_a_long_name_of_a_reply_is_cut_to_the_line(house, width):
    text = f"---- {'Late parcel ' * 20}\nWe reply soon.\n---- Two\nWe reply soon.\n"
    run = run_on(house, text)

    first, second = (
        line for line in reporter("text")(run, Style(width=width)).splitlines() if "·" in line
    )

    assert len(first) == width
    assert first.endswith("…”")
    assert second.endswith("· “Two”")
