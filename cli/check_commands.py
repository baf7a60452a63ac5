"""`zeren check`, `zeren rules`, `zeren explain` and `zeren fmt`.

`check` writes only with --fix; `fmt` writes unless --check or --diff is given.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import DataOption
from cli.output import (
    EXIT_COULD_NOT,
    EXIT_FINE,
    EXIT_PROBLEMS,
    put,
    put_table,
    tell,
    tell_problems,
)
from matrices.diagnostics import MatrixError, Problem, Severity
from matrices.wording import error_line, say

if TYPE_CHECKING:
    from matrices.catalogs.workspace import Workspace
    from matrices.output.table import Table
    from matrices.rules.checking import CheckRequest, Report


class ReportFormat(StrEnum):
    """The formats of a report."""

    TEXT = "text"
    TABLE = "table"
    MD = "md"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


class TableFormat(StrEnum):
    """The formats of the list of rules."""

    TABLE = "table"
    MD = "md"
    JSON = "json"


class ProfileName(StrEnum):
    """How strictly notices are looked at."""

    DEFAULT = "default"
    STRICT = "strict"
    DRAFTING = "drafting"


class FailOn(StrEnum):
    """How bad a finding must be to make the exit status 1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"


_SUFFIXES = {".json": "json", ".sarif": "sarif", ".md": "md", ".txt": "text"}

Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help=say("help.check.paths"))]
DiffOption = Annotated[bool, typer.Option("--diff", help=say("help.check.diff"))]


def check(
    ctx: typer.Context,
    paths: Paths = [],  # noqa: B006 - typer copies it
    profile: Annotated[
        ProfileName | None,
        typer.Option("--profile", metavar="PROFILE", help=say("help.check.profile")),
    ] = None,
    select: Annotated[
        list[str], typer.Option("--select", metavar="CODE", help=say("help.check.select"))
    ] = [],  # noqa: B006
    ignore: Annotated[
        list[str], typer.Option("--ignore", metavar="CODE", help=say("help.check.ignore"))
    ] = [],  # noqa: B006
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", metavar="SEVERITY", help=say("help.check.fail-on"))
    ] = FailOn.WARNING,
    statistics: Annotated[
        bool, typer.Option("--statistics", help=say("help.check.statistics"))
    ] = False,
    fix: Annotated[bool, typer.Option("--fix", help=say("help.check.fix"))] = False,
    diff: DiffOption = False,
    report_format: Annotated[
        ReportFormat | None,
        typer.Option("--format", "-f", metavar="FORMAT", help=say("help.check.format")),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help=say("help.output"))
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=say("help.force"))] = False,
    data: Annotated[list[Path], DataOption] = [],  # noqa: B006
) -> None:
    """Check catalogs; with --fix repair what is safe to repair first."""
    from matrices.catalogs.workspace import load_workspace
    from matrices.rules.checking import CheckRequest, check_workspace
    from matrices.rules.register import find_rules
    from matrices.rules.rule import Profile

    request = CheckRequest(
        profile=Profile(profile.value) if profile else None,
        select=tuple(find_rules(select)),
        ignore=tuple(find_rules(ignore)),
        today=date.today(),
    )
    roots = paths or data or list(ctx.obj or ())
    workspace = load_workspace(roots)
    if diff or fix:
        repaired = _repair(workspace, request, write=fix and not diff)
        if diff:
            raise typer.Exit(EXIT_PROBLEMS if repaired else EXIT_FINE)
        workspace = load_workspace(roots)
    report = check_workspace(workspace, request)
    _put_report(report, report_format, output, force=force, statistics=statistics)
    if fail_on is not FailOn.NEVER and report.worst_at_least(Severity(fail_on.value)):
        raise typer.Exit(EXIT_PROBLEMS)


def _put_report(
    report: Report,
    format_name: ReportFormat | None,
    output: Path | None,
    *,
    force: bool,
    statistics: bool,
) -> None:
    from matrices.files.atomic import write_atomically
    from matrices.rules.findings import (
        REPORT_RENDERERS,
        findings_table,
        statistics_table,
        summary_lines,
    )

    chosen = format_name.value if format_name else "text"
    if output is not None:
        if format_name is None:
            chosen = _format_of(output)
        write_atomically(output, REPORT_RENDERERS[chosen](report).encode(), force=force)
        tell(say("written", path=str(output), rows=len(report.problems)))
    elif statistics:
        _put_any_table(statistics_table(report), chosen)
        return
    elif chosen == "table":
        put_table(findings_table(report), chosen)
        return
    else:
        put(REPORT_RENDERERS[chosen](report))
    for line in summary_lines(report):
        tell(line)


