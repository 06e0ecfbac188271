"""Reporters turn a Run into text: one function a format. They open and print nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replylint.reporters.concise import report_concise
from replylint.reporters.json import report_json
from replylint.reporters.statistics import report_statistics
from replylint.reporters.terminal import report_terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from replylint.finding import Run
    from replylint.reporters.style import Style

__all__ = ["REPORTERS", "report_statistics"]

REPORTERS: dict[str, Callable[[Run, Style], str]] = {
    "text": report_terminal,
    "concise": report_concise,
    "json": report_json,
}
