"""Rules on where a notice comes from and how its findings are let stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matrices.diagnostics import Severity
from matrices.rules.rule import Examined, Found, about, about_notice, rule, told_by_program
from matrices.rules.structure import texts_of

_PHONE_OR_ID = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")


@rule("G01", "no-source", Severity.WARNING, strict=Severity.ERROR)
def no_source(examined: Examined) -> Iterator[Found]:
    """Find catalogs that do not say which document they transcribe: number, issuer or day.

    Why: nobody can look up whether the transcription is right.
    Bad:
        notice: {number: "", issued: ""}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Good:
        notice: {number: 甲府发〔2025〕1号, issuer: 甲区人民政府, issued: 2025-03-05}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Source: supervision of tasks starts from the document's number
    """
    notice = examined.catalog.notice
    missing = [key for key in ("number", "issuer", "issued") if not getattr(notice, key)]
    if missing:
        yield about_notice(notice.place, missing=", ".join(missing))


@rule("G02", "no-source-place", Severity.NOTE, strict=Severity.WARNING)
def no_source_place(examined: Examined) -> Iterator[Found]:
    """Find sections that do not say where in the document they stand.

    Why: checking a row against the document should not need a search.
    Bad:
        section: {number: 1, title: 重点任务}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Good:
        section: {number: 1, title: 重点任务, place: 附件表一}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Source: requirement tools that point to table and row
    """
    for section in examined.catalog.sections:
        without = [task for task in section.tasks if not task.source_place]
        if not section.source_place and without:
            yield about_notice(section.place, section=section.title)


@rule("G05", "personal-data", Severity.WARNING, strict=Severity.ERROR)
def personal_data(examined: Examined) -> Iterator[Found]:
    """Find mobile phone and identity numbers.

    Why: catalogs are published and exported; such numbers must not be.
    Bad:
        - {number: 1, title: 校舍修缮, content: 修缮校舍，联系电话13800000000。, lead: 区教委}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Source: a published notice with the phone numbers of contact persons
    """
    for task in examined.catalog.tasks:
        for text, place in texts_of(task):
            match = _PHONE_OR_ID.search(text)
            if match:
                yield about(task, place, start=match.group()[:3])


@told_by_program(
    "G04",
    "waiver-not-valid",
    Severity.WARNING,
    told_as=("waiver-expired", "waiver-useless", "waiver-of-retired"),
)
def waiver_not_valid() -> None:
    """Find waivers whose day is over, that name no rule or a retired one, or that waive nothing.

    Why: a waiver that nobody looks at again hides the next fault of its kind.
    Bad:
        notice: {waivers: [{rule: L01, task: "1.1", reason: 待批复, by: 文书岗, until: 2020-12-31}]}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: "", cooperate: 区教委}
    Good:
        notice: {waivers: [{rule: L01, task: "1.1", reason: 待批复, by: 文书岗, until: 2099-12-31}]}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: "", cooperate: 区教委}
    Source: requests for accountable suppressions in requirement tools
    """


@told_by_program(
    "G08",
    "unknown-rule-ignored",
    Severity.WARNING,
    told_as=("unknown-rule-ignored", "retired-rule-ignored"),
)
def unknown_rule_ignored() -> None:
    """Find a code under `ignore` that is no rule, or no longer one.

    Why: the rule that was meant is still asked, or the line is left from an older version.
    Bad:
        notice: {check: {ignore: [Q99]}}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Good:
        notice: {check: {ignore: [C01]}}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Source: other linters' warnings on unknown codes
    """
