"""Which configuration holds for which file, and what is passed over."""

from __future__ import annotations

import json
import os

import jsonschema
import pytest
import yaml
from pack import rule, write_pack

from replylint.config import KEYS
from replylint.reporters import REPORTERS
from replylint.schema import config_schema

SOON = "We will reply soon. Please calm down.\n"


@pytest.fixture
def tree(tmp_path, command):
    """Write files, and return which rules speak in which, by path."""

    def write(files):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def found(*arguments):
        report = json.loads(command("check", "--output-format", "json", *arguments).out)
        assert not report["errors"], report["errors"]
        told = {}
        for finding in report["findings"]:
            told.setdefault(finding["path"], []).append(finding["category"])
        return told

    found.write = write
    return found


BOTH = ["vague-timeline", "dismissive"]


def test_the_nearest_configuration_upward_from_each_file_holds(tree):
    tree.write(
        {
            "replylint.yaml": "ignore: dismissive\n",
            "a.txt": SOON,
            "b/a.txt": SOON,
            "b/c/replylint.yaml": "ignore: vague-timeline\n",
            "b/c/d/a.txt": SOON,
            "e/.replylint.yaml": "",
            "e/a.txt": SOON,
        }
    )

    assert tree() == {
        "a.txt": BOTH[:1],
        "b/a.txt": BOTH[:1],
        "b/c/d/a.txt": BOTH[1:],
        "e/a.txt": BOTH,
    }
    assert tree("--isolated") == dict.fromkeys(["a.txt", "b/a.txt", "b/c/d/a.txt", "e/a.txt"], BOTH)
    assert tree("--config", "b/c/replylint.yaml", "a.txt") == {"a.txt": BOTH[1:]}
    assert tree("--ignore", "vague-timeline", "a.txt", "e") == {"e/a.txt": BOTH[1:]}


# Below a configuration: files, and what speaks in a.txt and b/a.txt.
LAYERS = {
    "a base is below": (
        {"base.yaml": "ignore: dismissive\nseverity: {vague-timeline: error}", "a": "extends: base.yaml\nignore: vague-timeline"},
        [], [],
    ),
    "a later base is above": (
        {"one.yaml": "select: dismissive", "two.yaml": "select: vague-timeline", "a": "extends: [one.yaml, two.yaml]"},
        BOTH[:1], BOTH[:1],
    ),
    "patterns of a base elsewhere mean our files": (
        {"b/base.yaml": "per-file: [{files: /a.txt, ignore: dismissive}]", "a": "extends: b/base.yaml"},
        BOTH[:1], BOTH,
    ),
    "some files": ({"a": "per-file:\n- {files: b/, ignore: dismissive}"}, BOTH, BOTH[:1]),
    "all but some": ({"a": "per-file:\n- {files: ['*', '!/a.txt'], ignore: dismissive}"}, BOTH, BOTH[:1]),
    "later entries are above": (
        {"a": "per-file:\n- {files: '*.txt', select: dismissive}\n- {files: b, select: vague-timeline}"},
        BOTH[1:], BOTH[:1],
    ),
    "what is ignored adds up": (
        {"a": "ignore: dismissive\nper-file:\n- {files: b, ignore: vague-timeline}"},
        BOTH[:1], [],
    ),
    "words that are allowed, too": (
        {"a": "allow: calm down\nper-file:\n- {files: b, allow: reply soon}"}, BOTH[:1], [],
    ),
    "files that are excluded": ({"a": "exclude: [b/]"}, BOTH, []),
    "but for some": ({"a": "exclude: ['*.txt', '!b/*.txt']"}, [], BOTH),
}  # fmt: skip


@pytest.mark.parametrize(("files", "here", "below"), LAYERS.values(), ids=LAYERS)
def test_layers_stand_one_above_the_other(tree, files, here, below):
    config = files.get("a", "")
    tree.write({name: text for name, text in files.items() if name != "a"})
    tree.write({"replylint.yaml": config, "a.txt": SOON, "b/a.txt": SOON})

    told = tree("--ignore", "replylint")

    assert (told.get("a.txt", []), told.get("b/a.txt", [])) == (here, below)


