"""Older and other office formats, converted by LibreOffice where it is installed.

LibreOffice runs headless with a profile of its own that forbids macros and links, in a
folder that is removed afterwards, and is stopped with all its children when it takes too long.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from matrices.diagnostics import MatrixError
from matrices.readers import limits

_PROGRAMS: Final = ("soffice", "libreoffice")
_SPREADSHEETS: Final = {"xls", "et", "ods", "xlsb"}

_PROFILE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution"><value>true</value></prop>
<prop oor:name="DisableActiveContent"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link"><value>0</value></prop>
</item>
</oor:items>
"""


def convert(data: bytes, kind: str, name: str) -> tuple[bytes, str]:
    """Return the document as .docx, or as .xlsx when it is a spreadsheet, with the new kind.

    Raises:
        MatrixError: ``error.document-needs-libreoffice`` where it is not installed,
            ``error.document-conversion-timeout``, ``error.document-conversion-failed``.

    """
    program = next((path for wanted in _PROGRAMS if (path := shutil.which(wanted))), None)
    if program is None:
        raise MatrixError("error.document-needs-libreoffice", name=name, kind=kind)
    target = "xlsx" if kind in _SPREADSHEETS else "docx"
    # A program that was stopped may still hold a file for a moment.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        workplace = Path(folder)
        # LibreOffice is shown the kind as a suffix; it looks at the content all the same
        source = workplace / f"document.{kind}"
        source.write_bytes(data)
        profile = workplace / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        output = workplace / "converted"
        output.mkdir()
        command = [
            program,
            f"-env:UserInstallation={(workplace / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            target,
            "--outdir",
            str(output),
            str(source),
        ]
        _run(command, workplace, name, kind)
        converted = output / f"document.{target}"
        if not converted.is_file() or converted.stat().st_size > limits.FILE_BYTES:
            raise MatrixError("error.document-conversion-failed", name=name, kind=kind)
        return converted.read_bytes(), target


def _run(command: list[str], folder: Path, name: str, kind: str) -> None:
    try:
        process = subprocess.Popen(  # noqa: S603 - the program found on PATH, no shell
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise MatrixError("error.document-conversion-failed", name=name, kind=kind) from error
    try:
        process.wait(timeout=limits.CONVERSION_SECONDS)
    except subprocess.TimeoutExpired:
        seconds = str(limits.CONVERSION_SECONDS)
        raise MatrixError("error.document-conversion-timeout", name=name, seconds=seconds) from None
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it started; soffice is a script around the real program."""
    if process.poll() is None:
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
