"""This file looks at what a run would read, and lints nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from replylint.errors import PassedOverError, UserError
from replylint.files import Passed, find_files, open_source
from replylint.readers import format_of, read, suggest_library
from replylint.source import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from replylint.settings import Configs

_SIMPLE = re.compile(r"[\w./$-]+")


class Look(NamedTuple):
    """A file that a run would look at; ``form`` is its format, None where it is passed over.

    ``where`` is a JSONPath, a key or a column where replies may be in a file that is passed over.
    """

    path: str
    form: str | None
    replies: int
    note: str | None = None
    where: str | None = None

    @property
    def hint(self) -> str | None:
        """A line for the configuration, by which its replies may be read after all."""
        where = self.where
        return where and f"libraries: [{{files: {_plain(self.path)}, replies: {_plain(where)}}}]"


def look_at(paths: Sequence[Path], errors: list[UserError], configs: Configs) -> Iterator[Look]:
    """Yield what a run makes of the files that ``paths`` name, and last what it passes over.

    What cannot be read becomes one of ``errors``.
    """
    passed: list[Passed] = []
    for path in find_files(paths, errors, configs.why_not(paths), passed):
        try:
            yield _look(path, configs)
        except UserError as error:
            errors.append(error)
    for one in sorted(passed, key=lambda p: shown_path(p.path)):
        slash = "/" if one.path.is_dir() else ""
        yield Look(shown_path(one.path) + slash, None, 0, one.why)


def _look(path: Path, configs: Configs) -> Look:
    settings = configs.settings(path)
    source = open_source(path)
    known = format_of(source.path)
    note = source.note if known else f"'{path.suffix}' is not known"
    try:
        drafts = read(source, markdown=settings.markdown, libraries=settings.libraries)
        return Look(source.path, known or "text", sum(1 for _ in drafts), note)
    except PassedOverError as reason:
        return Look(source.path, None, 0, str(reason), suggest_library(source))


def _plain(text: str) -> str:
    """Return a text as YAML takes it in a list, in quotes where it must be."""
    return text if _SIMPLE.fullmatch(text) else "'" + text.replace("'", "''") + "'"
