"""A first command line: rules test."""

from __future__ import annotations

import sys

import click


@click.group()
def main() -> None:
    """Lint the tone of customer-service replies."""


@main.group()
def rules() -> None:
    """Show and test rules."""


@rules.command("test")
@click.argument("names", nargs=-1)
def test_rules(names: tuple[str, ...]) -> None:
    """Test rules against their own examples: NAMES are categories or rules; all where empty."""
    from replylint.engine import Linter
    from replylint.testing import failures

    bad = count = 0
    linter = Linter(preview=True)
    for error in linter.errors:
        bad += 1
        click.echo(str(error))
    for rule in linter.rules:
        if names and rule.name not in names and rule.category not in names:
            continue
        count += 1
        for failure in failures(linter, rule):
            bad += 1
            click.echo(str(failure))
    click.echo(f"{count} rules, {bad} failures")
    sys.exit(bool(bad))
