"""Asks the rules of every notice that was loaded, and applies settings and waivers.

Never writes anything. What the reader told while loading is reported with the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from matrices.answers.assignments import interpret
from matrices.catalogs.collector import without_garbage_collection
from matrices.catalogs.model import Catalog, Waiver
from matrices.catalogs.reader import THRESHOLDS
from matrices.catalogs.workspace import Workspace
from matrices.diagnostics import Problem, Severity
from matrices.rules.folding import fold
from matrices.rules.register import all_rules, nearest_rules, retired_code, rule_of
from matrices.rules.rule import RETIRED, Examination, Examined, Found, Profile, Rule

SEVERITY_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What is asked: a profile over the notices' own, only these rules, not those rules.

    `today` decides which waivers are over.
    """

    profile: Profile | None = None
    select: tuple[Rule, ...] = ()
    ignore: tuple[Rule, ...] = ()
    today: date = date.max


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that a waiver lets stand."""

    problem: Problem
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of a run in the order of their places, and what they are out of."""

    problems: tuple[Problem, ...]
    waived: tuple[Waived, ...]
    notices: int
    tasks: int

    @property
    def counts(self) -> Counter[Severity]:
        """How many findings there are of each severity; waived ones are not counted."""
        return Counter(problem.severity for problem in self.problems)

    def worst_at_least(self, severity: Severity) -> bool:
        """Tell whether any finding is as bad as this or worse."""
        return any(SEVERITY_ORDER[p.severity] <= SEVERITY_ORDER[severity] for p in self.problems)


def check_workspace(workspace: Workspace, request: CheckRequest) -> Report:
    """Ask every rule that is wanted of every notice, and sort what was found."""
    with without_garbage_collection():
        return _check(workspace, request)


def _check(workspace: Workspace, request: CheckRequest) -> Report:
    examined = tuple(_examine(catalog, workspace, request) for catalog in workspace.catalogs)
    catalogs = {catalog.path: catalog for catalog in workspace.catalogs}
    found: list[Problem] = []
    for problem in workspace.problems:
        rule = rule_of(problem.code)
        catalog = catalogs.get(problem.place.path)
        if rule is not None and (severity := severity_of(rule, catalog, request)) is not None:
            worst = min(severity, problem.severity, key=SEVERITY_ORDER.__getitem__)
            found.append(problem._replace(severity=worst))
    for notice in examined:
        for rule in all_rules():
            if rule.in_notice is None:
                continue
            severity = severity_of(rule, notice.catalog, request)
            if severity is not None:
                found += _problems(rule, severity, rule.in_notice(notice))
    examination = Examination(workspace, examined)
    for rule in all_rules():
        asked_by = (*workspace.catalogs, None)  # None: a finding in a registry
        if rule.across is not None and any(severity_of(rule, c, request) for c in asked_by):
            for problem in _problems(rule, Severity.NOTE, rule.across(examination)):
                severity = severity_of(rule, catalogs.get(problem.place.path), request)
                if severity is not None:
                    found.append(problem._replace(severity=severity))
    kept, waived = _apply_waivers(found, workspace.catalogs, request, of_tasks=True)
    kept = fold(kept, workspace.catalogs)
    kept, more = _apply_waivers(kept, workspace.catalogs, request, of_tasks=False)
    waived += more
    kept += _unknown_ignored(workspace.catalogs, request)
    kept.sort(key=lambda problem: problem.sort_key)
    return Report(
        tuple(kept),
        tuple(waived),
        len(workspace.catalogs),
        sum(len(c.tasks) for c in workspace.catalogs),
    )


def severity_of(rule: Rule, catalog: Catalog | None, request: CheckRequest) -> Severity | None:
    """How bad a finding of a rule is in a notice, None where the rule is not asked of it.

    A rule that is selected by its code is asked even where the profile leaves it out.
    """
    settings = catalog.notice.check if catalog else None
    if rule in request.ignore or (settings and _names_rule(settings.ignore, rule)):
        return None
    profile = request.profile or Profile(
        settings.profile if settings and settings.profile else Profile.DEFAULT
    )
    if not request.select:
        return rule.severities.get(profile)
    if rule not in request.select:
        return None
    return rule.severities.get(profile) or next(iter(rule.severities.values()))


