"""How long checking takes against loading: ``python -m benchmarks.check_speed [NOTICES]``.

Prints both times and their ratio; the ratio is what must stay small (under 4), the seconds
depend on the machine. The notices are invented, of two districts by turns, one in ten rows
repeating another's words.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from matrices.checking import CheckRequest, check_workspace
from matrices.workspace import load_workspace

TASKS = 120
BUREAUS = [
    f"区{name}局" for name in ("水利", "林业", "民政", "财政", "公安", "审计", "统计", "气象")
]
VERBS = ("排查", "整治", "完善", "建设", "推进", "落实", "编制", "开展", "修订", "评估")
THINGS = ("防汛抗旱", "森林防火", "消防通道", "危险化学品", "燃气管网", "农村公路", "地质灾害点")
KINDS = ("隐患清单", "应急预案", "监测设备", "责任制度", "巡查机制", "培训演练", "示范项目")


def write_notices(folder: Path, count: int) -> None:
    """Write invented notices, the same ones every time."""
    for number in range(count):
        chance = random.Random(number)  # noqa: S311 - data that must be the same every time
        lines = [
            "format: 1",
            f"notice: {{id: n-{number}, title: 要点, jurisdiction: {'甲乙'[number % 2]}区, "
            f'period: "{2000 + number // 20}", lead_rule: stated}}',
            "sections:",
            "  - no: 1",
            "    title: 任务",
            "    tasks:",
        ]
        for row in range(1, TASKS + 1):
            words = chance if row % 10 else random.Random(row)  # noqa: S311
            parts = [
                words.choice(VERBS) + words.choice(THINGS) + words.choice(KINDS) for _ in range(3)
            ]
            lead, *others = chance.sample(BUREAUS, 4)
            lines += [
                f"      - no: {row}",
                f"        title: {parts[0]}",
                f"        content: {'，'.join(parts)}{words.randint(1, 99)}处。",
                f"        lead: {lead}",
                f"        cooperate: {'、'.join(others)}，各镇街",
            ]
        (folder / f"n-{number}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(count: int) -> None:
    """Measure once and print."""
    with tempfile.TemporaryDirectory() as folder:
        write_notices(Path(folder), count)
        start = time.process_time()
        workspace = load_workspace([Path(folder)])
        loaded = time.process_time()
        report = check_workspace(workspace, CheckRequest(today=date(2026, 1, 1)))
        checked = time.process_time()
    loading, checking = loaded - start, checked - loaded
    print(
        f"{count} notices, {count * TASKS} tasks: loading {loading:.1f} s, checking "
        f"{checking:.1f} s, ratio {checking / loading:.2f}; {len(report.problems)} findings"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
