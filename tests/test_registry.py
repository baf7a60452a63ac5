"""The unit registry: which unit a name means, and what a registry may get wrong."""

from __future__ import annotations

import pytest
from catalog_fixtures import REGISTRY, Load

from matrices.catalogs.model import Jurisdiction, Unit, UnitKind
from matrices.catalogs.nodes import read_nodes
from matrices.catalogs.registry import Registry, build_jurisdictions
from matrices.catalogs.unit_key import UnitKey
from matrices.diagnostics import Place


def _registry(text: str = REGISTRY) -> Registry:
    root, wrong = read_nodes("units.yaml", text.encode())
    assert root is not None
    assert wrong == []
    jurisdictions, problems = build_jurisdictions(root)
    assert problems == []
    return Registry(jurisdictions)


def _collectives(members: dict[str, tuple[str, ...]]) -> Registry:
    units = tuple(
        Unit("示例区", name, UnitKind.COLLECTIVE, members=held, place=Place("u.yaml", line, 1))
        for line, (name, held) in enumerate(members.items(), 1)
    )
    return Registry([Jurisdiction("示例区", "样板市示例区", units, Place("u.yaml"))])


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("区水利局", "区水利局"),
        ("区水务局", "区水利局"),
        ("示例区水利局", "区水利局"),
        ("样板市示例区水利局", "区水利局"),
        ("示例区应急局", "区应急管理局"),
        ("示例区青山镇", "青山镇"),
        ("样板市示例区青山镇", "青山镇"),
    ],
)
def test_a_unit_is_found_by_any_of_its_names(written: str, name: str) -> None:
    registry = _registry()
    unit = registry.resolve("示例区", written)

    assert unit is not None
    assert unit.name == name
    assert registry.key("示例区", written) == UnitKey("示例区", name)


@pytest.mark.parametrize("written", ["水利局", "区林业局", "示例区", "邻区水利局", ""])
def test_other_names_mean_no_unit_on_record(written: str) -> None:
    registry = _registry()

    assert registry.resolve("示例区", written) is None
    assert registry.key("示例区", written) == UnitKey("示例区", written)


def test_the_same_name_in_two_jurisdictions_is_two_units() -> None:
    registry = _registry()

    assert registry.resolve("邻区", "区水利局") is None
    assert registry.key("邻区", "区水务局") == UnitKey("邻区", "区水务局")
    assert registry.knows("示例区")
    assert not registry.knows("邻区")


def test_all_names_of_a_unit_with_the_district_written_out() -> None:
    registry = _registry()

    assert registry.names(UnitKey("示例区", "区水利局")) == (
        "区水利局",
        "区水务局",
        "示例区水利局",
        "样板市示例区水利局",
        "示例区水务局",
        "样板市示例区水务局",
    )
    assert registry.names(UnitKey("示例区", "青山镇")) == ("青山镇",)
    assert registry.names(UnitKey("邻区", "区水利局")) == ("区水利局", "邻区水利局")


def test_the_nearest_name_is_given_where_one_is_near() -> None:
    registry = _registry()

    assert registry.nearest("示例区", "区公按局") == "区公安局"
    assert registry.nearest("示例区", "国家电网") == ""
    assert registry.nearest("邻区", "区公按局") == ""


def test_names_that_hold_a_separator_are_known_to_the_parser() -> None:
    registry = _registry(
        REGISTRY + "      - {name: 文化和旅游局, kind: department, source: x}\n"
        "      - {name: 各村, kind: collective, aliases: [各村、组], source: x}\n"
    )

    assert registry.holding_separators("示例区") == {"文化和旅游局", "各村、组"}
    assert registry.holding_separators("邻区") == frozenset()


def test_what_a_registry_says_is_kept() -> None:
    units = {unit.name: unit for unit in _registry().jurisdictions["示例区"].units}

    assert units["区安委办"].kind is UnitKind.OFFICE
    assert units["区安委办"].office_of == "区安委会"
    assert units["区安委办"].hosted_by == "区应急管理局"
    assert units["区水利局"].duty == "水利"
    assert units["区水利局"].aliases == ("区水务局",)
    assert units["区水利局"].source == "invented"
    assert units["区水利局"].place == Place("units.yaml", 6, 9)
    assert units["区安委会成员单位"].body == "区安委会"
    assert units["区安委会成员单位"].members == ("区水利局", "区应急局", "区公安局", "区安委办")
    assert units["各镇街"].members is None


def test_two_files_on_one_jurisdiction_are_put_together(load: Load) -> None:
    more = """\
        format: 1
        jurisdictions:
          - name: 示例区
            units:
              - {name: 区林业局, kind: department, source: invented}
              - {name: 区水利局, kind: department, source: invented}
        """
    workspace = load(REGISTRY, more)

    assert workspace.registry.resolve("示例区", "区林业局") is not None
    assert workspace.registry.resolve("示例区", "区水利局") is not None
    assert [(p.code, p.values) for p in workspace.problems] == [
        ("U13", {"unit": "区水利局", "other": "区水利局", "line": "6"})
    ]


def test_an_alias_of_itself_is_a_name_taken() -> None:
    registry = _registry(
        "format: 1\njurisdictions:\n  - name: 示例区\n    units:\n"
        "      - {name: 区水利局, kind: department, aliases: [区水利局], source: x}\n"
    )

    assert [p.name for p in registry.problems] == ["name-taken"]


def test_a_reference_to_nobody_is_an_unknown_unit_with_a_suggestion() -> None:
    registry = _registry(
        REGISTRY + "      - {name: 指挥部, kind: office, hosted_by: 区公按局, source: x}\n"
    )

    assert [(p.code, p.values) for p in registry.problems] == [
        ("U01", {"unit": "区公按局", "jurisdiction": "示例区", "suggestion": "区公安局"})
    ]


def test_only_the_first_references_to_nobody_get_a_suggestion(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("matrices.spelling.MAX_SUGGESTIONS", 2)
    lines = [
        f"      - {{name: 组{n}, kind: office, hosted_by: 区公按局, source: x}}" for n in "甲乙丙"
    ]
    registry = _registry(REGISTRY + "\n".join(lines) + "\n")

    assert [p.values["suggestion"] for p in registry.problems] == ["区公安局", "区公安局", ""]


def test_rings_of_members_are_told_once_from_their_first() -> None:
    registry = _collectives({"外": ("乙",), "甲": ("乙",), "乙": ("丙", "甲"), "丙": ("乙",)})

    assert [(p.values["units"], p.place.line) for p in registry.problems] == [
        ("乙 → 丙 → 乙", 3),
        ("甲 → 乙 → 甲", 2),
    ]


def test_shared_members_are_no_ring() -> None:
    registry = _collectives({"甲": ("乙", "丙"), "乙": ("丁",), "丙": ("丁",), "丁": ()})

    assert registry.problems == []


def test_ten_thousand_nested_collectives_are_walked() -> None:
    chain = {f"集{n}": (f"集{n + 1}",) for n in range(10_000)}
    registry = _collectives({**chain, "集10000": ("集0",)})

    assert [p.code for p in registry.problems] == ["U09"]
    assert registry.problems[0].place.line == 1
