"""The commands that are measured: the floor, zeren's own, and networkx for comparison."""

from __future__ import annotations

import sys

from benchmarks.runner import Command

FLOOR = Command('python -c "import typer"', (sys.executable, "-c", "import typer"))


def _zeren(name: str, *arguments: str, target: float | None = None, **environment: str) -> Command:
    """`zeren` as the installed program starts it, without depending on an installation."""
    words = (sys.executable, "-c", "from cli.start import run; run()", *arguments)
    return Command(name, words, environment, target)


COMMANDS = (
    _zeren("zeren owns 区水利局", "owns", "区水利局", target=4.0),
    _zeren("zeren workload", "workload"),
    _zeren("zeren orphans", "orphans"),
    _zeren("zeren overlaps --pairs", "overlaps", "--pairs"),
    _zeren("zeren --help", "--help", target=2.5),
    _zeren(
        "completion: zeren owns 区水<Tab>",
        target=2.5,
        _ZEREN_COMPLETE="complete_bash",
        COMP_WORDS="zeren owns 区水",
        COMP_CWORD="2",
    ),
    Command('python -c "import networkx"', (sys.executable, "-c", "import networkx")),
    Command("python -c pass", (sys.executable, "-c", "pass")),
)
