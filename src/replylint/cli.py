"""This file is the command line. It alone prints and exits; spaCy is imported where it lints."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import replylint
from replylint.errors import UserError
from replylint.reply import CHANNELS, KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from replylint.config import Config
    from replylint.engine import Linter
    from replylint.finding import Run
    from replylint.packs import Pack
    from replylint.rule import Example, Rule

FORMATS = click.Choice(["text", "concise", "json"])
LEVELS = click.Choice(["error", "warning", "suggestion", "never"])


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit.

    Exit codes: 0 nothing to report, 1 findings at or above ``--fail-on``, 2 the user's mistake,
    3 a bug of ours, 130 interrupted.
    """
    try:
        code = cli(arguments, prog_name="replylint", standalone_mode=False)
    except UserError as error:
        _complain(error)
        code = 2
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        code = 130
    except BrokenPipeError:
        # The reader of the pipe went away, as "| head" does. Nothing is left to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:  # noqa: BLE001 - the last net: a bug of ours, told as one
        _report_bug(error)
        code = 3
    sys.exit(code)


def _complain(error: UserError) -> None:
    from replylint.reporters.style import visible

    lines = str(error).splitlines()
    text = "\n".join(visible(line) for line in lines)
    click.echo(text if error.path else f"replylint: {text}", err=True)


def _report_bug(error: Exception) -> None:
    import traceback

    from replylint.reporters.style import visible

    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    click.echo(
        visible(f"replylint: internal error at {place}: {error!r:.300}")
        + f"\nThis is a bug in replylint {replylint.__version__}, not in your files. Please report"
        " it with this message\nand, if you can share it, the reply."
        " REPLYLINT_TRACEBACK=1 shows the trace.",
        err=True,
    )
    if os.environ.get("REPLYLINT_TRACEBACK"):
        traceback.print_exception(error)


def _listed(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Take ``--select a,b --select c`` as three names."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(replylint.__version__, message="replylint %(version)s")
def cli() -> None:
    """Lint the tone of customer-service replies."""


PACK = click.option(
    "--pack",
    "packs",
    multiple=True,
    callback=_listed,
    metavar="NAME-OR-PATH",
    help="Rules to use: a built-in pack or a folder; may be repeated.  [default: core]",
)


CONFIG = click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The configuration.  [default: replylint.yaml, here or in a folder above]",
)
ISOLATED = click.option("--isolated", is_flag=True, help="Look for no configuration.")
NAMES: dict[str, Any] = {"multiple": True, "callback": _listed, "metavar": "RULE-OR-CATEGORY"}


