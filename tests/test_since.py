"""Findings on changed lines alone, as git's diff tells them."""

from __future__ import annotations

import pytest

from replylint.changes import changed_lines

SOON = "It comes soon.\n"


@pytest.fixture
def repository(tmp_path, git):
    for name in ("a.txt", 'b/ü "x".txt'):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Hi,\n" + SOON + "Bye.\n")
    git("add", ".")
    git("commit", "-qm", "base")
    return tmp_path


def told(command, *arguments):
    result = command("check", "--output-format", "concise", *arguments)
    assert result.code in (0, 1), result
    return [line.split(": ")[0] for line in result.out.splitlines()]


def test_nothing_changed_says_one_line(command, repository):
    result = command("check", "--since", "HEAD")

    assert (result.out, result.err, result.code) == (
        "No findings in 0 replies, on lines changed since HEAD.\n", "", 0,
    )  # fmt: skip


def test_only_lines_that_changed_are_told_of(command, repository, git):
    (repository / "a.txt").write_text("Hi,\n" + SOON + "You failed to call.\nBye.\n")
    (repository / 'b/ü "x".txt').write_text("Hi,\nCalm down.\nBye.\n")

    expected = ["a.txt:3:1", 'b/ü "x".txt:2:1']
    assert told(command, "--since", "HEAD") == expected
    git("commit", "-qam", "changed")  # staged and committed changes count as well
    assert told(command, "--since", "HEAD") == []
    assert told(command, "--since", "HEAD~1") == expected
    assert told(command, "--since", "HEAD~1", "b") == expected[1:]


def test_new_files_are_changed_throughout(command, repository, git):
    (repository / "new.txt").write_text(SOON)
    (repository / "staged.txt").write_text(SOON)
    git("add", "staged.txt")

    assert told(command, "--since", "HEAD") == ["new.txt:1:10", "staged.txt:1:10"]


def test_what_others_did_on_the_branch_meanwhile_is_not_ours(command, repository, git):
    git("checkout", "-qb", "topic")
    (repository / "c.txt").write_text(SOON)
    git("add", ".")
    git("commit", "-qm", "ours")
    git("checkout", "-q", "main")
    (repository / "a.txt").write_text("Hi,\nit is here.\nBye.\n")
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "topic")

    assert told(command, "--since", "main") == ["c.txt:1:10"]


@pytest.mark.parametrize(
    "setting",
    ["diff.noprefix", "diff.mnemonicPrefix", "core.quotePath", "diff.renames", "diff.relative"],
)
def test_the_users_git_settings_change_nothing(command, repository, git, setting):
    git("config", setting, "true")
    (repository / 'b/ü "x".txt').write_text("Hi,\nCalm down.\n" + SOON)

    assert told(command, "--since", "HEAD") == ['b/ü "x".txt:2:1']


def test_what_git_takes_for_binary_is_compared_by_lines_too(command, repository, git):
    (repository / ".gitattributes").write_text("*.txt -diff\n")
    (repository / "u.txt").write_bytes(b"\xff\xfe" + "Hi.\n".encode("utf-16-le"))
    git("add", ".")
    git("commit", "-qm", "more")
    (repository / "u.txt").write_bytes(b"\xff\xfe" + "Hi.\nIt comes soon.\n".encode("utf-16-le"))
    (repository / "a.txt").write_text("Hi,\n" + SOON + "Calm down.\n")

    assert told(command, "--since", "HEAD") == ["a.txt:3:1", "u.txt:2:10"]


def test_a_file_that_was_only_renamed_did_not_change(command, repository, git):
    git("mv", "a.txt", "c.txt")

    assert told(command, "--since", "HEAD") == []


def test_hunks_close_together_hide_nothing(command, repository, git):
    git("config", "diff.interHunkContext", "20")
    lines = ["Fine.\n"] * 12
    for name in ("c.txt", "d.txt"):
        (repository / name).write_text("".join(lines))
    git("add", ".")
    git("commit", "-qm", "more")
    lines[0], lines[10] = "Calm down.\n", "You failed to call.\n"
    for name in ("c.txt", "d.txt"):
        (repository / name).write_text("".join(lines))

    assert told(command, "--since", "HEAD") == [
        "c.txt:1:1",
        "c.txt:11:1",
        "d.txt:1:1",
        "d.txt:11:1",
    ]


def test_an_entry_of_suppress_is_not_unused_for_files_that_did_not_change(command, repository, git):
    (repository / "replylint.yaml").write_text("suppress: [{rule: vague-timeline, reason: x}]\n")
    (repository / "new.txt").write_text("It is here.")

    assert told(command, "--since", "HEAD") == []


def test_from_a_folder_below_it_is_the_same(command, repository, monkeypatch):
    (repository / 'b/ü "x".txt').write_text("Calm down.\n" + SOON)
    monkeypatch.chdir(repository / "b")

    assert told(command, "--since", "HEAD") == ['ü "x".txt:1:1']


@pytest.mark.parametrize("ref", ["nope", "-x", "HEAD:a.txt", ""])
def test_an_unknown_commit_is_told(command, repository, ref):
    result = command("check", f"--since={ref}")

    assert result.code == 2
    assert result.err.startswith(f"replylint: --since: git knows no commit '{ref}' here (")
    assert len(result.err.splitlines()) == 1


def test_outside_of_a_repository_is_told(command, tmp_path):
    (tmp_path / "a.txt").write_text(SOON)

    result = command("check", "--since", "HEAD")

    assert (result.code, result.out) == (2, "")
    assert result.err == ("a.txt: is in no git repository, as --since needs (leave it out)\n")


DIFFS = {
    "one": (b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", {"x": [(1, 1)]}),
    "nothing new": (b"--- a/x\n+++ b/x\n@@ -1,2 +0,0 @@\n-a\n-b\n", {"x": []}),
    "lines that look like heads": (
        b"--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n--- a/y\n-x\n+++ b/y\n+@@ -1 +9 @@\n@@ -9,0 +9 @@\n+z\n",
        {"x": [(1, 2), (9, 9)]},
    ),
    "no newline at the end": (
        b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"
        b"--- a/y\n+++ b/y\n@@ -0,0 +1 @@\n+a\n",
        {"x": [(1, 1)], "y": [(1, 1)]},
    ),
    "odd names": (
        b'--- "a/\\303\\274 \\"\\t.txt"\n+++ "b/\\303\\274 \\"\\t.txt"\n@@ -1 +1 @@\n-a\n+b\n'
        b"--- a/y z\t\n+++ b/y z\t\n@@ -1 +1 @@\n-a\n+b\n",
        {'ü "\t.txt': [(1, 1)], "y z": [(1, 1)]},
    ),
    "deleted and binary": (
        b"--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\ndiff --git a/b b/b\nBinary files a/b and b/b differ\n",
        {"/dev/null": []},
    ),
}


@pytest.mark.parametrize(("diff", "expected"), DIFFS.values(), ids=DIFFS)
def test_a_diff_is_read(diff, expected):
    assert changed_lines(diff) == expected
