"""Every mistake in a rule file: the exact place, what is wrong, and the mend."""

from __future__ import annotations

import pytest
from pack import rule, write_pack

from replylint.packs import load_packs
from replylint.ruleset import gather

HEAD = 'message: "m."\nwhy: "w."\n'
TAIL = 'examples:\n  bad: ["a [[b]]"]\n  good: ["c"]\n'
FIND = "find: [soon]\n"

TABLE = [
    ("message: [\n", "2:1: is not YAML: "),
    ("message: a: b\n", "1:11: is not YAML: mapping values are not allowed"),
    ("- a\n- b\n", "1:1: must hold keys and values"),
    ("", "1:1: must hold keys and values"),
    ("mesage: x\n", "1:1: unknown key 'mesage' in a rule (did you mean 'message'?)"),
    ("message: a\nwhy: b\nmessage: c\n", "3:1: key 'message' stands twice, first in line 1"),
    ("message: &a x\nwhy: *a\n", "1:10: holds an anchor or a tag"),
    ("message: !!python/name:os x\n", "1:10: holds an anchor or a tag"),
    (
        "find: [[[[[[[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]]]]]]\n",
        "1:26: is nested more than 20 deep",
    ),
    (HEAD + FIND, "1:1: has no examples (add 'examples:'"),
    (HEAD + FIND + 'examples:\n  bad: ["a"]\n', "1:1: has no examples"),
    (
        HEAD + FIND + 'examples:\n  bda: ["a"]\n',
        "5:3: unknown key 'bda' in 'examples' (did you mean",
    ),
    ("why: w\n" + FIND + TAIL, "1:1: has no 'message' (add a line 'message: …')"),
    ('message: ""\nwhy: w\n' + FIND + TAIL, "1:10: 'message' is empty"),
    ("message: [a]\nwhy: w\n" + FIND + TAIL, "1:10: 'message' must be a text"),
    (HEAD + TAIL, "1:1: has no 'find'"),
    (HEAD + "find: []\n" + TAIL, "3:7: is an empty list"),
    (
        HEAD + "find: [keep (a]\n" + TAIL,
        "3:13: '(' is never closed (add ')')\n    keep (a\n         ^",
    ),
    (HEAD + 'find: ["a <b:c>"]\n' + TAIL, "3:11: 'c' is no form"),
    (
        HEAD + "find: [$nowhere]\n" + TAIL,
        "3:8: there is no word list '$nowhere' (add vocabulary/nowhere",
    ),
    (
        HEAD + "find: [a $frut b]\n" + TAIL,
        "3:10: there is no word list '$frut' (did you mean '$fruit'?)",
    ),
    (HEAD + "find: [a $guarded]\n" + TAIL, "3:10: '$guarded' holds guards, anchors or tokens"),
    (HEAD + "find: [" + "(a b|c d) " * 12 + "]\n" + TAIL, "3:8: stands for 4096 wordings; 400"),
    (
        HEAD + FIND + "unless: [negatd]\n" + TAIL,
        "4:10: unknown guard 'negatd' (did you mean 'negated'?)",
    ),
    (
        HEAD + FIND + "unless:\n  - nearby: x\n" + TAIL,
        "5:5: unknown guard 'nearby' (did you mean 'near'?)",
    ),
    (HEAD + FIND + "unless: near\n" + TAIL, "4:9: 'unless' must be a list"),
    (HEAD + FIND + "unless: [near]\n" + TAIL, "4:10: unknown guard 'near'"),
    (
        HEAD + FIND + "unless:\n  - subject: me\n" + TAIL,
        "5:14: 'subject' cannot be 'me' (known are: other",
    ),
    (HEAD + FIND + "unless:\n  - near: $dya\n" + TAIL, "5:11: there is no word list '$dya'"),
    (HEAD + "find:\n  - within # days\n" + TAIL, "4:5: ends at ' #', which starts a comment"),
    (HEAD + FIND + "severity: fatal\n" + TAIL, "4:11: 'severity' cannot be 'fatal' (known are:"),
    (
        HEAD.replace("m.", "{mach} m.") + FIND + TAIL,
        "1:10: 'message' knows no '{mach}' (write {match}",
    ),
    (HEAD + "find:\n  - note: this\n" + TAIL, "4:5: a phrase with ': ' in it must stand in quotes"),
    (HEAD + FIND + "unless:\n\t- negated\n", "5:1: is not YAML: "),
    (HEAD + FIND + "report: most\n" + TAIL, "4:9: 'report' cannot be 'most'"),
    (HEAD + FIND + "report: {more-than: two}\n" + TAIL, "4:21: 'more-than' needs a whole number"),
    (HEAD + "find:\n  - tokens: [{REGEX: a}]\n" + TAIL, "4:15: unknown key 'REGEX' in a token"),
    (HEAD + "find:\n  - tokens: [{NORM: {REGEX: a}}]\n" + TAIL, "4:22: unknown key 'REGEX'"),
    (HEAD + "find:\n  - tokens: [{NORM: a, OP: '{2,'}]\n" + TAIL, "4:28: 'OP' is one of"),
    (HEAD + FIND + 'examples:\n  bad: ["a [[b"]\n  good: ["c"]\n', "5:9: '[[' is never closed"),
    (HEAD + FIND + 'examples:\n  bad: ["a ]] b"]\n  good: ["c"]\n', "5:9: ']]' stands where '[['"),
    (HEAD + FIND + 'examples:\n  bad: ["a"]\n  good: ["[[c]]"]\n', "6:10: a good example marks no"),
    (HEAD + FIND + TAIL + "---\na: b\n", "9:1: holds a second YAML document"),
    ("a\0b: c\n", "is not YAML: "),
]


