"""This file settles what holds for a file: configurations, the command line, and defaults.

The nearest configuration upward from a file holds for it, with those that it extends below it and
its ``per-file`` entries above it. The command line stands above all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from replylint.config import KEYS, PROJECT, TABLE, Entry, Layer, read_config
from replylint.errors import UserError
from replylint.files import passes_over
from replylint.globs import Globs
from replylint.repository import CONFIGS, Ignored
from replylint.source import absolute, is_folder, shown_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from replylint.config import Place, Suppress
    from replylint.readers import Shape
    from replylint.readers.data.libraries import Library
    from replylint.rule import Severity

_OURS = re.compile(r"^\s*\[+\s*{}\s*\.\s*{}\s*[].]".format(*TABLE).encode(), re.MULTILINE)

Values = dict[str, tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for a file; what nobody said is empty, or None.

    ``packs`` are names or folders. ``drafts`` tells whether replies go out as they stand;
    where it is None, standard input and what comes with a customer's message do. ``values`` are
    the entries that all this comes from, for showing and for errors.
    """

    packs: tuple[str, ...] = ("core",)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    allow: tuple[str, ...] = ()
    fail_on: str = "warning"
    preview: bool = False
    kind: str | None = None
    channel: str | None = None
    drafts: bool | None = None
    markdown: Shape = "auto"
    exclude: tuple[Globs, ...] = ()
    libraries: tuple[Library, ...] = ()
    suppress: tuple[Suppress, ...] = ()
    baseline: Path | None = None
    values: Values = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, layers: Iterable[Layer]) -> Settings:
        """Return what layers come to, of which later ones stand above earlier ones."""
        values: Values = {}
        for layer in layers:
            for name, entries in layer.values.items():
                before = values.get(name, ()) if KEYS[name].adds else ()
                values[name] = (*before, *entries)
        many = {
            name: tuple(entry.value for entry in values.get(name, ()))
            for name in ("packs", "select", "ignore", "severity", "allow", "libraries", "suppress")
        }
        one: dict[str, Any] = {
            name.replace("-", "_"): entries[-1].value
            for name, entries in values.items()
            if name not in many and name != "exclude"
        }
        exclude = _joined(entry.value for entry in values.get("exclude", ()))
        packs = many.pop("packs") or ("core",)
        return cls(packs=packs, **cast("Any", many), **one, exclude=exclude, values=values)

    def place_of(self, name: str) -> Place | None:
        """Return where a configuration names a rule or category, or None."""
        for key in ("select", "ignore", "severity", "suppress"):
            for value, place in self.values.get(key, ()):
                called = value[0] if key == "severity" else value
                if name == (value.rule if key == "suppress" else called):
                    return place
        return None

    def shown(self) -> Iterator[tuple[str, str, str]]:
        """Yield key, value and where it comes from, of every key: a line for each value."""
        for name in KEYS:
            entries = self.values.get(name, ())
            for entry in entries:
                yield name, _shown(entry.value), str(entry.place or "the command line")
            if not entries:
                yield name, _shown(getattr(self, name.replace("-", "_"))), "the default"

    def first_place(self, *keys: str) -> Place | None:
        """Return where the first of some keys stands that a configuration has; None for none."""
        entries = (entry for key in keys for entry in self.values.get(key, ()))
        return next((entry.place for entry in entries if entry.place), None)

    @property
    def of_rules(self) -> tuple[object, ...]:
        """What of the settings says which rules run, and how; the same for many files."""
        return (self.packs, self.select, self.ignore, self.severity, self.allow, self.preview)


def _joined(globs: Iterable[Globs]) -> tuple[Globs, ...]:
    """Return patterns with those of one folder together, so that one may take back another."""
    found: dict[str, tuple[str, ...]] = {}
    for one in globs:
        found[one.folder] = (*found.get(one.folder, ()), *one.patterns)
    return tuple(Globs(patterns, folder) for folder, patterns in found.items())


def _shown(value: Any) -> str:
    """Return a value as a configuration has it."""
    if value is None or value == ():
        return "–"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Path):
        return shown_path(value)
    if isinstance(value, Globs):
        return ", ".join(value.patterns)
    if is_dataclass(value):
        said = ((f.name, getattr(value, f.name)) for f in fields(value) if f.name != "place")
        return ", ".join(f"{name} {_shown(one)}" for name, one in said if one)
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value))
    return str(value)


