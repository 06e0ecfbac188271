"""This file remembers what packs come to, so that a second run does not read and expand them.

Reading a pack takes about a second, most of it the expansion of phrases; reading it from here
takes some milliseconds. What is remembered is JSON (never pickle: a cache may come from
elsewhere), one file a set of packs, named by everything that it depends on: the paths, sizes
and times of the rule files and of our own modules. Deleting it is always safe.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import tempfile
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import replylint
from replylint import fixes, guards, judges
from replylint.packs import load_packs, pack_folder
from replylint.patterns import Cue, Table
from replylint.rule import Rule, Severity
from replylint.ruleset import CueEntry, RuleSet, gather

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The classes that a cache file may hold, and no others.
_CLASSES: dict[str, type] = {
    cls.__name__: cls
    for cls in (
        Rule,
        Cue,
        CueEntry,
        *guards.CUE_GUARDS.values(),
        *guards.WORD_GUARDS.values(),
        *(cls for cls, _ in guards.CHOICE_GUARDS.values()),
        *guards.NUMBER_GUARDS.values(),
        guards.Every,
        judges.Each,
        judges.MoreThan,
        judges.Missing,
        judges.Order,
        judges.Metric,
        judges.Echo,
        fixes.Write,
        fixes.Swap,
        fixes.Remove,
    )
    if isinstance(cls, type)
}


def cache_folder() -> Path | None:
    """Return the folder of cache files; None where REPLYLINT_CACHE_DIR is empty (no cache)."""
    chosen = os.environ.get("REPLYLINT_CACHE_DIR")
    if chosen is not None:
        return Path(chosen) if chosen else None
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA")
    else:
        home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - may fail to expand, which Path makes an error
    return Path(home, "replylint") if home and Path(home).is_absolute() else None


def load_rule_set(packs: Sequence[str], allow: Sequence[str] = ()) -> RuleSet:
    """Return the rule set of packs, by name or folder: remembered, or read and remembered.

    ``allow`` holds phrases that are allowed everywhere.

    Raises:
        UserError: a pack is not there, or two packs have a rule of one name.
    """
    folder = cache_folder()
    if folder is None:
        return gather(load_packs(packs), allow)
    path = folder / f"rules-{_digest(packs, allow)}.json"
    try:
        return _decoded(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        rule_set = gather(load_packs(packs), allow)  # not there, or not whole
    if not rule_set.errors:
        _write(path, _encoded(rule_set))
    return rule_set


def _digest(packs: Sequence[str], allow: Sequence[str]) -> str:
    parts = [replylint.__version__, *sys.version_info[:2], *packs, *allow]
    ours = Path(__file__).parent
    for folder in (ours, *map(pack_folder, ("core", *packs))):
        parts += [str(folder.resolve()), *_signatures(folder)]
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:16]


def _signatures(folder: Path) -> Iterator[str]:
    """Yield name, size and time of the files in a folder and in its folders."""
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        if entry.is_dir():
            yield from (f"{entry.name}/{line}" for line in _signatures(Path(entry.path)))
        elif entry.name.endswith((".py", ".yaml", ".yml")):
            stat = entry.stat()
            yield f"{entry.name} {stat.st_size} {stat.st_mtime_ns}"


def _write(path: Path, data: dict[str, Any]) -> None:
    """Write beside and rename, so that no reader sees half a file. A full disk is no error."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file, separators=(",", ":"))
        Path(name).replace(path)
        newest_first = sorted(
            path.parent.glob("rules-*.json"), key=lambda p: p.stat().st_mtime, reverse=True
        )
        for old in newest_first[_KEPT:]:
            old.unlink()


_KEPT = 8


def clear_cache() -> int:
    """Delete the cache files; return how many there were."""
    folder = cache_folder()
    files = list(folder.glob("rules-*.json")) if folder else []
    for path in files:
        path.unlink(missing_ok=True)
    return len(files)


def _encoded(rule_set: RuleSet) -> dict[str, Any]:
    return {
        "rules": [_plain(rule) for rule in rule_set.rules],
        "cues": [_plain(cue) for cue in rule_set.cues],
        "table": rule_set.table.data,
    }


def _decoded(data: dict[str, Any]) -> RuleSet:
    rules = tuple(map(_revived, data["rules"]))
    return RuleSet(rules, tuple(map(_revived, data["cues"])), Table(data["table"]))


def _plain(value: Any) -> Any:
    """Return a value of our classes as JSON has it."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
        return {"class": type(value).__name__, **kept}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _revived(value: Any) -> Any:
    """Return the value that ``_plain`` made plain.

    Raises:
        KeyError, TypeError: it is no such value.
    """
    if isinstance(value, list):
        return tuple(map(_revived, value))
    if not isinstance(value, dict):
        return value
    given = {name: _revived(inner) for name, inner in value.items() if name != "class"}
    if value["class"] == "Rule":
        given["severity"] = Severity(given["severity"])
    return _CLASSES[value["class"]](**given)
