"""This file is the command ``check``: its options, what it prints, its exit code."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replylint.console import (
    CONFIG,
    ISOLATED,
    NAMES,
    PACK,
    colored,
    complain,
    configured,
    width,
    write,
    write_bytes,
)
from replylint.errors import UserError
from replylint.reply import CHANNELS, KINDS
from replylint.source import absolute, shown_path

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from replylint.engine import Linter
    from replylint.finding import Run
    from replylint.fixing import Fixer
    from replylint.settings import Configs

FORMATS = click.Choice(["text", "concise", "json"])
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
    configs = configured(config_file, isolated=isolated, given=given)
    files = [path for path in paths if path != "-"]
    if show_settings:
        given |= {"kind": [kind] * bool(kind), "channel": [channel] * bool(channel)}
        configs = configured(config_file, isolated=isolated, given=given)
        return _show_settings(files or ["."], configs)
    if force_exclude:
        files = [path for path in files if not configs.excludes(absolute(Path(path)))]
    if show_files:
        return _show_files(files if paths else ["."], configs)
    if statistics and output_format == "json":
        raise UserError("--statistics is a table for people (leave out --output-format json)")
    if diff and statistics:
        raise UserError("--diff and --statistics exclude each other (leave one out)")
    if baseline and no_baseline:
        raise UserError("--baseline and --no-baseline exclude each other (leave one out)")
    from replylint.baseline import Baselines
    from replylint.engine import STDIN, Linter
    from replylint.fixing import Fixer
    from replylint.reporters import REPORTERS, report_statistics
    from replylint.reporters.style import Style

    without = no_baseline or (isolated and not baseline)
    linter = Linter.configured(
        configs,
        suppressing=not ignore_suppressions,
        baselines=None if without else Baselines(baseline),
        since=since,
    )
    fixer = Fixer(unsafe=unsafe_fixes, writing=not diff) if fix or diff else None
    message = None if customer is None else _message_in(customer)
    stdin = _read_stdin() if "-" in paths or (stdin_filename and not paths) else None
    named = Path(stdin_filename) if stdin is not None and stdin_filename else None
    if named and force_exclude and configs.excludes(absolute(named)):
        write_bytes(stdin if fix and stdin else b"")
        return 0
    run = linter.lint_paths(
        files or ([] if stdin is not None or paths else ["."]),
        stdin=stdin,
        stdin_name=stdin_filename or STDIN,
        customer=message,
        kind=kind,
        channel=channel,
        fixer=fixer,
    )
    for error in run.errors:
        complain(error)
    if diff and fixer:
        return _show_diff(fixer, run, quiet=quiet)
    style = Style(
        width=width(),
        color=colored(),
        quiet=quiet,
        verbose=verbose,
        unsafe=unsafe_fixes,
        since=since,
    )
    report = (report_statistics if statistics else REPORTERS[output_format])(run, style)
    nothing = "" if quiet or since or output_format == "json" else _nothing_read(run, paths)
    if output_format == "text" and not (verbose or statistics or run.replies or run.findings):
        report = report if since and not run.errors else ""  # what went wrong is told instead
    if fixer and stdin is not None:
        write_bytes(next((fixed.after for fixed in fixer.files if fixed.path is None), stdin))
        click.echo(report, err=True, nl=False)
    else:
        write(report)
    if nothing:
        click.echo(nothing, err=True)
    if verbose and not run.customers:
        _tell_left_out(linter)
    return 2 if run.errors else int(run.failing > 0)


def _show_diff(fixer: Fixer, run: Run, *, quiet: bool) -> int:
    """Print what would be fixed; exit with 1 where something would."""
    from replylint.fixing import diff_of
    from replylint.reporters.style import counted, visible

    for fixed in sorted(fixer.files, key=lambda f: f.shown):
        diff = diff_of(fixed)
        if sys.stdout.isatty():
            for line in diff.decode(errors="backslashreplace").splitlines():
                click.secho(visible(line), fg={"+": "green", "-": "red"}.get(line[:1]))
        else:
            write_bytes(diff)
    if not quiet:
        where = f" in {counted(len(fixer.files), 'file')}" if run.fixed else ""
        click.echo(f"Would fix {counted(run.fixed, 'finding')}{where}.", err=True)
    return 2 if run.errors else int(run.fixed > 0)


def _show_settings(paths: Sequence[str], configs: Configs) -> int:
    """Print what holds for the first of the paths, and where it comes from."""
    from replylint.reporters.style import visible

    path = Path(paths[0])
    if not path.exists():
        raise UserError("is not there (check the path)", path=path.as_posix())
    here = path / "reply" if path.is_dir() else path
    config = configs.config_for(here)
    click.echo(
        visible(f"{path.as_posix()}: {shown_path(config) if config else 'no configuration'}")
    )
    if why := configs.why_not([Path()])(path, path.is_dir()):
        click.echo(f"  in folders it is passed over: {why}")
    for name, value, place in configs.settings(here).shown():
        click.echo(visible(f"  {name}: {value}  ({place})"))
    return 0


def _show_files(paths: Sequence[str], configs: Configs) -> int:
    from replylint.reporters.style import counted, visible
    from replylint.survey import look_at

    errors: list[UserError] = []
    rows = list(look_at([Path(path) for path in paths], errors, configs))
    for error in {str(error): error for error in errors}.values():
        complain(error)
    room = max((len(visible(row.path)) for row in rows), default=0)
    for row in rows:
        found = counted(row.replies, "reply") if row.form else "passed over"
        note = f"  ({row.note})" if row.note else ""
        click.echo(visible(f"{row.path:{room}}  {row.form or '-':8}  {found}{note}"))
        if row.hint:
            click.echo("    if they are replies, put this into replylint.yaml:")
            click.echo(visible(f"    {row.hint}"))
    for library in configs.settings().libraries:
        folder = Path(library.files.folder) if library.files else Path()
        wholly = any(folder.is_relative_to(absolute(Path(path))) for path in paths)
        if wholly and library.files and not any(library.holds(row.path) for row in rows):
            patterns = ", ".join(library.files.patterns)
            click.echo(visible(f"libraries: no file here is named by {patterns}"))
    total = sum(row.replies for row in rows)
    click.echo(f"{counted(total, 'reply')} in {counted(sum(bool(r.form) for r in rows), 'file')}.")
    return 2 if errors else 0


def _message_in(path: Path) -> str:
    """Return the customer's message in a file; it must hold one."""
    from replylint.source import Source

    if not path.is_file():
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
        click.echo(
            f"note: {counted(len(names), 'rule')} that {verb} a reply with the customer's message"
            f" did not run ({categories}); give it with --customer FILE",
            err=True,
        )


def _nothing_read(run: Run, paths: Sequence[str]) -> str:
    """Return what to say where no reply was found; nothing where one was."""
    if run.replies or run.errors:
        return ""
    nothing = "no replies were found" if run.files == 0 else "no reply is in what was read"
    hidden = next((f"{p}/.github" for p in paths or (".",) if Path(p, ".github").is_dir()), None)
    why = f"name {hidden.removeprefix('./')} for what bots say there; " if hidden else ""
    return f"note: {nothing} ({why}--show-files tells what is read, and why not)"


def _read_stdin() -> bytes:
    if sys.stdin.isatty():
        end = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
        click.echo(f"Paste or type the reply, then press {end} on a line of its own.", err=True)
    return sys.stdin.buffer.read()
