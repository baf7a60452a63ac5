"""Orphans: tasks nobody in particular answers for, each with the reason."""

from __future__ import annotations

import json

import pytest
from asking import orphan_tasks
from catalog_fixtures import REGISTRY, Ask, head, interpret_texts

from matrices.answers.scope import Scope


@pytest.mark.parametrize(
    ("cells", "rule", "reason"),
    [
        ({}, "stated", "no-unit"),
        ({"lead": "区水利局"}, "stated", ""),
        ({"lead": "青山镇"}, "stated", ""),
        ({"lead": "区水利局、各镇街"}, "stated", ""),
        ({"lead": "各镇街"}, "stated", "collective-only"),
        ({"lead": "各镇街、有关部门"}, "stated", "collective-only"),
        ({"lead": "有关部门"}, "stated", "indefinite-only"),
        ({"lead": "有关部门", "cooperate": "区水利局"}, "stated", "indefinite-only"),
        ({"lead": "", "cooperate": "区水利局"}, "stated", "blank-cell"),
        ({"lead": "", "cooperate": ""}, "stated", "blank-cell"),
        ({"lead": "区水利局", "cooperate": ""}, "stated", ""),
        ({"cooperate": "区水利局"}, "stated", "no-lead"),
        ({"cooperate": "各镇街"}, "stated", "collective-only"),
        ({"cooperate": "有关部门"}, "stated", "indefinite-only"),
        ({"responsible": ""}, "first-listed", "blank-cell"),
        ({"responsible": "区水利局、区公安局"}, "first-listed", ""),
        ({"responsible": "各镇街、区公安局"}, "first-listed", "no-lead"),
        ({"responsible": "各镇街"}, "first-listed", "collective-only"),
        ({"responsible": "区水利局、区公安局"}, "none", "no-lead"),
        ({"responsible": "区水利局"}, "none", ""),
        ({"responsible": "区水利局、各镇街"}, "none", "no-lead"),
        ({"responsible": "区水利局等单位"}, "none", "no-lead"),
        ({"responsible": "区水利局", "guide": "区公安局"}, "none", ""),
        ({"responsible": "各镇街"}, "none", "collective-only"),
        ({"responsible": "有关部门"}, "none", "indefinite-only"),
    ],
)
def test_why_nobody_answers_for_a_task(
    ask: Ask, cells: dict[str, str], rule: str, reason: str
) -> None:
    task = json.dumps({"number": 1, "title": "a", **cells}, ensure_ascii=False)
    found = [o.reason for o in orphan_tasks(ask(f"- {task}", rule)).rows]

    assert found == ([reason] if reason else [])


def test_a_blank_cell_shows_what_the_row_above_has(ask: Ask) -> None:
    found = ask("""\
        - {number: 1, title: a, lead: ""}
        - {number: 2, title: b, lead: 区水利局, cooperate: 各镇街}
        - {number: 3, title: c, lead: "", cooperate: 区公安局}
        - {number: 4, title: d, lead: "", cooperate: 区公安局}
        """)
    above = {o.task: (o.above, o.above_text) for o in orphan_tasks(found).rows}

    assert above == {
        "demo-2024/1.1": ("", ""),
        "demo-2024/1.3": ("demo-2024/1.2", "区水利局"),
        "demo-2024/1.4": ("demo-2024/1.2", "区水利局"),
    }


@pytest.mark.parametrize(
    ("assumed", "scope", "reasons"),
    [
        (False, Scope(), []),
        (False, Scope(strict=True), []),
        (True, Scope(), []),
        (True, Scope(strict=True), ["no-lead"]),
    ],
)
def test_a_lead_by_the_notices_rule_answers_an_assumed_one_only_where_nothing_is_strict(
    assumed: bool, scope: Scope, reasons: list[str]
) -> None:
    text = head(rule="first-listed", assumed=assumed)
    task = "      - {number: 1, title: a, responsible: '区水利局、区公安局'}\n"

    found = orphan_tasks(interpret_texts(text + task, REGISTRY, scope=scope))
    assert [o.reason for o in found.rows] == reasons
