"""What the shell offers after a tab: unit names, task ids, notice ids, jurisdictions.

A tab must answer at once and never complain: only what is needed is read, and data that
cannot be read offers nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from matrices.diagnostics import MatrixError

if TYPE_CHECKING:
    from matrices.catalogs.workspace import Workspace


def _paths(ctx: typer.Context) -> list[Path]:
    given = [*(ctx.params.get("data") or ()), *(ctx.find_root().params.get("data") or ())]
    if given:
        return [Path(path) for path in given]
    return [Path(path) for path in os.environ.get("ZEREN_DATA", "").split(os.pathsep) if path]


def _offer(
    ctx: typer.Context, incomplete: str, read: Callable[[list[Path]], list[str]]
) -> list[str]:
    try:
        offers = read(_paths(ctx))
    except MatrixError:
        return []
    return [offer for offer in dict.fromkeys(offers) if offer.startswith(incomplete)]


def units(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names and aliases of units on record, collectives last, then names only notices use."""
    return _offer(ctx, incomplete, _unit_names)


def _unit_names(paths: list[Path]) -> list[str]:
    from matrices.catalogs.model import UnitKind
    from matrices.catalogs.repeats import known_names
    from matrices.notation import parse_cell

    workspace = _workspace(paths)
    there = {catalog.notice.jurisdiction for catalog in workspace.catalogs}
    kinds = {kind: place for place, kind in enumerate(UnitKind)}
    units = [
        unit
        for jurisdiction in workspace.registry.jurisdictions.values()
        for unit in jurisdiction.units
        if jurisdiction.name in there
    ]
    units.sort(key=lambda unit: kinds[unit.kind])
    names = [name for unit in units for name in (unit.name, *unit.aliases)]
    for catalog in workspace.catalogs:
        known = known_names(catalog, workspace.registry)
        for task in catalog.tasks:
            for cell in task.cells:
                for mention in parse_cell(cell.text, known).mentions:
                    names.append(mention.name)
                    names += (*mention.sub_units, *mention.other_names, *mention.members)
    return names


def _workspace(paths: list[Path]) -> Workspace:
    from matrices.catalogs.workspace import load_workspace

    return load_workspace(paths)


def tasks(ctx: typer.Context, incomplete: str) -> list[str]:
    """Ids of tasks."""
    return _offer(
        ctx, incomplete, lambda paths: [t.id for c in _workspace(paths).catalogs for t in c.tasks]
    )


def notices(ctx: typer.Context, incomplete: str) -> list[str]:
    """Ids of notices."""
    return _offer(ctx, incomplete, lambda paths: [c.notice.id for c in _workspace(paths).catalogs])


def jurisdictions(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of jurisdictions that have a notice."""
    return _offer(
        ctx, incomplete, lambda paths: [c.notice.jurisdiction for c in _workspace(paths).catalogs]
    )
