"""Reports for programs and pages: golden files, schemas, places, and the same bytes each time."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pack import rule, write_pack

from replylint.packs import load_packs
from replylint.reporters import REPORTERS
from replylint.reporters.sarif import _page
from replylint.reporters.style import Style
from replylint.source import Source
from replylint.suppression import OWN_RULES

RULES = {
    "blaming/failed": rule("you failed to", severity="error"),
    "vague-timeline/soon": rule("soon", instead='"by [day and hour]"'),
    "over-apologizing/so-so": rule("so so sorry", fix='"so sorry"'),
    "dismissive/oh-well": rule("oh well", severity="suggestion"),
    "info-dump/long": rule("sorry", report="{metric: words-before, more-than: 40}"),
}
FILES = {
    "replylint.yaml": """\
packs: [house]
suppress:
  - {rule: dismissive, files: macros.json, reply: Late, reason: they like it}
""",
    "old/known.txt": "It comes soon.\n",
    "late.txt": "Hi Ana 😀,\n\nYou failed to read it 🎉, and it comes soon. Oh well.\n\nTom\n",
    "macros.json": json.dumps(
        {
            "macros": [
                {"id": 7, "title": "Late", "body": "Hi {{name}},\n\nSo so sorry. Oh well.\nBye"},
                {"id": 8, "title": "Fine", "body": "Hi {{name}}, it comes on Friday."},
            ]
        },
        ensure_ascii=False,
    ),
    "page.md": """\
# Hello

<!-- replylint: ignore vague-timeline/soon -- no dates on the islands -->
It comes **soon**.

