"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize("name", ["wording", "forms", "engine", "reporters.style"])
def test_docstrings_show_what_is_so(name):
    result = doctest.testmod(importlib.import_module(f"replylint.{name}"))

    assert result.attempted > 0
    assert result.failed == 0
