"""replylint: a linter for the tone of customer-service replies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from replylint.engine import Linter, lint
    from replylint.errors import UserError
    from replylint.finding import Finding, Run
    from replylint.rule import Severity

__version__ = "0.1.0"
HOMEPAGE = "https://github.com/replylint/replylint"
__all__ = ["Finding", "Linter", "Run", "Severity", "UserError", "lint"]

# Where each name lives; spaCy is not imported before a name needs it.
_HOMES = {
    "Finding": "replylint.finding",
    "Linter": "replylint.engine",
    "Run": "replylint.finding",
    "Severity": "replylint.rule",
    "UserError": "replylint.errors",
    "lint": "replylint.engine",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'replylint' has no attribute '{name}'")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
