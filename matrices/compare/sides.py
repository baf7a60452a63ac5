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
from matrices.catalogs.terms import Term
from matrices.catalogs.workspace import Workspace, load_workspace
from matrices.diagnostics import MatrixError, Problem
from matrices.spelling import nearest_names


class Sides(NamedTuple):
    """Two sides ready to be compared, what a person settled, and what is wrong in files."""

    a: Responsibilities
    b: Responsibilities
    links: tuple[Link, ...]
    terms: tuple[Term, ...]
    problems: tuple[Problem, ...]


class Loaded(NamedTuple):
    """The data of a call: reading a part of it, its notices, the links and synonyms in it."""

    read: Callable[[Scope], Responsibilities]
    notices: Callable[[], Sequence[NoticeRow]]
    links: tuple[Link, ...]
    terms: tuple[Term, ...]


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
        return Sides(sides[0], sides[1], data.links, data.terms, ())
    if len(names) != 2 or scope.periods:
        raise MatrixError("error.two-notices")
    files = [path for name in names if _is_catalog(path := Path(name))]
    read = _read(files)
    sides = [
        _of_file(read[Path(name)], Path(name), scope)
        if Path(name) in read
        else _of_notice(data, name, scope)
        for name in names
    ]
    own = list({id(workspace): workspace for workspace in read.values()}.values())
    return Sides(
        sides[0],
        sides[1],
        (*(link for one in own for link in one.links), *data.links),
        (*(term for one in own for term in one.terms), *data.terms),
        tuple(problem for one in own for problem in one.problems),
    )


def _is_catalog(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and path.is_file()


def _read(files: Sequence[Path]) -> dict[Path, Workspace]:
    """The files read together, so that links between them hold; two of one notice each alone."""
    together = load_workspace([*files, *_beside(files)]) if files else None
    if together is None or {str(file) for file in files} <= {c.path for c in together.catalogs}:
        return {file: together for file in files if together is not None}
    return {file: load_workspace([file, *_beside([file])]) for file in files}


def _of_file(read: Workspace, path: Path, scope: Scope) -> Responsibilities:
    ids = tuple(catalog.notice.id for catalog in read.catalogs if catalog.path == str(path))
    return interpret(read.catalogs, read.registry, scope._replace(notices=ids or ("",)))


def _of_notice(data: Loaded, name: str, scope: Scope) -> Responsibilities:
    ids = [notice.id for notice in data.notices()]
    if name not in ids:
        nearest = "、".join(nearest_names(name, ids, 4)) or "、".join(ids[:8])
        raise MatrixError("error.unknown-notice", notice=name, candidates=nearest)
    return data.read(scope._replace(notices=(name,)))


def _beside(paths: Sequence[Path]) -> list[Path]:
    """The registries, links and synonyms in the folders of some files."""
    found = {
        other
        for folder in {path.parent for path in paths}
        for beginning in ("units", "links", "terms")
        for other in folder.glob(f"{beginning}*")
        if other.suffix.lower() in SUFFIXES and other not in paths
    }
    return sorted(found)
