"""Findings in the forms that people, editors and build servers read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import NamedTuple
from urllib.parse import quote

from matrices.catalogs.model import Waiver
from matrices.diagnostics import Problem, Severity
from matrices.output.cells import visible
from matrices.output.formats import render_json, render_markdown, render_table
from matrices.output.table import Col, Kind, Table, build_table, hidden
from matrices.rules.checking import SEVERITY_ORDER, Report, Waived
from matrices.rules.explaining import explain_rule, what_rule_finds
from matrices.rules.folding import rows_of
from matrices.rules.register import all_rules
from matrices.rules.rule import Profile, Rule
from matrices.wording import say, say_if_known

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_FIRST_ROWS = 3  # of those a finding stands for; json lists them all
_GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def message_of(problem: Problem) -> str:
    """The sentence of a finding with its suggestion, without place and code."""
    suggestion = problem.values.get("suggestion", "")
    message = say("problem." + problem.name, **problem.values)
    if rows := rows_of(problem):
        message += say(
            "finding.rows",
            count=problem.values["count_of_rows"],
            total=problem.values["total_of_rows"],
            rows="、".join(row.partition("/")[2] for row in rows[:_FIRST_ROWS])
            + ("…" if len(rows) > _FIRST_ROWS else ""),
        )
    return message + say("suggestion", suggestion=suggestion) if suggestion else message


def summary_lines(report: Report) -> list[str]:
    """What was looked at and how much was found; waived findings are always counted."""
    counts = report.counts
    lines = [
        say(
            "check.summary",
            notices=report.notices,
            tasks=report.tasks,
            errors=counts[Severity.ERROR],
            warnings=counts[Severity.WARNING],
            notes=counts[Severity.NOTE],
        )
    ]
    if report.waived:
        lines.append(say("check.waived", count=len(report.waived)))
    return lines


class _Finding(NamedTuple):
    problem: Problem
    waiver: Waiver | None = None


def findings_table(report: Report) -> Table:
    """The findings as a table; waived ones stand only among the objects."""
    columns: list[Col[_Finding]] = [
        Col("head.where", lambda f: str(f.problem.place), kind=Kind.ID),
        Col("head.severity", lambda f: _severity(f.problem.severity)),
        Col("head.rule", lambda f: f.problem.code, "code"),
        Col("head.rule-name", lambda f: f.problem.name, "name"),
        hidden("severity", lambda f: f.problem.severity.value),
        hidden("path", lambda f: f.problem.place.path),
        hidden("line", lambda f: f.problem.place.line),
        hidden("column", lambda f: f.problem.place.column),
        Col(
            "head.task",
            lambda f: f.problem.values.get("task", ""),
            "task",
            lambda f: f.problem.values.get("task") or None,
            kind=Kind.ID,
        ),
        Col("head.finding", lambda f: message_of(f.problem), "message"),
        hidden("tasks", lambda f: [*rows_of(f.problem)] or None),
        hidden("suggestion", lambda f: f.problem.values.get("suggestion") or None),
        hidden(
            "waived",
            lambda f: (
                {"reason": f.waiver.reason, "by": f.waiver.by, "until": f.waiver.until}
                if f.waiver
                else None
            ),
        ),
    ]
    return build_table(
        say("title.check"),
        columns,
        map(_Finding, report.problems),
        unseen=(_Finding(waived.problem, waived.waiver) for waived in report.waived),
        notes=summary_lines(report),
    )


def _severity(severity: Severity | None) -> str:
    return say("severity." + severity.value) if severity else ""


def statistics_table(report: Report) -> Table:
    """How often each rule found something, most often first."""
    found = Counter(problem.code for problem in report.problems)
    waived = Counter(each.problem.code for each in report.waived)
    worst = {
        code: min(
            (p.severity for p in report.problems if p.code == code), key=SEVERITY_ORDER.__getitem__
        )
        for code in found
    }
    names = {rule.code: rule.name for rule in all_rules()}
    columns: list[Col[str]] = [
        Col("head.rule", lambda code: code, "code"),
        Col("head.rule-name", lambda code: names[code], "name"),
        Col("head.severity", lambda code: _severity(worst.get(code))),
        Col("head.findings", lambda code: found[code], "findings", kind=Kind.NUMBER),
        Col("head.waived", lambda code: waived[code], "waived", kind=Kind.NUMBER),
    ]
    codes = sorted(found.keys() | waived.keys(), key=lambda c: (-found[c], c))
    return build_table(say("title.statistics"), columns, codes, notes=summary_lines(report))


def rules_table(rules: Sequence[Rule]) -> Table:
    """The rules, with how bad a finding is in each profile."""

    def profile_column(profile: Profile) -> Col[Rule]:
        return Col("profile." + profile.value, lambda r: _severity(r.severities.get(profile)))

    columns: list[Col[Rule]] = [
        Col("head.rule", lambda r: r.code, "code"),
        Col("head.rule-name", lambda r: r.name, "name"),
        *map(profile_column, Profile),
        hidden(
            "severities",
            lambda r: {
                p.value: r.severities[p].value if p in r.severities else None for p in Profile
            },
        ),
        Col("head.finds", what_rule_finds, "finds", lambda r: r.finds),
    ]
    note = say("note.rules", rules=len(rules))
    return build_table(say("title.rules"), columns, rules, notes=[note])


def render_text(report: Report) -> str:
    """One line a finding: ``path:line:col: CODE name: message (suggestion)``."""
    return "".join(
        visible(f"{p.place}: {p.code} {p.name}: {message_of(p)}").replace("\n", " ") + "\n"
        for p in report.problems
    )


def render_github(report: Report) -> str:
    """Commands that GitHub Actions shows at the lines of a change."""
    lines = []
    for p in report.problems:
        where = f"file={_escape_property(p.place.path)},line={max(1, p.place.line)}"
        if p.place.column:
            where += f",col={p.place.column}"
        title = _escape_property(f"{p.code} {p.name}")
        level = _GITHUB_LEVELS[p.severity]
        lines.append(f"::{level} {where},title={title}::{_escape_command(message_of(p))}\n")
    lines += [f"::notice::{_escape_command(line)}\n" for line in summary_lines(report)]
    return "".join(lines)


def _escape_command(text: str) -> str:
    return visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _escape_property(text: str) -> str:
    return _escape_command(text).replace(":", "%3A").replace(",", "%2C")


def render_sarif(report: Report) -> str:
    """SARIF 2.1.0, for code hosts and editors; waived findings are suppressed results."""
    rules = all_rules()
    places = {rule.code: number for number, rule in enumerate(rules)}
    results = [_sarif_result(p, places, None) for p in report.problems]
    results += [_sarif_result(waived.problem, places, waived) for waived in report.waived]
    document = {
        "$schema": _SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {"name": "zeren", "rules": [_sarif_rule(rule) for rule in rules]}
                },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _sarif_rule(rule: Rule) -> dict[str, object]:
    worst = min(rule.severities.values(), key=SEVERITY_ORDER.__getitem__)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": what_rule_finds(rule)},
        "fullDescription": {"text": say_if_known(f"rule.{rule.code}.why", rule.why)},
        "help": {"text": explain_rule(rule)},
        "defaultConfiguration": {"level": _SARIF_LEVELS[worst]},
    }


def _sarif_result(
    problem: Problem, places: dict[str, int], waived: Waived | None
) -> dict[str, object]:
    location: dict[str, object] = {
        "artifactLocation": {"uri": quote(PurePath(problem.place.path).as_posix())}
    }
    if problem.place.line:
        location["region"] = {
            "startLine": problem.place.line,
            "startColumn": max(1, problem.place.column),
        }
    result: dict[str, object] = {
        "ruleId": problem.code,
        "ruleIndex": places[problem.code],
        "level": _SARIF_LEVELS[problem.severity],
        "message": {"text": message_of(problem)},
        "locations": [{"physicalLocation": location}],
    }
    if waived:
        result["suppressions"] = [
            {"kind": "inSource", "status": "accepted", "justification": waived.waiver.reason}
        ]
    return result


REPORT_RENDERERS: dict[str, Callable[[Report], str]] = {
    "text": render_text,
    "json": lambda report: render_json(findings_table(report)),
    "sarif": render_sarif,
    "github": render_github,
    "md": lambda report: render_markdown(findings_table(report)),
    "table": lambda report: render_table(findings_table(report)),
}
