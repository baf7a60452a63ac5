"""Units: finding them by what a person types, and what is on record about each."""

from __future__ import annotations

import pytest
from asking import find_units, list_units
from catalog_fixtures import REGISTRY, Ask, head, interpret_texts, key

from matrices.answers.scope import Scope
from matrices.diagnostics import MatrixError


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("区水利局", "区水利局"),
        ("区水务局", "区水利局"),
        (" 示例区水利局 ", "区水利局"),
        ("样板市示例区水利局", "区水利局"),
        ("水利局", "区水利局"),
        ("水务局", "区水利局"),
        ("公安", "区公安局"),
        ("青山", "青山镇"),
        ("镇街", "各镇街"),
        ("区安委会", "区安委会"),
    ],
)
def test_a_typed_name_finds_its_unit(ask: Ask, typed: str, name: str) -> None:
    found = ask("- {number: 1, title: 修堤, lead: 区水利局}")

    assert find_units(found, typed) == [key(name)]


@pytest.mark.parametrize(
    ("typed", "message", "candidates"),
    [
        ("局", "error.ambiguous-unit", ["区水利局（示例区）", "区公安局（示例区）"]),
        ("安委", "error.ambiguous-unit", ["区安委会（示例区）", "区安委办（示例区）"]),
        ("区公按局", "error.unknown-unit-nearest", ["区公安局（示例区）"]),
        ("quark", "error.unknown-unit", []),
        ("", "error.unknown-unit", []),
        ("../../etc/passwd", "error.unknown-unit", []),
        ("[red]", "error.unknown-unit", []),
    ],
)
def test_a_name_that_is_unclear_or_unknown_is_told(
    ask: Ask, typed: str, message: str, candidates: list[str]
) -> None:
    found = ask("- {number: 1, title: 修堤, lead: 区水利局}")

    with pytest.raises(MatrixError) as caught:
        find_units(found, typed)
    assert caught.value.message_id == message
    assert caught.value.values["unit"] == typed
    for candidate in candidates:
        assert candidate in caught.value.values["candidates"]


@pytest.mark.parametrize(
    "scope",
    [
        Scope(notices=("other",)),
        Scope(periods=("2019",)),
        Scope(sections=("9",)),
        Scope(notices=("other",), roles=("guide",)),
    ],
)
def test_a_unit_that_only_tasks_outside_the_scope_name_is_found(scope: Scope) -> None:
    texts = [
        head(notice) + f"      - {{number: 1, title: 修堤, lead: {unit}}}\n"
        for notice, unit in (("demo-2024", "区科协"), ("other", "区水利局"))
    ]

    assert find_units(interpret_texts(*texts, REGISTRY, scope=scope), "科协") == [key("区科协")]


def test_a_long_list_of_candidates_is_cut(ask: Ask) -> None:
    names = "、".join(f"区{n}局" for n in "甲乙丙丁戊己庚辛壬癸")
    elsewhere = head("demo").replace("示例区", "邻区")
    found = interpret_texts(
        elsewhere + f"      - {{number: 1, title: 修堤, lead: {names}}}\n", REGISTRY
    )

    with pytest.raises(MatrixError) as caught:
        find_units(found, "局")
    assert caught.value.values["candidates"].count("（邻区）") == 8
    assert caught.value.values["candidates"].endswith("…")


def test_one_name_may_mean_a_unit_in_each_jurisdiction() -> None:
    task = "      - {number: 1, title: 修堤, lead: 区水利局}\n"
    found = interpret_texts(head() + task, head("other").replace("示例区", "邻区") + task, REGISTRY)

    assert find_units(found, "水利局") == [
        key("区水利局", "示例区"),
        key("区水利局", "邻区"),
    ]
    assert find_units(found, "区水务局") == [key("区水利局", "示例区")]


def test_units_are_listed_with_what_is_on_record(ask: Ask) -> None:
    found = ask("- {number: 1, title: a, lead: 区水利局, cooperate: '区水利局、各镇街'}")
    units = {s.unit: s for s in list_units(found)}

    assert set(list(units)[:2]) == {"区水利局", "各镇街"}
    assert (units["区水利局"].led, units["区水利局"].named) == (1, 1)
    assert units["区水利局"].aliases == ("区水务局",)
    assert units["区安委办"].host == "区应急管理局"
    assert units["各镇街"].members is None
    assert list(units["区安委会成员单位"].members or ()) == [
        "区水利局",
        "区应急管理局",
        "区公安局",
        "区安委办",
    ]
    assert units["青山镇"].named == 0


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("水务", ["区水利局"]),
        ("应急", ["区应急管理局"]),
        ("样板市示例区公安", ["区公安局"]),
        ("星", []),
    ],
)
def test_units_are_found_by_name_alias_and_duty(ask: Ask, pattern: str, names: list[str]) -> None:
    found = ask("- {number: 1, title: a}")

    assert [s.unit for s in list_units(found, pattern)] == names


def test_a_unit_not_on_record_is_listed_by_its_wording() -> None:
    elsewhere = head("demo").replace("示例区", "邻区")
    found = interpret_texts(elsewhere + "      - {number: 1, title: a, lead: 碧水镇}\n", REGISTRY)
    (summary,) = list_units(found)

    assert (summary.kind, summary.mention_kind, summary.duty) == ("", "township", "")


@pytest.mark.parametrize(
    ("kinds", "roles", "names"),
    [
        (("department",), (), ["区公安局", "区水利局", "区应急管理局"]),
        (("unrecorded",), (), ["区科协", "碧水镇"]),
        (("township",), (), ["碧水镇", "青山镇"]),
        (("agency", "sub-unit"), (), ["区科协", "巡警队"]),
        ((), ("lead",), ["区公安局", "碧水镇"]),
        (("department",), ("cooperate",), ["区水利局"]),
    ],
)
def test_units_are_listed_by_kind_and_part(
    kinds: tuple[str, ...], roles: tuple[str, ...], names: list[str]
) -> None:
    task = "- {number: 1, title: a, lead: 区公安局、碧水镇, cooperate: 区水利局、区科协}"
    found = interpret_texts(head() + f"      {task}\n", REGISTRY, scope=Scope(roles=roles))

    assert sorted(row.unit for row in list_units(found, "", kinds)) == sorted(names)
