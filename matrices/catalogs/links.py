"""Links between tasks that a person has settled: `links.yaml`, beside the catalogs.

What stands here overrides every method. A link to a task that does not exist is a problem with
its place, and is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from matrices.catalogs.fields import Field, Shape, read_mapping
from matrices.catalogs.model import Catalog, Task
from matrices.catalogs.nodes import Node
from matrices.diagnostics import Place, Problem, Severity

SAME_AS, CARRIES_OUT, CONTINUES, NOT_SAME = "same_as", "carries_out", "continues", "not_same"
KINDS = (SAME_AS, CARRIES_OUT, CONTINUES, NOT_SAME)

LINK_FIELDS: dict[str, Field] = {
    "a": Field(Shape.TEXT, required=True),
    "b": Field(Shape.TEXT, required=True),
    "note": Field(Shape.TEXT),
}
LINKS_FIELDS: dict[str, Field] = {
    "format": Field(Shape.FORMAT, required=True),
    **{kind: Field(Shape.MAPPINGS, fields=LINK_FIELDS) for kind in KINDS},
}


@dataclass(frozen=True, slots=True)
class Link:
    """One link a person settled, by the ids of its tasks.

    `kind` says what holds: `a` says once more what `b` says (same_as), `b` carries out the
    upper task `a` (carries_out), `b` is what `a` has become a year later (continues), or the
    two have nothing to do with each other (not_same).
    """

    kind: str
    a: str
    b: str
    place: Place
    place_a: Place
    place_b: Place

    @property
    def ends(self) -> frozenset[str]:
        """The two tasks, whichever way round."""
        return frozenset((self.a, self.b))


def holds_links(root: Node) -> bool:
    """Tell whether a file is one of links."""
    keys = {key.value for key, _ in root.pairs}
    return bool(keys & set(KINDS)) and "notice" not in keys


def build_links(root: Node) -> tuple[list[Link], list[Problem]]:
    """The links of one file, with every problem found in it."""
    problems: list[Problem] = []
    top = read_mapping(root, LINKS_FIELDS, problems)
    links: list[Link] = []
    for kind in KINDS if top is not None else ():
        for node in top.nodes[kind].items if top is not None and kind in top.nodes else ():
            entry = read_mapping(node, LINK_FIELDS, problems)
            if entry is not None and {"a", "b"} <= entry.texts.keys():
                places = (entry.place_of("a"), entry.place_of("b"))
                links.append(Link(kind, entry.text("a"), entry.text("b"), entry.place, *places))
    return links, problems


def check_links(
    links: Iterable[Link], catalogs: Mapping[str, Catalog]
) -> tuple[list[Link], list[Problem]]:
    """The links whose two tasks exist, and a problem for each that has none.

    Where the notice itself was not loaded, nobody can say whether the task exists: a warning.
    """
    tasks = {task.id for catalog in catalogs.values() for task in catalog.tasks}
    kept: list[Link] = []
    problems: list[Problem] = []
    for link in links:
        ends = ((link.a, link.place_a), (link.b, link.place_b))
        missing = [(task, place) for task, place in ends if task not in tasks]
        problems += [
            Problem(
                "S19",
                "lost-link",
                place,
                Severity.ERROR if task.partition("/")[0] in catalogs else Severity.WARNING,
                {"kind": link.kind, "task": task},
            )
            for task, place in missing
        ]
        if link.a == link.b:
            problems.append(Problem("S20", "link-to-itself", link.place, values={"task": link.a}))
        elif not missing:
            kept.append(link)
    return kept, problems


def with_repeats(catalog: Catalog, links: Iterable[Link]) -> tuple[Catalog, list[Problem]]:
    """The catalog with `same_as` of the links inside it, as if its own rows said so.

    A link to a task that itself repeats another would make none of them count: it is left out.
    """
    own = {task.id: task.same_as for task in catalog.tasks}
    problems: list[Problem] = []
    for link in links:
        if link.kind != SAME_AS or link.a not in own or link.b not in own:
            continue
        is_repeated = any(link.a in others for others in own.values())
        if own[link.b] or is_repeated:
            problems.append(
                Problem(
                    "S16",
                    "wrong-link",
                    link.place,
                    values={"task": link.a, "other": link.b.partition("/")[2]},
                )
            )
        elif link.b not in own[link.a]:
            own[link.a] = (*own[link.a], link.b)

    def linked(task: Task) -> Task:
        return task if own[task.id] == task.same_as else replace(task, same_as=own[task.id])

    if all(own[task.id] == task.same_as for task in catalog.tasks):
        return catalog, problems
    sections = tuple(
        replace(section, tasks=tuple(linked(task) for task in section.tasks))
        for section in catalog.sections
    )
    return replace(catalog, sections=sections), problems
