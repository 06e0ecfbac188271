"""This file is the part of the command line that is about rules."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from replylint.console import (
    NAMES,
    PACK,
    colored,
    complain,
    configured_packs,
    listed,
    say,
    width,
    write,
)
from replylint.errors import UserError

if TYPE_CHECKING:
    from replylint.packs import Pack
    from replylint.rule import Example, Rule


@click.group()
def rules() -> None:
    """Show, explain and test rules."""


@rules.command("list")
@PACK
def list_rules(packs: tuple[str, ...]) -> int:
    """List the rules: name, severity, and what they say."""
    from replylint.suppression import OWN_RULES

    loaded, code = _loaded(packs)
    rules = [*(rule for pack in loaded for rule in pack.rules), *OWN_RULES]
    table = [(rule.name, _level(rule), _gist(rule)) for rule in rules]
    name_width = max((len(name) for name, _, _ in table), default=0)
    room = width() - name_width - 14 if sys.stdout.isatty() else None
    for name, level, gist in table:
        cut = _cut(gist, room) if room else gist
        say(f"{name:{name_width}}  {level:10}  {cut}")
    return code


def _loaded(packs: tuple[str, ...]) -> tuple[list[Pack], int]:
    from replylint.packs import load_packs

    loaded = load_packs(configured_packs(packs))
    errors = [error for pack in loaded for error in pack.errors]
    for error in errors:
        complain(error)
    return loaded, 2 if errors else 0


def _level(rule: Rule) -> str:
    return f"{rule.severity.value}*" if rule.preview else rule.severity.value


def _gist(rule: Rule) -> str:
    return rule.message.replace("“{match}” ", "").replace("{match}", "…")


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[:room].rpartition(" ")[0] + " …"


@rules.command("show")
@click.argument("name", metavar="RULE")
@PACK
def show_rule(name: str, packs: tuple[str, ...]) -> int:
    """Explain a rule: what it says, why, what to write instead, and its examples."""
    from replylint.packs import choose
    from replylint.suppression import OWN_RULES

    loaded, code = _loaded(packs)
    rules = [*(rule for pack in loaded for rule in pack.rules), *OWN_RULES]
    found = choose(rules, [name], preview=True)
    for number, rule in enumerate(found):
        say(("\n" if number else "") + "\n".join(_explained(rule)))
    return code


def _explained(rule: Rule) -> list[str]:
    lines = [
        click.style(rule.name, bold=True) + f"  {_level(rule)}",
        "",
        _wrapped(rule.message.replace("{match}", "…")),
        "",
    ]
    lines += [_wrapped("Why: " + " ".join(rule.why.split())), ""]
    if rule.instead:
        lines += [_wrapped(f"Write: {rule.instead}"), ""]
    if rule.fix:
        option = "--fix" if rule.fix.safe else "--unsafe-fixes"
        lines += [_wrapped(f"Fix: {option} {rule.fix.about}"), ""]
    for title, examples in (
        ("Flagged:", rule.bad),
        ("Not flagged:", rule.good),
        ("Not caught yet:", rule.missed),
    ):
        if examples:
            lines += [f"  {title}", *(f"    - {_marked(example)}" for example in examples), ""]
    for reason in rule.declined:
        lines.append(_wrapped(f"Left out: {reason}"))
    return [*lines, f"  {rule.path}"] if rule.path else lines[:-1]


def _wrapped(text: str) -> str:
    return click.wrap_text(text, width(), initial_indent="  ", subsequent_indent="  ")


def _marked(example: Example) -> str:
    """Return an example with its marked words in colour, or between [[ ]] where there is none, and
    with the customer's message that it answers.
    """
    text, at = "", 0
    for start, end in example.marks:
        words = example.text[start:end]
        marked = click.style(words, fg="yellow", underline=True) if colored() else f"[[{words}]]"
        text, at = text + example.text[at:start] + marked, end
    told = f" (to: {example.customer})" if example.customer else ""
    return " ".join((text + example.text[at:] + told).split())


@rules.command("test")
@click.argument("targets", nargs=-1, metavar="[PATH]...")
@PACK
def test_rules(targets: tuple[str, ...], packs: tuple[str, ...]) -> int:
    """Test rules against their own examples.

    PATH is a pack's folder, a rule file, or the name of a rule or category. Without one, all
    rules of the packs are tested.
    """
    from replylint.reporters.style import counted
    from replylint.testing import try_rules

    result = try_rules(targets, configured_packs(packs))
    for problem in (*result.errors, *result.failures):
        say(f"{problem}\n")
    kept = f"{counted(result.rules, 'rule')}, {counted(result.examples, 'example')}"
    problems = len(result.errors) + len(result.failures)
    say(f"{kept}: {problems} to mend." if problems else f"{kept}: all as they say.")
    return 2 if result.errors else int(bool(result.failures))


@rules.command("new")
@click.argument("name", metavar="CATEGORY/NAME")
@click.option(
    "--pack",
    "pack",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Your pack's folder.  [default: the configuration's, else tone-rules]",
)
def new_rule(name: str, pack: Path | None) -> None:
    """Write a new rule to fill in; as written, it passes its own tests."""
    from replylint.newrule import write_rule

    folder = pack or next(
        (Path(p) for p in configured_packs(()) if Path(p).is_dir()), Path("tone-rules")
    )
    path = write_rule(folder, name)
    say(f"Wrote {path.as_posix()}. It works as it is; make it yours, then run:")
    say(f"  replylint rules test {path.as_posix()}")
    say(f"  replylint check --pack core --pack {folder.as_posix()} [your replies]")


@rules.command("schema")
def rule_schema() -> None:
    """Print the JSON Schema of a rule file, for editors."""
    import json

    from replylint.schema import rule_schema

    write(json.dumps(rule_schema(), indent=2, ensure_ascii=False) + "\n")


@rules.command("score")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    metavar="LABELLED.jsonl...",
)
@PACK
@click.option("--select", **NAMES, help="Score only these rules or categories.")
@click.option("--ignore", **NAMES, help="Leave these rules or categories out.")
@click.option(
    "--show",
    multiple=True,
    callback=listed,
    metavar="misses|alarms",
    help="Also name the replies and words behind the figures.",
)
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to report.",
)
def score_rules(
    files: tuple[Path, ...],
    packs: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    show: tuple[str, ...],
    output_format: str,
) -> int:
    """Measure rules on labelled replies: precision, recall and false alarms.

    A line of LABELLED.jsonl is {"id", "reply", "labels": [{"category", "quote"}]} and may have
    "document" (categories of the whole reply), "customer", "kind" and "channel".
    """
    from replylint.engine import Linter
    from replylint.reporters.scores import score_json, score_table
    from replylint.scoring import read_labelled, score

    unknown = set(show) - {"misses", "alarms"}
    if unknown:
        raise UserError(f"--show cannot be '{min(unknown)}' (misses, alarms, or both)")
    replies = [reply for path in files for reply in read_labelled(path)]
    linter = Linter(configured_packs(packs), select=select, ignore=ignore, preview=True)
    for error in linter.errors:
        complain(error)
    result = score(linter, replies)
    write(score_json(result) if output_format == "json" else score_table(result, show))
    return 2 if linter.errors else 0
