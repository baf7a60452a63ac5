"""Writing files so that nothing is lost: whole or not at all, and never over a file unasked."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from matrices.diagnostics import MatrixError


def write_atomically(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write bytes to a file by way of a temporary file beside it.

    A reader sees the old file or the new one, never a part; on any failure the old file
    stays as it was. Raises MatrixError when the file exists and `force` is not given, when
    it is no regular file, or when the folder cannot be written.
    """
    temporary = ""
    try:
        if path.exists():
            if not path.is_file():
                raise MatrixError("error.not-a-file", path=str(path))
            if not force:
                raise MatrixError("error.file-exists", path=str(path))
        target = Path(os.path.realpath(path))
        if target.is_symlink():  # a loop of links
            raise MatrixError("error.not-a-file", path=str(path))
        handle, temporary = tempfile.mkstemp(prefix=".zeren-", dir=target.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).chmod(
            target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~umask()
        )
        Path(temporary).replace(target)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise MatrixError(
            "error.cannot-write", path=str(path), reason=error.strerror or str(error)
        ) from error


def umask() -> int:
    """The permissions that new files do not get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
