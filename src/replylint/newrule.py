"""This file writes a new rule to start from: every key that most rules need, and what it is for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from replylint.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*")

# A working rule: a lead changes it line by line, and can test it at every step.
_TEMPLATE = """\
# {name}: what the agent reads, why, and what to look for. Change every line to what you need,
# then run:  replylint rules test {path}

# What the agent reads, in at most 100 characters. {{match}} becomes the words that were found.
message: "“{{match}}” sounds like a form letter. Say what you did with it."

# Why it matters to the customer: one or two sentences.
why: |
  People write to a person. A phrase that fits every letter tells them that nobody read theirs.

# error, warning or suggestion.
severity: warning

# What to look for, one phrase a line, as people say it. Capitals, short forms (we've = we have)
# and curly quotes make no difference.
#   (a|b)      one of these words         ( … )?   these words or none
#   <send>     any form: send, sent …     _        any one word        …   up to four words
#   $time      a word list that rules share (replylint rules show vague-timeline/soon uses it)
find:
  - your (email|message|letter) has been (noted|logged)

# When it is fine after all. One that holds is enough; leave out what you do not need.
unless:
  - near: $time        # a time stands in this sentence or beside it
  - then: $act         # the next thing said is what we do about it
  - negated            # "it's not that …"

# What the agent could write instead.
instead: "I've read it and [what you did]"

# The proof. Bad ones mark with [[ ]] exactly the words to be flagged; good ones are near misses
# that must pass. Without at least one of each the rule is refused.
examples:
  bad:
    - "[[Your email has been noted]]."
    - "Hello Kim, [[your message has been logged]]."
  good:
    - "Your email has been noted, and I've asked the depot to look."
    - "Your message has been logged. You'll have an answer by Friday."
"""


def write_rule(folder: Path, name: str) -> Path:
    """Write the rule ``name`` (``category/name``) into a pack's folder; return its path.

    Raises:
        UserError: the name is none, the file is there already, or it cannot be written.
    """
    if not _NAME.fullmatch(name):
        message = "small letters, digits and '-', such as 'tone/form-letter'"
        raise UserError(f"'{name}' is no name for a rule (CATEGORY/NAME in {message})")
    path = folder / f"{name}.yaml"
    if path.exists():
        raise UserError("is there already (choose another name)", path=path.as_posix())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_TEMPLATE.format(name=name, path=path.as_posix()), encoding="utf-8")
    except OSError as error:
        raise UserError(f"cannot be written: {error.strerror}", path=path.as_posix()) from error
    return path