@pytest.mark.parametrize(("text", "message"), TABLE)
def test_a_mistake_is_told_with_its_place_and_its_mend(tmp_path, monkeypatch, text, message):
    monkeypatch.chdir(tmp_path)
    vocabulary = {
        "fruit": "about: f\nfind: [apple]\n",
        "guarded": "about: g\nfind: [apple]\nunless: [negated]\n",
    }
    write_pack(tmp_path / "p", {"c/r": text, "c/fine": rule("soon")}, vocabulary)

    (pack,) = load_packs(["p"])
    (error,) = pack.errors

    assert f"p/c/r.yaml:{message}" in str(error).replace("r.yaml: ", "r.yaml:")
    assert [r.name for r in pack.rules] == ["c/fine"]


def test_two_rules_of_one_name_are_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_pack(tmp_path / "p", {"c/r": rule("soon")})
    (tmp_path / "p/c/r.yml").write_text(rule("later"))

    (pack,) = load_packs(["p"])

    assert str(pack.errors[0]) == (
        "p/c/r.yml: is a second rule 'c/r', beside p/c/r.yaml (rename one)"
    )


def test_a_word_list_that_needs_itself_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    vocabulary = {"a": "about: a\nfind: [$b]\n", "b": "about: b\nfind: [$a]\n"}
    write_pack(tmp_path / "p", {"c/r": rule("soon", unless="\n  - near: $a")}, vocabulary)

    rule_set = gather(load_packs(["p"]))

    assert str(rule_set.errors[0]) == "p/vocabulary/a.yaml: needs itself: $a → $b → $a (part them)"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe\x00", "is not UTF-8 (save it as UTF-8)"),
        (b"x" * 600_000, "is 585 KB; a rule file may have 512 KB (split it)"),
        (b"[" * 100_000, "is nested more than 20 deep (make it flatter)"),
        (b"- " * 100_000, "is nested more than 20 deep (make it flatter)"),
    ],
)
def test_hostile_rule_files_are_refused(tmp_path, data, message):
    folder = write_pack(tmp_path / "p", {"c/fine": rule("soon")})
    (folder / "c/r.yaml").write_bytes(data)

    (pack,) = load_packs([str(folder)])

    assert message in str(pack.errors[0])


@pytest.mark.parametrize("place", ["stray", "style/deep/stray"])
def test_a_rule_in_the_wrong_place_is_told(tmp_path, place):
    house = write_pack(tmp_path / "house", {"style/one": rule("soon"), place: rule("later")})
    (house / "compose.yaml").write_text("services: {}\n")

    (pack,) = load_packs([str(house)])

    assert [rule.name for rule in pack.rules] == ["style/one"]
    assert [str(error).rpartition("house/")[2] for error in pack.errors] == [
        f"{place}.yaml: is no rule there (a rule is CATEGORY/NAME.yaml in its pack: move it)"
    ]
