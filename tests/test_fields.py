"""The description of a mapping: reading by it, value by value."""

from __future__ import annotations

import pytest

from matrices.catalogs.fields import Field, Mapping, Shape, read_mapping
from matrices.catalogs.nodes import read_nodes
from matrices.diagnostics import Place, Problem, Severity

FIELDS = {
    "title": Field(Shape.TEXT),
    "cell": Field(Shape.CELL),
    "id": Field(Shape.IDENTIFIER),
    "no": Field(Shape.NUMBER),
    "issued": Field(Shape.DATE),
    "format": Field(Shape.FORMAT),
    "rule": Field(Shape.CHOICE, choices=("stated", "none")),
    "targets": Field(Shape.TEXTS),
    "head": Field(Shape.MAPPING),
    "tasks": Field(Shape.MAPPINGS),
}


def _read(text: str, fields: dict[str, Field] = FIELDS) -> tuple[Mapping | None, list[Problem]]:
    root, wrong = read_nodes("x.yaml", text.encode())
    assert root is not None
    assert wrong == []
    problems: list[Problem] = []
    return read_mapping(root, fields, problems), problems


def _value(text: str) -> tuple[str | None, list[str]]:
    mapping, problems = _read(text)
    assert mapping is not None
    return mapping.texts.get(text.partition(":")[0]), [problem.name for problem in problems]


@pytest.mark.parametrize(
    ("text", "value", "problems"),
    [
        ("title: 修堤", "修堤", []),
        ("title: ' '", None, ["empty-value"]),
        ("title: ''", None, ["empty-value"]),
        ("title:", None, ["empty-value"]),
        ("title: [a]", None, ["wrong-shape"]),
        ("title: off", "off", ["implicit-type"]),
        ("title: |\n  甲\n  乙", "甲\n乙", []),
        ("cell: ''", "", []),
        ("cell:", None, ["empty-value"]),
        ("cell: 2024", "2024", ["implicit-type"]),
        ("id: wulong-2025", "wulong-2025", []),
        ("id: 武隆.2025_1", "武隆.2025_1", []),
        ("id: -x", None, ["wrong-shape"]),
        ("id: a/b", None, ["wrong-shape"]),
        ("id: ../../etc", None, ["wrong-shape"]),
        ("id: no", "no", ["implicit-type"]),
        ("no: 3", "3", []),
        ("no: '3'", "3", []),
        ("no: 3-1", "3-1", []),
        ("no: 1.2.3", "1.2.3", []),
        ("no: 1.2", "1.2", ["implicit-type"]),
        ("no: '1.10'", "1.10", []),
        ("no: 0", "0", []),
        ("no: 0.1", "0.1", ["implicit-type"]),
        ("no: 00", None, ["wrong-shape"]),
        ("no: 03", None, ["wrong-shape"]),
        ("no: 十", None, ["wrong-shape"]),
        ("no: ３", None, ["wrong-shape"]),
        ("issued: 2025-03-05", "2025-03-05", []),
        ("issued: '2025-03-05'", "2025-03-05", []),
        ("issued: 2025-3-5", None, ["wrong-shape"]),
        ("issued: 2025-00-01", None, ["wrong-shape"]),
        ("issued: 2025年3月5日", None, ["wrong-shape"]),
        ("format: 1", "1", []),
        ("format: 0", None, ["unknown-format"]),
        ("format: 99999999999999999999", None, ["unknown-format"]),
        ("format: -1", None, ["unknown-format"]),
        ("rule: none", "none", []),
        ("rule: stted", None, ["unknown-choice"]),
        ("rule: {}", None, ["wrong-shape"]),
        ("targets: 8处", None, ["wrong-shape"]),
        ("head: []", None, ["wrong-shape"]),
        ("head: x", None, ["wrong-shape"]),
        ("tasks: {}", None, ["wrong-shape"]),
    ],
)
def test_a_value_is_read_by_its_shape(text: str, value: str | None, problems: list[str]) -> None:
    assert _value(text) == (value, problems)


def test_lists_keep_what_is_readable() -> None:
    mapping, problems = _read("targets: [8处, [9处], '', \"100\", 100]")

    assert mapping is not None
    assert mapping.lists["targets"] == ("8处", "100", "100")
    assert [p.name for p in problems] == ["wrong-shape", "empty-value", "implicit-type"]


def test_places_and_defaults() -> None:
    mapping, _ = _read("title: 修堤\nhead: {}\ntasks: []\n")

    assert mapping is not None
    assert mapping.text("title") == "修堤"
    assert mapping.text("cell", "无") == "无"
    assert mapping.place_of("title") == Place("x.yaml", 1, 8)
    assert mapping.place_of("cell") == Place("x.yaml", 1, 1)
    assert list(mapping.nodes) == ["head", "tasks"]


def test_what_is_missing_what_stands_twice_and_what_is_unknown() -> None:
    fields = {"title": Field(Shape.TEXT), "no": Field(Shape.NUMBER, required=True)}
    mapping, problems = _read("title: 甲\ntitle: 乙\n牵头单未: 区水利局\n", fields)

    assert mapping is not None
    assert mapping.text("title") == "甲"
    assert [(p.code, p.name, p.place.line, p.values) for p in problems] == [
        ("S02", "duplicate-key", 2, {"key": "title", "line": "1"}),
        (
            "S03",
            "unknown-field",
            3,
            {"key": "牵头单未", "suggestion": "", "known": "title, no"},
        ),
        ("S12", "missing-field", 1, {"key": "no"}),
    ]


def test_a_misread_scalar_is_a_warning_that_says_how_to_write_it() -> None:
    _, problems = _read("title: 2024-01-05")

    assert problems == [
        Problem(
            "S08",
            "implicit-type",
            Place("x.yaml", 1, 8),
            Severity.WARNING,
            {"value": "2024-01-05", "type": "timestamp", "suggestion": '"2024-01-05"'},
        )
    ]


def test_what_was_found_instead_is_told_in_short() -> None:
    _, problems = _read(f"id: {'/' * 100}\ntitle: [a]")

    assert [p.values["found"] for p in problems] == ["/" * 40, "sequence"]


@pytest.mark.parametrize("text", ["[a]", "a"])
def test_what_is_no_mapping_is_none(text: str) -> None:
    mapping, problems = _read(text)

    assert mapping is None
    assert [(p.name, p.values["wanted"]) for p in problems] == [("wrong-shape", "mapping")]
