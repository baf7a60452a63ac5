"""The JSON Schemas: they accept what the reader accepts, and refuse what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from catalog_fixtures import HEAD, REGISTRY
from jsonschema import Draft202012Validator

from matrices.catalogs.locations import bundled_root
from matrices.catalogs.schema import Schema, catalog_schema, registry_schema
from matrices.catalogs.workspace import load_workspace
from matrices.diagnostics import Severity

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "problems.yaml").read_text(encoding="utf-8")
)


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it: version 1.2 has no dates, and only true and false are bools."""


EditorLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if not tag.endswith(("timestamp", "bool")) or first in "tTfF"
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _validator(schema: Schema) -> Draft202012Validator:
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def _errors(text: str, schema: Schema) -> list[str]:
    value = yaml.load(text, Loader=EditorLoader)  # noqa: S506 - a SafeLoader
    return [error.message for error in _validator(schema).iter_errors(value)]


def test_bundled_files_are_valid() -> None:
    for path in sorted(bundled_root().glob("*.yaml")):
        schema = registry_schema() if path.stem == "units" else catalog_schema()

        assert _errors(path.read_text(encoding="utf-8"), schema) == [], path.name


def test_the_literals_of_the_tests_are_valid() -> None:
    head = HEAD.format(notice="demo", period="2024", lead_rule="stated")

    assert _errors(head + "      - {number: 1, title: 修堤}\n", catalog_schema()) == []
    assert _errors(REGISTRY, registry_schema()) == []


@pytest.mark.parametrize(
    "change",
    [
        ("format: 1", "format: 2"),
        ("id: demo", "id: ../etc"),
        ("id: demo", "name: demo"),
        ('period: "2024"', 'period: " "'),
        ('period: "2024"', "period: 2024"),
        ("lead_rule: stated", "lead_rule: guessed"),
        ("number: 1\n", "number: -1\n"),
        ("number: 1\n", "number: 1.5\n"),
        ("title: 重点任务", "titel: 重点任务"),
        ("tasks:", "task:"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(
    change: tuple[str, str], tmp_path: Path
) -> None:
    head = HEAD.format(notice="demo", period="2024", lead_rule="stated")
    text = head + "      - {number: 1, title: 修堤}\n"
    assert change[0] in text
    text = text.replace(*change, 1)
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")

    assert _errors(text, catalog_schema()) != []
    assert load_workspace([path]).problems != ()


def test_the_schema_holds_no_more_than_the_reader_knows() -> None:
    for text in (str(case["text"]) for case in CASES if "text" in case and not case["expect"]):
        assert _errors(text, catalog_schema()) == []


def test_severities_are_three() -> None:
    assert [severity.value for severity in Severity] == ["error", "warning", "note"]
