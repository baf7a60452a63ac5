"""Rules on the form of a catalog."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from matrices.catalogs.canonical import canonical_text
from matrices.catalogs.doubt_comments import doubts_left
from matrices.catalogs.model import Task
from matrices.diagnostics import MatrixError, Place, Severity
from matrices.rules.rule import Examined, Found, about, about_notice, rule

_RESIDUE = re.compile(
    r"\[(?:bookmark|TOC|_GoBack)[^\]]*\]|_x000[0-9A-F]_|&(?:nbsp|amp|lt|gt|quot|#\d+);|</?[a-z]+>"
    r"|[\u00a0\u00ad\u200b-\u200f\u2060\ufeff\ufffd\ue000-\uf8ff]"
)


def texts_of(task: Task) -> list[tuple[str, Place]]:
    """Every text of a task with the nearest place known for it."""
    texts = [task.group, task.title, task.content, task.deadline, task.note, *task.targets]
    return [(text, task.place) for text in texts if text] + [
        (cell.text, cell.place) for cell in task.cells if cell.text
    ]


@rule("S06", "number-gap", Severity.WARNING)
def number_gap(examined: Examined) -> Iterator[Found]:
    """Find a row whose number does not follow the one above it.

    Why: a row was lost or moved while transcribing, or the notice itself was misnumbered. A
    section begins at 1 or goes on from the rows above it; so does a list under another heading.
    Bad:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
        - {number: 3, title: 桥梁检测, content: 检测桥梁。, lead: 区交通运输委}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
        - {number: 2, title: 桥梁检测, content: 检测桥梁。, lead: 区交通运输委}
    Source: the column 序号 of task tables
    """
    last = highest = 0
    for section in examined.catalog.sections:
        above: Task | None = None
        for task in section.tasks:
            if not task.no.isdecimal():
                continue
            number = int(task.no[:9])
            may_follow = {last + 1}
            if above is None or above.group != task.group:
                # behind a list of its own, the heading of that list had the number between
                may_follow |= {1, highest + 1} | ({highest + 2} if last < highest else set())
            if number not in may_follow:
                yield about(task, no=task.no, expected=last + 1 if above else 1)
            last, highest, above = number, max(highest, number), task


@rule("S09", "export-residue", Severity.WARNING)
def export_residue(examined: Examined) -> Iterator[Found]:
    """Find traces of the program a text was copied from.

    Why: invisible characters and marks make equal words unequal, and searches miss them.
    Bad:
        - {number: 1, title: "校舍修缮[bookmark0]", content: 修缮校舍。, lead: 区教委}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Source: a table row of a 2025 district notice published with a bookmark mark in its title
    """
    for task in examined.catalog.tasks:
        for text, place in texts_of(task):
            residue = _RESIDUE.search(text)
            if residue:
                shown = residue.group()
                if not shown.isprintable() or not shown.isascii():
                    shown = f"U+{ord(shown[0]):04X}"
                yield about(task, place, residue=shown)


@rule("S10", "not-canonical", None, drafting=Severity.NOTE)
def not_canonical(examined: Examined) -> Iterator[Found]:
    """Find catalogs that `zeren fmt` would lay out differently.

    Why: one layout keeps the differences between two versions to what was changed.
    Bad:
        format: 1
        notice:
            id: jia-2025
            title: 甲区要点
            jurisdiction: 甲区
            lead_rule: stated
        sections: []
    Good:
        format: 1
        notice:
          id: jia-2025
          title: 甲区要点
          jurisdiction: 甲区
          lead_rule: stated
        sections: []
    Source: formatters of programming languages
    """
    path = examined.catalog.path
    text = _text_of(path)
    try:
        canonical = canonical_text(path, text)
    except MatrixError:
        return
    if canonical != text:
        old, new = text.splitlines(), canonical.splitlines()
        line = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
        yield about_notice(Place(path, line + 1, 1))


@rule("S19", "doubt-left", Severity.WARNING)
def doubt_left(examined: Examined) -> Iterator[Found]:
    """Find doubts that an import left in a catalog, as comments.

    Why: a doubt that nobody looked at may hide a wrong duty; the comment goes when it is settled.
    Bad:
        format: 1
        notice:
          id: jia-2025
          title: 甲区要点
          jurisdiction: 甲区
          lead_rule: stated
        # doubt: notice.docx: I07 doubtful-unit: 第3行
        sections: []
    Good:
        format: 1
        notice:
          id: jia-2025
          title: 甲区要点
          jurisdiction: 甲区
          lead_rule: stated
        sections: []
    Source: the import of notices; docs/import.md
    """
    path = examined.catalog.path
    for doubt in doubts_left(_text_of(path)):
        yield about_notice(Place(path, doubt.line, 1), doubt=doubt.code)


def _text_of(path: str) -> str:
    """What stands in a file, "" where it went since it was loaded."""
    try:
        return Path(path).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


@rule("G06", "formula-cell", Severity.WARNING)
def formula_cell(examined: Examined) -> Iterator[Found]:
    """Find a text that a spreadsheet would run as a formula.

    Why: exported and opened by a colleague, the cell computes or calls something.
    Bad:
        - {number: 1, title: "=1+1", content: 修缮校舍。, lead: 区教委}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Source: CWE-1236, formula elements in a csv file
    """
    for task in examined.catalog.tasks:
        for text, place in texts_of(task):
            if re.match(r"[=+@＝＋＠\t\r]|[-－](?=[^\d\s-])", text) and len(text) > 1:
                yield about(task, place, text=text[:20])
