"""What the made notices must answer: every number here is counted by hand from their rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import stopped_by
from made_notices import made_matrix, write_made_notices

from matrices.answers.records import Owned
from matrices.api import Filters, Matrix, load
from matrices.catalogs.model import Role
from matrices.checklists.lists import build_checklists
from matrices.diagnostics import MatrixError
from matrices.output.matrix import build_matrix

STRICT: Filters = {"strict": True}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Matrix:
    return made_matrix(tmp_path_factory.mktemp("made") / "data")


def test_the_made_notices_have_no_problem(made: Matrix) -> None:
    assert made.problems == ()
    assert (made.notices_loaded, made.is_incomplete, made.is_bundled) == (4, False, False)


# strict: the notice's word, and nothing else


def _parts(rows: tuple[Owned, ...], notice: str) -> list[tuple[str, str, str]]:
    return [(o.task.partition("/")[2], o.role, o.basis) for o in rows if o.notice == notice]


def test_strict_keeps_the_rule_that_the_notice_states(made: Matrix) -> None:
    for filters in (Filters(), STRICT):
        answer = made.owns("区水利局", **filters)
        assert _parts(answer.found.rows, "own-2025")[:2] == [
            ("1.1", "lead", "first-listed"),
            ("1.2", "lead", "sole"),
        ]
        assert any("责任单位列第一位的为牵头单位" in note for note in answer.table.notes)


def test_strict_drops_what_is_assumed(made: Matrix) -> None:
    assert _parts(made.owns("区公安局").found.rows, "guess-2024") == [
        ("1.1", "lead", "assumed"),
        ("1.2", "lead", "assumed"),
        ("1.2", "cooperate", "stated"),
    ]
    assert _parts(made.owns("区公安局", **STRICT).found.rows, "guess-2024") == [
        ("1.1", "responsible", "stated"),
        ("1.2", "responsible", "stated"),
        ("1.2", "cooperate", "stated"),
    ]


def test_strict_drops_members_from_every_answer(made: Matrix) -> None:
    """区安委会成员单位 (own 1.4, body 1.1) holds 区水利局, 区公安局 and 区安委办 on record."""
    inferred = [o.task for o in made.owns("区水利局").found.rows if o.basis == "collective"]
    assert inferred == ["body-2025/1.1", "own-2025/1.4"]
    assert not any(o.basis == "collective" for o in made.owns("区水利局", **STRICT).found.rows)

    def totals(**filters: bool) -> dict[str, float]:
        strict = bool(filters.get("strict"))
        return {
            load.unit: load.total
            for load in made.workload(count="expanded", strict=strict).found.rows
        }

    assert (totals()["区水利局"], totals(strict=True)["区水利局"]) == (9, 7)
    assert "区安委会成员单位" not in totals()
    assert totals(strict=True)["区安委会成员单位"] == 2
    assert ("青山镇" in totals(), "青山镇" in totals(strict=True)) == (True, False)
    # in a bracket of the notice itself, not on record
    assert (totals()["甲园区"], totals(strict=True)["甲园区"]) == (1, 1)

    for strict, wanted in ((False, {"青山镇", "碧水镇"}), (True, set())):
        asked = made.interpreted(strict=strict)
        listed = {c.unit.name for c in build_checklists(asked)}
        columns = {unit.name for unit in build_matrix(asked).units}
        for names in (listed, columns):
            assert names & {"青山镇", "碧水镇"} == wanted
            assert {"甲园区", "乙园区", "交巡警支队"} <= names


def test_strict_drops_overlaps_through_members(tmp_path: Path) -> None:
    write_made_notices(tmp_path / "data", "body-2025")
    path = tmp_path / "data" / "body-2025.yaml"
    text = path.read_text("utf-8").replace(
        "lead: 区应急局, cooperate: 区安委会成员单位",
        "lead: 区公安局, cooperate: 区安委会成员单位、各平台（区公安局、乙园区）",
    )
    path.write_text(text, encoding="utf-8")
    made = load(tmp_path / "data")

    def through(*, strict: bool) -> list[tuple[str, ...]]:
        found = made.overlaps(kind="named-and-in-collective", strict=strict).found.rows
        return [o.units for o in found]

    assert through(strict=False) == [("区公安局", "区安委会成员单位"), ("区公安局", "各平台")]
    assert through(strict=True) == [("区公安局", "各平台")]


def test_strict_and_assume_exclude_each_other(made: Matrix) -> None:
    with pytest.raises(MatrixError) as caught:
        made.owns("区水利局", strict=True, assume="first-listed")
    assert caught.value.message_id == "error.strict-and-assume"


def test_assume_gives_leads_where_nobody_says_anything_else(made: Matrix) -> None:
    def leads(**filters: str) -> dict[str, str]:
        rows = made.tasks(assume=filters.get("assume", ""), notice="none-2024").found.rows
        return {
            row.id.partition("/")[2]: a.unit
            for row in rows
            for a in row.assigned
            if a.role == "lead"
        }

    assert leads() == {}
    assert leads(assume="first-listed") == {
        "1.1": "区水利局",
        "1.2": "区公安局",
        "1.4": "区应急管理局",
    }


# orphans


def test_orphans_have_real_gaps_first_and_fold_a_notice_without_leads(made: Matrix) -> None:
    records = made.orphans().records

    assert [(r["task"] or r["notice"], r["reason"], r["tasks"]) for r in records] == [
        ("body-2025/0.2", "no-unit", 1),
        ("body-2025/1.4", "blank-cell", 1),
        ("none-2024/1.3", "no-unit", 1),
        ("own-2025/1.4", "collective-only", 1),
        ("own-2025/1.3", "no-lead", 1),
        ("none-2024", "no-lead", 2),
    ]
    rows = made.orphans(reason="no-lead", notice="none-2024").records
    assert [r["task"] for r in rows] == ["none-2024/1.1", "none-2024/1.2"]


# roles


def test_roles_of_a_workload_count_only_such_parts(made: Matrix) -> None:
    def table(role: str) -> dict[str, float]:
        return {load.unit: load.total for load in made.workload(role=role).found.rows}

    assert table("lead") == {"区公安局": 4, "区水利局": 4, "区应急管理局": 1, "区数据局": 1}
    # 区公安局: own 1.1, guess 1.2; 区水利局: guess 1.1, body 1.5
    assert table("cooperate") == {
        "区公安局": 2,
        "区水利局": 2,
        "区安委会成员单位": 1,
        "各平台": 1,
        "各街镇（园区）": 1,
        "区安委办": 1,
        "有关部门": 1,
        "各街镇": 1,
    }
    assert table("responsible") == {
        "区公安局": 3,  # own 1.3, none 1.1 and 1.2
        "区水利局": 2,
        "区应急管理局": 2,
        "各部门": 1,
        "区安委会成员单位": 1,
    }
    found = made.workload(role="lead").found
    assert (found.with_part, found.led_tasks, found.total.tasks) == (9, 9, 17)


def test_roles_of_orphans_ask_about_tasks_with_such_a_column(made: Matrix) -> None:
    found = made.orphans(role="lead").found

    assert [(o.task, o.reason) for o in found.rows] == [("body-2025/1.4", "blank-cell")]
    assert found.total.tasks == 10  # body 1.1 to 1.6, own 1.1 and 1.2, guess 1.1 and 1.2


def test_roles_of_overlaps_keep_those_with_such_a_part(made: Matrix) -> None:
    def kinds(role: str) -> list[tuple[str, str]]:
        return [(o.kind, o.task) for o in made.overlaps(role=role).found.rows]

    joint, twice = ("joint-lead", "body-2025/1.6"), ("repeated-in-cell", "body-2025/1.5")
    both = [("lead-and-cooperate", "body-2025/1.5"), ("lead-and-cooperate", "guess-2024/1.2")]
    assert kinds("lead") == [joint, *both]
    assert kinds("cooperate") == [*both, twice]
    assert kinds("guide") == []
    pairs = made.overlaps(pairs=True, role="lead").found.rows
    assert [(o.units, o.tasks) for o in pairs] == [(("区公安局", "区水利局"), ("body-2025/1.6",))]


def test_roles_that_make_no_sense_are_refused(made: Matrix) -> None:
    with stopped_by("filter-without-sense"):
        made.notices(role="lead")
    with stopped_by("filter-without-sense"):
        made.task("body-2025/1.1", role="lead")


# units in brackets, wider collectives, parts and offices


@pytest.mark.parametrize(
    ("typed", "unit", "tasks"),
    [
        ("交巡警支队", "交巡警支队", ["body-2025/1.2"]),
        ("甲园区", "甲园区", ["body-2025/1.2"]),
        ("乙园", "乙园区", ["body-2025/1.2"]),
        ("区智能局", "区数据局", ["body-2025/1.3"]),
        ("智能", "区数据局", ["body-2025/1.3"]),
    ],
)
def test_a_unit_in_a_bracket_is_found(
    made: Matrix, typed: str, unit: str, tasks: list[str]
) -> None:
    answer = made.owns(typed)

    assert [key.name for key in answer.found.units] == [unit]
    assert [o.task for o in answer.found.rows] == tasks
    assert unit in {str(r["unit"]) for r in made.units(typed).records}
    assert [t["id"] for t in made.tasks(typed).records] == tasks


def test_a_wider_collective_holds_the_members_of_those_it_covers(made: Matrix) -> None:
    units = {row.unit: row for row in made.units().found}

    assert units["各街镇（园区）"].members == ("各园区", "青山镇", "碧水镇")
    assert units["各园区"].members is None
    assert _parts(made.owns("青山镇").found.rows, "body-2025") == [
        ("1.3", "cooperate", "collective"),
        ("1.6", "cooperate", "collective"),
    ]
    # 各园区, one of those it covers, has no members on record
    unknown = {t["id"] for t in made.tasks(having="unknown-members").records}
    assert unknown == {"body-2025/1.3", "own-2025/1.3"}


def test_rolled_up_parts_and_offices_are_told_with_their_source(made: Matrix) -> None:
    police = made.owns("区公安局", roll_up=True)
    emergency = made.owns("区应急局", roll_up=True)

    assert ("body-2025/1.2", "交巡警支队") in {(o.task, o.unit) for o in police.found.rows}
    assert any("交巡警支队 with 区公安局 (part of it)" in note for note in police.table.notes)
    (note,) = (n for n in emergency.table.notes if "区安委办" in n)
    assert "source: body-2025" in note
    assert [r[3] for r in emergency.table.rows if r[0] == "body-2025/1.4"] == ["stated（区安委办）"]
    assert not made.owns("区公安局").found.hosted


# said twice


def test_a_row_said_twice_counts_once_and_can_be_listed(made: Matrix) -> None:
    assert "body-2025/0.1" not in {t["id"] for t in made.tasks().records}
    (repeat,) = made.tasks(having="repeats").records
    assert (repeat["id"], repeat["same_as"]) == ("body-2025/0.1", ["body-2025/1.1"])
    assert "body-2025/0.1" not in {o.task for o in made.owns("区应急局").found.rows}
    assert "body-2025/0.1" not in {o.task for o in made.orphans().found.rows}
    assert made.orphans().found.total.repeats == 1
    shown = made.task("body-2025/0.1")
    assert shown.records[0]["same_as"] == ["body-2025/1.1"]
    assert ("same task as", "body-2025/1.1") in shown.table.rows
    for answer in (made.owns("区应急局"), made.workload(), made.orphans(), made.overlaps()):
        assert any(note.startswith("1 more rows say") for note in answer.table.notes)


def test_a_repeat_counts_only_in_its_own_role(made: Matrix) -> None:
    assert made.workload(role="responsible").found.total.repeats == 1
    assert made.workload(role="lead").found.total.repeats == 0


# what a catalog covers


def test_answers_about_few_notices_say_what_is_covered_and_left_out(made: Matrix) -> None:
    for answer in (
        made.owns("区公安局", notice="body-2025"),
        made.workload(notice="body-2025"),
        made.orphans(notice="body-2025"),
        made.overlaps(notice="body-2025"),
        made.units(notice="body-2025"),
        made.tasks(notice="body-2025"),
    ):
        assert answer.table.notes[-1] == (
            "body-2025 covers: 正文（2项）；附表（6项）. "
            "Parts left out: 2; zeren notices --notice body-2025"
        )
        assert not any("covers" in note for note in made.workload().table.notes)
    unsaid = made.tasks(notice=["none-2024", "own-2025"]).table.notes
    assert "none-2024 does not say which parts of the notice it covers." in unsaid
    (note,) = (n for n in made.notices().table.notes if n.startswith("body-2025 leaves"))
    assert note == "body-2025 leaves out: 印发语 (没有任务)；落款 (没有任务)."


def test_words_are_searched_in_unit_cells_too(made: Matrix) -> None:
    assert [t["id"] for t in made.tasks("平台").records] == ["body-2025/1.2"]
    assert [t["id"] for t in made.tasks("区应急管理局", "总责").records] == ["body-2025/1.1"]
    assert [t["id"] for t in made.tasks("区应急局", "总责", having="repeats").records] == [
        "body-2025/0.1"
    ]


def test_counts_of_owns_tell_what_is_named_and_what_is_not(made: Matrix) -> None:
    def tasks(unit: str, count: str) -> set[str]:
        return {o.task for o in made.owns(unit, count=count).found.rows}

    # the sentence of body-2025 adds 区应急局 to 1.5 and 1.6
    assert tasks("区应急局", "named") - tasks("区应急局", "literal") == {
        "body-2025/1.5",
        "body-2025/1.6",
    }
    assert tasks("交巡警支队", "named") == {"body-2025/1.2"}
    assert tasks("交巡警支队", "literal") == tasks("交巡警支队", "expanded") == set()
    assert tasks("区安委会成员单位", "expanded") == set()
    assert tasks("区安委会成员单位", "literal") == {"body-2025/1.1", "own-2025/1.4"}
    with stopped_by("no-such-choice"):
        made.owns("区应急局", count="weighted")


def test_every_assumed_lead_is_the_first_of_its_cell(made: Matrix) -> None:
    asked = made.interpreted(assume="first-listed")
    marked = [a for row in asked.by_task.values() for a in row if a.is_assumed_lead]

    assert len(marked) == 5
    assert all(a.role is Role.LEAD and a.position == 1 for a in marked)