<!-- replylint: ignore blaming -- we never do -->
Fine.
""",
    "broken/macros.json": '{"macros": [',
}


@pytest.fixture
def library(tmp_path, command):
    """A folder with something of everything that a report can hold."""
    write_pack(tmp_path / "house", RULES)
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert command("baseline", "old").code == 0
    return tmp_path


def reported(command, form, *arguments):
    result = command("check", "--output-format", form, *arguments)
    assert result.code in (0, 1, 2), result
    return result.out


@pytest.mark.parametrize("form", list(REPORTERS))
def test_a_report_of_everything_is_as_it_was(command, library, golden, form):
    text = reported(command, form)

    # The page's style and script are their own files, and change its policy's hashes.
    text = re.sub(r"(?s)(<(style|script)>).*?(</\2>)", r"\1…\3", text)
    text = re.sub(r"sha256-[\w+/=]+", "sha256-…", text)
    golden(text, f"reporters/golden/everything.{form}")


def test_several_reports_are_those_of_one_each(command, library):
    alone = {form: reported(command, form) for form in REPORTERS}

    files = [f"--output-file={form}=out/report.{form}" for form in REPORTERS]
    told = command("check", "--output-format", "concise", *files)

    assert told.out == alone["concise"]
    written = {form: (library / f"out/report.{form}").read_text() for form in REPORTERS}
    assert written == alone


class TestSarif:
    @pytest.fixture
    def run(self, command, library):
        (run,) = json.loads(reported(command, "sarif"))["runs"]
        return run

    def test_a_result_has_its_rule_and_its_place_in_utf_16(self, run):
        result = next(r for r in run["results"] if r["ruleId"] == "vague-timeline/soon")
        late = next(r for r in run["results"] if r["level"] == "error")
        region = late["locations"][0]["physicalLocation"]["region"]

        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "vague-timeline/soon"
        assert run["columnKind"] == "utf16CodeUnits"
        assert run["newlineSequences"] == ["\r\n", "\n", "\r"]
        assert region == {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 14}
        soon = run["results"][1]["locations"][0]["physicalLocation"]["region"]
        assert soon["startColumn"] == FILES["late.txt"].splitlines()[2].index("soon") + 2  # 🎉

    def test_what_passes_says_by_what(self, run):
        passed = [r["suppressions"] for r in run["results"] if r["suppressions"]]

        assert passed == [
            [{"kind": "external", "status": "accepted", "justification": "they like it"}],
            [
                {
                    "kind": "external",
                    "status": "accepted",
                    "justification": "known by replylint-baseline.json",
                }
            ],
            [
                {
                    "kind": "inSource",
                    "status": "accepted",
                    "justification": "no dates on the islands",
                }
            ],
        ]
        states = [r["baselineState"] for r in run["results"]]
        assert states.count("unchanged") == 1
        assert set(states) == {"new", "unchanged"}

    def test_a_fix_makes_the_file_that_fix_makes(self, command, library, run):
        """Applied by its lines and columns alone, as an editor would."""
        (fix,) = [fix for r in run["results"] for fix in r.get("fixes", ())]
        (change,) = fix["artifactChanges"]
        path = library / change["artifactLocation"]["uri"]
        lines = path.read_text(encoding="utf-8").split("\n")
        for replacement in reversed(change["replacements"]):
            region = replacement["deletedRegion"]
            line = lines[region["startLine"] - 1].encode("utf-16-le")
            start, end = 2 * (region["startColumn"] - 1), 2 * (region["endColumn"] - 1)
            new = replacement["insertedContent"]["text"].encode("utf-16-le")
            lines[region["startLine"] - 1] = (line[:start] + new + line[end:]).decode("utf-16-le")

        command("check", "--fix")

        assert path.read_text(encoding="utf-8") == "\n".join(lines)
        assert "So sorry" in path.read_text(encoding="utf-8")

    def test_a_mistake_is_told_beside_the_results(self, run):
        (invocation,) = run["invocations"]
        (notice,) = invocation["toolExecutionNotifications"]

        assert not invocation["executionSuccessful"]
        place = notice["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "broken/macros.json"
        assert place["region"]["startLine"] == 1

    def test_every_shipped_rule_links_to_its_entry_on_the_page_of_rules(self, docs):
        anchors = {_slug(line) for line in docs.read_text(encoding="utf-8").splitlines()}
        for pack in load_packs(["core", "strict"]):
            for one in pack.rules:
                page, _, anchor = _page(one).partition("#")
                assert (page, anchor in anchors) == ("docs/rules.md", True), one.name

    def test_our_own_rules_link_to_the_readme(self, docs):
        readme = docs.parents[1] / "README.md"
        anchors = {_slug(line) for line in readme.read_text(encoding="utf-8").splitlines()}
        for one in OWN_RULES:
            page, _, anchor = _page(one).partition("#")
            assert (page, anchor in anchors) == ("README.md", True)

    @pytest.fixture
    def docs(self, request):
        return request.config.rootpath / "docs/rules.md"


def _slug(line):
    """Return the anchor that GitHub gives a heading."""
    title = line.lstrip("#").strip().lower()
    return re.sub(r"[^\w\- ]", "", title).replace(" ", "-") if line.startswith("#") else None


@given(st.text(alphabet="a😀é\n\r𝒳 ", max_size=30), st.data())
def test_a_region_counts_utf_16_code_units(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    source = Source("a.txt", text)

    region = source.region(start, end)

    for offset, line, column in (
        (start, region.line, region.column),
        (end, region.end_line, region.end_column),
    ):
        opens = source.line_starts[line - 1]
        assert source.position(offset)[0] == line
        assert column == len(text[opens:offset].encode("utf-16-le")) // 2 + 1


def test_gitlab_gets_what_its_schema_asks_for(command, library):
    """Its parser requires these, and takes entries of one fingerprint for one."""
    entries = json.loads(reported(command, "gitlab"))

    assert len(entries) == 6
    assert entries[0]["severity"] == "blocker"
    assert entries[0]["location"]["path"] == "broken/macros.json"
    for entry in entries:
        assert isinstance(entry["description"], str)
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert not entry["location"]["path"].startswith(("/", "./"))
        assert isinstance(entry["location"]["lines"]["begin"], int)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)


def test_gitlab_tells_equal_findings_of_two_repositories_apart(command, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name / ".git").mkdir(parents=True)
        (tmp_path / name / "a.txt").write_text("It comes soon.\n")

    entries = json.loads(reported(command, "gitlab", "one", "two"))

    assert len({entry["fingerprint"] for entry in entries}) == len(entries) == 2


def test_junit_tells_replies_of_one_title_apart(command, tmp_path):
    titles = ("Same", "Same", "Same (2)", "Same")
    replies = [
        {"title": title, "body": f"It comes on Friday. {n}"} for n, title in enumerate(titles)
    ]
    (tmp_path / "macros.json").write_text(json.dumps(replies))

    root = ET.fromstring(reported(command, "junit"))  # noqa: S314 - our own

    names = [case.get("name") for case in root.iter("testcase")]
    assert names == ["Same", "Same (2)", "Same (2) (2)", "Same (3)"]


def test_two_equal_comments_have_two_fingerprints(command, library):
    comment = "<!-- replylint: ignore blaming -- we never do -->\nFine.\n\n"
    (library / "page.md").write_text(comment * 3)

    entries = json.loads(reported(command, "gitlab", "page.md"))

    assert len({entry["fingerprint"] for entry in entries}) == 3


def test_junit_has_a_suite_a_file_and_a_case_a_reply(command, library):
    root = ET.fromstring(reported(command, "junit"))  # noqa: S314 - our own

    suites = {
        suite.get("name"): (
            suite.get("tests"),
            suite.get("failures"),
            suite.get("errors"),
            [case.get("name") for case in suite],
        )
        for suite in root
    }
    assert suites == {
        "broken/macros.json": ("1", "0", "1", ["can be read"]),
        "late.txt": ("1", "1", "0", ["late.txt"]),
        "macros.json": ("2", "1", "0", ["Late", "Fine"]),
        "old/known.txt": ("1", "0", "0", ["known.txt"]),
        "page.md": ("2", "1", "0", ["page.md", "suppressions"]),
    }
    failure = root.find(".//testcase[@name='late.txt']/failure")
    assert failure.get("type") == "error"
    assert failure.get("message") == "blaming/failed: “You failed to” is flagged. (and 1 more)"
    assert "late.txt:3:1: error blaming/failed" in failure.text
    assert "oh-well" in root.findtext(".//testcase[@name='late.txt']/system-out")


def test_what_does_not_fail_the_run_fails_no_case(command, library):
    root = ET.fromstring(reported(command, "junit", "--fail-on", "never"))  # noqa: S314

    assert not root.findall(".//failure")
    assert len(root.findall(".//system-out")) == 3


def test_github_names_columns_of_one_line_alone(command, tmp_path):
    (tmp_path / "a.txt").write_text("You failed to tell us, and you failed\nto call us back.\n")

    *lines, summary = reported(command, "github", "--select", "blaming").splitlines()

    places = [line.partition(",title=")[0] for line in lines]
    assert places == [
        "::error file=a.txt,line=1,endLine=1,col=1,endColumn=14",
        "::error file=a.txt,line=1,endLine=2",
    ]
    assert summary == "2 errors in 1 reply."


@pytest.mark.parametrize("form", ["sarif", "github", "gitlab"])
def test_ci_knows_files_from_the_root_of_the_repository(command, git, tmp_path, monkeypatch, form):
    here = tmp_path / "team" / "macros"
    here.mkdir(parents=True)
    (here / "a.txt").write_text("It comes soon.\n")
    (tmp_path / "team" / "b.txt").write_text("It comes soon.\n")
    monkeypatch.chdir(here)

    out = reported(command, form, "a.txt", "../b.txt", tmp_path / "missing.txt")

    files = r'"(?:uri|path)": "([^"]+)"|::\w+ file=([^,]+),'
    named = {"".join(match.groups("")) for match in re.finditer(files, out)}
    assert named == {"team/macros/a.txt", "team/b.txt", "missing.txt"}


def test_outside_of_a_repository_paths_stay_as_they_are():
    assert Style().from_root("a/b.txt") == "a/b.txt"
    assert Style(folder="/r/a", root="/r").from_root("b.txt") == "a/b.txt"
    assert Style(folder="/r/a", root="/r").from_root("../../x/b.txt") == "/x/b.txt"
    assert Style(folder="/r/a", root="/r").from_root("/x/b.txt") == "/x/b.txt"
    assert Style(folder="/r/a", root="/r").from_root("<stdin>") == "stdin"
