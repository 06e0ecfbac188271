"""The examples say what stands beside them, and the README shows what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from replylint.config import KEYS
from replylint.files import open_source
from replylint.readers import format_of
from replylint.reporters import reporter
from replylint.reporters.style import Style
from replylint.settings import Configs

ROOT = Path(__file__).parent.parent
DRAFTS = sorted(
    p for p in (ROOT / "examples").glob("*.*") if format_of(p.name) and p.stem != "README"
)


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.name)
def test_an_example_gives_the_output_beside_it(linter, golden, monkeypatch, path):
    monkeypatch.chdir(ROOT)
    name = path.relative_to(ROOT).as_posix()
    run = linter.lint_source(open_source(Path(name)))

    golden(reporter("text")(run, Style(width=80)), f"../{name}.out")


def test_the_picture_shows_what_the_example_gives():
    svg = (ROOT / "docs/check.svg").read_text(encoding="utf-8")
    shown = re.sub(r"&#160;| ", " ", " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg)))
    said = (ROOT / "examples/late-parcel.txt.out").read_text(encoding="utf-8")

    for rule in re.findall(r"(?:error|warning|suggestion) ((?:blaming|vague-timeline)/\S+)", said):
        assert rule in shown
    assert not re.search(r"(?:href|src|url)\s*[=(]\s*[\"']?https?:", svg)


def test_the_readme_shows_real_output():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    said = (ROOT / "examples/late-parcel.txt.out").read_text(encoding="utf-8").splitlines()
    (block,) = re.findall(
        r"\$ replylint check examples/late-parcel.txt\n(.*?)```", readme, re.DOTALL
    )

    shown = [line for line in block.splitlines() if line.strip() and line.strip() != "…"]
    assert shown
    assert [line for line in shown if line not in said] == []


def test_every_command_in_the_readme_is_one_that_there_is():
    from replylint.cli import cli

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(
        r"replylint ((?:check|rules|cache|config|baseline|init)\b[^\n`|#]*)", readme
    )

    assert len(commands) > 5
    for command in commands:
        words = command.split()
        known = cli.commands[words[0]]
        if words[0] in ("rules", "cache", "config"):
            known = known.commands[words[1]]
        options = {option for parameter in known.params for option in parameter.opts}
        assert {word for word in words if re.match(r"--[a-z]", word)} <= options | {"--help"}


def test_the_readmes_rule_does_what_its_examples_say(replylint, tmp_path):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (text,) = (t for t in re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL) if "find:" in t)
    path = tmp_path / "house/style/no-tickets.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")

    assert replylint("rules", "test", "house").out == "1 rule, 3 examples: all as they say.\n"
    pack = ["--pack", "core", "--pack", "house", ROOT / "examples/late-parcel.txt"]
    assert "style/no-tickets" not in replylint("check", *pack).out
    draft = b"Thanks for this ticket."
    assert "style/no-tickets" in replylint("check", *pack[:4], "-", stdin=draft).out


def test_the_readmes_configuration_is_one(tmp_path, monkeypatch):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (text,) = (t for t in re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL) if "packs:" in t)
    monkeypatch.chdir(tmp_path)
    team = tmp_path / "team"
    (team / "tone").mkdir(parents=True)
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/tone.yaml").write_text("ignore: heated\n")
    (team / "replylint.yaml").write_text(text, encoding="utf-8")

    config = Configs(team / "replylint.yaml").settings()

    assert config.packs == ("core", str(team / "tone"))
    assert config.ignore == ("heated", "impersonal")
    assert {*KEYS, "per-file", "extends"} - set(re.findall(r"([a-z-]+):", text)) == set()


def test_the_house_style_does_what_its_readme_says(replylint):
    house = ROOT / "examples/house-style"

    tested = replylint("rules", "test", "tone", cwd=house)
    checked = replylint("check", "replies", "--output-format", "concise", cwd=house)

    assert tested.out == "2 rules, 6 examples: all as they say.\n"
    assert "error vague-timeline/soon" in checked.out
    assert "suggestion house/no-tickets" in checked.out


def test_the_reply_beside_its_message_gives_what_stands_beside_it(replylint, golden):
    asked = "examples/asked"
    done = replylint("check", "--customer", f"{asked}/message", f"{asked}/reply.txt", cwd=ROOT)

    golden(done.out, f"../{asked}/reply.txt.out")


def test_the_architecture_page_names_every_module():
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    modules = {path.stem for path in (ROOT / "src/replylint").glob("*.py")} - {
        "__init__",
        "__main__",
    }

    assert sorted(name for name in modules if f"`{name}`" not in page) == []
