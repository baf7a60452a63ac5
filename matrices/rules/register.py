"""All rules: imports every module that holds some and answers which there are."""

from __future__ import annotations

from matrices.diagnostics import MatrixError
from matrices.rules import (
    across,
    cooperation,
    deadlines,
    governance,
    leads,
    reading,
    said_twice,
    structure,
    units,
    wording_of_tasks,
    workload,
)
from matrices.rules.rule import REGISTERED, RETIRED, Rule
from matrices.spelling import nearest_names

# importing them registers their rules
MODULES = (
    structure,
    units,
    leads,
    cooperation,
    wording_of_tasks,
    said_twice,
    deadlines,
    across,
    workload,
    governance,
    reading,
)
_GROUPS = "SULCTDXWG"


def all_rules() -> list[Rule]:
    """Every rule, in the order of the catalogue: structure, units, leads, and so on."""
    return sorted(REGISTERED.values(), key=lambda r: (_GROUPS.index(r.code[0]), r.code))


def rule_of(code: str) -> Rule | None:
    """The rule of a code, a name, or a name the reader tells its problem by."""
    return _by_any_name().get(code.strip().casefold())


def _by_any_name() -> dict[str, Rule]:
    return {
        name.casefold(): rule
        for rule in all_rules()
        for name in (rule.code, rule.name, *rule.told_as)
    }


def retired_code(code: str) -> str:
    """The code of a rule that is gone, by its code or its name; "" where there was none."""
    wanted = code.strip().casefold()
    return next((c for c, r in RETIRED.items() if wanted in (c.casefold(), r.name)), "")


def find_rule(code: str) -> Rule:
    """The rule of a code or name; raises MatrixError with the nearest ones."""
    rule = rule_of(code)
    if rule is None and (gone := retired_code(code)):
        name, successor = RETIRED[gone]
        if not successor:
            raise MatrixError("error.rule-retired", rule=f"{gone} {name}")
        raise MatrixError("error.rule-replaced", rule=f"{gone} {name}", successor=successor)
    if rule is None:
        nearest = nearest_rules(code)
        if not nearest:
            raise MatrixError("error.unknown-rule", rule=code)
        raise MatrixError("error.unknown-rule-nearest", rule=code, candidates="、".join(nearest))
    return rule


def nearest_rules(code: str) -> list[str]:
    """Codes and names most like what was typed."""
    names = {n.casefold(): n for r in all_rules() for n in (r.code, r.name, *r.told_as)}
    return [names[n] for n in nearest_names(code.strip().casefold(), names, 3)]


def find_rules(codes: list[str]) -> list[Rule]:
    """The rules of codes, names or letters of a group (``L``); raises MatrixError."""
    found: dict[str, Rule] = {}
    for each in codes:
        for code in filter(None, (part.strip() for part in each.split(","))):
            group = [r for r in all_rules() if len(code) == 1 and r.code[0] == code.upper()]
            found.update({rule.code: rule for rule in group or [find_rule(code)]})
    return list(found.values())