def _names_rule(codes: Iterable[str], rule: Rule) -> bool:
    return any(rule_of(code) == rule for code in codes)


def _examine(catalog: Catalog, workspace: Workspace, request: CheckRequest) -> Examined:
    return Examined(
        catalog,
        workspace.registry,
        interpret([catalog], workspace.registry),
        {**THRESHOLDS, **dict(catalog.notice.check.thresholds)},
        request.today,
    )


def _problems(rule: Rule, severity: Severity, found: Iterable[Found]) -> list[Problem]:
    return [Problem(rule.code, rule.name, each.place, severity, each.values) for each in found]


def _apply_waivers(
    found: Sequence[Problem],
    catalogs: Sequence[Catalog],
    request: CheckRequest,
    *,
    of_tasks: bool,
) -> tuple[list[Problem], list[Waived]]:
    """Apply the waivers of single tasks, or those of findings about a notice as a whole."""
    kept: list[Problem] = list(found)
    waived: list[Waived] = []
    for catalog in catalogs:
        for waiver in catalog.notice.waivers:
            if bool(waiver.task) is not of_tasks:
                continue
            rule = rule_of(waiver.rule)
            if rule is None and (gone := retired_code(waiver.rule)):
                successor = [RETIRED[gone].successor]
                kept += _invalid(catalog, waiver, "waiver-of-retired", request, successor)
            elif rule is None:
                nearest = nearest_rules(waiver.rule)
                kept += _invalid(catalog, waiver, "waiver-useless", request, nearest)
            elif date.fromisoformat(waiver.until) < request.today:
                kept += _invalid(catalog, waiver, "waiver-expired", request, [])
            else:
                matching = [p for p in kept if _waives(waiver, rule, catalog, p)]
                waived += [Waived(problem, waiver) for problem in matching]
                taken = {id(problem) for problem in matching}
                kept = [problem for problem in kept if id(problem) not in taken]
                if not matching and severity_of(rule, catalog, request) is not None:
                    kept += _invalid(catalog, waiver, "waiver-useless", request, [])
    return kept, waived


def _waives(waiver: Waiver, rule: Rule, catalog: Catalog, problem: Problem) -> bool:
    if problem.code != rule.code or problem.place.path != catalog.path:
        return False
    task = problem.values.get("task", "")
    return waiver.task in (task, task.partition("/")[2])


def _invalid(
    catalog: Catalog, waiver: Waiver, name: str, request: CheckRequest, nearest: Sequence[str]
) -> list[Problem]:
    rule = rule_of(name)
    severity = severity_of(rule, catalog, request) if rule else None
    if rule is None or severity is None:
        return []
    values = {
        "rule": waiver.rule,
        "task": waiver.task,
        "until": waiver.until,
        "suggestion": nearest[0] if nearest else "",
    }
    return [Problem(rule.code, name, waiver.place, severity, values)]


def _unknown_ignored(catalogs: Sequence[Catalog], request: CheckRequest) -> list[Problem]:
    rule = rule_of("unknown-rule-ignored")
    found: list[Problem] = []
    for catalog in catalogs:
        severity = severity_of(rule, catalog, request) if rule else None
        if rule is None or severity is None:
            continue
        for code in catalog.notice.check.ignore:
            if rule_of(code) is None:
                gone = retired_code(code)
                nearest = [RETIRED[gone].successor] if gone else nearest_rules(code)
                values = {"rule": code, "suggestion": nearest[0] if nearest else ""}
                name = "retired-rule-ignored" if gone else rule.name
                place = catalog.notice.check.place
                found.append(Problem(rule.code, name, place, severity, values))
    return found
