"""Names in unit cells that the registry of their jurisdiction does not hold."""

from __future__ import annotations

from matrices.catalogs.model import Catalog
from matrices.catalogs.registry import Registry
from matrices.catalogs.repeats import known_names
from matrices.diagnostics import Problem, Severity
from matrices.notation import parse_cell


def find_unknown_units(catalog: Catalog, registry: Registry) -> list[Problem]:
    """Name every unit of a catalog that its jurisdiction's registry does not hold.

    Silent where no unit of the jurisdiction is on record at all: then nothing can be
    unknown. Each name is reported where it first stands, with how often it occurs.
    """
    jurisdiction = catalog.notice.jurisdiction
    if not registry.knows(jurisdiction):
        return []
    known = known_names(catalog, registry)
    first: dict[str, Problem] = {}
    count: dict[str, int] = {}
    cells = [(cell.text, cell.place) for task in catalog.tasks for cell in task.cells]
    cells += [(default.text, default.place) for default in catalog.defaults]
    for text, place in cells:
        for mention in parse_cell(text, known).mentions:
            for name in (mention.name, *mention.sub_units, *mention.members):
                if registry.resolve(jurisdiction, name) is not None:
                    continue
                count[name] = count.get(name, 0) + 1
                if name not in first:
                    nearest = registry.nearest(jurisdiction, name, already_told=len(first))
                    first[name] = Problem(
                        "U01",
                        "unknown-unit",
                        place,
                        Severity.WARNING,
                        {"unit": name, "jurisdiction": jurisdiction, "suggestion": nearest},
                    )
    return [
        problem._replace(values={**problem.values, "count": str(count[name])})
        for name, problem in first.items()
    ]