def test_patterns_of_a_base_above_start_there(tree):
    base = "per-file: [{files: /b/a.txt, ignore: dismissive}]\nexclude: c.txt\npacks: [core]"
    tree.write({"base.yaml": base, "b/replylint.yaml": "extends: ../base.yaml"})
    tree.write({"b/a.txt": SOON, "b/b/a.txt": SOON, "b/c.txt": SOON})

    assert tree() == {"b/a.txt": BOTH[:1], "b/b/a.txt": BOTH}


def test_fail_on_holds_for_its_files(command, tree):
    tree.write(
        {
            "replylint.yaml": "fail-on: never\nper-file: [{files: b/, fail-on: warning}]",
            "a.txt": SOON,
            "b/a.txt": "It is here.",
        }
    )

    assert command("check").code == 0
    assert command("check", "--fail-on", "warning").code == 1
    tree.write({"b/a.txt": "It comes soon."})
    assert command("check").code == 1
    assert command("check", "--fail-on", "never").code == 0


def test_a_table_of_pyproject_is_a_configuration(command, tree):
    text = (
        '[project]\nname = "x"\n\n[tool.replylint]\nignore = ["dismissive"]\n\n'
        '[[tool.replylint.per-file]]\nfiles = "b/"\nignore = ["vague-timeline"]\n'
    )
    tree.write({"pyproject.toml": text, "a.txt": SOON, "b/a.txt": SOON})
    assert tree() == {"a.txt": BOTH[:1]}

    tree.write({"pyproject.toml": '[project]\nname = "x"\n'})
    assert tree() == {"a.txt": BOTH, "b/a.txt": BOTH}


TOML = {
    "another key": ("ingore = []", "6:1", "did you mean 'ignore'?"),
    "another type": ("preview = 'true'", "6:11", "'preview' is true or false"),
    "in a list": ('packs = ["core",\n  "x"]', "7:3", "there is no pack 'x'"),
    "in a table": ("per-file = [{files = 'é', kinds = 'x'}]", "6:27", "did you mean 'kind'?"),
    "a number": ("kind = 3", "6:8", "'kind' cannot be '3'"),
    "no TOML": ("packs = [", "6:10", "is not TOML: "),
    "a dotted key": ('severity."slow" = "high"', "6:19", "a severity cannot be 'high'"),
}


@pytest.mark.parametrize(("line", "place", "message"), TOML.values(), ids=TOML)
def test_a_mistake_in_pyproject_is_told_with_its_place(command, tree, line, place, message):
    head = '[project]\nname = "é"\n\n[tool.replylint]\n# ours\n'
    tree.write({"pyproject.toml": head + line, "a.txt": SOON})

    result = command("check")

    assert result.code == 2
    assert result.err.startswith(f"pyproject.toml:{place}: ")
    assert message in result.err


def test_a_broken_one_is_told_once_and_what_it_is_not_for_is_linted(command, tree):
    tree.write({"a.txt": SOON, "b/replylint.yaml": "nope: 1", "b/a.txt": SOON, "b/c.txt": SOON})

    result = command("check", "--output-format", "concise")

    assert result.code == 2
    assert len(result.err.splitlines()) == 1
    assert result.err.startswith("b/replylint.yaml:1:1: unknown key 'nope'")
    assert {line.partition(":")[0] for line in result.out.splitlines()} == {"a.txt"}


def test_two_forms_in_one_folder_are_refused(command, tree):
    tree.write({"a.txt": SOON, "replylint.yaml": "", "pyproject.toml": "[tool.replylint]\n"})

    assert (
        command("check").err == "replylint.yaml: stands beside pyproject.toml (keep one of them)\n"
    )


IGNORED = {
    ".gitignore": "drafts/\n*.out.txt\n!kept.out.txt\n/b/only.txt\n",
    "drafts/a.txt": SOON,
    "x.out.txt": SOON,
    "kept.out.txt": SOON,
    "b/.gitignore": "!drafts\n*.md\n",
    "b/drafts/a.txt": SOON,
    "b/only.txt": SOON,
    "b/a.md": SOON,
    "b/a.txt": SOON,
    "c/only.txt": SOON,
}


