"""A rule is begun with 'rules new', and editors know its shape by 'rules schema'."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from replylint.errors import RuleError
from replylint.packs import BUILT_IN, load_pack
from replylint.schema import rule_schema
from replylint.yamlfile import Items, Mapping, read_yaml

SCHEMA = Draft202012Validator(rule_schema())
HOUSE = Path(__file__).parent.parent / "examples/house-style/tone"
FILES = [
    path
    for pack in (BUILT_IN / "core", BUILT_IN / "strict", HOUSE)
    for path in sorted(pack.glob("*/*.yaml"))
    if path.parent.name != "vocabulary"
]


def test_a_new_rule_works_as_it_is_written(command, tmp_path):
    made = command("rules", "new", "tone/form-letter")

    assert made.code == 0
    assert "tone-rules/tone/form-letter.yaml" in made.out
    tested = command("rules", "test", "tone-rules")
    assert tested.out == "1 rule, 4 examples: all as they say.\n"
    draft = b"Your letter has been noted."
    checked = command("check", "--pack", "tone-rules", "-", stdin=draft)
    assert "tone/form-letter" in checked.out


def test_a_new_rule_goes_into_the_teams_pack(command, tmp_path):
    (tmp_path / "house").mkdir()
    (tmp_path / "replylint.yaml").write_text("packs: [core, house]\n", encoding="utf-8")

    command("rules", "new", "tone/form-letter")

    assert (tmp_path / "house/tone/form-letter.yaml").is_file()


@pytest.mark.parametrize("name", ["Tone/x", "tone", "../tone/x", "tone/x.yaml", "tone/../x"])
def test_a_name_that_is_none_is_refused(command, tmp_path, name):
    done = command("rules", "new", name)

    assert done.code == 2
    assert "is no name for a rule" in done.err
    assert not list(tmp_path.rglob("*.yaml"))


def test_no_rule_is_overwritten(command):
    command("rules", "new", "tone/x")

    done = command("rules", "new", "tone/x")

    assert (done.code, "is there already" in done.err) == (2, True)


def test_the_schema_is_printed_as_json(command):
    assert json.loads(command("rules", "schema").out) == rule_schema()


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_shipped_rule_keeps_the_schema(path):
    data = _data(read_yaml(path, path.name))

    assert [error.message for error in SCHEMA.iter_errors(data)] == []


def _data(node):
    """Return what YAML 1.2, which editors read, makes of a node; PyYAML reads "off" as false."""
    if isinstance(node, Mapping):
        return {key.value: _data(value) for key, value in node.entries}
    return [_data(inner) for inner in node.nodes] if isinstance(node, Items) else node.data()


RULE = {
    "message": "“{match}” is x.",
    "why": "Because.",
    "find": ["soon"],
    "examples": {"bad": ["[[soon]]"], "good": ["late"]},
}
REFUSED = [
    {**RULE, "messages": "x"},
    {**RULE, "severity": "high"},
    {**RULE, "find+": ["x"]},
    {**RULE, "off": True},
    {**RULE, "unless": [{"nearby": "x"}]},
    {**RULE, "unless": ["negate"]},
    {**RULE, "unless": [{"kind": "complain"}]},
    {**RULE, "unless": [{"shorter-than": "x"}]},
    {**RULE, "unless": "negated"},
    {**RULE, "report": "all"},
    {**RULE, "report": {"more-then": 2}},
    {**RULE, "report": {"metric": "shouting"}},
    {**RULE, "report": {"metric": "loudness", "more-than": 1}},
    {**RULE, "report": {"missing": "middle"}},
    {**RULE, "report": {"missing": "whole", "per": "hit"}},
    {**RULE, "find": [{"token": []}]},
    {**RULE, "find": [{"tokens": [{"REGEX": "x"}]}]},
    {**RULE, "examples": {"bad": ["[[soon]]"], "good": ["late"], "ugly": ["x"]}},
    {**RULE, "examples": {"bad": [{"reply": "[[soon]]", "kinds": "x"}], "good": ["late"]}},
    {**RULE, "quoted": "never"},
    {**RULE, "status": "draft"},
    {"extends": "core", "find": ["x"]},
    {key: value for key, value in RULE.items() if key != "why"},
    {key: value for key, value in RULE.items() if key != "find"},
]


@pytest.mark.parametrize("data", REFUSED, ids=str)
def test_what_the_loader_refuses_the_schema_refuses(tmp_path, data):
    path = tmp_path / "vague-timeline/soon.yaml"
    path.parent.mkdir()
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")

    (error,) = load_pack(tmp_path).errors

    assert isinstance(error, RuleError)
    assert not SCHEMA.is_valid(data)
