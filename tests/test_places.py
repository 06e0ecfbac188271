"""Every finding says the source's own words at its place, or that it does not."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from replylint.files import open_source
from replylint.readers import is_streamed
from replylint.source import Source, Stream

ROOT = Path(__file__).parent.parent
FILES = [
    path
    for folder in ("examples", "benchmarks/labelled", "tests/snapshot", "docs")
    for path in sorted((ROOT / folder).rglob("*.*"))
    if path.suffix in (".txt", ".md", ".html", ".eml", ".out")
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_words_of_a_finding_stand_at_its_place(linter, path):
    source = open_source(path)
    if path.stat().st_size > 200_000:
        source = Source(source.path, source.text[:200_000])

    for finding in linter.lint_source(source).findings:
        there = source.text[finding.start : finding.end]
        assert finding.text == there or not finding.exact, finding
        assert source.position(finding.start) == (finding.line, finding.column)


@pytest.mark.parametrize(
    ("suffix", "wrap"),
    [
        (".txt", "{}"),
        (".md", "# Title\n\n{}\n"),
        (".html", "<div>\n<p>{}</p>\n</div>"),
        (".eml", "Subject: x\n\n{}\n\nOn Mon, 3 May 2026, Ana <a@x.example> wrote:\n> Hi\n"),
        (".json", '[{{"title": "é", "body": "Hi 😀,\\n\\n{}"}}]'),
        (".jsonl", '\n{{"title": "\\u00e9", "body": "{}"}}\n'),
        (".yaml", "- title: é\n  body: |\n    Hi 😀,\n\n    {}\n"),
        (".yml", "- {{title: é, body: 'It''s so. {}'}}\n"),
        (".csv", '\ufefftitle,body\r\né,"Hi ""you"",\r\n\r\n{}"\r\n'),
        (".tsv", "title\tbody\né\t{}\n"),
        (".po", 'msgid "é"\nmsgstr ""\n"Hi,\\n"\n"{}\\n"\n'),
        (".xml", "<m>\n<title>é</title><body>Hi &amp; ho,\n\n{}</body></m>"),
    ],
)
def test_every_format_gives_the_findings_of_plain_text(linter, suffix, wrap):
    """The same words, in each format: the same rules at the same words."""
    words = "You failed to reply, and we will write to you soon. That is not our problem."

    plain = [(f.rule, f.text) for f in linter.lint(words)]
    text = wrap.format(words)
    found = linter.lint_source(opened(f"macros{suffix}", text)).findings
    text = text.removeprefix("\ufeff")

    assert len(plain) >= 2
    assert [(f.rule, f.text) for f in found] == plain
    assert all(f.exact and text[f.start : f.end] == f.text for f in found)
    whole = Source("x", text)
    assert all(whole.position(f.start) == (f.line, f.column) for f in found)


def opened(path, text):
    if is_streamed(path):
        return Stream.opened(path, lambda: BytesIO(text.encode()))
    return Source(path, text)
