"""This file holds the one exception that a user may ever see, and its kinds."""

from __future__ import annotations


class UserError(Exception):
    """A mistake of the user's, told in one line: ``path:line:column: what is wrong (what to do)``.

    ``line`` and ``column`` are 1-based, and None where the mistake has no place.
    Every other exception is a bug of ours.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.column = column

    def __str__(self) -> str:
        place = [str(part) for part in (self.path, self.line, self.column) if part is not None]
        return ": ".join([":".join(place), self.message]) if place else self.message


class UnknownNameError(UserError):
    """The name of a rule or category that is not there; ``name`` is it."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(f"there is no rule or category '{name}' ({hint})")
        self.name = name


class RuleError(UserError):
    """A rule file, a vocabulary file or a pack that cannot be used."""


class InputError(UserError):
    """A file with replies that cannot be read."""


class PassedOverError(Exception):
    """Not a mistake: a data file says nothing of replies, and is not read. The text tells why."""
