"""Tables out of records: every column told once gives a heading, a row's cell and a JSON key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pytest
from catalog_fixtures import Ask
from hypothesis import given
from hypothesis import strategies as st

from matrices.answers.records import NamedUnit
from matrices.answers.task_facts import named_units
from matrices.output.source_place import source_place, source_places
from matrices.output.table import Col, Column, Group, Kind, Runs, as_object, build_table, hidden
from matrices.output.unit_names import joined_names, unit_names
from matrices.wording import LANGUAGES, say, use_language


class Job(NamedTuple):
    """What the tables here are about."""

    unit: str
    name: str
    parts: tuple[str, ...] = ()


COLUMNS: list[Col[Job]] = [
    hidden("whose", lambda job: job.unit),
    Col("head.task", lambda job: job.name, "name", kind=Kind.ID),
    Col("head.count", lambda job: len(job.parts), kind=Kind.NUMBER),
    Col("head.content", lambda job: "、".join(job.parts), "parts", lambda job: list(job.parts)),
    Col("head.unit", lambda job: job.unit, literal=True, group="甲"),
]
JOBS = (Job("水利局", "修堤", ("土", "石")), Job("水利局", "巡河"), Job("公安局", "巡逻", ("夜",)))
BY_UNIT: Runs[Job] = Runs(
    lambda job: job.unit, lambda run: f"{run[0].unit}: {', '.join(job.name for job in run)}"
)


def test_a_column_gives_the_cell_and_what_stands_under_its_key() -> None:
    table = build_table("题", COLUMNS, JOBS[:2], notes=["注"], subtitles=iter(("副", "题")))

    assert table.rows == (("修堤", 2, "土、石", "水利局"), ("巡河", 0, "", "水利局"))
    assert [list(each.items()) for each in table.objects] == [
        [("whose", "水利局"), ("name", "修堤"), ("parts", ["土", "石"])],
        [("whose", "水利局"), ("name", "巡河"), ("parts", [])],
    ]
    assert (table.title, table.notes, table.subtitles) == ("题", ("注",), ("副", "题"))
    assert table.groups == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_said_in_the_language_spoken_now(language: str) -> None:
    use_language(language)
    table = build_table("", COLUMNS, JOBS)

    assert table.columns == (
        Column(say("head.task"), Kind.ID),
        Column(say("head.count"), Kind.NUMBER),
        Column(say("head.content")),
        Column("head.unit", Kind.TEXT, "甲"),  # literal: an id typed by a person is no id of ours
    )


def test_a_heading_without_a_text_is_a_fault_of_the_program() -> None:
    columns: list[Col[Job]] = [Col("head.no-such-text", lambda job: job.name)]

    with pytest.raises(KeyError):
        build_table("", columns, JOBS)


def test_a_table_without_keys_has_no_objects() -> None:
    columns: list[Col[Job]] = [Col("Id", lambda job: job.name, literal=True)]

    assert build_table("", columns, JOBS).objects == ()


def test_unseen_records_are_data_only_and_come_last() -> None:
    table = build_table("", COLUMNS, JOBS[1:], unseen=JOBS[:1], groups=BY_UNIT)

    assert [row[0] for row in table.rows] == ["巡河", "巡逻"]
    assert [each["name"] for each in table.objects] == ["巡河", "巡逻", "修堤"]
    assert sum(group.rows for group in table.groups) == 2


def test_neighbours_with_one_key_stand_under_one_heading() -> None:
    again = (*JOBS, JOBS[0])
    table = build_table("", COLUMNS, iter(again), groups=BY_UNIT)

    assert table.groups == (
        Group("水利局: 修堤, 巡河", 2),
        Group("公安局: 巡逻", 1),
        Group("水利局: 修堤", 1),
    )
    assert len(table.rows) == len(table.objects) == 4


def test_no_records_make_a_table_with_headings() -> None:
    table = build_table("", COLUMNS, (), groups=BY_UNIT)

    assert (table.rows, table.objects, table.groups) == ((), (), ())
    assert len(table.columns) == 4


def test_one_record_as_data_has_the_keys_of_the_table() -> None:
    assert as_object(COLUMNS, JOBS[0]) == build_table("", COLUMNS, JOBS).objects[0]


@given(st.lists(st.builds(Job, st.sampled_from("甲乙"), st.text())))
def test_no_record_is_lost_or_moved(jobs: Sequence[Job]) -> None:
    table = build_table("", COLUMNS, iter(jobs), groups=BY_UNIT)

    assert [row[0] for row in table.rows] == [job.name for job in jobs]
    assert [each["name"] for each in table.objects] == [job.name for job in jobs]
    units = [group.heading[0] for group in table.groups for _ in range(group.rows)]
    assert units == [job.unit for job in jobs]


def test_a_unit_is_named_once_however_often_it_is_assigned(ask: Ask) -> None:
    found = ask(
        "- {number: 1, title: 防汛, lead: 区水利局、区公安局, cooperate: 区水务局、青山镇}\n"
    )
    assignments = found.by_task["demo-2024/1.1"]
    units = [NamedUnit(a.unit.name, a.role) for a in assignments]

    assert len(units) == 4
    assert unit_names(units) == ["区水利局", "区公安局", "青山镇"]
    assert joined_names(units) == "区水利局、区公安局、青山镇"
    assert named_units(assignments) == (units[0], units[1], units[3])
    assert (unit_names([]), joined_names([])) == ([], "")


@pytest.mark.parametrize("place", ["", "附表一第3行"])
def test_a_place_is_told_in_the_language_spoken_and_known_in_all(ask: Ask, place: str) -> None:
    found = ask("- {number: 1, title: 防汛" + (f", place: {place}" if place else "") + "}\n")
    task, section = found.tasks["demo-2024/1.1"], found.sections["demo-2024/1.1"]
    told = []
    for language in LANGUAGES:
        use_language(language)
        told.append(source_place(section, task))

    assert source_places(section, task) == told
    assert all(place in each for each in told)
