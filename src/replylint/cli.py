"""This file is the command line. It alone prints and exits; spaCy is imported where it lints."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

import replylint
from replylint.cli_check import check
from replylint.cli_rules import rules
from replylint.cli_setup import baseline, cache, config, init
from replylint.console import complain
from replylint.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence


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


for command in (check, rules, baseline, config, init, cache):
    cli.add_command(command)
