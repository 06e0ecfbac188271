"""The command line from outside the process: output, exit codes, bad input."""

from __future__ import annotations

import json
import os
import sys

import pytest
from pack import rule, write_pack

LATE = "Hi Ana,\n\nWe will reply as soon as possible.\n\nBest,\nTom\n"
FINE = "Hi Ana,\n\nYour parcel is here. It leaves today at 5 pm.\n\nBest,\nTom\n"


@pytest.fixture
def drafts(tmp_path):
    (tmp_path / "late.txt").write_text(LATE)
    (tmp_path / "fine.txt").write_text(FINE)
    return tmp_path


def test_findings_exit_with_1_and_none_with_0(command, drafts):
    assert command("check", "late.txt").code == 1
    assert command("check", "fine.txt").code == 0


@pytest.mark.parametrize(
    ("level", "code"), [("error", 0), ("warning", 1), ("suggestion", 1), ("never", 0)]
)
def test_fail_on_sets_from_which_severity_on(command, drafts, level, code):
    assert command("check", "late.txt", "--fail-on", level).code == code


def test_a_run_with_nothing_to_say_says_one_line_and_nothing_with_quiet(command, drafts):
    assert command("check", "fine.txt").out == "No findings in 1 reply.\n"
    quiet = command("check", "--quiet", "fine.txt")
    assert (quiet.out, quiet.err) == ("", "")


def test_concise_is_a_line_a_finding(command, drafts):
    result = command("check", "--output-format", "concise", "late.txt")

    (line,) = result.out.splitlines()
    assert line.startswith("late.txt:3:15: warning vague-timeline/as-soon-as-possible “as soon as")


def test_text_shows_the_words_underlined(command, drafts):
    out = command("check", "late.txt").out.splitlines()

    assert out[0] == "late.txt"
    assert out[1].split() == ["3:15", "warning", "vague-timeline/as-soon-as-possible"]
    assert out[2] == "    We will reply as soon as possible."
    assert out[3] == "                  ^^^^^^^^^^^^^^^^^^^"
    assert not any(line.endswith(" ") for line in out)
    assert out[-1] == "1 warning in 1 reply."


def test_json_keeps_its_contract(command, drafts):
    report = json.loads(command("check", "--output-format", "json", "late.txt").out)

    (finding,) = report["findings"]
    assert set(report) == {
        "schema", "version", "files", "replies", "summary", "findings", "skipped", "errors",
    }  # fmt: skip
    assert report["summary"] == {
        "error": 0, "warning": 1, "suggestion": 0, "suppressed": 0, "baselined": 0, "gone": 0,
        "fixed": 0,
    }  # fmt: skip
    assert set(finding) == {
        "rule", "category", "severity", "status", "message", "why", "instead", "fix", "path",
        "reply", "title", "text", "exact", "start", "end", "fingerprint",
    }  # fmt: skip
    start, end = finding["start"], finding["end"]
    assert LATE[start["offset"] : end["offset"]] == finding["text"] == "as soon as possible"
    assert (start["line"], start["column"], end["line"], end["column"]) == (3, 15, 3, 34)
    assert (finding["path"], finding["reply"], finding["exact"]) == ("late.txt", None, True)
    assert len(finding["fingerprint"]) == 16


def test_a_fingerprint_survives_moved_lines(command, drafts):
    def prints():
        report = json.loads(command("check", "--output-format", "json", "late.txt").out)
        return [finding["fingerprint"] for finding in report["findings"]]

    before = prints()
    (drafts / "late.txt").write_text(LATE.replace("\n\nWe", "\n\nThanks.\n\nWe"))

    assert prints() == before


def test_folders_are_searched_for_what_may_be_replies(command, drafts):
    for name in ("README.md", "requirements.txt", ".hidden/x.txt", "node_modules/x.txt", "a.py"):
        path = drafts / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(LATE)

    report = json.loads(command("check", "--output-format", "json").out)

    assert (report["files"], {f["path"] for f in report["findings"]}) == (2, {"late.txt"})


def test_a_file_that_is_named_is_read_whatever_it_is_called(command, drafts):
    (drafts / "README.md").write_text(LATE)

    assert command("check", "README.md").code == 1


def test_a_file_is_linted_once(command, drafts):
    report = json.loads(
        command("check", "--output-format", "json", ".", "late.txt", "./late.txt").out
    )

    assert report["files"] == 2