def test_what_git_ignores_is_passed_over_in_folders(command, git, tree):
    tree.write(IGNORED)
    kept = {"kept.out.txt", "b/drafts/a.txt", "b/a.txt", "c/only.txt"}

    listed = git("ls-files", "--others", "--exclude-standard").decode().split()
    assert {name for name in listed if not name.endswith("gitignore")} == kept
    assert set(tree()) == kept
    assert set(tree("drafts", "x.out.txt")) == {"drafts/a.txt", "x.out.txt"}
    assert set(tree("b", "c")) == {"b/drafts/a.txt", "b/a.txt", "c/only.txt"}


def test_outside_of_a_repository_nothing_is_ignored(command, tree):
    tree.write({".gitignore": "*.txt\n", "a.txt": SOON})

    assert set(tree()) == {"a.txt"}


# Lines that git takes, and that match nothing here or are no patterns at all.
ODD = ["\\", "!", "foo\\", "[z-a]", "[[:alpha:]].md"]


def test_odd_lines_of_a_gitignore_do_no_harm(command, git, tree):
    tree.write({".gitignore": "\ufeff" + "\n".join(["b.txt", *ODD]), "a.txt": SOON, "b.txt": SOON})

    assert set(tree()) == {"a.txt"}


@pytest.mark.parametrize(
    "key", ["exclude: [a, '{}']", "per-file: [{{files: '{}', ignore: heated}}]"]
)
@pytest.mark.parametrize("pattern", ["!", "[z-a]"])
def test_in_a_configuration_they_are_told(command, tree, key, pattern):
    tree.write({"replylint.yaml": key.format(pattern), "a.txt": SOON})

    result = command("check")

    assert result.code == 2
    assert f"'{pattern}' is no pattern of files (for instance macros/*.md)" in result.err


def test_a_link_to_a_file_is_the_file(command, git, tree, tmp_path):
    ignoring = "per-file: [{files: c/, ignore: [vague-timeline, dismissive]}]"
    tree.write({"z.md": "It is here.\n", "real/replylint.yaml": ignoring, "real/c/a.txt": SOON})
    for n in range(4):
        (tmp_path / f"l{n}.md").symlink_to("z.md")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "loop.md").symlink_to("loop.md")
    git("add", ".")
    git("commit", "-qm", "base")
    tree.write({"z.md": SOON})

    assert "z.md:1:15" in command("check", "--since", "HEAD", "--output-format", "concise").out
    assert "No findings" in command("check", "link").out
    assert command("check", "loop.md").err.startswith("loop.md: cannot be read: ")


