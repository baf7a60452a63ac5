"""Workspaces that hypothesis makes up: registries that nest, host and cover, notices of all rules."""  # noqa: E501

from __future__ import annotations

from hypothesis import strategies as st
from made_catalogs import PLACE

from matrices.catalogs.model import (
    Catalog,
    Default,
    Jurisdiction,
    LeadRule,
    Notice,
    Role,
    RuleSource,
    Section,
    Task,
    Unit,
    UnitCell,
    UnitKind,
)
from matrices.catalogs.registry import Registry
from matrices.catalogs.workspace import Workspace

DISTRICTS = ("示例区", "邻区")
BODIES = ("区水利局", "区公安局", "区A局", "青山镇", "区安委办", "交巡警支队")
COLLECTIVES = ("各园区", "各镇街", "区安委会成员单位", "各单位")
NAMES = (
    *BODIES,
    *COLLECTIVES,
    "有关部门",
    "区公安局（交巡警支队）",
    "各园区（甲园区管委会、区水利局）",
    "各单位（区公安局、区安委办）",
    "区水利局等",
    "区数据局（区人工智能局）",
    "示例区水利局",
)


def _units(district: str) -> st.SearchStrategy[tuple[Unit, ...]]:
    """Most bodies, some hosted by or part of others; collectives that hold and cover each other."""
    maybe = st.sampled_from(("", "", *BODIES))
    bodies = [
        st.builds(
            Unit,
            st.just(district),
            st.just(name),
            st.just(UnitKind.TOWNSHIP if name.endswith("镇") else UnitKind.DEPARTMENT),
            duty=st.sampled_from(("", "水利")),
            aliases=st.sampled_from(((), (), (f"{name}甲",))),
            hosted_by=maybe,
            hosted_source=st.sampled_from(("", "made")),
            part_of=st.sampled_from(("", "", "", *BODIES)),
        )
        for name in BODIES
    ]
    held = st.lists(st.sampled_from((*BODIES, *COLLECTIVES, "未登记局")), max_size=4, unique=True)
    collectives = [
        st.builds(
            Unit,
            st.just(district),
            st.just(name),
            st.just(UnitKind.COLLECTIVE),
            members=st.one_of(st.none(), held.map(tuple)),
            covers=st.lists(st.sampled_from(COLLECTIVES), max_size=2, unique=True).map(tuple),
        )
        for name in COLLECTIVES
    ]
    indefinite = st.just(Unit(district, "有关部门", UnitKind.INDEFINITE))
    return st.tuples(*bodies, *collectives, indefinite).flatmap(
        lambda units: st.lists(st.sampled_from(units), min_size=3, unique=True).map(tuple)
    )


_CELL = st.lists(st.sampled_from(NAMES), max_size=4).map("、".join)
_CELLS = st.dictionaries(st.sampled_from(list(Role)), _CELL, max_size=3)


@st.composite
def _catalog(draw: st.DrawFn, number: int) -> Catalog:
    notice = f"made-{number}"
    rule = draw(st.sampled_from(list(LeadRule)))
    sections: list[Section] = []
    ids: list[str] = []
    for no in draw(st.lists(st.sampled_from(("1", "2")), min_size=1, max_size=3)):
        tasks: list[Task] = []
        for cells in draw(st.lists(_CELLS, max_size=4)):
            place = len(ids) + 1
            same = draw(st.sampled_from((False, False, True))) and bool(ids)
            tasks.append(
                Task(
                    id=f"{notice}/{no}.{place}",
                    notice_id=notice,
                    section_no=no,
                    no=str(place),
                    group=draw(st.sampled_from(("", "组"))),
                    title=draw(st.sampled_from(("", "Title", "题"))),
                    content="内容",
                    targets=(),
                    deadline="",
                    cells=tuple(UnitCell(role, text, PLACE) for role, text in cells.items()),
                    named_in_text=False,
                    lead_rule=draw(st.sampled_from((None, None, *LeadRule))),
                    source_place="",
                    note="",
                    place=PLACE,
                    same_as=(ids[0],) if same else (),
                )
            )
            ids.append(tasks[-1].id)
        title = draw(st.sampled_from(("防汛", "森林防火")))
        sections.append(Section(no, title, "", {}, tuple(tasks), PLACE))
    defaults = [
        Default(
            draw(st.sampled_from(list(Role))),
            draw(_CELL.filter(bool)),
            draw(st.sampled_from(ids)).partition("/")[2],
            "",
            PLACE,
            as_list=draw(st.booleans()),
        )
        for _ in range(draw(st.integers(0, 2)) if ids else 0)
    ]
    head = Notice(
        notice, f"通知{number}", "", "", draw(st.sampled_from((*DISTRICTS, "无记录县"))), "",
        draw(st.sampled_from(("", "2024", "2021-2025"))), rule,
        draw(st.sampled_from(list(RuleSource))), "列第一位", PLACE,
    )  # fmt: skip
    return Catalog(f"{notice}.yaml", head, tuple(sections), tuple(defaults))


@st.composite
def workspaces(draw: st.DrawFn) -> Workspace:
    """One to three notices of two districts on record and one that is not."""
    registry = Registry(
        [
            Jurisdiction(name, f"样板市{name}", draw(_units(name)), PLACE, within="样板市")
            for name in DISTRICTS
        ]
    )
    catalogs = [draw(_catalog(n)) for n in range(1, draw(st.integers(1, 3)) + 1)]
    return Workspace((), False, tuple(catalogs), registry, ())


@st.composite
def filters(draw: st.DrawFn) -> dict[str, tuple[str, ...]]:
    """Values for every filter of a scope, most of them empty."""

    def some(*values: str) -> tuple[str, ...]:
        return draw(
            st.one_of(st.just(()), st.lists(st.sampled_from(values), max_size=2).map(tuple))
        )

    return {
        "jurisdictions": some(*DISTRICTS, "样板市"),
        "notices": some("made-1", "made-2"),
        "periods": some("2024", "2021-2025", "2023"),
        "sections": some("1", "防汛", "made-1/2"),
        "roles": some(*Role),
    }