def test_findings_do_not_depend_on_the_order_of_arguments(command, drafts):
    (drafts / "b.txt").write_text(LATE)

    one = command("check", "late.txt", "b.txt", "--output-format", "json")
    other = command("check", "b.txt", "late.txt", "--output-format", "json")

    assert json.loads(one.out)["findings"] == json.loads(other.out)["findings"]


def test_standard_input(command):
    result = command("check", "-", stdin=LATE.encode())
    assert result.code == 1
    assert result.out.startswith("<stdin>\n")

    named = command(
        "check", "-", "--stdin-filename", "a/b.md", stdin=b"```\nsoon\n```\n" + LATE.encode()
    )
    assert named.out.startswith("a/b.md\n  6:15 ")


def test_select_and_ignore_take_rules_and_categories(command, drafts):
    assert command("check", "late.txt", "--select", "blaming").code == 0
    assert command("check", "late.txt", "--select", "blaming,vague-timeline").code == 1
    assert command("check", "late.txt", "--ignore", "vague-timeline").code == 0
    assert command("check", "late.txt", "--ignore", "vague-timeline/as-soon-as-possible").code == 0


def test_a_pack_of_ones_own(command, drafts):
    write_pack(drafts / "house", {"style/parcel": rule("parcel", severity="error")})

    result = command("check", "fine.txt", "--pack", "house", "--output-format", "concise")

    assert result.out.startswith("fine.txt:3:6: error style/parcel “parcel” is flagged.")
    both = command("check", ".", "--pack", "core", "--pack", "house", "--output-format", "json")
    assert {f["category"] for f in json.loads(both.out)["findings"]} == {"style", "vague-timeline"}


MISTAKES = [
    (["check", "nowhere.txt"], "nowhere.txt: is not there (check the path)"),
    (
        ["check", "binary.txt"],
        "binary.txt:1:3: is binary: a NUL byte stands here (give a text file)",
    ),
    (
        ["check", "--select", "blamng"],
        "there is no rule or category 'blamng' (did you mean 'blaming'?)",
    ),
    (
        ["check", "--pack", "nope"],
        "there is no pack 'nope' (built in: core, strict; or give a folder)",
    ),
    (
        ["check", "--pack", "."],
        "the folder '.' holds no rules (a rule is CATEGORY/NAME.yaml in it)",
    ),
    (["check", "--select", "blaming", "--ignore", "blaming"], "no rule is left to run"),
    (["check", "--fail-on", "warn"], "Invalid value for '--fail-on'"),
    (["check", "--outptu-format", "json"], "No such option"),
    (["rules", "show", "vague-timeline/soo"], "did you mean 'vague-timeline/soon'?"),
    (["rules", "test", "nope"], "there is no rule or category 'nope'"),
    (["frobnicate"], "No such command 'frobnicate'"),
]


@pytest.mark.parametrize(("arguments", "message"), MISTAKES)
def test_a_mistake_exits_with_2_and_one_message(command, drafts, arguments, message):
    (drafts / "binary.txt").write_bytes(b"ab\0cd")

    result = command(*arguments)

    assert result.code == 2
    assert message in result.err
    assert "Traceback" not in result.err


def test_everything_else_is_still_linted_and_2_wins_over_1(command, drafts):
    (drafts / "binary.txt").write_bytes(b"ab\0cd")

    result = command("check", "nowhere.txt", "binary.txt", "late.txt")

    assert result.code == 2
    assert "as soon as possible" in result.out
    assert len(result.err.splitlines()) == 2


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_told(command, drafts):
    (drafts / "late.txt").chmod(0)

    assert "late.txt: cannot be read: Permission denied" in command("check", "late.txt").err


def test_a_broken_rule_exits_with_2_and_the_others_run(command, drafts):
    write_pack(drafts / "house", {"style/parcel": rule("parcel"), "style/broken": "message: [\n"})

    result = command("check", "fine.txt", "--pack", "house")

    assert result.code == 2
    assert result.err.startswith("house/style/broken.yaml:2:1: is not YAML: ")
    assert "style/parcel" in result.out


def test_an_empty_file_or_folder_is_no_mistake(command, tmp_path):
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "folder").mkdir()

    for arguments in (["empty.txt"], ["folder"], ["-"]):
        result = command("check", *arguments)
        assert result.code == 0
        assert result.err.startswith("note: no repl")


