"""What a configuration does, and what it refuses."""

from __future__ import annotations

import pytest
from pack import rule, write_pack

from replylint import Linter, UserError


@pytest.fixture
def team(tmp_path, monkeypatch):
    """A folder with a pack, a reply, and a place to put a configuration."""
    monkeypatch.chdir(tmp_path)
    rules = {
        "slow/soon": rule("soon"),
        "slow/later": rule("later"),
        "rude/calm": rule("calm down", severity="error"),
        "rude/trial": rule("whatever", status="preview"),
        "rude/howto": rule("obviously", unless="\n  - kind: howto"),
    }
    write_pack(tmp_path / "house", rules)

    def configure(text, name="replylint.yaml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return configure


def found(text="Calm down. Soon, later, whatever, obviously."):
    return [f"{f.rule} {f.severity}" for f in Linter.from_config().lint(text)]


def refused(path):
    """Return what is said of a configuration, be it at once or for a file."""
    try:
        return str(Linter.from_config().lint_paths([path]).errors[0])
    except UserError as error:
        return str(error)


WORKS = [
    ("select: slow/soon", ["slow/soon warning"]),
    ("ignore: [slow, rude/howto]", ["rude/calm error"]),
    (
        "severity: {slow: suggestion, slow/later: error}\nignore: rude",
        ["slow/soon suggestion", "slow/later error"],
    ),
    ("allow: [calm down, later on, obviously]\nignore: slow", []),
    ("preview: true\nselect: rude/trial", ["rude/trial warning"]),
    ("kind: howto\nselect: rude/howto", []),
    ("kind: status\nselect: rude/howto", ["rude/howto warning"]),
    ("ignore: rude, slow/later", ["slow/soon warning"]),
    ("ignore:\nselect: slow/soon", ["slow/soon warning"]),
    ("select: []\nignore: [rude, slow/later]", ["slow/soon warning"]),
]


@pytest.mark.parametrize(("text", "expected"), WORKS)
def test_a_configuration_holds(team, text, expected):
    team(f"packs: [house]\n{text}\n")

    assert found() == expected


def test_it_is_found_upward_and_its_packs_lie_beside_it(team, tmp_path, monkeypatch):
    team("packs: house\nselect: rude/calm\n", ".replylint.yaml")
    below = tmp_path / "a/b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)

    assert found() == ["rude/calm error"]


def test_an_empty_one_changes_nothing(team):
    team("# nothing yet\n")

    assert found("We will reply soon.") == ["vague-timeline/soon warning"]


REFUSED = [
    ("pakcs: [core]", "1:1", "unknown key 'pakcs' in the configuration (did you mean 'packs'?)"),
    ("kind: complain", "1:7", "'kind' cannot be 'complain' (did you mean 'complaint'?)"),
    ("preview: yes", "1:10", "'preview' is true or false"),
    ("severity: {slow: eror}", "1:18", "a severity cannot be 'eror' (did you mean 'error'?)"),
    ("severity: high", "1:11", "'severity' must be keys and values"),
    ("packs: [house]\nignore:\n  - slwo", "3:5", "there is no rule or category 'slwo'"),
    ("packs: [house]\nseverity: {slow/son: error}", "2:12", "did you mean 'slow/soon'?"),
    ("packs: [./hause]", "1:9", "there is no folder './hause'"),
    (
        "packs: hause",
        "1:8",
        "there is no pack 'hause' (built in: core, strict; or a folder beside this file)",
    ),
    ("packs: ['']", "1:9", "a pack needs a name"),
    ("ignore:\n\t- heated", "2:1", "indent with spaces, not tabs"),
    ("exclude: *.md", "1:11", "a text that begins with '*'"),
    ("severity: {heated: off}", "1:20", "to leave a rule out, use 'ignore'"),
    ("allow: [(open]", "1:9", "("),
    ("allow: [$time]", "1:9", "'allow' knows no word lists"),
    ("- packs", "1:1", "must hold keys and values"),
    ("libraries:\n  - files: x.json", "2:5", "needs 'replies' (where they stand: a JSONPath,"),
    ("libraries: [{replies: body}]", "1:13", "needs 'files' (for instance macros/*.json)"),
    ("libraries: [{file: x, replies: body}]", "1:14", "did you mean 'files'?"),
    ("libraries: [{files: x, replies: '$.a['}]", "1:33", "'$.a[' is no JSONPath"),
    ("libraries: [{files: x, replies: []}]", "1:13", "needs 'replies'"),
    ("libraries:\n- {files: x, replies: 'a[*].b'}", "2:23", "did you mean '$.a[*].b'?"),
    ("libraries:\n- files: x\n  replies: .a.b", "3:12", "did you mean '$.a.b'?"),
    ("libraries:\n- files: x\n  replies: $.a[*.b", "3:12", "a bracket is not closed"),
    ("libraries:\n- files: x\n  replies: a\n  kind: complant", "4:9", "did you mean 'complaint'?"),
    (
        "libraries: [{files: x, replies: $.a[*].b}]",
        "1:38",
        "has one or a '[' inside of { }, must stand in quotes",
    ),
    ("libraries: faq.json", "1:12", "an entry of 'libraries' must be keys and values"),
    ("exclude: {a: b}", "1:10", "a pattern of files must be a text"),
    ("baseline: [a]", "1:11", "'baseline' must be a text"),
    ("fail-on: warn", "1:10", "'fail-on' cannot be 'warn' (did you mean 'warning'?)"),
    (
        "fail_on: error",
        "1:1",
        "unknown key 'fail_on' in the configuration (did you mean 'fail-on'?)",
    ),
    (
        "extends: base.yaml",
        "1:10",
        "there is no file 'base.yaml' (paths are relative to this file)",
    ),
    ("extends: replylint.yaml", "1:10", "extends itself"),
    ("per-file: [{ignore: slow}]", "1:12", "needs 'files' (for instance chat/*.md)"),
    ("per-file: [{files: a, exclude: b}]", "1:23", "unknown key 'exclude'"),
    ("per-file:\n  - files: a\n    kind: complant", "3:11", "did you mean 'complaint'?"),
    (
        "packs: [house]\nper-file: [{files: '*', ignore: slwo}]",
        "2:33",
        "no rule or category 'slwo'",
    ),
    ("suppress: [{files: a}]", "1:12", "needs 'rule' (a rule or a category)"),
    ("suppress: [{rule: heated, because: x}]", "1:27", "unknown key 'because'"),
    ("packs: [house]\nsuppress: [{rule: slwo}]", "2:19", "there is no rule or category 'slwo'"),
    ("ignore: soon", "1:9", "did you mean 'vague-timeline/soon'?"),
]


@pytest.mark.parametrize(("text", "place", "message"), REFUSED)
def test_a_mistake_is_told_with_its_place(team, text, place, message):
    team(text)

    error = refused(team("", "a.txt"))

    assert error.startswith(f"replylint.yaml:{place}: ")
    assert message in error


def test_two_in_one_folder_are_refused(team):
    team("packs: house")
    team("packs: house", ".replylint.yaml")

    with pytest.raises(UserError, match="keep one of them"):
        found()


def test_the_command_line_comes_first(team, tmp_path, command):
    team("packs: [house]\nselect: slow\nfail-on: never\n")
    draft = b"Calm down, soon."

    assert command("check", "-", stdin=draft).code == 0
    assert "slow/soon" in command("check", "-", stdin=draft).out
    selected = command("check", "--select", "rude", "--fail-on", "error", "-", stdin=draft)
    assert selected.code == 1
    assert "slow/soon" not in selected.out
    assert "slow/soon" not in command("check", "--isolated", "-", stdin=draft).out
    other = tmp_path / "other.yaml"
    other.write_text("packs: [house]\nselect: rude\n", encoding="utf-8")
    assert "rude/calm" in command("check", "--config", other, "-", stdin=draft).out
    missing = command("check", "--config", "none.yaml", "-", stdin=draft)
    assert (missing.code, "none.yaml" in missing.err) == (2, True)


EXTENDING = {
    "soon": (
        "extends: core\nseverity: error\nfind+: [in a jiff]\nunless+:\n  - within: soon enough\n",
        ["vague-timeline/soon error", "vague-timeline/soon error"],
    ),
    "off": ("extends: core\noff: true\n", []),
}


@pytest.mark.parametrize("which", EXTENDING)
def test_a_rule_extends_one_of_the_core(tmp_path, which):
    text, expected = EXTENDING[which]
    write_pack(tmp_path / "house", {"vague-timeline/soon": text})
    linter = Linter(
        ["core", str(tmp_path / "house")], select=() if which == "off" else ["vague-timeline/soon"]
    )
    assert not linter.errors

    said = linter.lint("We will write soon. We will call in a jiff. Soon enough it is spring.")

    assert [f"{f.rule} {f.severity}" for f in said if f.rule == "vague-timeline/soon"] == expected


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("vague-timeline/son", "extends: core", "has no rule 'vague-timeline/son' to extend"),
        ("vague-timeline/soon", "extends: cor", "did you mean 'core'?"),
        ("vague-timeline/soon", "extends: core\nfind: [x]", "unknown key 'find'"),
        ("vague-timeline/soon", "extends: core\noff: maybe", "'off' is true or false"),
    ],
)
def test_a_wrong_extension_is_told(tmp_path, name, text, message):
    write_pack(tmp_path / "house", {name: text})

    (error,) = Linter([str(tmp_path / "house")]).errors

    assert message in str(error)
    assert error.line
