"""What comes with an extra: imported where it is there, told in one line where it is not."""

from __future__ import annotations

import importlib
from typing import Any

from matrices.diagnostics import MatrixError


def needed(module: str, extra: str) -> Any:  # noqa: ANN401 - a module has no type of its own
    """Import a package that an extra of zeren brings.

    Raises MatrixError where it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise MatrixError("error.needs-extra", extra=extra) from error
