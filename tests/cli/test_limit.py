"""``--limit``: the first rows of a list, and how many there are."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from conftest import Zeren

from matrices.api import load
from matrices.diagnostics import MatrixError

LISTS = (
    ("owns", "区应急管理局"),
    ("workload",),
    ("workload", "--by", "notice"),
    ("orphans",),
    ("orphans", "--reason", "no-unit"),
    ("overlaps",),
    ("overlaps", "--pairs"),
    ("overlaps", "--matters"),
    ("units",),
    ("notices",),
    ("tasks", "安全"),
    ("compare", "wulong-2025", "jiangjin-2025"),
)
each_list = pytest.mark.parametrize("question", LISTS, ids=" ".join)


@each_list
def test_the_first_rows_come_in_the_order_of_the_answer(
    question: tuple[str, ...], zeren: Zeren
) -> None:
    everything = zeren(*question, "--format", "json")
    some = zeren(*question, "--limit", "3", "--format", "json")
    rows = json.loads(everything.out)

    assert len(rows) > 3
    assert json.loads(some.out) == rows[:3]
    assert (
        some.err
        == f"3 of {len(rows)} rows are shown (--limit); the figures are those of all.\n"
        + everything.err
    )


@each_list
def test_tables_for_people_say_what_is_left_out(question: tuple[str, ...], zeren: Zeren) -> None:
    def rows_of(*arguments: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(zeren(*question, *arguments, "--format", "csv").out)))

    everything = rows_of()
    some = zeren(*question, "--limit", "2")

    assert rows_of("--limit", "2") == everything[:3]
    assert f"2 of {len(everything) - 1} rows are shown" in some.out
    assert some.err == ""


def test_a_heading_stands_over_the_rows_that_are_left(zeren: Zeren) -> None:
    question = ("owns", "区应急管理局", "--format", "md", "--limit")

    headings = [
        re.findall(r"（?[\w-]+）?\): \d+ tasks, \d+ led", zeren(*question, limit).out)
        for limit in ("1", "20")
    ]

    assert list(map(len, headings)) == [1, 2]


@each_list
def test_a_limit_above_all_rows_says_nothing(question: tuple[str, ...], zeren: Zeren) -> None:
    assert zeren(*question, "--limit", "100000") == zeren(*question)


@each_list
@pytest.mark.parametrize("limit", ["0", "-1"])
def test_no_rows_or_fewer_are_refused(question: tuple[str, ...], limit: str, zeren: Zeren) -> None:
    run = zeren(*question, "--limit", limit)

    assert (run.status, run.out) == (2, "")
    assert f"cannot be {limit}" in run.err


def test_the_library_takes_a_limit_as_well() -> None:
    matrix = load()
    answer = matrix.orphans(limit=2)

    assert answer.records == matrix.orphans().records[:2]
    assert answer.found == matrix.orphans().found
    assert len(matrix.overlaps(pairs=True, limit=2).found.rows) == 2
    assert matrix.overlaps(pairs=True, limit=2).found.found > 500
    with pytest.raises(MatrixError):
        matrix.notices(limit=0)