class Configs:
    """Finds what holds for each file.

    Args:
        config: a configuration that holds for all files; else the nearest one upward does.
        isolated: whether no configuration is looked for.
        above: what stands above every configuration, as the command line says it.
    """

    def __init__(
        self, config: Path | None = None, *, isolated: bool = False, above: Layer | None = None
    ) -> None:
        self.isolated = isolated
        self._config = config
        self._above = above
        self._found: dict[Path, Path | None] = {}
        self._layers: dict[Path, tuple[Layer, ...] | UserError] = {}
        self._settled: dict[tuple[int, ...], Settings] = {}

    def settings(self, path: Path | None = None) -> Settings:
        """Return what holds for a file; None: for what has no place, in the working folder.

        Raises:
            UserError: its configuration cannot be used.
        """
        config = self.config_for(path) if path else self.config_of(Path.cwd())
        layers = [*self._layers_of(config)] if config else []
        if self._above:
            layers.append(self._above)
        holding = [
            layer
            for layer in layers
            if layer.files is None or (path is not None and layer.files.hold(path))
        ]
        key = tuple(map(id, holding))
        if key not in self._settled:
            self._settled[key] = Settings.of(holding)
        return self._settled[key]

    def config_for(self, path: Path) -> Path | None:
        """Return the configuration that holds for a file; see ``config_of``."""
        return self.config_of(absolute(path).parent)

    def why_not(self, given: Sequence[Path]) -> Callable[[Path, bool], str | None]:
        """Return what says why a path in a folder is passed over: excluded, or ignored by git.

        Of a folder that is ``given`` itself, git has no say.
        """
        ignored = Ignored()
        folders = [absolute(path) for path in given if is_folder(path)]
        named = [folder for folder in folders if ignored.holds_within(folder)]

        def why_not(path: Path, is_folder: bool) -> str | None:
            here = absolute(path)
            if self.excludes(here, is_folder=is_folder):
                return "excluded by the configuration"
            if any(here.is_relative_to(folder) for folder in named):
                return None
            return "git ignores it" if ignored.holds(here, is_folder=is_folder) else None

        return why_not

    def excludes(self, path: Path, *, is_folder: bool = False) -> bool:
        """Tell whether the configuration that holds for a path excludes it.

        One that cannot be used excludes nothing: of that the files themselves tell.
        """
        try:
            globs = self.settings(path).exclude
        except UserError:
            return False
        return any(one.hold(path, is_folder=is_folder) for one in globs)

    def passes_over(self, path: Path) -> bool:
        """Tell whether a path that is named would be passed over in folders; see ``files``."""
        return passes_over(path, self.why_not([]))

    def config_of(self, folder: Path) -> Path | None:
        """Return the configuration that holds in a folder; None where none does.

        Raises:
            UserError: two of them stand in one folder.
        """
        if self._config or self.isolated:
            return self._config
        if folder not in self._found:
            above = self.config_of(folder.parent) if folder.parent != folder else None
            self._found[folder] = _config_in(folder) or above
        return self._found[folder]

    def _layers_of(self, config: Path) -> tuple[Layer, ...]:
        if config not in self._layers:
            try:
                self._layers[config] = read_config(config)
            except UserError as error:
                self._layers[config] = error
        layers = self._layers[config]
        if isinstance(layers, UserError):
            raise layers
        return layers


def _config_in(folder: Path) -> Path | None:
    found = [path for name in CONFIGS if (path := folder / name).is_file()]
    project = folder / PROJECT
    if project.is_file() and _names_us(project):
        found.append(project)
    if len(found) > 1:
        message = f"stands beside {found[1].name} (keep one of them)"
        raise UserError(message, path=shown_path(found[0]))
    return found[0] if found else None


def _names_us(project: Path) -> bool:
    """Tell whether a ``pyproject.toml`` has our table; what else is wrong with it is not ours."""
    try:
        data = project.read_bytes()
        if TABLE[-1].encode() not in data:
            return False
        import tomllib

        found: Any = tomllib.loads(data.decode())
    except OSError:
        return False
    except ValueError:
        return bool(_OURS.search(data))
    for key in TABLE:
        found = found.get(key) if isinstance(found, dict) else None
    return isinstance(found, dict)