def test_a_name_that_is_no_utf_8_is_no_harm(command, tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text(SOON)

    assert command("check").code == 1
    assert "Would fix" in command("check", "--diff").err


@pytest.mark.parametrize("phrase", ["_", "(soon)?", "…"])
def test_a_phrase_that_cannot_be_is_told(command, tree, phrase):
    tree.write({"replylint.yaml": f"allow: ['{phrase}']", "a.txt": SOON})

    result = command("check")

    assert result.code == 2
    assert result.err.startswith("replylint.yaml:1:9: ")


SPELLINGS = [
    "[tool]\nreplylint.ignore = ['dismissive']",
    "[tool]\nreplylint = {ignore = ['dismissive']}",
    "tool.replylint.ignore = ['dismissive']",
    "[tool.'replylint']\nignore = ['dismissive']",
    "[ tool . replylint ]\nignore = ['dismissive']",
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_every_spelling_of_the_table_is_ours(tree, text):
    tree.write({"pyproject.toml": text, "a.txt": SOON})

    assert tree() == {"a.txt": BOTH[:1]}


def test_what_only_looks_like_the_table_is_not(tree):
    tree.write({"pyproject.toml": 'x = """\n[tool.replylint]\n"""\n', "a.txt": SOON})

    assert tree() == {"a.txt": BOTH}


def test_one_teams_mistake_leaves_the_others(command, tree):
    tree.write({"a/replylint.yaml": "baseline: missing.json", "a/a.txt": SOON})
    tree.write({"b/replylint.yaml": "select: heated\nignore: heated", "b/a.txt": SOON})
    tree.write({"c/a.txt": SOON})

    result = command("check", "--output-format", "concise")

    assert result.code == 2
    assert result.err.splitlines() == [
        "a/missing.json: is not there (replylint baseline writes it)",
        "b/replylint.yaml:1:9: no rule is left to run (look at 'select' and 'ignore')",
    ]
    assert {line.partition(":")[0] for line in result.out.splitlines()} == {"c/a.txt"}


def test_a_named_file_is_read_even_if_it_is_excluded(command, tree):
    tree.write({"replylint.yaml": "exclude: a.txt", "a.txt": SOON, "b.txt": SOON})

    assert set(tree("a.txt")) == {"a.txt"}
    assert set(tree("--force-exclude", "a.txt", "b.txt")) == {"b.txt"}
    assert command("check", "--force-exclude", "a.txt").code == 0


def test_show_files_names_what_is_passed_over_and_why(command, git, tree):
    tree.write({"replylint.yaml": "exclude: b/", ".gitignore": "c.txt", "a.txt": SOON})
    tree.write({"b/a.txt": SOON, "c.txt": SOON})

    assert command("check", "--show-files").out.splitlines() == [
        "a.txt  text      1 reply",
        "b/     -         passed over  (excluded by the configuration)",
        "c.txt  -         passed over  (git ignores it)",
        "1 reply in 1 file.",
    ]


def test_show_settings_says_what_holds_and_where_it_comes_from(command, tree):
    tree.write(
        {
            "base.yaml": "ignore:\n  - dismissive\nkind: billing\n",
            "replylint.yaml": "extends: base.yaml\nper-file:\n  - files: chat/\n    channel: chat\n"
            "    ignore: heated\nexclude: old/\n",
            "chat/a.txt": SOON,
        }
    )

    out = command("check", "--show-settings", "chat/a.txt", "--preview").out.splitlines()

    assert out[0] == "chat/a.txt: replylint.yaml"
    assert "  ignore: dismissive  (base.yaml:2)" in out
    assert "  ignore: heated  (replylint.yaml:5)" in out
    assert "  kind: billing  (base.yaml:3)" in out
    assert "  channel: chat  (replylint.yaml:4)" in out
    assert "  exclude: old/  (replylint.yaml:6)" in out
    assert "  preview: true  (the command line)" in out
    assert "  fail-on: warning  (the default)" in out
    assert {line.split(":")[0].strip() for line in out[1:]} == set(KEYS)


def test_show_settings_says_where_a_file_is_passed_over(command, tree):
    tree.write({"replylint.yaml": "exclude: old/", "old/a.txt": SOON})

    shown = command("check", "--show-settings", "old/a.txt").out.splitlines()
    assert shown[1] == "  in folders it is passed over: excluded by the configuration"
    assert command("check", "--show-settings", "gone.txt").code == 2
    excluded = command("check", "-", "--stdin-filename", "old/a.txt", "--force-exclude",
                       stdin=SOON.encode())  # fmt: skip
    assert (excluded.code, excluded.out) == (0, "")


def test_standard_input_has_the_settings_of_its_name(command, tree):
    tree.write({"b/replylint.yaml": "ignore: vague-timeline"})

    told = command("check", "-", "--stdin-filename", "b/a.txt", stdin=SOON.encode()).out
    assert "soon" not in told.splitlines()[1]
    assert "vague-timeline" in command("check", "-", stdin=SOON.encode()).out


def test_editors_are_told_of_every_key(command):
    schema = json.loads(command("config", "schema").out)

    assert schema == config_schema()
    assert set(schema["properties"]) == {*KEYS, "extends", "per-file"}
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("ignore: heated\nexclude: [a, b]", True),
        ("per-file: [{files: a, kind: billing}]\nsuppress: {rule: a, reason: b}", True),
        ("libraries: [{files: a, replies: [b, c]}]\nseverity: {heated: error}", True),
        ("kind: complain", False),
        ("per-file: [{kind: billing}]", False),
        ("per-file: [{files: a, exclude: b}]", False),
        ("severity: {heated: high}", False),
        ("nope: 1", False),
    ],
)
def test_the_schema_says_what_the_loader_says(command, tree, text, valid):
    tree.write({"replylint.yaml": text, "a.txt": "It is here."})
    validator = jsonschema.Draft202012Validator(config_schema())

    assert validator.is_valid(yaml.safe_load(text)) is valid
    assert (command("check", "--ignore", "replylint").code == 0) is (
        valid and "rule: a" not in text
    )


