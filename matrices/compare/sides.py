"""Which two notices are to be compared: ids, catalog files, or two periods of one place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from matrices.answers.assignments import Responsibilities, interpret
from matrices.answers.records import NoticeRow
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


class Loaded(NamedTuple):
    """The data of a call: reading a part of it, its notices, the links in it."""

    read: Callable[[Scope], Responsibilities]
    notices: Callable[[], Sequence[NoticeRow]]
    links: tuple[Link, ...]


def find_sides(data: Loaded, names: Sequence[str], scope: Scope) -> Sides:
    """The two sides that a call names.

    `names` are two notice ids or catalog files; with none, the scope names two periods.
    Raises MatrixError for another number of either, and for a notice that is not loaded.
    """
    if not names and len(scope.periods) == 2:
        sides = [data.read(scope._replace(periods=(period,))) for period in scope.periods]
        for side, period in zip(sides, scope.periods, strict=True):
            if not side.catalogs:
                raise MatrixError("error.no-notice-of-period", period=period)
        return Sides(sides[0], sides[1], data.links, ())
    if len(names) != 2 or scope.periods:
        raise MatrixError("error.two-notices")
    (a, own_a), (b, own_b) = (_side(data, name, scope) for name in names)
    files = [own for own in (own_a, own_b) if own is not None]
    links = dict.fromkeys(link for own in files for link in own.links)
    return Sides(
        a,
        b,
        tuple({**links, **dict.fromkeys(data.links)}),
        tuple(problem for own in files for problem in own.problems),
    )


def _side(data: Loaded, name: str, scope: Scope) -> tuple[Responsibilities, Workspace | None]:
    """One side, and what was read for it alone where it is a file."""
    path = Path(name)
    if path.suffix.lower() in SUFFIXES and path.is_file():
        own = load_workspace([path, *_registries_beside(path)])
        return interpret(own.catalogs, own.registry, scope._replace(notices=())), own
    ids = [notice.id for notice in data.notices()]
    if name not in ids:
        nearest = "、".join(nearest_names(name, ids, 4)) or "、".join(ids[:8])
        raise MatrixError("error.unknown-notice", notice=name, candidates=nearest)
    return data.read(scope._replace(notices=(name,))), None


def _registries_beside(path: Path) -> list[Path]:
    return sorted(
        other
        for other in path.parent.glob("units*")
        if other.suffix.lower() in SUFFIXES and other != path
    )
