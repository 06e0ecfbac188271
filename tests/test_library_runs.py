"""What a run makes of libraries: names, places, fingerprints, and texts that stand twice."""

from __future__ import annotations

import json

import pytest

from replylint import Linter
from replylint.analysis import Analyzer

SOON = "We will reply soon."
MACROS = json.dumps(
    {
        "macros": [
            {"id": 7, "title": "Refund delayed", "actions": [
                {"field": "comment_value", "value": f"Hi {{{{name}}}},\n\n{SOON}"}]},
            {"id": 8, "title": "Late", "actions": [{"field": "comment_value", "value": SOON}]},
            {"id": 9, "title": "Late", "actions": [{"field": "comment_value", "value": SOON}]},
        ]
    },
    indent=1,
)  # fmt: skip


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "macros.json").write_text(MACROS, encoding="utf-8")
    return tmp_path


def test_a_finding_names_the_reply(command, folder):
    concise = command("check", "--output-format", "concise").out.splitlines()
    text = command("check").out.splitlines()
    (first, *_) = json.loads(command("check", "--output-format", "json").out)["findings"]

    assert concise[0].startswith(
        "macros.json:9:46: warning vague-timeline/soon · “Refund delayed” · "
    )
    assert text[1] == "  9:46 warning vague-timeline/soon · “Refund delayed”"
    assert (first["reply"], first["title"], first["text"]) == ("7", "Refund delayed", "soon")
    offset = first["start"]["offset"]
    assert MACROS[offset : first["end"]["offset"]] == "soon"


def test_a_text_that_stands_twice_is_linted_once_and_reported_twice(linter, folder, monkeypatch):
    asked = []
    analyze = Analyzer.analyze
    monkeypatch.setattr(
        Analyzer, "analyze", lambda *args, **more: asked.append(1) or analyze(*args, **more)
    )

    run = Linter().lint_paths(["macros.json"])

    assert len(asked) == 2
    assert [(f.line, f.reply) for f in run.findings] == [(9, "7"), (19, "8"), (29, "9")]
    assert len({f.fingerprint for f in run.findings}) == 3


def test_the_same_words_beside_another_message_are_other_replies(folder):
    (folder / "faq.csv").write_text(
        "question,answer\n"
        "When will my parcel come?,It is on its way.\n"
        "How big is it?,It is on its way.\n"
    )

    run = Linter().lint_paths(["faq.csv"])

    assert (run.replies, run.customers) == (2, 2)
    assert {f.line for f in run.findings if f.rule.startswith("unanswered-when")} == {2}


def test_replies_of_one_name_have_their_own_fingerprints(folder):
    (folder / "canned.yaml").write_text(
        "".join("- {title: Late, body: We will reply soon.}\n" for _ in range(3))
    )

    findings = Linter().lint_paths(["canned.yaml"]).findings

    assert [f.reply for f in findings] == ["Late"] * 3
    assert len({f.fingerprint for f in findings}) == 3


def test_a_fingerprint_survives_another_order(folder):
    one, two = "- comment: We will reply soon.", "- {comment: Calm down., close: true}"

    def prints(name, *lines):
        (folder / name).write_text("\n".join(lines))
        return {f.rule: f.fingerprint for f in Linter().lint_paths([name]).findings}

    assert len(prints("bot.yaml", one, two)) == 2
    assert prints("bot.yaml", one, two) == prints("bot.yaml", two, one)
    rows = "body", "We will reply soon.", "Calm down."
    assert prints("macros.csv", *rows) == prints("macros.csv", rows[0], *rows[:0:-1])


def test_replies_of_a_library_are_templates(command, folder):
    (folder / "canned.csv").write_text("title,body\nLate,Your parcel comes on {{date}}.\n")
    content = (folder / "canned.csv").read_bytes()

    assert command("check", "canned.csv").code == 0
    assert command("check", "-", "--stdin-filename", "canned.csv", stdin=content).code == 0
    (folder / "replylint.yaml").write_text("drafts: true\n")
    assert "unfilled-placeholder" in command("check", "canned.csv").out


def test_show_files_tells_what_is_read_and_what_is_not(command, folder):
    (folder / "faq.json").write_text(
        '{"items": [{"head": "Late", "words": "We are sorry that it is late: it comes on Friday."}]}'
    )
    (folder / "package.json").write_text('{"name": "x"}')

    shown = command("check", "--show-files")

    assert shown.out.splitlines() == [
        "faq.json      -         passed over  (nothing says that there are replies in it)",
        "    if they are replies, put this into replylint.yaml:",
        "    libraries: [{files: faq.json, replies: '$.items[*].words'}]",
        "macros.json   json      3 replies",
        "package.json  -         passed over  (nothing says that there are replies in it)",
        "3 replies in 1 file.",
    ]
    (folder / "replylint.yaml").write_text(shown.out.splitlines()[2].strip())
    assert "faq.json      json      1 reply" in command("check", "--show-files").out
    (folder / "replylint.yaml").write_text("libraries: [{files: gone.csv, replies: a}]")
    assert "libraries: no file here is named by gone.csv" in command("check", "--show-files").out


def test_what_could_be_anything_is_told_of_only_when_asked(command, folder):
    (folder / "macros.json").unlink()
    (folder / "data.json").write_text('[{"title": "Late", "body": "We will reply soon."}]')

    quiet, verbose = command("check"), command("check", "--verbose")

    assert (quiet.code, quiet.out) == (0, "")
    assert quiet.err.startswith("note: no replies were found (")
    assert "--show-files tells what is read, and why not" in quiet.err
    assert "note: data.json: nothing says that there are replies in it" in verbose.out
