"""Figures in two wordings of one task: which went up, which went down, from what to what.

A figure is a number with what it counts. Years, days, numbers of documents and of items are
none. Of a figure that is a limit (不超过3起) neither direction is more work.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from matrices.answers.similarity import pairs_of

UP, DOWN, LIMIT = "up", "down", "limit"

_CLAUSE_ENDS = re.compile(r"[。；;，、：:！!？?\n]|,(?!\d{3})")
_FIGURE = re.compile(
    r"(?<![\d.+〔\[(第#—-])(\d+(?:,\d{3})*(?:\.\d+)?)(?![\d+]|\.\d)\s*"
    r"(%|‰|个百分点|个工作日|平方公里|平方米|立方米|公里|千米|公顷|小时|分钟|[家人批班台]次|"
    r"[万亿][元人亩吨户套个家件]?|[\u4e00-\u9fff]?)"
)
_NO_UNITS = ("年", "月", "日", "号", "时", "点", "条", "款")
_LIMIT = re.compile(
    r"以内|以下|之内|不超过|不高于|不大于|低于|少于|控制在|下降|减少|压减|[≤<]|死亡|亡人|"
    # of accidents fewer are better, of what is done against them more
    r"事故(?!隐患|预防|风险|案例|应急|救援|演练|调查|处置)"
)
_SAME_THING = 0.5


class Figure(NamedTuple):
    """A number with what it counts; `what` is the clause around it."""

    what: str
    text: str
    number: float
    unit: str
    is_limit: bool


class Change(NamedTuple):
    """A figure that differs: what it counts, and how it reads on either side."""

    what: str
    a: str
    b: str
    direction: str


def figures_in(texts: Sequence[str]) -> list[Figure]:
    """The figures in some texts, in their order."""
    found: list[Figure] = []
    for text in texts:
        for clause in _CLAUSE_ENDS.split(unicodedata.normalize("NFKC", text)):
            for match in _FIGURE.finditer(clause):
                unit = match[2]
                if unit.startswith(_NO_UNITS):
                    continue
                what = (clause[: match.start()] + clause[match.end() :]).strip()
                found.append(
                    Figure(
                        what,
                        match[0].strip(),
                        float(match[1].replace(",", "")),
                        unit,
                        bool(_LIMIT.search(clause)),
                    )
                )
    return found


def changed_figures(a: Sequence[str], b: Sequence[str]) -> list[Change]:
    """The figures of `a` that count the same in `b` with another number, in the order of `a`.

    A figure is looked for once, in the clause most like its own.
    """
    of_b = figures_in(b)
    changes: list[Change] = []
    told: set[tuple[str, float, float]] = set()
    for figure in figures_in(a):
        likeness = [
            (_alike(figure.what, other.what), place)
            for place, other in enumerate(of_b)
            if figure.unit == other.unit
        ]
        best = max(likeness, key=lambda each: (each[0], -each[1]), default=(0.0, 0))
        if best[0] < _SAME_THING:
            continue
        other = of_b.pop(best[1])
        key = (figure.unit, figure.number, other.number)
        if figure.number == other.number or key in told:
            continue
        told.add(key)
        limit = figure.is_limit or other.is_limit
        up = other.number > figure.number
        direction = LIMIT if limit else UP if up else DOWN
        changes.append(Change(figure.what, figure.text, other.text, direction))
    return changes


def _alike(one: str, other: str) -> float:
    """Shared pairs of characters; two figures that stand alone count the same."""
    first, second = set(pairs_of(one)), set(pairs_of(other))
    if not first and not second:
        return 1.0
    return 2 * len(first & second) / (len(first) + len(second))
