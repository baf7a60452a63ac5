"""Loads the catalogs and registries a question is asked of, and collects their problems."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from matrices.catalog import build_catalog
from matrices.diagnostics import MatrixError, Problem, Severity
from matrices.model import Catalog, Jurisdiction
from matrices.notation import parse_cell
from matrices.registry import Registry, build_jurisdictions
from matrices.source import Node, read_bytes, read_nodes

SUFFIXES = (".yaml", ".yml")
MAX_FILES = 20_000
MAX_SUGGESTIONS = 1_000  # looking for the nearest name is slow; nobody reads more of them


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything that was loaded: catalogs by notice id, the registry, all problems.

    `paths` are the files and folders that were asked for, as given; `bundled` says that
    they are the catalogs that come with zeren.
    """

    paths: tuple[Path, ...]
    bundled: bool
    catalogs: tuple[Catalog, ...]
    registry: Registry
    problems: tuple[Problem, ...]

    @property
    def has_errors(self) -> bool:
        """Tell whether something could not be read, so that answers may be incomplete."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def bundled_root() -> Path:
    """The folder of the catalogs that come with zeren.

    Raises MatrixError when there is none: neither inside the installed package nor beside
    a checkout.
    """
    inside = Path(__file__).parent / "data"
    if inside.is_dir():
        return inside
    checkout = Path(__file__).parent.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "data").is_dir():
        return checkout / "data"
    raise MatrixError("error.no-bundled-catalogs")


def load_workspace(paths: Sequence[Path] = ()) -> Workspace:
    """Load catalogs and registries from files and folders; the bundled ones by default.

    The bundled registry is always there, so that units of its districts are known in
    catalogs that come without one; a jurisdiction in a registry of `paths` replaces it.
    Raises MatrixError for a path that does not exist or a folder without catalogs;
    everything wrong inside the files is collected in `Workspace.problems`.
    """
    roots = tuple(paths) or (bundled_root(),)
    problems: list[Problem] = []
    catalogs: dict[str, Catalog] = {}
    own: list[Jurisdiction] = []
    with without_garbage_collection():
        for path in find_files(roots):
            root = _read_file(path, problems)
            if root is not None:
                _build(str(path), root, catalogs, own, problems)
        registry = Registry([*_bundled_jurisdictions(roots, own), *own])
    problems += registry.problems
    for catalog in catalogs.values():
        problems += find_unknown_units(catalog, registry)
    problems.sort(key=lambda problem: problem.sort_key)
    return Workspace(roots, not paths, tuple(catalogs.values()), registry, tuple(problems))


def load_registry(paths: Sequence[Path] = ()) -> Registry:
    """Load only the registries, for completion; problems are left to `load_workspace`."""
    jurisdictions: list[Jurisdiction] = []
    for path in find_files(tuple(paths) or (bundled_root(),)):
        if _is_registry_file(path):
            root, _ = read_nodes(str(path), read_bytes(path))
            if root is not None:
                jurisdictions += build_jurisdictions(root)[0]
    return Registry(jurisdictions)


def _is_registry_file(path: Path) -> bool:
    return path.stem.startswith("units")


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The YAML files among files and folders (not recursive into hidden folders), sorted.

    Raises MatrixError for a missing path and for a folder that holds no YAML file.
    """
    found: dict[Path, None] = {}
    for path in paths:
        try:
            found.update(dict.fromkeys(_files_of(path)))
        except OSError as error:  # a name too long, a folder that may not be read
            raise MatrixError(
                "error.unreadable", path=str(path), reason=error.strerror or str(error)
            ) from error
    return list(found)


def _files_of(path: Path) -> list[Path]:
    if not path.is_dir():
        if not path.exists():
            raise MatrixError("error.no-such-file", path=str(path))
        return [path]
    inside = sorted(
        child
        for child in path.rglob("*")
        if child.suffix.lower() in SUFFIXES
        and child.is_file()
        and not any(part.startswith(".") for part in child.relative_to(path).parts)
    )
    if not inside:
        raise MatrixError("error.no-catalogs", path=str(path))
    if len(inside) > MAX_FILES:
        raise MatrixError("error.too-many-files", path=str(path), limit=str(MAX_FILES))
    return inside


def find_unknown_units(catalog: Catalog, registry: Registry) -> list[Problem]:
    """Name every unit of a catalog that its jurisdiction's registry does not hold.

    Silent where no unit of the jurisdiction is on record at all: then nothing can be
    unknown. Each name is reported where it first stands, with how often it occurs.
    """
    jurisdiction = catalog.notice.jurisdiction
    if not registry.knows(jurisdiction):
        return []
    known = registry.holding_separators(jurisdiction) | frozenset(catalog.notice.names)
    first: dict[str, Problem] = {}
    count: dict[str, int] = {}
    cells = [(cell.text, cell.place) for task in catalog.tasks for cell in task.cells]
    cells += [(default.text, default.place) for default in catalog.defaults]
    for text, place in cells:
        for mention in parse_cell(text, known).mentions:
            for name in (mention.name, *mention.sub_units):
                if registry.resolve(jurisdiction, name) is not None:
                    continue
                count[name] = count.get(name, 0) + 1
                if name not in first:
                    nearest = (
                        registry.nearest(jurisdiction, name) if len(first) < MAX_SUGGESTIONS else ""
                    )
                    first[name] = Problem(
                        "U01",
                        "unknown-unit",
                        place,
                        Severity.WARNING,
                        {"unit": name, "jurisdiction": jurisdiction, "suggestion": nearest},
                    )
    return [
        replace(problem, values={**problem.values, "count": str(count[name])})
        for name, problem in first.items()
    ]


def _read_file(path: Path, problems: list[Problem]) -> Node | None:
    root, found = read_nodes(str(path), read_bytes(path))
    problems += found
    return root


def _build(
    path: str,
    root: Node,
    catalogs: dict[str, Catalog],
    jurisdictions: list[Jurisdiction],
    problems: list[Problem],
) -> None:
    keys = {key.value for key, _ in root.pairs}
    if "jurisdictions" in keys:
        found, wrong = build_jurisdictions(root)
        jurisdictions += found
        problems += wrong
        return
    catalog, wrong = build_catalog(path, root)
    problems += wrong
    if catalog is None:
        return
    other = catalogs.get(catalog.notice.id)
    if other is not None:
        problems.append(
            Problem(
                "S04",
                "duplicate-notice-id",
                catalog.notice.place,
                values={"notice": catalog.notice.id, "other": other.path},
            )
        )
        return
    catalogs[catalog.notice.id] = catalog


def _bundled_jurisdictions(
    roots: tuple[Path, ...], own: list[Jurisdiction]
) -> Iterator[Jurisdiction]:
    try:
        bundled = bundled_root()
    except MatrixError:
        return
    if bundled in roots:
        return
    taken = {jurisdiction.name for jurisdiction in own}
    registry = load_registry([bundled])
    yield from (j for name, j in registry.jurisdictions.items() if name not in taken)


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """For work that only adds objects: the cyclic collector would walk them again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
