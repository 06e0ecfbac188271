"""Findings that were there before: known, counted, told when they are gone, and never new again."""

from __future__ import annotations

import json
import re

import pytest
import yaml

NAME = "replylint-baseline.json"
SENTENCES = [
    "We will get back to you soon.",
    "You failed to send the form.",
    "As I already said, it is closed.",
    "We are so, so sorry for the delay.",
    "Your refund is on its way; it is with you by Friday.",
]


def macros(count):
    """Return macros, most of them with something to find."""
    return [
        {
            "title": f"Macro {n}",
            "body": f"Hi {{{{name}}}},\n\nthanks for your order {n}. {SENTENCES[n % 5]}\n\nBest,\nAna\n",
        }
        for n in range(count)
    ]


def write_yaml(path, rows, **style):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump({"macros": rows}, sort_keys=False, **style))


@pytest.fixture
def library(tmp_path, git):
    """A repository with 200 macros, in ten files."""
    rows = macros(200)
    for n in range(10):
        write_yaml(tmp_path / f"macros/m{n}.yaml", rows[n * 20 : n * 20 + 20])
    return tmp_path


def test_the_minute_of_ci(command, library, git):
    """Red with old findings; green with a baseline; red again with one new bad macro, and named."""
    assert command("check").code == 1
    written = command("baseline")
    assert re.fullmatch(rf"Wrote {NAME}: \d+ findings, \d+ new, 0 gone\.\n", written.out)

    green = command("check")
    assert green.code == 0
    assert re.fullmatch(r"No new findings in 200 replies \(\d+ known\)\.\n", green.out)
    git("add", ".")
    git("commit", "-qm", "a baseline")

    path = library / "macros/m3.yaml"
    rows = yaml.safe_load(path.read_text())["macros"]
    bad = {"title": "Parcel lost", "body": "Hi,\n\nThat is not our problem.\n"}
    write_yaml(path, [*rows[:7], bad, *rows[7:]])

    red = command("check", "--output-format", "concise")
    assert red.code == 1
    line = next(n for n, t in enumerate(path.read_text().splitlines(), 1) if "not our problem" in t)
    said = [told for told in red.out.splitlines() if "buck-passing" in told]
    assert said[0].startswith(f"macros/m3.yaml:{line}:")
    assert "“Parcel lost”" in said[0]
    assert "That is not our problem" in said[0]
    assert all("Parcel lost" in told for told in red.out.splitlines())
    since = command("check", "--since", "HEAD", "--no-baseline", "--output-format", "concise")
    assert [told for told in since.out.splitlines() if "buck-passing" in told] == said


def reordered(path, rows):
    write_yaml(path, [*rows[1::2], *rows[::2]])


def reformatted(path, rows):
    write_yaml(path, rows, default_style='"', width=30)


def moved(path, rows):
    path.write_text("# A comment\n\n\n" + path.read_text())


def as_flow(path, rows):
    write_yaml(path, rows, default_flow_style=True, width=2000)


def with_windows_line_ends(path, rows):
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


@pytest.mark.parametrize(
    "change",
    [reordered, reformatted, moved, as_flow, with_windows_line_ends],
    ids=lambda f: f.__name__,
)
def test_it_survives(command, library, change):
    command("baseline")
    path = library / "macros/m3.yaml"

    change(path, yaml.safe_load(path.read_text())["macros"])

    assert command("check").code == 0
    assert "gone" not in command("check").out


def test_it_is_the_same_wherever_a_run_is_started(command, library, monkeypatch):
    before = (command("baseline"), (library / NAME).read_text())[1]

    monkeypatch.chdir(library / "macros")
    assert command("check", ".").code == 0
    assert command("check", "m3.yaml").code == 0
    command("baseline", ".")

    assert (library / NAME).read_text() == before
    assert command("check", "--isolated").code == 1
    assert command("check", "--no-baseline").code == 1
    assert command("check", "--isolated", "--baseline", f"../{NAME}").code == 0


def test_it_is_sorted_and_holds_no_words(command, library):
    command("baseline")
    text = (library / NAME).read_text()
    entries = json.loads(text)["findings"]

    assert [(e["path"], e["rule"], e["fingerprint"]) for e in entries] == sorted(
        (e["path"], e["rule"], e["fingerprint"]) for e in entries
    )
    assert {frozenset(entry) for entry in entries} == {frozenset(("path", "rule", "fingerprint"))}
    assert len(text.splitlines()) == len(entries) + 6
    assert "failed" not in text.replace("you-failed-to", "")


def test_what_is_gone_is_told_and_dropped(command, library):
    command("baseline")
    path = library / "macros/m3.yaml"
    path.write_text(path.read_text().replace("You failed to send the form.", "It is here."))
    (library / "macros/m4.yaml").unlink()

    told = command("check").out
    gone = int(re.search(r"(\d+) gone from the baseline", told)[1])
    assert gone > 4
    assert command("check", "macros/m5.yaml").out.count("gone") == 1  # of the file that is no more

    assert command("baseline").out.endswith(f" 0 new, {gone} gone.\n")
    assert "gone" not in command("check").out


