"""A draft is hostile: whatever stands in it comes out of each report as text to read."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pack import rule, write_pack

from replylint import Linter
from replylint.config import Entry, Layer
from replylint.errors import UserError
from replylint.finding import Pass, Skipped
from replylint.reporters import REPORTERS, reporter
from replylint.reporters.style import Style, visible
from replylint.settings import Configs
from replylint.source import Source
from replylint.suppression import UNUSED

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><a href=javascript:alert(1)>x</a>",
    "</style></script><svg onload=alert(1)>",
    "--><!DOCTYPE x [<!ENTITY a 'b'>]>",
    "&lt;b&gt; &amp;amp; &#x3c;",
    "{{ 7 * 7 }} {% raw %}",
    "::error::pwned",
    "::stop-commands::x",
    "##[error]pwned ##vso[task.complete]",
    "]]></failure>",
    "%0A::error::x %25",
    "file=a,line=1::x",
    "\x1b[31mred\x1b]0;title\x07",
    "\x9b31mred",
    "a\u202egnp.exe",
    "\u2066x\u2069\u200f\u061c",
    "[red]rich[/red] [link=http://x]y[/link] :smile:",
    "[words](https://evil.example) ![x](y)",
    "a\rb",
    "\ufffe\ufeff\x85\u2028",
    "${{ secrets.X }} $(id) `id`",
]
# Reports in which every string may be read back.
READ_BACK = ("json", "sarif", "gitlab", "junit", "html", "github")


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    """A run with all that a report can show."""
    house = write_pack(tmp_path_factory.mktemp("house"), {"c/soon": rule("soon", fix="now")})
    above = Layer({"packs": (Entry(str(house)),)})
    linter = Linter.configured(Configs(isolated=True, above=above), keeping=True)
    return linter.lint_source(Source("a.txt", "It comes soon."))


def poisoned(run, text):
    """Return the run with a text in every place that a reply, a path or a rule fills."""
    finding = run.findings[0]
    rules = {"c/soon": replace(UNUSED, name="c/soon", why=text, instead=text, message=text)}
    finding = replace(
        finding,
        message=text,
        why=text,
        instead=text,
        text=text,
        path=text,
        reply=text,
        title=text,
        failing=True,
        excerpts=tuple(replace(e, text=text, start=0, end=3) for e in finding.excerpts),
        fix=replace(finding.fix, changes=(finding.fix.changes[0]._replace(text=text),)),
        within=(0, len(text)),
    )
    passed = replace(finding, status="suppressed", passed=Pass("inSource", text), failing=False)
    shown = replace(run.texts[0], path=text, called=text, text=text, customer=text)
    mask = replace(shown, nth=1, text="ab", masks=((0, 1, text),))
    return replace(
        run,
        findings=[finding, passed],
        rules=rules,
        texts=[shown, mask],
        skipped=[Skipped(text, text, text)],
        errors=[UserError(text, path=text, line=1, column=2)],
    )


STYLES = [Style(verbose=True), Style(since="x", folder="/r/a", root="/r")]


@pytest.mark.parametrize("form", list(REPORTERS))
@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_moves_a_cursor_or_hides(honest, form, text):
    out = reporter(form)(poisoned(honest, text), STYLES[0])

    assert all(sign == "\n" or sign == visible(sign) for sign in out)
    if form not in ("json", "sarif", "gitlab"):
        assert all(visible(word) in _read(form, out) for word in text.splitlines() if word)


@pytest.mark.parametrize("form", READ_BACK)
@pytest.mark.parametrize("text", HOSTILE)
def test_what_reads_a_report_finds_the_text(honest, form, text):
    out = reporter(form)(poisoned(honest, text), STYLES[1])

    shown = _read(form, out)

    expected = visible(text).replace("](", "] (") if form == "sarif" else visible(text)
    assert expected in shown or text in shown


def _read(form, out):
    """Return all strings of a report, as its reader decodes them."""
    if form in ("json", "sarif", "gitlab"):
        return "\n".join(_strings(json.loads(out)))
    if form == "junit":
        root = ET.fromstring(out)  # noqa: S314 - our own
        return "\n".join(s for e in root.iter() for s in (*e.attrib.values(), e.text or ""))
    if form == "html":
        page = Page()
        page.feed(out)
        return "\n".join(page.texts)
    if form == "github":
        return "\n".join(_command(line) for line in out.splitlines()[:-1])  # the last one counts
    return " ".join(out.split("\n    "))


def _strings(data):
    if isinstance(data, dict):
        return [s for value in data.values() for s in _strings(value)]
    if isinstance(data, list):
        return [s for value in data for s in _strings(value)]
    return [str(data)]


def _command(line):
    """Return what GitHub's runner reads: the message, and the properties."""
    assert line.startswith(("::error ", "::warning ", "::notice "))
    properties, _, message = line[2:].partition("::")
    parts = [part.partition("=")[2] for part in properties.partition(" ")[2].split(",")]
    for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        parts = [part.replace(code, sign) for part in parts]
        message = message.replace(code, sign)
    return "\n".join([*parts, message])


