"""This file is the command ``check``: its options, what it prints, its exit code."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replylint.cli_show import show_diff, show_files_in, show_settings_of
from replylint.console import (
    CONFIG,
    ISOLATED,
    NAMES,
    PACK,
    ProgressLine,
    complain,
    configured,
    say,
    write_bytes,
)
from replylint.errors import UserError
from replylint.reply import CHANNELS, KINDS
from replylint.reporters import REPORTERS
from replylint.reporting import Reports, ToFile, style_of, to_files
from replylint.source import STDIN, shown_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from replylint.engine import Linter
    from replylint.finding import Run

FORMATS = click.Choice(list(REPORTERS))
LEVELS = click.Choice(["error", "warning", "suggestion", "never"])


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
            "--output-file",
            "output_files",
            multiple=True,
            callback=to_files,
            metavar="FORMAT=FILE",
            help="Write a report to a file, beside what is printed; may be repeated.",
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
        click.option("--fix", is_flag=True, help="Make the fixes that need no thought."),
        click.option(
            "--unsafe-fixes", is_flag=True, help="Make also those that somebody should look at."
        ),
        click.option("--diff", is_flag=True, help="Show what would be fixed, and write nothing."),
        CONFIG,
        ISOLATED,
        click.option(
            "--baseline",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Findings that were there before.  [default: the nearest replylint-baseline.json]",
        ),
        click.option("--no-baseline", is_flag=True, help="Tell of findings that were there, too."),
        click.option(
            "--since", metavar="REF", help="Tell only of lines that changed since this commit."
        ),
        click.option("--ignore-suppressions", is_flag=True, help="Tell of what was let pass, too."),
        click.option(
            "--force-exclude", is_flag=True, help="Pass over excluded files that are named, too."
        ),
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
        click.option(
            "--show-settings",
            is_flag=True,
            help="Print what holds for a file, and where each value comes from.",
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


@click.command()
@_check_options
def check(
    paths: tuple[str, ...],
    output_format: str,
    output_files: tuple[ToFile, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    packs: tuple[str, ...],
    preview: bool,
    customer: Path | None,
    kind: str | None,
    channel: str | None,
    fail_on: str | None,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    config_file: Path | None,
    isolated: bool,
    baseline: Path | None,
    no_baseline: bool,
    since: str | None,
    ignore_suppressions: bool,
    force_exclude: bool,
    stdin_filename: str | None,
    statistics: bool,
    show_files: bool,
    show_settings: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Lint replies: files, folders, or standard input (-). Without PATHS, the current folder."""
    given: dict[str, Sequence[object]] = {
        "packs": packs,
        "select": select,
        "ignore": ignore,
        "preview": [True] * preview,
        "fail-on": [fail_on] * bool(fail_on),
    }
    reports = Reports("statistics" if statistics else output_format, output_files)
    given["exclude"] = list(reports.excluded())
    configs = configured(config_file, isolated=isolated, given=given)
    files = [path for path in paths if path != "-"]
    _refuse(
        show_files or show_settings or diff,
        "--diff" if diff else "--show-files" if show_files else "--show-settings",
        {
            "--statistics": diff and statistics,
            "--output-file": bool(output_files),
            f"--output-format {output_format}": output_format != "text",
        },
    )
    reports.refuse(files)
    if show_settings:
        given |= {"kind": [kind] * bool(kind), "channel": [channel] * bool(channel)}
        configs = configured(config_file, isolated=isolated, given=given)
        return show_settings_of(files or ["."], configs)
    if force_exclude:
        files = [path for path in files if not configs.passes_over(Path(path))]
    if show_files:
        return show_files_in(files if paths else ["."], configs)
    if statistics and output_format not in ("text", "concise"):
        mend = f"leave out --output-format {output_format}"
        raise UserError(f"--statistics is a table for people ({mend})")
    if baseline and no_baseline:
        raise UserError("--baseline and --no-baseline exclude each other (leave one out)")
    from replylint.baseline import Baselines
    from replylint.engine import Linter
    from replylint.fixing import Fixer

    without = no_baseline or (isolated and not baseline)
    linter = Linter.configured(
        configs,
        suppressing=not ignore_suppressions,
        baselines=None if without else Baselines(baseline),
        since=since,
        keeping=reports.keeping,
    )
    fixer = Fixer(unsafe=unsafe_fixes, writing=not diff) if fix or diff else None
    message = None if customer is None else _message_in(customer)
    stdin = _read_stdin() if "-" in paths or (stdin_filename and not paths) else None
    alone = stdin is None and not paths
    excluded = force_exclude and stdin_filename and configs.passes_over(Path(stdin_filename))
    with ProgressLine(shown=not quiet) as progress:
        run = linter.lint_paths(
            files or (["."] if alone else []),
            stdin=None if excluded else stdin,
            stdin_name=stdin_filename or STDIN,
            customer=message,
            kind=kind,
            channel=channel,
            fixer=fixer,
            watch=progress,
        )
    for error in run.errors:
        complain(error)
    if diff and fixer:
        return show_diff(fixer, run, quiet=quiet)
    style = style_of(quiet=quiet, verbose=verbose, unsafe=unsafe_fixes, since=since)
    if fixer and stdin is not None:
        write_bytes(next((fixed.after for fixed in fixer.files if fixed.path is None), stdin))
    unwritten = reports.write_files(run, style)
    # Where nothing was read, what went wrong is told instead of a summary.
    empty = not (verbose or run.replies or run.findings) and not (since and not run.errors)
    if not (reports.form == "text" and empty):
        reports.print(run, style, err=bool(fixer and stdin is not None))
    for error in unwritten:
        complain(error)
    if not (quiet or since or reports.form == "json"):
        _tell_nothing_read(run, paths)
    if verbose and not run.customers:
        _tell_left_out(linter)
    return 2 if run.errors or unwritten else int(run.failing > 0)