def test_of_files_beside_the_paths_it_keeps_what_it_knows(command, library):
    command("baseline")
    before = (library / NAME).read_text()

    out = command("baseline", "macros/m3.yaml").out

    assert out.endswith(" 0 new, 0 gone.\n")
    assert (library / NAME).read_text() == before


def test_a_second_of_its_kind_is_new(command, tmp_path):
    (tmp_path / "a.txt").write_text("It comes soon.\n")
    command("baseline")

    (tmp_path / "a.txt").write_text("It comes soon.\n\nThe other is fine.\n\nIt comes soon.\n")

    assert command("check").out.splitlines()[-1] == "1 warning in 1 reply (1 known)."


def test_a_merge_conflict_is_told_and_solved_by_running_it_again(command, library, git):
    command("baseline")
    git("add", ".")
    git("commit", "-qm", "base")
    for branch, body in (("one", "That is not our problem."), ("two", "Calm down.")):
        git("checkout", "-q", "-b", branch, "main")
        (library / f"macros/{branch}.txt").write_text(body)
        (library / "macros/m9.yaml").write_text(body)
        command("baseline")
        git("add", ".")
        git("commit", "-qm", branch)
    with pytest.raises(Exception, match="merge"):
        git("merge", "-q", "one")
    git("checkout", "--theirs", "macros/m9.yaml")

    told = command("check")
    assert told.code == 2
    assert re.match(
        rf"{NAME}:\d+:1: holds a merge conflict \(replylint baseline solves it\)\n", told.err
    )
    command("baseline")

    assert command("check").code == 0
    paths = {entry["path"] for entry in json.loads((library / NAME).read_text())["findings"]}
    assert {"macros/one.txt", "macros/two.txt"} <= paths


BROKEN = {
    "no JSON": ("{\n  x", ":2:3: is no baseline: it is no JSON (delete it, and run replylint baseline)"),
    "another file": ('{"name": "x"}', ":1:1: is no baseline: it has no 'schema' and 'findings' as one has"),
    "another schema": ('{"schema": 9, "findings": []}', ": is a baseline of schema 9; this version reads 1"),
    "wrong entries": ('{"schema": 1, "findings": [{"path": 1}]}', ":1:1: is no baseline"),
    "a list": ("[]", ":1:1: is no baseline"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_one_is_told_and_never_overwritten(command, tmp_path, text, message):
    (tmp_path / "a.txt").write_text("It comes soon.")
    (tmp_path / NAME).write_text(text)

    for arguments in (["check"], ["baseline"]):
        result = command(*arguments)
        assert result.code == 2
        assert result.err.startswith(NAME + message)
    assert (tmp_path / NAME).read_text() == text


def test_the_configuration_names_it(command, tmp_path):
    (tmp_path / "replylint.yaml").write_text("baseline: ci/known.json\n")
    (tmp_path / "a.txt").write_text("It comes soon.")

    missing = command("check")
    assert missing.code == 2
    assert missing.err == "ci/known.json: is not there (replylint baseline writes it)\n"
    assert command("baseline").out.startswith("Wrote ci/known.json: 1 finding, 1 new")
    assert "libraries" not in command("check", "--show-files").out
    assert command("check").code == 0


def test_repositories_in_repositories_keep_theirs_apart(command, tmp_path, git):
    for name in ("a.txt", "sub/a.txt", "sub/b.txt", "docs/c.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("It comes soon." if name != "sub/a.txt" else "Calm down.")
    (tmp_path / "sub/.git").mkdir()

    command("baseline")
    assert command("check").code == 0
    assert command("baseline", "docs").out.endswith(" 0 new, 0 gone.\n")
    assert command("check").code == 0


def test_one_is_written_for_all_below_the_working_folder(command, tmp_path):
    (tmp_path / "team").mkdir()
    (tmp_path / "team/replylint.yaml").write_text("kind: status\n")
    for name in ("a.txt", "team/a.txt"):
        (tmp_path / name).write_text("It comes soon.")

    assert command("baseline").out == f"Wrote {NAME}: 2 findings, 2 new, 0 gone.\n"
    assert command("check").code == 0


def test_without_git_it_is_the_same_wherever_a_run_is_started(command, tmp_path, monkeypatch):
    for name in ("a.txt", "s/a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("It comes soon.")
    command("baseline")

    monkeypatch.chdir(tmp_path / "s")
    assert command("check").code == 0
    assert command("baseline").out.endswith(": 2 findings, 0 new, 0 gone.\n")
    monkeypatch.chdir(tmp_path)
    assert command("check").code == 0


def test_a_rule_that_did_not_run_is_not_gone(command, tmp_path):
    (tmp_path / "a.txt").write_text("It comes soon. You failed to call.")
    command("baseline")

    assert "gone" not in command("check", "--select", "blaming").out


def test_known_findings_stand_in_json_and_do_not_fail(command, tmp_path):
    (tmp_path / "a.txt").write_text("It comes soon.")
    command("baseline")

    report = json.loads(command("check", "--output-format", "json").out)

    assert [finding["status"] for finding in report["findings"]] == ["baselined"]
    assert (report["summary"]["warning"], report["summary"]["baselined"]) == (0, 1)
    assert (
        json.loads((tmp_path / NAME).read_text())["findings"][0]["fingerprint"]
        == (report["findings"][0]["fingerprint"])
    )
