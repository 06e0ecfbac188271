"""Which report goes where: files beside standard output, mistakes, and how far a run is."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from contextlib import redirect_stderr

import pytest

from replylint.console import ProgressLine
from replylint.reporters import REPORTERS

SOON = "It comes soon.\n"


@pytest.fixture
def draft(tmp_path):
    (tmp_path / "a.txt").write_text(SOON)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["--output-file", "sarif"],
            "'sarif' names no file (say sarif=report.sarif;",
        ),
        (["--output-file", "sarf=x"], "'sarf' is no format (did you mean sarif?;"),
        (["--output-file", "zz=x"], "(formats are text, concise, json, sarif, github, gitlab,"),
        (["--output-file", "sarif="], "'sarif=' names no file (say sarif=report.sarif;"),
        (["--output-file", "sarif=-"], "--output-format sarif prints it)"),
        (["--output-file", "sarif=folder"], "'folder' is a folder (name a file in it)"),
        (["--output-file", "json=x", "--output-file", "text=./x"], "'x' is named twice"),
        (["--output-file", "json=x", "--output-file", "text=link"], "'link' is named twice"),
        (
            ["--output-file", "text=a.txt"],
            "'a.txt' is there, and is no report (name another file, or",
        ),
        (["--output-file", "json=x", "x"], "'x' is to be linted and written (leave it out of one)"),
        (["--output-file", "json=new/"], "'json=new/' names no file (say json=report.json;"),
        (["--output-file", "text=replylint.yaml"], "'replylint.yaml' is there, and is no report"),
        (["--output-file", "json=a.txt/x"], "a.txt/x: cannot be written: "),
        (["--output-file", f"json={'n' * 300}"], "cannot be written: "),
        (["n" * 300], "cannot be read: "),
        (["--customer", "n" * 300, "a.txt"], "--customer: there is no file"),
        (["--show-files", "--output-file", "json=x"], "--show-files and --output-file exclude"),
        (
            ["--show-settings", "--output-format", "json"],
            "--show-settings and --output-format json",
        ),
        (["--output-file", "json=x", "--diff"], "--diff and --output-file exclude each other"),
        (["--statistics", "--output-format", "html"], "(leave out --output-format html)"),
    ],
)
def test_a_wrong_option_is_one_message(command, draft, arguments, told):
    (draft / "folder").mkdir()
    (draft / "link").symlink_to("x")
    (draft / "replylint.yaml").write_text("fail-on: error\n")

    result = command("check", *arguments)

    assert result.code == 2
    assert told in " ".join(result.err.split())
    assert (draft / "a.txt").read_text() == SOON


@pytest.mark.parametrize("old", list(REPORTERS))
@pytest.mark.parametrize("found", [SOON, "It comes on Friday.\n"])
def test_a_report_is_written_over_that_of_any_earlier_run(command, draft, old, found):
    (draft / "b.txt").write_text(found)
    command("check", "b.txt", "--output-file", f"{old}=out")

    assert command("check", "a.txt", "--output-file", "json=out").code == 1
    assert '"vague-timeline/soon"' in (draft / "out").read_text()


def test_a_report_is_no_reply_to_the_next_run(command, draft):
    """Neither where the option names it again, nor, being HTML, where another run finds it."""
    files = ["--output-file=text=report.txt", "--output-file=html=page.html"]
    first = command("check", *files)
    reports = [(draft / name).read_bytes() for name in ("report.txt", "page.html")]
    assert b"a.txt" in reports[0]

    second = command("check", *files)

    assert (second.out, second.err, second.code) == (first.out, first.err, first.code)
    assert [(draft / name).read_bytes() for name in ("report.txt", "page.html")] == reports
    named = command("check", "page.html")
    assert "no reply is in what was read" in named.err or "no replies were found" in named.err


def test_a_report_may_go_to_a_device(command, draft):
    result = command("check", "--output-format", "concise", "--output-file", "concise=/dev/stdout")

    assert result.out.splitlines()[0] == result.out.splitlines()[1]
    assert command("check", "--output-file", "json=/dev/null").code == 1


def test_a_report_on_standard_error_leaves_what_stands_there(draft):
    """It is a file here, as in CI, and holds messages already."""
    log = draft / "log"
    log.write_text("EARLIER\n")
    with log.open("a") as file:
        command = ["check", "--output-file", "concise=/dev/stderr", "-q", "a.txt", "gone.txt"]
        subprocess.run(
            [sys.executable, "-m", "replylint", *command],
            cwd=draft,
            stderr=file,
            stdout=subprocess.DEVNULL,
            check=False,
        )

    text = log.read_text()
    assert text.startswith("EARLIER\n")
    assert "gone.txt: is not there" in text
    assert "a.txt:1:10: warning" in text


@pytest.mark.parametrize(
    ("redirected", "code", "told"),
    [
        ("> /dev/full", 2, "replylint: standard output cannot be written: No space left on device"),
        (">&-", 2, "replylint: standard output is closed"),
        ("2>&-", 1, ""),
        ("| true", 0, ""),
        ("--show-files > /dev/full", 2, "replylint: standard output cannot be written: No space"),
        ("--diff >&-", 0, "Would fix 0 findings."),
    ],
)
def test_where_a_report_cannot_go_is_no_bug_of_ours(draft, redirected, code, told):
    if "/dev/full" in redirected and not os.path.exists("/dev/full"):  # noqa: PTH110
        pytest.skip("there is no /dev/full")
    line = f'"{sys.executable}" -m replylint check a.txt {redirected}'

    done = subprocess.run(
        ["sh", "-c", line], cwd=draft, capture_output=True, text=True, check=False
    )

    assert done.returncode == code
    assert done.stderr.startswith(told)
    assert "internal error" not in done.stderr


def test_a_reader_that_goes_away_leaves_the_exit_code(draft):
    ours, theirs = os.pipe()
    os.close(ours)
    for paths, code in ((["a.txt"], 1), (["a.txt", "--fail-on", "never"], 0), (["gone.txt"], 2)):
        done = subprocess.run(
            [sys.executable, "-m", "replylint", "check", "--output-format", "json", *paths],
            cwd=draft,
            stdout=theirs,
            stderr=subprocess.PIPE,
            check=False,
        )
        assert done.returncode == code, done.stderr
    rules = subprocess.run(
        [sys.executable, "-m", "replylint", "rules", "list"], stdout=theirs, check=False
    )
    assert rules.returncode == 0
    os.close(theirs)


def test_standard_input_that_is_passed_over_has_reports_too(command, tmp_path):
    (tmp_path / "replylint.yaml").write_text("exclude: old/\n")

    result = command(
        "check", "-", "--force-exclude", "--stdin-filename", "old/a.txt",
        "--output-file", "sarif=out.sarif", "--fix", stdin=SOON.encode(),
    )  # fmt: skip

    assert (result.code, result.out) == (0, SOON)
    assert '"results": []' in (tmp_path / "out.sarif").read_text()


def test_show_files_says_that_a_report_is_one(command, draft):
    command("check", "--output-file", "html=report.html")

    shown = command("check", "--show-files")

    assert "report.html  -         passed over  (is a report of replylint)" in " ".join(
        shown.out.splitlines()
    )
    assert shown.code == 0


def test_a_report_is_written_where_nothing_is_found(command, tmp_path):
    for form in ("sarif", "junit", "html", "gitlab", "github"):
        assert command("check", f"--output-file={form}=out.{form}").code == 0

    assert (tmp_path / "out.gitlab").read_text() == "[]\n"
    assert (tmp_path / "out.github").read_text() == "No findings in 0 replies.\n"
    assert '"results": []' in (tmp_path / "out.sarif").read_text()
    assert "<testsuites" in (tmp_path / "out.junit").read_text()
    assert "No findings" in (tmp_path / "out.html").read_text()


def test_what_is_left_after_fixing_is_reported(command, tmp_path):
    (tmp_path / "a.txt").write_text("We are so, so sorry. It comes soon.\n")

    command("check", "--fix", "--output-file", "html=out.html", "--select", "over-apologizing")

    assert "We are so sorry." in (tmp_path / "out.html").read_text()


NO_REPORTS = [
    '[{"description": "Late parcel", "body": "You failed to call."}]',
    "Hi,\n\nwe found errors in 2 replies we sent to you.\n",
    "There were 3 warnings in 3 replies, sorry.\nBye.\n",
    "[ ] call Ann back\n",
    " " * 2100 + "It comes soon.",
    '{"schema": 1, "version": 3, "macros": []}',
    '{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": []}',
    "::warning ::Hello\n",
    "It comes soon.",
]


@pytest.mark.parametrize("text", NO_REPORTS)
def test_nothing_but_a_report_is_written_over(command, draft, text):
    (draft / "macros.json").write_text(text)

    result = command("check", "a.txt", "--output-file", "sarif=macros.json")

    assert result.code == 2
    assert "'macros.json' is there, and is no report" in result.err
    assert (draft / "macros.json").read_text() == text


class Terminal(io.StringIO):
    """A terminal that remembers what was shown."""

    def isatty(self):
        return True


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    return Terminal()


def test_progress_shows_files_and_replies_from_the_second_second_on(terminal):
    clock = Clock()
    with redirect_stderr(terminal), ProgressLine(shown=True, clock=clock) as progress:
        progress.file(1, 20)
        progress.reply()
        assert terminal.getvalue() == ""
        clock.now = 1.1
        progress.file(4, 20)
        assert " 3/20" in terminal.getvalue()
        assert "files, 1 reply" in terminal.getvalue()
        before = terminal.getvalue()
        progress.reply()
        assert terminal.getvalue() == before  # not more often than the eye can see
        clock.now = 1.3
        progress.reply()
        assert "files, 3 replies" in terminal.getvalue()
    assert terminal.getvalue().endswith("\x1b[2K")  # the line is taken away


@pytest.mark.parametrize("why", ["quiet", "no terminal", "dumb"])
def test_no_progress_where_nobody_looks(terminal, monkeypatch, why):
    if why == "dumb":
        monkeypatch.setenv("TERM", "dumb")
    if why == "no terminal":
        monkeypatch.setattr(terminal, "isatty", lambda: False)
    clock = Clock()
    shown = why != "quiet"
    with redirect_stderr(terminal), ProgressLine(shown=shown, clock=clock) as progress:
        clock.now = 5
        progress.file(1, 2)
        progress.reply()

    assert terminal.getvalue() == ""


def test_on_a_terminal_a_short_run_shows_no_progress(draft):
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "replylint", "check", "a.txt"],
        cwd=draft,
        stderr=theirs,
        stdout=subprocess.PIPE,
        env=os.environ | {"TERM": "xterm"},
        check=False,
    )
    os.set_blocking(ours, False)
    os.close(theirs)

    assert done.returncode == 1
    with pytest.raises((BlockingIOError, OSError)):
        os.read(ours, 1)
    os.close(ours)