def _refuse(given: object, option: str, others: Mapping[str, bool]) -> None:
    """Refuse options that say nothing beside another that is given."""
    other = next((name for name, said in others.items() if said), None)
    if given and other:
        raise UserError(f"{option} and {other} exclude each other (leave one out)")


def _message_in(path: Path) -> str:
    """Return the customer's message in a file; it must hold one."""
    from replylint.source import Source

    if not os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises for a name too long
        raise UserError(f"--customer: there is no file '{path}' (give the message's file)")
    try:
        text = Source.decode(shown_path(path), path.read_bytes()).text
    except OSError as error:
        raise UserError(f"cannot be read: {error.strerror}", path=shown_path(path)) from error
    if not text.strip():
        message = "--customer: the file is empty (put the customer's message in it)"
        raise UserError(message, path=str(path))
    return text


def _tell_left_out(linter: Linter) -> None:
    from replylint.reporters.style import counted

    rules = {rule.name: rule for checker in linter.checkers for rule in checker.rules}
    names = sorted(name for name, rule in rules.items() if rule.needs_customer)
    if names:
        categories = ", ".join(dict.fromkeys(name.partition("/")[0] for name in names))
        verb = "compares" if len(names) == 1 else "compare"
        say(
            f"note: {counted(len(names), 'rule')} that {verb} a reply with the customer's message"
            f" did not run ({categories}); give it with --customer FILE",
            err=True,
        )


def _tell_nothing_read(run: Run, paths: Sequence[str]) -> None:
    """Tell where no reply was found."""
    if run.replies or run.errors:
        return
    nothing = "no replies were found" if run.files == 0 else "no reply is in what was read"
    hidden = next((f"{p}/.github" for p in paths or (".",) if Path(p, ".github").is_dir()), None)
    why = f"name {hidden.removeprefix('./')} for what bots say there; " if hidden else ""
    say(f"note: {nothing} ({why}--show-files tells what is read, and why not)", err=True)


def _read_stdin() -> bytes:
    if sys.stdin is None:
        raise UserError("standard input is closed (give the reply there, or name a file)")
    if sys.stdin.isatty():
        end = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
        say(f"Paste or type the reply, then press {end} on a line of its own.", err=True)
    return sys.stdin.buffer.read()
