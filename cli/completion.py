"""What the shell offers after a tab: unit names, task ids, notice ids, jurisdictions.

A tab must answer at once and never complain: the index is asked, and data that cannot be read
offers nothing.
"""

from __future__ import annotations

import os
from pathlib import Path

import typer

from matrices.diagnostics import MatrixError


def _paths(ctx: typer.Context) -> list[Path]:
    given = [*(ctx.params.get("data") or ()), *(ctx.find_root().params.get("data") or ())]
    if given:
        return [Path(path) for path in given]
    return [Path(path) for path in os.environ.get("ZEREN_DATA", "").split(os.pathsep) if path]


def _offer(ctx: typer.Context, incomplete: str, kind: str) -> list[str]:
    from matrices.api import load

    try:
        return load(_paths(ctx)).beginning(kind, incomplete)
    except MatrixError:
        return []


def units(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names and aliases of units: those on record first, bodies before collectives."""
    return _offer(ctx, incomplete, "unit")


def tasks(ctx: typer.Context, incomplete: str) -> list[str]:
    """Ids of tasks."""
    return _offer(ctx, incomplete, "task")


def notices(ctx: typer.Context, incomplete: str) -> list[str]:
    """Ids of notices."""
    return _offer(ctx, incomplete, "notice")


def jurisdictions(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of jurisdictions that have a notice."""
    return _offer(ctx, incomplete, "jurisdiction")
