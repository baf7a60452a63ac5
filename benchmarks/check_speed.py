"""How long checking takes against loading: ``python -m benchmarks.check_speed [NOTICES]``.

Prints both times and their ratio; the ratio is what must stay small (under 4), the seconds
depend on the machine. The notices are copies of two bundled ones of 120 tasks each, under other
ids and years; of every year there are two of each district, so that tasks are compared across
notices as well.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from matrices.catalogs.locations import bundled_root
from matrices.catalogs.workspace import load_workspace
from matrices.rules.checking import CheckRequest, check_workspace

COPIED = ("wulong-2025", "jiangjin-2025")


def write_notices(folder: Path, count: int) -> None:
    """Write copies of real notices, and the registry."""
    shutil.copy(bundled_root() / "units.yaml", folder)
    texts = [(bundled_root() / f"{name}.yaml").read_text(encoding="utf-8") for name in COPIED]
    for number in range(count):
        text = texts[number % 2].replace("id: ", f"id: n{number}-", 1)
        text = re.sub(r'period: "\d+"', f'period: "{1800 + number // 4}"', text, count=1)
        (folder / f"n-{number}.yaml").write_text(text, encoding="utf-8")


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
        f"{report.notices} notices, {report.tasks} tasks: loading {loading:.1f} s, checking "
        f"{checking:.1f} s, ratio {checking / loading:.2f}; {len(report.problems)} findings"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
