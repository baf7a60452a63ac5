"""Papers as PDF, through LibreOffice where it is installed: zeren draws no pages itself."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from matrices.diagnostics import MatrixError

_PROGRAMS = ("soffice", "libreoffice")
_TIMEOUT = 180


def libreoffice() -> str | None:
    """Where LibreOffice is, None where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def convert_to_pdf(document: bytes, suffix: str = ".docx") -> bytes:
    """Convert a docx or xlsx file to PDF.

    Raises MatrixError where LibreOffice is missing or does not succeed.
    """
    program = libreoffice()
    if program is None:
        raise MatrixError("error.no-libreoffice")
    with tempfile.TemporaryDirectory(prefix="zeren-") as folder:
        source = Path(folder, "paper" + suffix)
        source.write_bytes(document)
        # a profile of its own: a LibreOffice that a person has open would refuse the work
        profile = Path(folder, "profile").as_uri()
        command = [
            program, f"-env:UserInstallation={profile}", "--headless",
            "--convert-to", "pdf", "--outdir", folder, str(source),
        ]  # fmt: skip
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program on a file of our own
                command, capture_output=True, check=False, timeout=_TIMEOUT
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise MatrixError("error.pdf-failed", reason=type(error).__name__) from error
        result = source.with_suffix(".pdf")
        if not result.is_file():
            reason = done.stderr.decode("utf-8", "replace").strip() or str(done.returncode)
            raise MatrixError("error.pdf-failed", reason=reason)
        return result.read_bytes()
