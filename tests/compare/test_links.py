"""links.yaml: what a person settled, with every slip told at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from comparing import catalog_text, load_texts

from matrices.answers.assignments import interpret

ROWS = [
    ("a", "校园食品安全", "检查学校食堂", "区教委/"),
    ("b", "食堂检查", "检查学校食堂和小卖部", "区教委/"),
    ("c", "河道清漂", "清理水面", "区水利局/"),
]


def problems(folder: Path, links: str) -> list[tuple[str, int, int]]:
    workspace = load_texts(folder, alt=catalog_text("alt", ROWS), links=links)
    return [(p.code, p.place.line, p.place.column) for p in workspace.problems]


@pytest.mark.parametrize(
    ("links", "found"),
    [
        ("format: 1\nnot_same:\n  - {a: alt/1.1, b: alt/1.2, note: 看过}\n", []),
        ("format: 1\nnot_same:\n  - {a: alt/1.1, b: alt/1.9}\n", [("S19", 3, 21)]),
        ("format: 1\ncontinues:\n  - {a: weg/1.1, b: alt/1.1}\n", [("S19", 3, 9)]),
        ("format: 1\ncontinues:\n  - {a: alt/1.1, b: alt/1.1}\n", [("S20", 3, 5)]),
        ("format: 1\nsame_as:\n  - {a: alt/1.1}\n", [("S12", 3, 5)]),
        ("format: 1\nsame_as:\n  - {a: alt/1.1, b: alt/1.2, by: x}\n", [("S03", 3, 30)]),
        ("format: 1\nsame_as: alt/1.1\n", [("S13", 2, 10)]),
        (
            "format: 1\nsame_as:\n  - {a: alt/1.1, b: alt/1.2}\n  - {a: alt/1.2, b: alt/1.1}\n",
            [("S16", 4, 5)],
        ),
        ("format: 1\nsame_as:\n  - {a: alt/1.1, b: alt/1.3}\n", [("S17", 13, 9)]),
    ],
)
def test_slips(tmp_path: Path, links: str, found: list[tuple[str, int, int]]) -> None:
    assert problems(tmp_path, links) == found


def test_a_notice_that_is_not_loaded_only_warns(tmp_path: Path) -> None:
    links = "format: 1\ncontinues:\n  - {a: weg/1.1, b: alt/1.1}\n"
    workspace = load_texts(tmp_path, alt=catalog_text("alt", ROWS), links=links)

    assert not workspace.has_errors
    assert workspace.links == ()


def test_what_says_another_once_more_does_not_count(tmp_path: Path) -> None:
    links = "format: 1\nsame_as:\n  - {a: alt/1.2, b: alt/1.1}\n"
    workspace = load_texts(tmp_path, alt=catalog_text("alt", ROWS), links=links)
    asked = interpret(workspace.catalogs, workspace.registry)

    assert workspace.problems == ()
    assert (list(asked.tasks), list(asked.repeats)) == (["alt/1.1", "alt/1.3"], ["alt/1.2"])
