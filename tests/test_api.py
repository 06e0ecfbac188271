"""The Python API as its users know it."""

from __future__ import annotations

import pytest

import replylint
from replylint import Linter, Severity, UserError, lint

TEXT = "Hi Ana,\n\nIt’s late. We will reply **very soon**.\n"


def test_lint_returns_findings_in_reading_order_with_offsets_in_the_text():
    (finding,) = [f for f in lint(TEXT) if f.category == "vague-timeline"]

    assert TEXT[finding.start : finding.end] == finding.text
    assert "soon" in finding.text
    assert finding.severity is Severity.WARNING
    assert finding.severity == "warning"
    assert finding.message
    assert finding.why
    assert finding.instead
    assert finding.fix is None


def test_a_linter_lints_files_and_folders(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\0")

    run = Linter().lint_paths(["."])

    assert [(f.path, f.line) for f in run.findings] == [("a.txt", 3)]
    assert (run.files, run.replies, list(run.skipped)) == (1, 1, [])
    assert [str(error)[:5] for error in run.errors] == ["b.txt"]


def test_a_linter_takes_packs_and_names():
    assert Linter(select=["blaming"]).lint(TEXT) == []
    with pytest.raises(UserError, match="no pack"):
        Linter(["nope"])


def test_the_same_text_gets_the_same_findings_twice(linter):
    assert linter.lint(TEXT) == linter.lint(TEXT)


def test_the_package_has_its_names_and_no_others():
    assert all(getattr(replylint, name) for name in replylint.__all__)
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = replylint.nothing_like_it


def test_a_worn_vocabulary_is_renewed(linter, monkeypatch):
    monkeypatch.setattr("replylint.language.MAX_WORDS", 1)
    before = linter.lint(TEXT)
    linter.lint("zyx wvu tsr qpo")

    assert linter.lint(TEXT) == before


def test_a_text_with_titles_between_dashes_is_one_reply(linter):
    found = linter.lint("---- Order\nYou failed to pay.\n---- Delivery\nYou failed to reply.\n")

    assert [finding.text for finding in found] == ["You failed to", "You failed to"]
