"""Loads the catalogs and registries a question is asked of, and collects their problems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from matrices.catalogs.collector import without_garbage_collection
from matrices.catalogs.links import Link, build_links, check_links, holds_links, with_repeats
from matrices.catalogs.locations import bundled_root, find_files
from matrices.catalogs.model import Catalog, Jurisdiction
from matrices.catalogs.nodes import Node, read_bytes, read_nodes
from matrices.catalogs.reader import build_catalog
from matrices.catalogs.registry import Registry, build_jurisdictions, without_replaced
from matrices.catalogs.repeats import find_repeats
from matrices.catalogs.terms import Term, build_terms, holds_terms
from matrices.catalogs.unknown_names import find_unknown_units
from matrices.diagnostics import MatrixError, Problem, Severity


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything that was loaded: catalogs by notice id, the registry, all problems.

    `paths` are the files and folders that were asked for, as given; `bundled` says that
    they are the catalogs that come with zeren. `links` are those a person settled, `terms` the
    synonyms of a person.
    """

    paths: tuple[Path, ...]
    bundled: bool
    catalogs: tuple[Catalog, ...]
    registry: Registry
    problems: tuple[Problem, ...]
    links: tuple[Link, ...] = ()
    terms: tuple[Term, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Tell whether something could not be read, so that answers may be incomplete."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


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
    links: list[Link] = []
    terms: list[Term] = []
    with without_garbage_collection():
        for path in find_files(roots, problems):
            root = _read_file(path, problems)
            if root is not None:
                _build(str(path), root, catalogs, own, links, terms, problems)
        registry = Registry([*_bundled_jurisdictions(roots, own), *own])
    problems += registry.problems
    links, wrong = check_links(links, catalogs)
    problems += wrong
    for notice_id, written in catalogs.items():
        catalog, wrong = with_known_jurisdiction(written, registry)
        problems += wrong
        if links:
            catalog, wrong = with_repeats(catalog, links)
            problems += wrong
        catalogs[notice_id] = catalog
        problems += find_unknown_units(catalog, registry)
        problems += find_repeats(catalog, registry)[1]
    problems.sort(key=lambda problem: problem.sort_key)
    return Workspace(
        roots,
        not paths,
        tuple(catalogs.values()),
        registry,
        tuple(problems),
        tuple(links),
        tuple(terms),
    )


def with_known_jurisdiction(catalog: Catalog, registry: Registry) -> tuple[Catalog, list[Problem]]:
    """The catalog with its jurisdiction under the name it is known by, and what is doubtful."""
    notice = catalog.notice
    keys = registry.known_as(notice.jurisdiction)
    if len(keys) > 1:
        values = {"jurisdiction": notice.jurisdiction, "candidates": "、".join(keys[:8])}
        return catalog, [Problem("U17", "ambiguous-jurisdiction", notice.place, values=values)]
    if keys[0] == notice.jurisdiction:
        return catalog, []
    return replace(catalog, notice=replace(notice, jurisdiction=keys[0])), []


def load_catalogs(paths: Sequence[str], registry: Registry) -> tuple[Catalog, ...]:
    """The catalogs of files that are known to hold one; problems are left to `load_workspace`."""
    found: dict[str, Catalog] = {}
    with without_garbage_collection():
        for path in paths:
            root = _read_file(Path(path), [])
            if root is not None:
                _build(path, root, found, [], [], [], [])
    return tuple(with_known_jurisdiction(catalog, registry)[0] for catalog in found.values())


def load_registry(paths: Sequence[Path] = ()) -> Registry:
    """Load only the registries, for an import; problems are left to `load_workspace`."""
    jurisdictions: list[Jurisdiction] = []
    for path in find_files(tuple(paths) or (bundled_root(),)):
        if _is_registry_file(path):
            root, _ = read_nodes(str(path), read_bytes(path))
            if root is not None:
                jurisdictions += build_jurisdictions(root)[0]
    return Registry(jurisdictions)


def _is_registry_file(path: Path) -> bool:
    return path.stem.startswith("units")


def _read_file(path: Path, problems: list[Problem]) -> Node | None:
    root, found = read_nodes(str(path), read_bytes(path))
    problems += found
    return root


def _build(
    path: str,
    root: Node,
    catalogs: dict[str, Catalog],
    jurisdictions: list[Jurisdiction],
    links: list[Link],
    terms: list[Term],
    problems: list[Problem],
) -> None:
    keys = {key.value for key, _ in root.pairs}
    if "jurisdictions" in keys:
        found, wrong = build_jurisdictions(root)
        jurisdictions += found
        problems += wrong
        return
    if holds_links(root):
        found_links, wrong = build_links(root)
        links += found_links
        problems += wrong
        return
    if holds_terms(root):
        found_terms, wrong = build_terms(root)
        terms += found_terms
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
    yield from without_replaced(load_registry([bundled]).jurisdictions.values(), own)
