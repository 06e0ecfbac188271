"""What packs come to is remembered, and never in the way."""

from __future__ import annotations

import json

import pytest
from pack import rule, write_pack

from replylint import Linter
from replylint.cache import cache_folder, clear_cache, load_rule_set
from replylint.packs import load_packs
from replylint.ruleset import gather


@pytest.fixture
def house(tmp_path, monkeypatch):
    monkeypatch.setenv("REPLYLINT_CACHE_DIR", str(tmp_path / "cache"))
    text = rule(["soon", "tokens: [{NORM: {IN: [later]}}]"], unless="\n  - near: $day\n  - negated")
    return write_pack(tmp_path / "house", {"c/r": text}, {"day": "about: d\nfind: [friday]\n"})


def test_a_remembered_rule_set_is_the_one_that_was_read(house):
    fresh = gather(load_packs([str(house)]))
    first, second = load_rule_set([str(house)]), load_rule_set([str(house)])

    assert fresh.rules == first.rules == second.rules
    assert fresh.cues == second.cues
    assert fresh.table.data["index"] == second.table.data["index"]
    linter = Linter([str(house)])
    assert [f.text for f in linter.lint("Soon. Later.")] == ["Soon", "Later"]
    assert linter.lint("Soon, on Friday.") == []


def test_a_changed_rule_is_read_again(house):
    assert Linter([str(house)]).lint("Tomorrow.") == []
    (house / "c/r.yaml").write_text(rule("tomorrow"))

    assert Linter([str(house)]).lint("Tomorrow.")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"rules": [{"class": "os.system"}]}'])
def test_a_broken_cache_file_is_no_mistake(house, content):
    load_rule_set([str(house)])
    (path,) = cache_folder().glob("rules-*.json")
    path.write_text(content)

    assert Linter([str(house)]).lint("Soon.")
    assert json.loads(path.read_text())["rules"]


def test_rules_with_mistakes_are_not_remembered(house):
    (house / "c/broken.yaml").write_text("message: [")

    assert len(load_rule_set([str(house)]).errors) == 1
    assert len(load_rule_set([str(house)]).errors) == 1


def test_a_folder_that_cannot_be_written_is_no_mistake(house, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("REPLYLINT_CACHE_DIR", str(tmp_path / "file/below"))

    assert Linter([str(house)]).lint("Soon.")


def test_no_cache_where_none_is_wanted(house, monkeypatch, tmp_path):
    monkeypatch.setenv("REPLYLINT_CACHE_DIR", "")

    assert Linter([str(house)]).lint("Soon.")
    assert not (tmp_path / "cache").exists()


def test_the_cache_is_cleared(house, replylint):
    load_rule_set([str(house)])

    assert replylint("cache", "clear").out == "Deleted 1 file.\n"
    assert clear_cache() == 0