def _format_of(path: Path) -> str:
    name = _SUFFIXES.get(path.suffix.lower())
    if name is None:
        raise MatrixError("error.unknown-suffix", path=str(path), known=" ".join(_SUFFIXES))
    return name


def _put_any_table(table: Table, format_name: str) -> None:
    put_table(table, format_name if format_name in ("md", "json") else "table")


def _repair(workspace: Workspace, request: CheckRequest, *, write: bool) -> bool:
    """Repair, or show what would be repaired; tell whether anything can be."""
    from matrices.files.atomic import write_atomically
    from matrices.rules.checking import severity_of
    from matrices.rules.register import find_rule
    from matrices.rules.repair import REPAIRED_RULES, repair_catalog

    any_repaired = False
    for catalog in workspace.catalogs:
        asked = {
            code
            for code in REPAIRED_RULES
            if severity_of(find_rule(code), catalog, request) is not None
        }
        repaired = repair_catalog(catalog, workspace.registry, asked.__contains__)
        if not repaired.cells:
            continue
        any_repaired = True
        if write:
            write_atomically(Path(repaired.path), repaired.after.encode(), force=True)
            tell(say("check.repaired", path=repaired.path, cells=repaired.cells))
        else:
            _put_diff(repaired.path, repaired.before, repaired.after)
    if not any_repaired:
        tell(say("check.nothing-to-repair"))
    return any_repaired


def _put_diff(path: str, before: str, after: str) -> None:
    import difflib

    from matrices.output.cells import visible

    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), path, path, lineterm="")
    put("".join(visible(line) + "\n" for line in lines))


def rules(
    select: Annotated[list[str], typer.Argument(metavar="CODE", help=say("help.rules.codes"))] = [],  # noqa: B006
    table_format: Annotated[
        TableFormat, typer.Option("--format", "-f", metavar="FORMAT", help=say("help.rules.format"))
    ] = TableFormat.TABLE,
) -> None:
    """List the rules with how bad a finding is in each profile."""
    from matrices.rules.findings import rules_table
    from matrices.rules.register import all_rules, find_rules

    put_table(rules_table(find_rules(select) or all_rules()), table_format.value)


def explain(
    codes: Annotated[list[str], typer.Argument(metavar="CODE", help=say("help.explain.codes"))],
) -> None:
    """Print the pages of rules: what, why, a bad and a good example, the source."""
    from matrices.rules.explaining import explain_rule
    from matrices.rules.register import find_rules

    put("\n".join(explain_rule(rule) for rule in find_rules(codes)))


def fmt(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help=say("help.fmt.paths"))],
    only_check: Annotated[bool, typer.Option("--check", help=say("help.fmt.check"))] = False,
    diff: DiffOption = False,
) -> None:
    """Lay files out in the canonical form; with --check or --diff only tell."""
    from matrices.catalogs.canonical import canonical_text
    from matrices.catalogs.locations import find_files
    from matrices.catalogs.nodes import read_bytes
    from matrices.files.atomic import write_atomically

    changed = refused = 0
    unread: list[Problem] = []
    files = find_files(paths, unread)
    tell_problems(unread)
    refused += len(unread)
    for path in files:
        try:
            before = _decoded(path, read_bytes(path))
            after = canonical_text(str(path), before)
            if after == before:
                continue
            changed += 1
            if diff:
                _put_diff(str(path), before, after)
            elif only_check:
                put(say("fmt.would-change", path=str(path)) + "\n")
            else:
                write_atomically(path, after.encode(), force=True)
                put(say("fmt.changed", path=str(path)) + "\n")
        except MatrixError as error:
            refused += 1
            tell(say("error", reason=error_line(error)))
    tell(say("fmt.summary", files=len(files), changed=changed, refused=refused))
    if refused:
        raise typer.Exit(EXIT_COULD_NOT)
    if changed and (only_check or diff):
        raise typer.Exit(EXIT_PROBLEMS)


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MatrixError("error.unreadable-yaml", path=str(path), name="not-utf8") from error


COMMANDS = {"check": check, "rules": rules, "explain": explain, "fmt": fmt}
