"""This file is the command line. It alone prints and exits; spaCy is imported where it lints."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import replylint
from replylint.cli_rules import rules
from replylint.console import (
    CONFIG,
    ISOLATED,
    NAMES,
    PACK,
    colored,
    complain,
    find_settings,
    width,
    write,
)
from replylint.errors import UserError
from replylint.reply import CHANNELS, KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from replylint.config import Config
    from replylint.engine import Linter
    from replylint.finding import Run

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
        complain(error)
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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(replylint.__version__, message="replylint %(version)s")
def cli() -> None:
    """Lint the tone of customer-service replies."""


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
        click.option("--statistics", is_flag=True, help="Count the findings of each rule instead."),
        click.option(
            "--show-files",
            is_flag=True,
            help="List what would be read, as what, and how many replies it holds.",
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
    statistics: bool,
    show_files: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Lint replies: files, folders, or standard input (-). Without PATHS, the current folder."""
    config = find_settings(config_file, isolated=isolated)
    config = replace(
        config,
        packs=packs or config.packs,
        select=select or config.select,
        ignore=ignore or config.ignore,
        preview=preview or config.preview,
    )
    if show_files:
        return _show_files([path for path in paths or ["."] if path != "-"], config)
    if statistics and output_format == "json":
        raise UserError("--statistics is a table for people (leave out --output-format json)")
    from replylint.engine import Linter
    from replylint.reporters import REPORTERS, report_statistics
    from replylint.reporters.style import Style

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
        complain(error)
    style = Style(width=width(), color=colored(), quiet=quiet, verbose=verbose)
    report = report_statistics if statistics else REPORTERS[output_format]
    write(report(run, style))
    if not quiet and output_format != "json":
        _tell_nothing_read(run, paths or (".",))
    if verbose and not run.customers:
        _tell_left_out(linter)
    return 2 if run.errors else _code(run, fail_on or config.fail_on or "warning")


def _show_files(paths: Sequence[str], config: Config) -> int:
    from replylint.files import look_at
    from replylint.reporters.style import counted, visible

    errors: list[UserError] = []
    rows = list(look_at([Path(path) for path in paths], errors, config.markdown, config.libraries))
    for error in errors:
        complain(error)
    room = max((len(visible(row.path)) for row in rows), default=0)
    for row in rows:
        found = counted(row.replies, "reply") if row.form else "passed over"
        note = f"  ({row.note})" if row.note else ""
        click.echo(visible(f"{row.path:{room}}  {row.form or '-':8}  {found}{note}"))
        if row.hint:
            click.echo("    if they are replies, put this into replylint.yaml:")
            click.echo(visible(f"    {row.hint}"))
    for library in config.libraries:
        if not any(library.holds(row.path) for row in rows):
            click.echo(visible(f"libraries: no file here is named by {', '.join(library.files)}"))
    total = sum(row.replies for row in rows)
    click.echo(f"{counted(total, 'reply')} in {counted(sum(bool(r.form) for r in rows), 'file')}.")
    return 2 if errors else 0


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


def _tell_nothing_read(run: Run, paths: Sequence[str]) -> None:
    if run.replies or run.errors:
        return
    nothing = "no replies were found" if run.files == 0 else "no reply is in what was read"
    hidden = next((f"{p}/.github" for p in paths if Path(p, ".github").is_dir()), None)
    why = f"name {hidden.removeprefix('./')} for what bots say there; " if hidden else ""
    click.echo(f"note: {nothing} ({why}--show-files tells what is read, and why not)", err=True)


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


cli.add_command(rules)


@cli.group()
def cache() -> None:
    """Look after what is remembered between runs."""


@cache.command("clear")
def clear() -> None:
    """Delete the compiled rules; they are made again when needed."""
    from replylint.cache import clear_cache
    from replylint.reporters.style import counted

    click.echo(f"Deleted {counted(clear_cache(), 'file')}.")
