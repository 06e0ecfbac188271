"""This file writes files so that a crash or a full disk loses nothing."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from pathlib import Path

from replylint.errors import UserError
from replylint.source import shown_path


def write_file(path: Path, data: bytes) -> None:
    """Write a file beside its place and rename it; one that was there keeps its mode and owner.

    A link stays one: the file that it leads to is written.

    Raises:
        UserError: it cannot be written; what was there is as it was.
    """
    place = Path(os.path.realpath(path))
    name = None
    try:
        if place.exists() and not os.access(place, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=".replylint.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if place.exists():
            shutil.copymode(place, name)
            with contextlib.suppress(OSError, AttributeError):  # not ours to give away, or Windows
                os.chown(name, place.stat().st_uid, place.stat().st_gid)
        else:
            Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(place)
    except OSError as error:
        if name:
            with contextlib.suppress(OSError):
                Path(name).unlink()
        kept = " (it is as it was)" if place.exists() else ""
        message = f"cannot be written: {error.strerror}{kept}"
        raise UserError(message, path=shown_path(path)) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
