"""This file proposes a configuration for a folder, from what could be replies in it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from replylint.errors import UserError
from replylint.globs import escaped
from replylint.reporters.style import counted
from replylint.settings import Configs
from replylint.source import shown_path
from replylint.survey import Look, look_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# What the name of a folder or file says of the replies in it.
_KINDS = {
    "complaint": "complaints? escalations?",
    "howto": "how-?tos? guides? faqs? tutorials?",
    "status": "status outages? incidents?",
    "refusal": "refusals? rejections? denials?",
    "confirmation": "confirmations?",
    "billing": "billing invoices? payments? dunning",
    "legal": "legal privacy gdpr",
}
_CHANNELS = {
    "chat": "chat live-?chat messenger whatsapp",
    "email": "e-?mails? mails?",
    "review": "reviews?",
    "social": "social twitter facebook instagram",
    "phone": "phone",
}
_UNQUOTED = re.compile(r"[\w./$](?:[\w./$*\[\]-]| (?! |$))*")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A configuration that is proposed, as YAML, and what could not be read on the way."""

    text: str
    errors: Sequence[UserError]


def refuse_existing(folder: Path) -> None:
    """Refuse to go on where a configuration is in a folder.

    Raises:
        UserError: there is one; it is named.
    """
    config = Configs().config_of(folder.absolute())
    if config and config.parent == folder.absolute():
        what = "has [tool.replylint]" if config.suffix == ".toml" else "is there"
        message = f"{what} already (change it; replylint check --show-settings shows what holds)"
        raise UserError(message, path=shown_path(config))


def propose(folder: Path) -> Proposal:
    """Look at all files of a folder that could hold replies, and propose a configuration."""
    errors: list[UserError] = []
    looks = list(look_at([folder], errors, Configs(isolated=True)))
    config = Configs().config_of(folder.absolute())
    above = os.path.relpath(config, folder).replace(os.sep, "/") if config else None
    return Proposal("\n".join(_lines(looks, above)) + "\n", errors)


def _lines(looks: Sequence[Look], above: str | None) -> Iterator[str]:
    read = [look for look in looks if look.form and look.replies]
    found = counted(sum(look.replies for look in read), "reply")
    if read:
        yield f"# replylint read {found} in {counted(len(read), 'file')} here;"
        yield "# 'replylint check --show-files' lists them, and what it passes over."
    else:
        yield "# replylint knows no replies here by itself: name them under 'libraries',"
        yield "# or write them as .txt, .md or .html."
    yield ""
    if above:
        yield f"extends: {_value(above)}"
    yield "packs: [core]        # and your own: a folder of rules beside this file"
    yield "fail-on: warning     # what turns a build red; error is milder, suggestion stricter"
    if layers := list(_layers([look.path for look in looks if look.form or look.where])):
        yield ""
        yield "# What the replies are, as the names of files and folders say."
        yield "per-file:"
        yield from layers
    guessed = [look for look in looks if look.where]
    if guessed:
        yield ""
        yield "# These hold texts that look like replies: keep the entries that are right."
        yield "libraries:"
        for files, where in _grouped(guessed):
            yield f"  - files: {_value(files)}"
            yield f"    replies: {_value(where)}"


def _layers(paths: Iterable[str]) -> Iterator[str]:
    """Yield entries of ``per-file``: for the outermost folder or file whose name says something."""
    told: dict[str, tuple[str, str]] = {}
    for path in paths:
        parts = PurePosixPath(path).parts
        for key, names in (("kind", _KINDS), ("channel", _CHANNELS)):
            for number, part in enumerate(parts):
                is_file = number == len(parts) - 1
                meant = _meant(PurePosixPath(part).stem if is_file else part, names)
                if meant:
                    files = escaped("/".join(parts[: number + 1])) + "/" * (not is_file)
                    told[f"{files} {key}"] = (f"/{files}", f"{key}: {meant}")
                    break
    for files, says in sorted(told.values()):
        yield f"  - files: {_value(files)}"
        yield f"    {says}"


def _value(text: str) -> str:
    """Return a text as YAML takes it behind a key, in quotes where it must be."""
    return text if _UNQUOTED.fullmatch(text) else "'" + text.replace("'", "''") + "'"


def _meant(name: str, names: dict[str, str]) -> str | None:
    """Return the one kind or channel that the words of a name speak of."""
    words = {word for part in _WORD.findall(name.lower()) for word in (part, *part.split("-"))}
    meant = {
        kind
        for kind, patterns in names.items()
        for pattern in patterns.split()
        if any(re.fullmatch(pattern, word) for word in words)
    }
    return meant.pop() if len(meant) == 1 else None


def _grouped(looks: Iterable[Look]) -> Iterator[tuple[str, str]]:
    """Yield patterns of files and where replies are in them: a folder's files of one shape once."""
    shapes: dict[tuple[str, str, str], list[str]] = {}
    for look in looks:
        path = PurePosixPath(look.path)
        shapes.setdefault((str(path.parent), path.suffix, look.where or ""), []).append(look.path)
    for (folder, suffix, where), paths in sorted(shapes.items()):
        several = f"{escaped(folder)}/*{suffix}" if folder != "." else f"*{suffix}"
        yield (several if len(paths) > 1 else escaped(paths[0])), where