def test_show_files_lists_what_would_be_read(command, tmp_path):
    (tmp_path / "late.txt").write_text("It is late.")
    (tmp_path / "all.md").write_text("---- One\nIt is one.\n---- Two\nIt is two.\n")
    (tmp_path / "mail.eml").write_bytes("Subject: x\n\nVoilà, it is here.".encode("cp1252"))
    (tmp_path / "README.md").write_text("About.")
    (tmp_path / "notes.rst").write_text("Notes.")

    result = command("check", ".", "notes.rst", "nowhere.txt", "--show-files")

    assert result.code == 2
    assert result.out.splitlines() == [
        "all.md     markdown  2 replies",
        "late.txt   text      1 reply",
        "mail.eml   mail      1 reply  (is not UTF-8; read as Windows-1252)",
        "notes.rst  text      1 reply  ('.rst' is not known)",
        "README.md  -         passed over  (a page about the project; name it to have it read)",
        "5 replies in 4 files.",
    ]
    assert result.err == "nowhere.txt: is not there (check the path)\n"


def test_show_files_looks_at_no_folder_for_standard_input(command, drafts):
    assert command("check", "-", "--show-files").out == "0 replies in 0 files.\n"


def test_statistics_count_by_rule(command, drafts):
    result = command(
        "check",
        "--statistics",
        "-",
        stdin=b"We will reply soon. We will call soon. You failed to reply.",
    )

    assert result.code == 1
    assert result.out.splitlines() == [
        "2  warning     vague-timeline/soon",
        "1  error       blaming/you-failed-to",
        "3 findings in 1 reply.",
    ]
    refused = command("check", "--statistics", "--output-format", "json", "-", stdin=b"x")
    assert (refused.code, refused.out) == (2, "")
    assert "leave out --output-format json" in refused.err


def test_a_placeholder_may_stand_in_a_template_and_not_in_a_draft(command, tmp_path):
    (tmp_path / "macro.txt").write_text("Hi {{name}}, your refund went out today.")
    (tmp_path / "asked").write_text("Where is my refund?")
    rule = "impersonal/unfilled-placeholder"

    assert rule not in command("check", "macro.txt").out
    assert rule in command("check", "macro.txt", "--customer", "asked").out
    assert rule in command("check", "-", stdin=b"Hi {{name}}, it went out.").out
    (tmp_path / "replylint.yaml").write_text("drafts: true\n")
    assert rule in command("check", "macro.txt").out
    (tmp_path / "replylint.yaml").write_text("drafts: false\n")
    assert rule not in command("check", "-", stdin=b"Hi {{name}}, it went out.").out


def test_a_template_languages_suffix_stands_behind_the_format(command, tmp_path):
    (tmp_path / "late.html.j2").write_text("<p>We will reply <b>soon</b>.</p><style>soon</style>")

    result = command("check", ".", "--output-format", "concise")

    assert result.out.startswith("late.html.j2:1:21: warning vague-timeline/soon ")
    assert len(result.out.splitlines()) == 1


def test_a_file_that_is_not_utf8_is_read_with_a_note(command, tmp_path):
    (tmp_path / "old.txt").write_bytes("Voilà: we reply soon".encode("cp1252"))

    result = command("check", "old.txt", "--verbose")

    assert result.code == 1
    assert "note: old.txt: is not UTF-8; read as Windows-1252" in result.out


HOSTILE = {
    "controls": "We will reply \x1b[31m very soon \x1b[0m \x07\x9b.",
    "markup": "We will reply very soon [red] [/] [link=x]now[/link].",
    "bidi": "We will reply \u202esoon\u202c.",
}


@pytest.mark.parametrize("output", ["text", "concise"])
@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_in_a_draft_reaches_the_terminal_unescaped(replylint, name, output):
    draft = HOSTILE[name].encode()

    result = replylint(
        "check", "-", "--output-format", output, stdin=draft, env={"FORCE_COLOR": ""}
    )

    assert result.code == 1
    assert not set(result.out) & set("\x1b\x07\x9b\u202e\u202c")
    if output == "text" and name == "markup":
        assert HOSTILE[name] in result.out


def test_hostile_file_names_are_escaped_too(command, tmp_path):
    (tmp_path / "a\x1b[31m.txt").write_text(LATE)

    assert "\x1b" not in command("check", ".").out
    assert "\x1b" not in command("check", "gone\x1b[31m.txt").err


