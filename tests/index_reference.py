"""Holds the index against the questions asked of `Responsibilities`, option by option."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, islice, product

from reference.graph import edges_of
from reference.notices import summarise_notices
from reference.orphans import orphan_tasks
from reference.overlaps import overlapping_duties
from reference.owns import owned_tasks
from reference.scopes import unmatched_filters
from reference.tasks import find_task, search_tasks
from reference.units import find_units, list_units
from reference.workload import workload

from matrices.answers import codes
from matrices.answers.assignments import Responsibilities, interpret, known_jurisdictions
from matrices.answers.index import questions
from matrices.answers.index.engines import Engine
from matrices.answers.scope import Scope
from matrices.catalogs.model import UnitKind
from matrices.catalogs.unit_key import UnitKey
from matrices.catalogs.workspace import Workspace
from matrices.diagnostics import MatrixError

ROLE_SETS: tuple[tuple[str, ...], ...] = tuple(
    roles for size in range(len(codes.ROLES) + 1) for roles in combinations(codes.ROLES, size)
)
SOME_ROLE_SETS: tuple[tuple[str, ...], ...] = (
    (),
    ("lead",),
    ("cooperate",),
    ("responsible", "guide"),
    ("cooperate", "guide", "responsible"),
)
# by full name, by code, by what they lie in
OTHER_PLACES = ("样板市", "990101", "乙市", "甲市鼓楼区", "样板市邻区", "重庆市武隆区")
READINGS = ((False, False), (False, True), (True, False), (True, True))


class DiffersError(AssertionError):
    """Both answers to one question, which are not the same."""


def equal(asked: object, answer: object, expected: object) -> int:
    """Count one comparison; the answers must also be made of the same types."""
    if answer != expected or repr(answer) != repr(expected):
        raise DiffersError(f"{asked}\n index: {answer}\n  reference: {expected}")
    return 1


def outcome(ask: Callable[[], object]) -> object:
    """What a question gives, or the error it raises."""
    try:
        return ask()
    except MatrixError as error:
        return error.args


def scopes_of(workspace: Workspace) -> list[Scope]:
    """Scopes by every filter alone and by some together, those that fit nothing among them."""
    notices = [catalog.notice for catalog in workspace.catalogs]
    places = list(dict.fromkeys(n.jurisdiction for n in notices))
    places = [place for place in places if len(workspace.registry.known_as(place)) == 1]
    ids = [n.id for n in notices]
    periods = list(dict.fromkeys(n.period for n in notices if n.period))
    years = [periods[0][:4], "2023"] if periods else []
    titles = [s.title for c in workspace.catalogs for s in c.sections]
    return [
        Scope(),
        *(Scope(jurisdictions=(place,)) for place in places),
        Scope(jurisdictions=tuple(places[:2])),
        *(Scope(jurisdictions=(name,)) for name in OTHER_PLACES),
        Scope(jurisdictions=("天上",)),
        *(Scope(notices=(each,)) for each in ids),
        Scope(notices=(ids[-1], ids[0])),
        *(Scope(periods=(each,)) for each in (*periods, *years)),
        Scope(sections=("1",)),
        Scope(sections=(f"{ids[0]}/2", f"{ids[-1]}/1")),
        *(Scope(sections=(title[:2],)) for title in dict.fromkeys(titles[:3])),
        Scope(jurisdictions=(places[0],), sections=("1", "二")),
        Scope(notices=(ids[0],), sections=("天上",)),
        Scope(jurisdictions=(places[-1],), periods=tuple(years)),
    ]


def readings_of(
    workspace: Workspace,
    scopes: Iterable[Scope],
    role_sets: Iterable[tuple[str, ...]],
    step: int = 1,
) -> Iterator[tuple[Scope, Responsibilities]]:
    """Every scope read in every way and for every set of roles, or one in so many of them."""
    ways = product(scopes, READINGS, role_sets)
    for scope, (strict, assume), roles in islice(ways, 0, None, step):
        asked = scope._replace(strict=strict, assume_first_listed=assume, roles=roles)
        yield asked, interpret(workspace.catalogs, workspace.registry, asked)


def compare_totals(engine: Engine, scope: Scope, read: Responsibilities) -> int:
    """Everything but single units, tasks and names."""
    compared = 0
    for count, group, rolled in product(codes.COUNTS, codes.GROUPS, (False, True)):
        compared += equal(
            ("workload", scope, count, group, rolled),
            questions.workload(engine, scope, count, group, roll_up=rolled),
            workload(read, count, group, roll_up=rolled),
        )
    for reasons in ((), *((reason,) for reason in codes.REASONS), codes.REASONS[1:3]):
        compared += equal(
            ("orphans", scope, reasons),
            questions.orphan_tasks(engine, scope, reasons),
            orphan_tasks(read, reasons),
        )
    for kinds in ((), *((kind,) for kind in codes.OVERLAPS), codes.OVERLAPS[1:3]):
        compared += equal(
            ("overlaps", scope, kinds),
            questions.overlapping_duties(engine, scope, kinds),
            overlapping_duties(read, kinds),
        )
    pairs = overlapping_duties(read, pairs=True)
    compared += equal(
        ("pairs", scope), questions.overlapping_duties(engine, scope, pairs=True), pairs
    )
    compared += equal(
        ("pairs, cut", scope),
        questions.overlapping_duties(engine, scope, pairs=True, limit=3),
        pairs._replace(rows=pairs.rows[:3]),
    )
    compared += equal(
        ("notices", scope), questions.summarise_notices(engine, scope), summarise_notices(read)
    )
    return compared


def compare_some(engine: Engine, scope: Scope, read: Responsibilities) -> int:
    """One answer of every kind of those that take everything together."""
    expanded = (codes.EXPANDED, codes.SECTION)
    return sum(
        equal((name, scope), answer, expected)
        for name, answer, expected in (
            (
                "workload",
                questions.workload(engine, scope, *expanded, roll_up=True),
                workload(read, *expanded, roll_up=True),
            ),
            ("orphans", questions.orphan_tasks(engine, scope), orphan_tasks(read)),
            ("overlaps", questions.overlapping_duties(engine, scope), overlapping_duties(read)),
            ("notices", questions.summarise_notices(engine, scope), summarise_notices(read)),
            ("units", questions.list_units(engine, scope), list_units(read)),
            ("tasks", questions.search_tasks(engine, scope), search_tasks(read)),
        )
    )


def compare_units(
    engine: Engine, scope: Scope, read: Responsibilities, patterns: Sequence[str]
) -> int:
    """The list of units by pattern, by kind and only those that are named."""
    compared = 0
    for pattern, kinds, named in (
        *((pattern, (), False) for pattern in ("", *patterns)),
        *(("", (kind,), False) for kind in (*map(str, UnitKind), "unrecorded")),
        ("局", ("department", "unrecorded"), True),
        ("", (), True),
    ):
        compared += equal(
            ("units", scope, pattern, kinds, named),
            questions.list_units(engine, scope, pattern, kinds, named=named),
            list_units(read, pattern, kinds, named=named),
        )
    return compared


def compare_tasks(
    engine: Engine, scope: Scope, read: Responsibilities, words: Sequence[tuple[str, ...]]
) -> int:
    """Searches for words and by traits."""
    compared = 0
    traits = (
        (),
        *((trait,) for trait in codes.TASK_TRAITS),
        (codes.LED, codes.WITH_COLLECTIVE),
        (codes.WITH_COLLECTIVE, codes.REPEATS),
    )
    asked = [*(((), each) for each in traits), *((each, ()) for each in words)]
    asked += [(each, (codes.WITH_UNITS,)) for each in words[:1]]
    for looked_for, having in asked:
        compared += equal(
            ("tasks", scope, looked_for, having),
            questions.search_tasks(engine, scope, looked_for, having),
            search_tasks(read, looked_for, having),
        )
    return compared


def compare_owns(
    engine: Engine, scope: Scope, read: Responsibilities, asked: Iterable[Sequence[UnitKey]]
) -> int:
    """What units own, alone and with what they host, and what they may own."""
    compared = 0
    ways = [(count, False) for count in codes.OWN_COUNTS] + [("", True)]
    for units, rolled, (count, perhaps) in product(asked, (False, True), ways):
        compared += equal(
            ("owns", scope, units, rolled, count, perhaps),
            questions.owned_tasks(
                engine, scope, units, roll_up=rolled, perhaps=perhaps, count=count
            ),
            owned_tasks(read, units, roll_up=rolled, perhaps=perhaps, count=count),
        )
    return compared


def compare_finding(
    engine: Engine,
    scope: Scope,
    read: Responsibilities,
    names: Iterable[str],
    task_ids: Iterable[str],
) -> int:
    """Units by what a person types, tasks by their ids, and the errors for what is not there."""
    compared = 0
    for name in names:
        compared += equal(
            ("find units", scope, name),
            outcome(lambda name=name: questions.find_units(engine, scope, name)),  # type: ignore[misc]
            outcome(lambda name=name: find_units(read, name)),  # type: ignore[misc]
        )
    for task_id in task_ids:
        compared += equal(
            ("find task", scope, task_id),
            outcome(lambda task_id=task_id: questions.find_task_id(engine, scope, task_id)),  # type: ignore[misc]
            outcome(lambda task_id=task_id: find_task(read, task_id).id),  # type: ignore[misc]
        )
    return compared


def compare_graph(engine: Engine, scope: Scope, read: Responsibilities) -> int:
    """The nodes and edges."""
    found = questions.edges(engine, scope)
    expected = edges_of(read)
    compared = equal(("graph tasks", scope), found.tasks, expected.tasks)
    for name in ("units", "parts", "links"):
        compared += equal(
            (f"graph {name}", scope),
            sorted(map(repr, _items(getattr(found, name)))),
            sorted(map(repr, _items(getattr(expected, name)))),
        )
    return compared


def _items(found: object) -> Iterable[object]:
    return found.items() if isinstance(found, dict) else found  # type: ignore[return-value]


def compare_filters(engine: Engine, scope: Scope, workspace: Workspace) -> int:
    """Values of a scope that fit nothing."""
    return equal(
        ("filters", scope),
        questions.unmatched_filters(engine, scope),
        unmatched_filters(
            scope,
            workspace.catalogs,
            known_jurisdictions(workspace.catalogs, workspace.registry),
        ),
    )
