"""Invented notices of every genre: tests/import_cases/*.yaml; anybody may add a case."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from import_fixtures import import_parts, table

from matrices.answers.assignments import interpret
from matrices.catalogs.model import Role
from matrices.catalogs.workspace import load_registry
from matrices.importing.importer import Imported
from matrices.readers.document import DocumentPlace

FOLDER = Path(__file__).parent / "import_cases"
CASES: list[dict[str, Any]] = [
    {"file": path.stem, **case}
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
FIELDS = ("group", "deadline", "targets", "note")


def _imported(case: dict[str, Any]) -> Imported:
    parts: list[Any] = []
    for part in case.get("parts", [case]):
        if "text" in part:
            parts.append(part["text"])
        if "rows" in part:
            parts.append(table(part["rows"], len(parts) + 1, ragged=part.get("ragged", False)))
    return import_parts(*parts, **case.get("request", {}))


def _found(imported: Imported, expected: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was found, in the words of the case: the fields it names, and all roles."""
    responsibilities = interpret([imported.catalog], load_registry())
    found: list[dict[str, Any]] = []
    tasks = imported.catalog.tasks
    for number, task in enumerate(tasks):
        wanted = expected[number] if number < len(expected) else {}
        wording = f"{task.title}|{task.content}"
        entry: dict[str, Any] = {
            "head": wanted["head"] if wanted.get("head", "\0") in wording else wording
        }
        for role in Role:
            units = [a.unit.name for a in responsibilities.by_task[task.id] if a.role is role]
            if units:
                entry[role.value] = units
        entry |= {
            key: list(value) if isinstance(value, tuple) else value
            for key in FIELDS
            if key in wanted and (value := getattr(task, key)) is not None
        }
        if "number" in wanted:
            entry["number"] = f"{task.section_no}.{task.no}"
        found.append(entry)
    return found


@pytest.mark.parametrize("case", CASES, ids=[f"{c['file']}: {c['name']}" for c in CASES])
def test_a_notice_is_read_as_a_person_reads_it(case: dict[str, Any]) -> None:
    imported = _imported(case)

    assert _found(imported, case["expected"]) == case["expected"]
    assert [doubt.name for doubt in imported.doubts] == case.get("doubts", [])
    if "lead_rule" in case:
        assert imported.catalog.notice.lead_rule.value == case["lead_rule"]
    if "rule_words" in case:
        assert imported.catalog.notice.lead_rule_basis == case["rule_words"]
    if "sections" in case:
        assert [section.title for section in imported.catalog.sections] == case["sections"]


def test_case_names_are_unique() -> None:
    names = [(case["file"], case["name"]) for case in CASES]

    assert len(names) == len(set(names))


def test_a_blank_lead_of_a_plain_text_may_be_a_merged_cell() -> None:
    rows = [
        ["序号", "工作任务", "牵头单位", "责任单位"],
        ["1", "修建步道。", "县林业局", "县财政局"],
        ["2", "修缮凉亭。", "", "县文旅局"],
        ["3", "清理河道。", "/", "县水利局"],
    ]
    flattened = replace(
        table(rows), row_places=tuple(DocumentPlace(line=n) for n in range(1, len(rows) + 1))
    )

    tasks = import_parts(flattened).catalog.tasks

    assert [{cell.role: cell.text for cell in task.cells if cell.text} for task in tasks] == [
        {Role.LEAD: "县林业局", Role.COOPERATE: "县财政局"},
        {Role.COOPERATE: "县文旅局"},
        {Role.LEAD: "/", Role.RESPONSIBLE: "县水利局"},
    ]