BIG = {
    "a 10 MB line of words": b"We reply soon and well. " * 430_000,
    "a 10 MB run": b"x" * 10_000_000,
    "100,000 exclamation marks": b"Soon" + b"!" * 100_000,
}


@pytest.mark.parametrize("name", ["a 10 MB run", "100,000 exclamation marks"])
def test_hostile_sizes_are_read(command, name):
    assert command("check", "-", stdin=BIG[name]).code in (0, 1)


def test_colour_is_for_terminals_and_who_asks_for_it(replylint, drafts):
    assert "\x1b[" not in replylint("check", "late.txt").out
    assert "\x1b[" in replylint("check", "late.txt", env={"FORCE_COLOR": "1"}).out
    both = {"FORCE_COLOR": "1", "NO_COLOR": "1"}
    assert "\x1b[" not in replylint("check", "late.txt", env=both).out


def test_a_bug_of_ours_exits_with_3_and_says_how_to_report(replylint, drafts):
    (drafts / "sitecustomize.py").write_text(
        "import replylint.files\n"
        "def broken(*_): raise RuntimeError('boom \\x1b')\n"
        "replylint.files.find_files = broken\n"
    )

    result = replylint("check", ".", env={"PYTHONPATH": str(drafts)})

    assert result.code == 3
    assert "This is a bug in replylint" in result.err
    assert "Traceback" not in result.err
    assert "\x1b" not in result.err


@pytest.mark.parametrize("arguments", [["--help"], ["rules", "list"], ["rules", "show", "blaming"]])
def test_help_and_lists_never_import_spacy(replylint, tmp_path, arguments):
    (tmp_path / "spacy.py").write_text("raise SystemExit('spaCy was imported')")

    result = replylint(*arguments, env={"PYTHONPATH": str(tmp_path)})

    assert result.code == 0
    assert "spaCy was imported" not in result.err


def test_rules_list_names_severity_and_gist(command):
    lines = command("rules", "list").out.splitlines()

    assert any(line.split()[:2] == ["vague-timeline/soon", "warning"] for line in lines)


def test_rules_show_tells_all_about_a_rule(command):
    out = command("rules", "show", "vague-timeline/soon").out

    for part in ("Why: ", "Write: ", "Flagged:", "[[", "Not flagged:", "vague-timeline/soon.yaml"):
        assert part in out


def test_rules_test_tells_a_support_lead_what_to_mend(command, tmp_path):
    text = rule("soon").replace('["a [[b]]"]', '["We reply [[very soon]]."]')
    text = text.replace('good: ["c"]', 'good: ["Get well soon!"]\n  missed: ["It is soon."]')
    write_pack(tmp_path / "house", {"style/late": text})

    result = command("rules", "test", "house")

    assert result.code == 1
    assert result.out == (
        "house/style/late.yaml:6:9: style/late: expected “very soon”, found “soon”.\n"
        "    We reply very soon.\n"
        "             ^^^^^^^^^ expected\n"
        "    We reply very soon.\n"
        "                  ^^^^ found\n"
        "    Move the marks, or change the phrase so that both are the same words.\n"
        "\n"
        "house/style/late.yaml:7:10: style/late: flags words in a good example.\n"
        "    Get well soon!\n"
        "             ^^^^ flagged\n"
        "    Excuse it with a guard under 'unless:', or make the phrase narrower.\n"
        "\n"
        "house/style/late.yaml:8:12: style/late: catches what stands under 'missed:'."
        " Move it up to 'bad:'.\n"
        "\n"
        "1 rule, 3 examples: 3 to mend.\n"
    )


def test_rules_test_takes_a_file_a_folder_or_a_name(command, tmp_path):
    fine = rule("b")
    write_pack(tmp_path / "house", {"style/one": fine, "style/two": rule("c")})

    assert (
        command("rules", "test", "house/style/one.yaml").out
        == "1 rule, 2 examples: all as they say.\n"
    )
    assert command("rules", "test", "house").code == 1
    assert command("rules", "test", "style/one", "--pack", "house").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_terminal_gets_a_hint_before_it_is_read():
    import pty
    import subprocess

    parent, child = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "replylint", "check", "-"],
        stdin=child,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    os.write(parent, b"We reply soon.\n\x04")
    out, err = process.communicate(timeout=60)

    assert b"press Ctrl-D" in err
    assert b"vague-timeline/soon" in out
