"""The pages that are made from the rules are fresh."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_page_of_rules_is_what_the_rules_say():
    made = runpy.run_path(str(ROOT / "docs/make_rules.py"))

    written = (ROOT / "docs/rules.md").read_text(encoding="utf-8")

    assert made["page"]() == written, "run 'make docs'"
