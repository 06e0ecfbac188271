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

SOON = "It comes soon.\n"


@pytest.fixture
def draft(tmp_path):
    (tmp_path / "a.txt").write_text(SOON)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--output-file", "sarif"], "'sarif' is no FORMAT=FILE: sarif=out.sarif, say."),
        (["--output-file", "sarf=x"], "Formats are text, concise, json, sarif, github, gitlab,"),
        (["--output-file", "sarif="], "'sarif=' names no file: sarif=report.sarif, say."),
        (["--output-file", "sarif=folder"], "'folder' is a folder (name a file in it)"),
        (["--output-file", "json=x", "--output-file", "text=./x"], "'x' is named twice"),
        (
            ["--output-file", "text=a.txt", "a.txt"],
            "would write over 'a.txt', which is to be linted",
        ),
        (["--output-file", "json=a.txt/x"], "a.txt/x: cannot be written: "),
        (["--output-file", "json=x", "--diff"], "--diff and --output-file exclude each other"),
        (["--statistics", "--output-format", "html"], "(leave out --output-format html)"),
    ],
)
def test_a_wrong_option_is_one_message(command, draft, arguments, told):
    (draft / "folder").mkdir()

    result = command("check", *arguments)

    assert result.code == 2
    assert told in " ".join(result.err.split())
    assert (draft / "a.txt").read_text() == SOON


def test_reports_that_are_there_are_written_anew(command, draft):
    (draft / "out.json").write_text("old")

    assert command("check", "--output-file", "json=out.json").code == 1
    assert '"vague-timeline/soon"' in (draft / "out.json").read_text()


def test_a_report_is_no_reply_to_the_next_run(command, draft):
    """Neither where the option names it again, nor, being HTML, where another run finds it."""
    files = ["--output-file=text=report.txt", "--output-file=html=page.html"]
    first = command("check", *files)
    reports = [(draft / name).read_bytes() for name in ("report.txt", "page.html")]

    second = command("check", *files)

    assert (second.out, second.err, second.code) == (first.out, first.err, first.code)
    assert [(draft / name).read_bytes() for name in ("report.txt", "page.html")] == reports
    named = command("check", "page.html")
    assert "no reply is in what was read" in named.err or "no replies were found" in named.err


def test_a_report_may_go_to_a_device(command, draft):
    result = command("check", "--output-format", "concise", "--output-file", "concise=/dev/stdout")

    assert result.out.splitlines()[0] == result.out.splitlines()[1]
    assert command("check", "--output-file", "json=/dev/null").code == 1


def test_a_report_is_written_where_nothing_is_found(command, tmp_path):
    for form in ("sarif", "junit", "html", "gitlab", "github"):
        assert command("check", f"--output-file={form}=out.{form}").code == 0

    assert (tmp_path / "out.gitlab").read_text() == "[]\n"
    assert (tmp_path / "out.github").read_text() == ""
    assert '"results": []' in (tmp_path / "out.sarif").read_text()
    assert "<testsuites" in (tmp_path / "out.junit").read_text()
    assert "No findings" in (tmp_path / "out.html").read_text()


def test_what_is_left_after_fixing_is_reported(command, tmp_path):
    (tmp_path / "a.txt").write_text("We are so, so sorry. It comes soon.\n")

    command("check", "--fix", "--output-file", "html=out.html", "--select", "over-apologizing")

    assert "We are so sorry." in (tmp_path / "out.html").read_text()


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
