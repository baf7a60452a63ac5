"""Tasks: found by words, by what is known of their units, or by id."""

from __future__ import annotations

import pytest
from asking import find_task_id, search_tasks
from catalog_fixtures import REGISTRY, Ask, head, interpret_texts
from conftest import stopped_by

from matrices.answers.scope import Scope
from matrices.catalogs.model import Role
from matrices.diagnostics import MatrixError

SEARCHED = """\
- {number: 1, title: 修堤, group: 防汛, content: 加固 Dam, targets: [水毁工程 8处], lead: 区水利局}
- {number: 2, title: 宣传, cooperate: 区公安局}
"""


@pytest.mark.parametrize(
    ("pattern", "roles", "numbers"),
    [
        ("", (), ["1", "2"]),
        ("修", (), ["1"]),
        ("防汛", (), ["1"]),
        ("加固 dAM", (), ["1"]),
        ("8处", (), ["1"]),
        ("传", (), ["2"]),
        ("水利", (), ["1"]),
        ("水利 修", (), ["1"]),
        ("水利 传", (), []),
        ("水务", (), []),
        ("[red]", (), []),
        ("", (Role.COOPERATE,), ["2"]),
        ("修", (Role.COOPERATE,), []),
    ],
)
def test_tasks_are_searched_in_their_texts_and_unit_cells(
    ask: Ask, pattern: str, roles: tuple[Role, ...], numbers: list[str]
) -> None:
    found = ask(SEARCHED, scope=Scope(roles=roles))

    assert [task.no for task in search_tasks(found, pattern.split()).rows] == numbers


def test_a_task_is_found_by_its_id_or_the_end_of_it() -> None:
    texts = [
        head(notice) + tasks
        for notice, tasks in (
            ("demo-2024", "      - {number: 1, title: a}\n      - {number: 2, title: b}\n"),
            ("demo-2025", "      - {number: 1, title: c}\n"),
        )
    ]
    found = interpret_texts(*texts, REGISTRY)

    assert find_task_id(found, "demo-2025/1.1") == "demo-2025/1.1"
    assert find_task_id(found, "1.2") == "demo-2024/1.2"
    with stopped_by("ambiguous-task") as caught:
        find_task_id(found, "1.1")
    assert caught.value.values["candidates"] == "demo-2024/1.1、demo-2025/1.1"
    with stopped_by("unknown-task-nearest") as caught:
        find_task_id(found, "demo-2024/1.3")
    assert "demo-2024/1.1" in caught.value.values["candidates"]
    with pytest.raises(MatrixError) as caught:
        find_task_id(found, "..")
    assert caught.value.message_id == "error.unknown-task"
