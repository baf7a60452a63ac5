"""The page of a rule as text, and the reference of all rules, made from their docstrings."""

from __future__ import annotations

from collections.abc import Mapping

from matrices.rules.register import all_rules
from matrices.rules.rule import Profile, Rule
from matrices.wording import say, say_if_known

GROUPS = {
    "S": "Structure",
    "U": "Units",
    "L": "Lead",
    "C": "Cooperation",
    "T": "Task wording and targets",
    "D": "Time",
    "X": "Across notices",
    "W": "Workload",
    "G": "Governance",
}


def what_rule_finds(rule: Rule) -> str:
    """The first sentence of a rule's page, in the language spoken."""
    return say_if_known(f"rule.{rule.code}.finds", rule.finds)


def explain_rule(rule: Rule) -> str:
    """The page of a rule as plain text."""
    why = say_if_known(f"rule.{rule.code}.why", rule.why)
    severities = "；".join(
        say(
            "explain.severity",
            profile=say("profile." + profile.value),
            severity=say("severity." + severity.value),
        )
        for profile, severity in rule.severities.items()
    )
    parts = [
        f"{rule.code} {rule.name}",
        what_rule_finds(rule),
        f"{say('explain.why')}{why}",
        f"{say('explain.severities')}{severities}",
        say("explain.bad") + "\n" + _indented(rule.bad),
        say("explain.good") + "\n" + _indented(rule.good),
        f"{say('explain.source')}{rule.source}",
    ]
    if rule.told_as and rule.told_as != (rule.name,):
        parts.insert(2, say("explain.told-as", names=", ".join(rule.told_as)))
    return "\n\n".join(parts) + "\n"


def _indented(example: str) -> str:
    return "\n".join("    " + line if line else "" for line in example.rstrip("\n").split("\n"))


def rules_page(findings: str, counts: Mapping[str, int]) -> str:
    """The page: the table of all rules, the findings on the bundled notices, every rule.

    `findings` is the hand-judged table, as Markdown; `counts` gives the findings in the
    default profile on the bundled notices.
    """
    parts = [
        "# Rules\n",
        "Made from the docstrings of `matrices/rules`; `zeren explain CODE` prints one of these "
        "sections.\nThe examples are executed by the tests. How to run the check, choose a profile "
        "and waive a finding: [check.md](check.md).\n",
        _overview(counts),
        findings,
    ]
    for letter, title in GROUPS.items():
        parts.append(f"## {title}\n")
        parts += [_section(rule) for rule in all_rules() if rule.code[0] == letter]
    return "\n".join(parts)


def _overview(counts: Mapping[str, int]) -> str:
    lines = [
        "| Rule | Name | default | strict | drafting | found |",
        "|---|---|---|---|---|---:|",
    ]
    for rule in all_rules():
        severities = " | ".join(_severity(rule, profile) for profile in Profile)
        lines.append(
            f"| [{rule.code}](#{_anchor(rule)}) | {rule.name} | {severities} "
            f"| {counts.get(rule.code, 0) or ''} |"
        )
    return (
        "\n".join(lines)
        + "\n\nThe last column counts the findings of the default profile on the five bundled "
        "notices.\n"
    )


def _severity(rule: Rule, profile: Profile) -> str:
    severity = rule.severities.get(profile)
    return severity.value if severity else ""


def _anchor(rule: Rule) -> str:
    return f"{rule.code}-{rule.name}".lower()


def _section(rule: Rule) -> str:
    told = (
        f"Reported as `{'`, `'.join(rule.told_as)}`.\n\n"
        if rule.told_as and rule.told_as != (rule.name,)
        else ""
    )
    return (
        f"### {rule.code} {rule.name}\n\n{rule.finds}\n\n{told}Why: {rule.why}\n\n"
        f"Bad:\n\n```yaml\n{rule.bad}```\n\nGood:\n\n```yaml\n{rule.good}```\n\n"
        f"Source: {rule.source}.\n"
    )
