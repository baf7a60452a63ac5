"""Which two notices are to be compared: ids, catalog files, or two periods of one place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from matrices.answers.assignments import Responsibilities, interpret
from matrices.answers.scope import Scope
from matrices.catalogs.links import Link
from matrices.catalogs.locations import SUFFIXES
from matrices.catalogs.workspace import Workspace, load_workspace
from matrices.diagnostics import MatrixError, Problem
from matrices.spelling import nearest_names


class Sides(NamedTuple):
    """Two sides ready to be compared, the links a person settled, and what is wrong in files."""

    a: Responsibilities
    b: Responsibilities
    links: tuple[Link, ...]
    problems: tuple[Problem, ...]


def find_sides(workspace: Workspace, names: Sequence[str], scope: Scope) -> Sides:
    """The two sides that a call names.

    `names` are two notice ids or catalog files; with none, the scope names two periods.
    Raises MatrixError for another number of either, and for a notice that is not loaded.
    """
    if not names and len(scope.periods) == 2:
        sides = [
            interpret(workspace.catalogs, workspace.registry, scope._replace(periods=(period,)))
            for period in scope.periods
        ]
        for side, period in zip(sides, scope.periods, strict=True):
            if not side.catalogs:
                raise MatrixError("error.no-notice-of-period", period=period)
        return Sides(sides[0], sides[1], workspace.links, ())
    if len(names) != 2 or scope.periods:
        raise MatrixError("error.two-notices")
    found = [_side(workspace, name, scope) for name in names]
    problems = tuple(
        problem for _, own in found for problem in own.problems if own is not workspace
    )
    links = dict.fromkeys(link for _, own in found for link in own.links)
    return Sides(
        found[0][0], found[1][0], tuple({**links, **dict.fromkeys(workspace.links)}), problems
    )


def _side(workspace: Workspace, name: str, scope: Scope) -> tuple[Responsibilities, Workspace]:
    path = Path(name)
    if path.suffix.lower() in SUFFIXES and path.is_file():
        own = load_workspace([path, *_registries_beside(path)])
        return interpret(own.catalogs, own.registry, scope._replace(notices=())), own
    ids = [catalog.notice.id for catalog in workspace.catalogs]
    if name not in ids:
        nearest = "、".join(nearest_names(name, ids, 4)) or "、".join(ids[:8])
        raise MatrixError("error.unknown-notice", notice=name, candidates=nearest)
    side = interpret(workspace.catalogs, workspace.registry, scope._replace(notices=(name,)))
    return side, workspace


def _registries_beside(path: Path) -> list[Path]:
    return sorted(
        other
        for other in path.parent.glob("units*")
        if other.suffix.lower() in SUFFIXES and other != path
    )
