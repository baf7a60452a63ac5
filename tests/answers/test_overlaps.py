"""Overlaps: where more than one answers for the same, and who shares most tasks."""

from __future__ import annotations

from asking import overlapping_duties
from catalog_fixtures import Ask

from matrices.answers.scope import Scope


def test_overlaps_of_every_kind(ask: Ask) -> None:
    found = ask("""\
        - {number: 1, title: a, lead: '区水利局、区公安局、青山镇'}
        - {number: 2, title: b, lead: 区水利局, cooperate: '区水利局、区公安局'}
        - {number: 3, title: c, lead: 区公安局, cooperate: '区水利局、区应急局、区水务局'}
        - {number: 4, title: d, lead: 区应急局, cooperate: '区安委会成员单位、各镇街'}
        """)

    assert [
        (o.kind, o.task.rpartition(".")[2], list(o.units), o.size)
        for o in overlapping_duties(found).rows
    ] == [
        ("joint-lead", "1", ["区水利局", "区公安局", "青山镇"], 3),
        ("lead-and-cooperate", "2", ["区水利局"], 2),
        ("repeated-in-cell", "3", ["区水利局"], 2),
        ("named-and-in-collective", "4", ["区应急管理局", "区安委会成员单位"], 2),
    ]


def test_an_overlap_of_an_assumed_lead_says_so(ask: Ask) -> None:
    task = "- {number: 1, title: a, responsible: 区水利局, cooperate: 区水利局}"
    assumed = ask(task, "none", Scope(assume_first_listed=True))
    stated = ask(task, "first-listed")

    assert [o.is_assumed for o in overlapping_duties(assumed).rows] == [True]
    assert [o.is_assumed for o in overlapping_duties(stated).rows] == [False]


SHARED = """\
- {number: 1, title: a, lead: 区公安局, cooperate: 区水利局}
- {number: 2, title: b, lead: '区水利局、青山镇', cooperate: 各镇街}
- {number: 3, title: c, lead: 区公安局, cooperate: 区安委会成员单位}
- {number: 4, title: d, lead: 区公安局, cooperate: '各部门，各镇街'}
- {number: 5, title: e, lead: 区公安局, cooperate: 各镇街}
- {number: 6, title: f, guide: 区水利局}
- {number: 7, title: g, responsible: 区水利局}
"""


def test_pairs_share_tasks(ask: Ask) -> None:
    found = ask(SHARED)

    assert [
        (o.kind, o.task, list(o.units), o.size, o.tasks)
        for o in overlapping_duties(found, pairs=True).rows
    ] == [
        ("pair", "", ["区公安局", "区水利局"], 1, ("demo-2024/1.1",)),
        ("pair", "", ["区水利局", "青山镇"], 1, ("demo-2024/1.2",)),
    ]
