"""Writes docs/rules.md from the rules and judged findings: ``python -m tests.rules_document``."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import yaml

from matrices.catalogs.workspace import load_workspace
from matrices.rules.checking import CheckRequest, check_workspace
from matrices.rules.explaining import rules_page
from matrices.rules.register import find_rule

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parent / "docs" / "rules.md"


def judged_findings() -> dict[str, dict[str, object]]:
    """What was found on the bundled notices, judged by hand."""
    judged: dict[str, dict[str, object]] = yaml.safe_load(
        (HERE / "judged_findings.yaml").read_text(encoding="utf-8")
    )
    return judged


def counts_on_bundled_notices() -> Counter[str]:
    """Findings of the default profile per rule."""
    report = check_workspace(load_workspace(), CheckRequest(today=date(2026, 6, 1)))
    return Counter(problem.code for problem in report.problems)


def document_text() -> str:
    """The whole page."""
    judged = judged_findings()
    rows = [
        f"| {code} | {find_rule(code).name} | {_number(entry, 'right')} "
        f"| {_number(entry, 'wrong')} | {entry['remark']} |"
        for code, entry in judged.items()
    ]
    right = sum(_number(entry, "right") for entry in judged.values())
    wrong = sum(_number(entry, "wrong") for entry in judged.values())
    findings = "\n".join(
        [
            "## Findings on the bundled notices\n",
            "Every finding of the default profile on the five bundled notices (432 tasks), "
            "each judged by hand by reading the finding and its unit cell.",
            "A rule with more than one finding in ten wrong may not stay in the default profile; "
            "`unused-unit` left it for that reason.\n",
            "| Rule | Name | right | wrong | remark |",
            "|---|---|---:|---:|---|",
            *rows,
            f"| | | {right} | {wrong} | |\n",
            "A finding is right when what it says holds and a careful official would want to know "
            "it before issuing; it does not say that the notice must change.\n",
        ]
    )
    return rules_page(findings, counts_on_bundled_notices())


def _number(entry: dict[str, object], key: str) -> int:
    return int(str(entry.get(key, 0)))


if __name__ == "__main__":
    DOCUMENT.write_text(document_text(), encoding="utf-8")
