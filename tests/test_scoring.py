"""Scoring: what counts as found, missed and alarmed, and how it is told."""

from __future__ import annotations

import json

import pytest
from pack import rule, write_pack

ROWS = [
    {
        "id": "hit",
        "reply": "Soon. Calm down.",
        "labels": [
            {"category": "slow", "quote": "Soon"},
            {"category": "rude", "quote": "Calm down"},
        ],
        "document": [],
    },
    {"id": "miss", "reply": "One day.", "labels": [{"category": "slow", "quote": "One day"}]},
    {"id": "alarm", "reply": "See you soon!", "labels": []},
    {"id": "mild", "reply": "Perhaps.", "labels": []},
    {"id": "when", "text": "It came later.", "customer": "When?", "labels": ["late"]},
]


@pytest.fixture
def labelled(tmp_path):
    rules = {
        "slow/soon": rule("soon"),
        "slow/later": rule("later", only_if="\n  - customer: when"),
        "rude/calm": rule("calm down"),
        "rude/mild": rule("perhaps", severity="suggestion"),
    }
    write_pack(tmp_path / "house", rules)
    path = tmp_path / "labelled.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)) + "\n", encoding="utf-8")
    return path


def test_counts_are_by_reply_and_category(labelled, command):
    done = command("rules", "score", labelled, "--pack", "house", "--output-format", "json")
    score = json.loads(done.out)

    assert done.code == 0
    assert score["replies"] == 5
    assert score["clean"] == {"replies": 2, "alarmed": 1}
    assert score["categories"]["slow"] == {
        "labelled": 2,
        "found": 1,
        "missed": 1,
        "alarms": 2,
        "precision": 1 / 3,
        "recall": 0.5,
    }
    assert score["categories"]["rude"]["alarms"] == 1
    assert score["rules"]["slow/later"] == {"found": 0, "alarms": 1, "precision": 0.0}
    assert score["misses"] == [{"id": "miss", "category": "slow", "quotes": ["One day"]}]
    assert [alarm["id"] for alarm in score["alarms"]] == ["alarm", "mild", "when"]


def test_the_table_fits_80_columns_and_names_what_lies_behind(labelled, command):
    done = command("rules", "score", labelled, "--pack", "house", "--show", "misses,alarms")
    table, _, behind = done.out.partition("missed:")

    assert max(map(len, table.splitlines())) <= 80
    assert "slow                          2      1       1       2       0.33    0.50" in table
    assert "5 replies. 2 are clean; of those, 1 got an error or a warning (50.0 in 100)." in table
    assert "slow                miss: One day" in behind
    assert "alarm: “soon” in: See you soon!" in behind


def test_select_scores_some_alone(labelled, command):
    done = command("rules", "score", labelled, "--pack", "house", "--select", "rude")

    assert "slow" not in done.out


WRONG = [
    ('{"id": 1', "is not JSON"),
    ("[]", "is no object"),
    ('{"id": "a", "labels": []}', "has no 'reply'"),
    ('{"id": "a", "reply": "b"}', "has no 'labels'"),
    ('{"id": "a", "reply": "b", "labels": [3]}', "has labels of another shape"),
    ('{"id": "a", "reply": "b", "labels": [], "kind": "x"}', "kind cannot be 'x'"),
    ("[" * 100_000, "is not JSON"),
]


@pytest.mark.parametrize(("line", "message"), WRONG)
def test_a_wrong_line_is_told_with_its_place(tmp_path, command, line, message):
    path = tmp_path / "labelled.jsonl"
    path.write_text(f'{{"id": "ok", "reply": "b", "labels": []}}\n{line}\n', encoding="utf-8")

    done = command("rules", "score", path)

    assert done.code == 2
    assert done.err.startswith("labelled.jsonl:2:")
    assert message in done.err
    assert len(done.err.splitlines()) == 1


def test_a_missing_file_and_a_wrong_option_are_told(labelled, command):
    assert "none.jsonl: cannot be read" in command("rules", "score", "none.jsonl").err
    assert command("rules", "score", labelled, "--show", "hits").code == 2
