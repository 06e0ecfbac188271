"""Reporters turn a Run into text: a module a format, with one function ``report``. They open and
print nothing, and what stands in a draft comes out of them as text to read.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from replylint.finding import Run
    from replylint.reporters.style import Style

# Format -> module. Each is imported when it is asked for: the agent's answer waits for none.
REPORTERS = {
    "text": "terminal",
    "concise": "concise",
    "json": "json",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "html": "html",
}
# These show replies whole, or those that are clean, too.
WITH_TEXTS = frozenset({"junit", "html"})


def reporter(form: str) -> Callable[[Run, Style], str]:
    """Return what writes a report; ``form`` is one of ``REPORTERS``, or "statistics"."""
    module = import_module(f"replylint.reporters.{REPORTERS.get(form, form)}")
    report: Callable[[Run, Style], str] = module.report
    return report
