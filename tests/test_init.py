"""What init proposes for a folder, and what it leaves alone."""

from __future__ import annotations

import json

import pytest

REPLY = "Thanks for your mail. It comes on Friday, and we will call you at noon."


@pytest.fixture
def folder(tmp_path):
    files = {
        "macros/complaints/late.md": REPLY,
        "macros/billing.md": REPLY,
        "chat/hello.txt": REPLY,
        "faq/one.json": json.dumps({"items": [{"q": "x", "a": REPLY}, {"q": "y", "a": REPLY}]}),
        "faq/two.json": json.dumps({"items": [{"q": "x", "a": REPLY}]}),
        "data/some texts.csv": f'key,words\na,"{REPLY}"\n',
        "package.json": '{"name": "x", "version": "1"}',
        "README.md": "About.",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


PROPOSED = """\
# replylint read 3 replies in 3 files here;
# 'replylint check --show-files' lists them, and what it passes over.

packs: [core]        # and your own: a folder of rules beside this file
fail-on: warning     # what turns a build red; error is milder, suggestion stricter

# What the replies are, as the names of files and folders say.
per-file:
  - files: /chat/
    channel: chat
  - files: /faq/
    kind: howto
  - files: /macros/billing.md
    kind: billing
  - files: /macros/complaints/
    kind: complaint

# These hold texts that look like replies: keep the entries that are right.
libraries:
  - files: data/some texts.csv
    replies: words
  - files: faq/*.json
    replies: $.items[*].a
"""


def test_it_proposes_and_writes_where_it_is_told_to(command, folder):
    shown = command("init")
    assert (shown.code, shown.out) == (0, PROPOSED)
    assert shown.err == "\nNothing was written: replylint init --yes writes it.\n"
    assert not (folder / "replylint.yaml").exists()

    assert command("init", "--yes").out.startswith(PROPOSED)
    assert (folder / "replylint.yaml").read_text() == PROPOSED
    assert command("check", "--show-files").out.splitlines()[-1] == "7 replies in 6 files."
    settings = command("check", "--show-settings", "macros/complaints/late.md").out
    assert "  kind: complaint  (replylint.yaml:16)" in settings


@pytest.mark.parametrize("name", ["replylint.yaml", ".replylint.yaml", "pyproject.toml"])
def test_it_never_writes_over_a_configuration(command, tmp_path, name):
    text = "[tool.replylint]\n" if name.endswith("toml") else "# ours\n"
    (tmp_path / name).write_text(text)

    result = command("init", "--yes")

    assert result.code == 2
    what = "has [tool.replylint]" if name.endswith("toml") else "is there"
    assert result.err.startswith(f"{name}: {what} already (")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == text


def test_in_an_empty_folder_it_proposes_the_least(command, tmp_path):
    assert command("init", "--yes").code == 0
    text = (tmp_path / "replylint.yaml").read_text()
    assert text.startswith("# replylint knows no replies here by itself")
    assert "per-file" not in text
    assert command("check").code == 0


def test_below_another_it_builds_on_that_one(command, tmp_path, monkeypatch):
    (tmp_path / "replylint.yaml").write_text("ignore: vague-timeline\n")
    (tmp_path / "team").mkdir()
    (tmp_path / "team/a.txt").write_text("It comes soon.")
    monkeypatch.chdir(tmp_path / "team")

    command("init", "--yes")

    assert "\nextends: ../replylint.yaml\n" in (tmp_path / "team/replylint.yaml").read_text()
    assert command("check").code == 0