class Page(HTMLParser):
    """Collects the texts of a page, and the tags and attributes that are there."""

    def __init__(self):
        super().__init__()
        self.texts, self.tags, self.attributes = [""], [], set()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes.update(attributes)
        self.texts.append("")

    def handle_endtag(self, tag):
        self.texts.append("")

    def handle_data(self, data):
        self.texts[-1] += data


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_has_no_tags_but_its_own(honest, text):
    pages = []
    for words in (text, "plain"):
        pages.append(Page())
        pages[-1].feed(reporter("html")(poisoned(honest, words), Style()))
    page, plain = pages

    assert [tag for tag in page.tags if tag != "br"] == plain.tags
    assert {name for name, _ in page.attributes} == {name for name, _ in plain.attributes}
    links = {value for name, value in page.attributes if name in ("href", "src")}
    assert all(link.startswith(("#", "https://github.com/replylint/")) for link in links)


@given(text=st.text(max_size=60), form=st.sampled_from(sorted(REPORTERS)))
def test_any_text_comes_out_as_text(honest, text, form):
    out = reporter(form)(poisoned(honest, text), Style())

    assert all(sign == "\n" or sign == visible(sign) for sign in out)
    if form in READ_BACK:
        _read(form, out)


@pytest.mark.parametrize("form", ["text", "concise", "junit", "html"])
@pytest.mark.parametrize("name", ["GITHUB_ACTIONS", "TF_BUILD"])
def test_the_log_of_ci_finds_no_command_in_a_draft(command, tmp_path, monkeypatch, form, name):
    draft = "::error::pwned it comes soon\n\n ::stop-commands::x soon\n\n##vso[task.x]y soon\n"
    (tmp_path / "::notice::.txt").write_text(draft)
    monkeypatch.setenv(name, "true")

    result = command("check", "--output-format", form, "::notice::.txt", "::nowhere::")

    lines = [*result.out.splitlines(), *result.err.splitlines()]
    assert len(lines) > 1
    assert not [line for line in lines if line.strip().startswith("::")]
    assert "##vso[" not in result.out
    assert "\\x3a:nowhere::" in result.err
    if form in ("text", "html"):
        assert "\\x3a:error::pwned" in result.out or ">::error::pwned" in result.out


def test_elsewhere_a_draft_is_shown_as_it_is(command, tmp_path, monkeypatch):
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    (tmp_path / "a.txt").write_text("::error::pwned it comes soon\n")

    assert "    ::error::pwned it comes soon" in command("check", "a.txt").out


@pytest.mark.parametrize("form", ["json", "sarif", "concise", "text"])
def test_nor_does_it_in_the_names_of_a_library(command, tmp_path, monkeypatch, form):
    marks = ("##vso[", "##[", "###[")
    replies = [{"title": f"{mark}x]y", "body": "It comes soon."} for mark in marks]
    (tmp_path / "macros.json").write_text(json.dumps(replies))
    plain = command("check", "--output-format", form).out
    monkeypatch.setenv("TF_BUILD", "True")

    guarded = command("check", "--output-format", form)
    to_log = command(
        "check", "--output-format", "github", f"--output-file={form}=/dev/stdout", "-q"
    )

    assert "##vso[" in plain
    assert not re.search(r"##(vso)?\[", guarded.out)
    assert "##vso[x" not in to_log.out.partition("::warning")[0]
    if form in ("json", "sarif"):
        assert json.loads(guarded.out) == json.loads(plain)
