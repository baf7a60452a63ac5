"""Rules on deadlines and years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matrices.diagnostics import Severity
from matrices.rules.rule import Examined, Found, about, about_notice, rule

_YEAR = re.compile(r"(?<!\d)(20\d\d)年")


def years_of(period: str) -> range:
    """The years of a period: "2025" or "2021-2025"; empty where it names none."""
    years = [int(year) for year in re.findall(r"(?<!\d)[12]\d{3}(?!\d)", period)]
    return range(years[0], years[-1] + 1) if years else range(0)


@rule("D01", "no-deadline", None, strict=Severity.WARNING, drafting=Severity.NOTE)
def no_deadline(examined: Examined) -> Iterator[Found]:
    """Find notices with tasks that have no deadline, told once for a notice.

    Why: without a day nothing is late.
    Bad:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, deadline: 2025年6月底前}
    Source: a 2024 city notice gives a deadline for every task
    """
    tasks = examined.catalog.tasks
    missing = [task for task in tasks if not task.deadline]
    if missing:
        yield about_notice(
            examined.catalog.notice.place,
            count=len(missing),
            total=len(tasks),
            first=missing[0].id,
        )


@rule("D02", "deadline-outside-period", Severity.WARNING)
def deadline_outside_period(examined: Examined) -> Iterator[Found]:
    """Find deadlines in a year before the notice, or after the years its title names.

    Why: the year was copied from an older notice, or the task belongs to another one. Where the
    title names no year, the period is the year of issue at best, and a later deadline is right.
    Bad:
        notice: {period: "2025"}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, deadline: 2024年12月底前}
    Good:
        notice: {period: "2025"}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, deadline: 2025年12月底前}
    Source: own observation: yearly notices start from last year's text
    """
    notice = examined.catalog.notice
    period = years_of(notice.period)
    ends = str(period[-1]) in notice.title if period else False
    for task in examined.catalog.tasks if period else ():
        years = [int(year) for year in re.findall(r"20\d\d", task.deadline)]
        outside = [y for y in years if y < period[0] or (ends and y > period[-1])]
        if outside:
            yield about(task, deadline=task.deadline, year=outside[0], period=notice.period)


@rule("D03", "year-in-head", Severity.WARNING)
def year_in_head(examined: Examined) -> Iterator[Found]:
    """Find a year in the title of the notice or of a table that its period does not hold.

    Why: the head of a table was copied from last year's notice.
    Bad:
        notice: {period: "2025", title: 2024年甲区工作要点}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Good:
        notice: {period: "2025", title: 2025年甲区工作要点}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Source: 2025年目标 as the head of a column
    """
    notice = examined.catalog.notice
    period = years_of(notice.period)
    if not period:
        return
    heads = [(notice.title, notice.place)]
    for section in examined.catalog.sections:
        heads += [(text, section.place) for text in (section.title, *section.columns.values())]
    for text, place in heads:
        for year in _YEAR.findall(text):
            if int(year) not in period:
                yield about_notice(place, text=text, year=year, period=notice.period)