def _check_options(command: Callable[..., Any]) -> Callable[..., Any]:
    options = (
        click.argument("paths", nargs=-1, metavar="[PATHS]... [-]"),
        click.option(
            "--output-format",
            type=FORMATS,
            default="text",
            show_default=True,
            help="How to report.",
        ),
        click.option(
            "--select", help="Run only these; may be repeated, or listed with commas.", **NAMES
        ),
        click.option(
            "--ignore", help="Leave these out; may be repeated, or listed with commas.", **NAMES
        ),
        PACK,
        click.option("--preview", is_flag=True, help="Also run rules that are in preview."),
        click.option(
            "--customer",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="The message that the reply answers (for one reply only).",
        ),
        click.option("--kind", type=click.Choice(KINDS), help="What the replies are."),
        click.option("--channel", type=click.Choice(CHANNELS), help="Where the replies go out."),
        click.option(
            "--fail-on",
            type=LEVELS,
            help="Exit with 1 from this severity on.  [default: warning]",
        ),
        CONFIG,
        ISOLATED,
        click.option(
            "--stdin-filename",
            metavar="NAME",
            help="What standard input is called; its suffix tells the format.",
        ),
        click.option("-q", "--quiet", is_flag=True, help="Print findings and nothing else."),
        click.option(
            "-v",
            "--verbose",
            is_flag=True,
            help="Tell the reason with every finding, and of files read oddly.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@cli.command()
@_check_options
def check(
    paths: tuple[str, ...],
    output_format: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    packs: tuple[str, ...],
    preview: bool,
    customer: Path | None,
    kind: str | None,
    channel: str | None,
    fail_on: str | None,
    config_file: Path | None,
    isolated: bool,
    stdin_filename: str | None,
    quiet: bool,
    verbose: bool,
) -> int:
    """Lint replies: files, folders, or standard input (-). Without PATHS, the current folder."""
    from replylint.engine import Linter
    from replylint.reporters import REPORTERS
    from replylint.reporters.style import Style

    config = _config(config_file, isolated=isolated)
    config = replace(
        config,
        packs=packs or config.packs,
        select=select or config.select,
        ignore=ignore or config.ignore,
        preview=preview or config.preview,
    )
    linter = Linter.configured(config)
    message = None if customer is None else _message_in(customer)
    stdin = _read_stdin() if "-" in paths or (stdin_filename and not paths) else None
    run = linter.lint_paths(
        [path for path in paths if path != "-"] or ([] if stdin is not None else ["."]),
        stdin=stdin,
        stdin_name=stdin_filename or "<stdin>",
        customer=message,
        kind=kind,
        channel=channel,
    )
    for error in run.errors:
        _complain(error)
    style = Style(width=_width(), color=_colored(), quiet=quiet, verbose=verbose)
    _write(REPORTERS[output_format](run, style))
    _tell_nothing_read(run, quiet, output_format)
    if verbose and not run.customers:
        _tell_left_out(linter)
    return 2 if run.errors else _code(run, fail_on or config.fail_on or "warning")


def _config(path: Path | None, *, isolated: bool) -> Config:
    from replylint.config import Config, find_config, read_config

    found = None if isolated else path or find_config()
    return read_config(found) if found else Config()


def _message_in(path: Path) -> str:
    """Return the customer's message in a file; it must hold one."""
    from replylint.files import read_source

    if not path.is_file():
        raise UserError(f"--customer: there is no file '{path}' (give the message's file)")
    text = read_source(path).text
    if not text.strip():
        message = "--customer: the file is empty (put the customer's message in it)"
        raise UserError(message, path=str(path))
    return text


def _tell_left_out(linter: Linter) -> None:
    from replylint.reporters.style import counted

    names = [rule.name for rule in linter.rules if rule.needs_customer]
    if names:
        categories = ", ".join(dict.fromkeys(name.partition("/")[0] for name in names))
        verb = "compares" if len(names) == 1 else "compare"
        click.echo(
            f"note: {counted(len(names), 'rule')} that {verb} a reply with the customer's message"
            f" did not run ({categories}); give it with --customer FILE",
            err=True,
        )


def _tell_nothing_read(run: Run, quiet: bool, output_format: str) -> None:
    if quiet or run.replies or run.errors or output_format != "text":
        return
    nothing = "no replies were found (in folders, .txt and .md files are read)"
    click.echo(f"note: {nothing if run.files == 0 else 'no reply is in what was read'}", err=True)


def _code(run: Run, fail_on: str) -> int:
    from replylint.rule import Severity

    if fail_on == "never":
        return 0
    limit = Severity(fail_on).rank
    return int(any(f.status == "active" and f.severity.rank <= limit for f in run.findings))


def _read_stdin() -> bytes:
    if sys.stdin.isatty():
        end = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
        click.echo(f"Paste or type the reply, then press {end} on a line of its own.", err=True)
    return sys.stdin.buffer.read()


def _write(text: str) -> None:
    """Write to standard output in UTF-8, whatever the locale says."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", errors="backslashreplace"))
    sys.stdout.buffer.flush()


def _colored() -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (
        sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    )


def _width() -> int:
    """Return the terminal's width, 80 in a pipe; lines beyond 100 are hard to read."""
    return max(40, min(100, shutil.get_terminal_size((80, 24)).columns))


@cli.group()
def rules() -> None:
    """Show, explain and test rules."""


@rules.command("list")
@PACK
def list_rules(packs: tuple[str, ...]) -> int:
    """List the rules: name, severity, and what they say."""
    loaded, code = _loaded(packs)
    table = [(rule.name, _level(rule), _gist(rule)) for pack in loaded for rule in pack.rules]
    name_width = max((len(name) for name, _, _ in table), default=0)
    room = _width() - name_width - 14 if sys.stdout.isatty() else None
    for name, level, gist in table:
        cut = _cut(gist, room) if room else gist
        click.echo(f"{name:{name_width}}  {level:10}  {cut}")
    return code


def _packs(packs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the packs that are named, else those of the configuration, else the core."""
    return packs or _config(None, isolated=False).packs or ("core",)


def _loaded(packs: tuple[str, ...]) -> tuple[list[Pack], int]:
    from replylint.packs import load_packs

    loaded = load_packs(_packs(packs))
    errors = [error for pack in loaded for error in pack.errors]
    for error in errors:
        _complain(error)
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

    loaded, code = _loaded(packs)
    found = [rule for pack in loaded for rule in choose(pack.rules, [name], preview=True)]
    for number, rule in enumerate(found):
        click.echo(("\n" if number else "") + "\n".join(_explained(rule)), color=_colored())
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
    for title, examples in (
        ("Flagged:", rule.bad),
        ("Not flagged:", rule.good),
        ("Not caught yet:", rule.missed),
    ):
        if examples:
            lines += [f"  {title}", *(f"    - {_marked(example)}" for example in examples), ""]
    for reason in rule.declined:
        lines.append(_wrapped(f"Left out: {reason}"))
    return [*lines, f"  {rule.path}"]


def _wrapped(text: str) -> str:
    return click.wrap_text(text, _width(), initial_indent="  ", subsequent_indent="  ")


def _marked(example: Example) -> str:
    """Return an example with its marked words in colour, or between [[ ]] where there is none, and
    with the customer's message that it answers.
    """
    text, at = "", 0
    for start, end in example.marks:
        words = example.text[start:end]
        marked = click.style(words, fg="yellow", underline=True) if _colored() else f"[[{words}]]"
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

    result = try_rules(targets, _packs(packs))
    for problem in (*result.errors, *result.failures):
        click.echo(f"{problem}\n")
    kept = f"{counted(result.rules, 'rule')}, {counted(result.examples, 'example')}"
    problems = len(result.errors) + len(result.failures)
    click.echo(f"{kept}: {problems} to mend." if problems else f"{kept}: all as they say.")
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

    folder = pack or next((Path(p) for p in _packs(()) if Path(p).is_dir()), Path("tone-rules"))
    path = write_rule(folder, name)
    click.echo(f"Wrote {path.as_posix()}. It works as it is; make it yours, then run:")
    click.echo(f"  replylint rules test {path.as_posix()}")
    click.echo(f"  replylint check --pack core --pack {folder.as_posix()} [your replies]")


@rules.command("schema")
def rule_schema() -> None:
    """Print the JSON Schema of a rule file, for editors."""
    import json

    from replylint.schema import rule_schema

    _write(json.dumps(rule_schema(), indent=2, ensure_ascii=False) + "\n")


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
    callback=_listed,
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
    linter = Linter(_packs(packs), select=select, ignore=ignore, preview=True)
    for error in linter.errors:
        _complain(error)
    result = score(linter, replies)
    _write(score_json(result) if output_format == "json" else score_table(result, show))
    return 2 if linter.errors else 0


@cli.group()
def cache() -> None:
    """Look after what is remembered between runs."""


@cache.command("clear")
def clear() -> None:
    """Delete the compiled rules; they are made again when needed."""
    from replylint.cache import clear_cache
    from replylint.reporters.style import counted

    click.echo(f"Deleted {counted(clear_cache(), 'file')}.")
