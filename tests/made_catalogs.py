"""Catalogs that hypothesis makes up: tasks with any units in any roles, hostile names among them."""  # noqa: E501

from __future__ import annotations

from hypothesis import strategies as st

from matrices.answers.assignments import Responsibilities, interpret
from matrices.answers.scope import Scope
from matrices.catalogs.model import (
    Catalog,
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
from matrices.catalogs.workspace import load_workspace
from matrices.diagnostics import Place

PLACE = Place("made.yaml", 1, 1)
NAMES = (
    "区水利局",
    "区公安局",
    "区应急管理局",
    "区安委会成员单位",
    "各镇街",
    "青山镇",
    "有关部门",
    "../../局",
    "CON",
    "<b>区</b>局",
    "=1+1局",
    "[red]区教委",
    "长" * 60 + "局",
    "区A局",
    "区a局",
)
REGISTRY = Registry(
    [
        Jurisdiction(
            "示例区",
            "样板市示例区",
            tuple(
                Unit("示例区", name, kind, members=members)
                for name, kind, members in (
                    ("区水利局", UnitKind.DEPARTMENT, None),
                    ("区公安局", UnitKind.DEPARTMENT, None),
                    ("区应急管理局", UnitKind.DEPARTMENT, None),
                    ("区安委会成员单位", UnitKind.COLLECTIVE, ("区水利局", "区公安局", "各镇街")),
                    ("各镇街", UnitKind.COLLECTIVE, None),
                    ("青山镇", UnitKind.TOWNSHIP, None),
                    ("有关部门", UnitKind.INDEFINITE, None),
                )
            ),
            PLACE,
        )
    ]
)


def made_task(section: str, number: int, cells: dict[Role, list[str]], title: str = "") -> Task:
    """A task of the notice `made` with these names in its cells."""
    return Task(
        id=f"made/{section}.{number}",
        notice_id="made",
        section_no=section,
        no=str(number),
        group="",
        title=title or f"任务{section}之{number}",
        content="内容",
        targets=(),
        deadline="",
        cells=tuple(UnitCell(role, "、".join(names), PLACE) for role, names in cells.items()),
        named_in_text=False,
        lead_rule=None,
        source_place="",
        note="",
        place=PLACE,
    )


def made_responsibilities(
    sections: list[list[dict[Role, list[str]]]], rule: LeadRule = LeadRule.STATED
) -> Responsibilities:
    """The assignments of a notice with these sections."""
    notice = Notice(
        "made", "示例通知", "示例〔2025〕1号", "", "示例区", "2025-01-02", "2025", rule,
        RuleSource.NOTICE, "", PLACE,
    )  # fmt: skip
    return interpret(
        [
            Catalog(
                "made.yaml",
                notice,
                tuple(
                    Section(
                        str(n),
                        f"部分{n}",
                        "",
                        {},
                        tuple(made_task(str(n), m, cells) for m, cells in enumerate(tasks, 1)),
                        PLACE,
                    )
                    for n, tasks in enumerate(sections, 1)
                ),
            )
        ],
        REGISTRY,
    )


_CELLS = st.dictionaries(
    st.sampled_from(list(Role)), st.lists(st.sampled_from(NAMES), max_size=5), max_size=3
)
CATALOGS = st.builds(
    made_responsibilities,
    st.lists(st.lists(_CELLS, min_size=1, max_size=4), min_size=1, max_size=3),
    st.sampled_from([LeadRule.STATED, LeadRule.FIRST_LISTED]),
)


def bundled(notice: str) -> Responsibilities:
    """The assignments of one notice that comes with zeren."""
    workspace = load_workspace()
    return interpret(workspace.catalogs, workspace.registry, Scope(notices=(notice,)))