def test_packs_may_differ_between_files(command, tree, tmp_path):
    write_pack(tmp_path / "house", {"style/parcel": rule("parcel")})
    tree.write({"replylint.yaml": "per-file: [{files: b/, packs: [core, house]}]"})
    tree.write({"a.txt": "The parcel comes soon.", "b/a.txt": "The parcel comes soon."})

    assert tree("a.txt", "b/a.txt") == {
        "a.txt": ["vague-timeline"],
        "b/a.txt": ["style", "vague-timeline"],
    }


def backwards(top, **options):
    """Walk a folder in another order than the filesystem's."""
    for path, folders, names in _WALK(top, **options):
        names.sort(reverse=True)
        folders.sort(reverse=True)
        yield path, folders, names


_WALK = os.walk


@pytest.mark.parametrize("form", list(REPORTERS))
def test_the_same_bytes_whatever_the_order(command, git, tree, monkeypatch, form):
    """Of arguments, or of the filesystem: findings, notes and mistakes come in one order."""
    tree.write({f"{folder}/{name}.txt": SOON for folder in "ba" for name in "zxy"})
    tree.write({"b/broken.json": "{", "a/macros.json": "[{", "b/saved.json": "{]", "c/x.txt": "é"})
    tree.write({"b/replylint.yaml": "ignore: dismissive\nsuppress: {rule: heated, files: z.txt}"})
    tree.write({"d/replylint.yaml": "nope: 1", "d/a.txt": SOON, "d/b.txt": SOON})
    options = ("--output-format", form, "--verbose")

    one = command("check", *options, ".", "a", "nowhere", "b/z.txt", "gone")
    monkeypatch.setattr("os.walk", backwards)
    other = command("check", *options, "gone", "b/z.txt", "./a", "nowhere", ".")

    assert one.code == 2
    assert (one.out, one.err) == (other.out, other.err)


NAMED = {
    "README.md": True,
    "docs/LICENSE.txt": True,
    "requirements.txt": True,
    "requirements-dev.txt": True,
    "LICENSE-MIT.txt": True,
    "readme.de.md": True,
    "README-zh.md": True,
    "license-key-lost.txt": False,
    "readme-first.md": False,
    "requirements-of-the-visa.txt": False,
    "src/run.py": True,
    ".github/a.md": True,
    "node_modules/a.txt": True,
    "replylint.yaml": True,
    "ignored.txt": True,
    "old/a.txt": True,
    "macros/a.txt": False,
    "macros/a.html.j2": False,
}


def test_a_hook_reads_of_the_files_it_names_what_a_run_in_folders_reads(command, git, tree):
    """So that a README in the same commit is not taken for a reply."""
    tree.write(dict.fromkeys(NAMED, SOON) | {".gitignore": "ignored.txt"})
    tree.write({"replylint.yaml": "exclude: old/"})

    for name, passed in NAMED.items():
        alone = command("check", "--force-exclude", "--output-format", "concise", name)
        assert (alone.out == "") is passed, name
        assert alone.code == (0 if passed else 1)
    together = command("check", "--force-exclude", "--output-format", "concise", *NAMED)
    in_folders = command("check", "--output-format", "concise")
    assert together.out == in_folders.out
    gone = command("check", "--force-exclude", "gone.txt")
    assert (gone.code, gone.err) == (2, "gone.txt: is not there (check the path)\n")


def test_a_hook_passes_over_folders_that_it_names_likewise(command, tree):
    tree.write({"build/a.txt": SOON, "macros/a.txt": SOON, ".x/a.txt": SOON})

    assert set(tree("--force-exclude", "build", ".x", "macros", ".")) == {"macros/a.txt"}
