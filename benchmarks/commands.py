"""The commands that are measured: the floor, zeren's own, and networkx for comparison."""

from __future__ import annotations

import sys

from benchmarks.runner import Command

FLOOR = Command('python -c "import typer"', (sys.executable, "-c", "import typer"))


# as the installed program starts, without depending on an installation
PROGRAM = (sys.executable, "-c", "from cli.start import run; run()")


def _zeren(name: str, *arguments: str, target: float | None = None, **environment: str) -> Command:
    return Command(name, (*PROGRAM, *arguments), environment, target)


def _on_terminal(name: str, *arguments: str, target: float) -> Command:
    """What a person waits for: the answer is drawn, not piped."""
    call = f"import pty, sys; sys.exit(pty.spawn({[*PROGRAM, *arguments]!r}) >> 8)"
    return Command(name, (sys.executable, "-c", call), {"TERM": "xterm", "COLUMNS": "100"}, target)


COMMANDS = (
    *(
        _zeren(f"zeren owns 区水利局 --format {name}", "owns", "区水利局", "-f", name, target=1.4)
        for name in ("json", "csv", "plain")
    ),
    _zeren("zeren owns 区水利局", "owns", "区水利局", target=2.1),
    _on_terminal("zeren owns 区水利局, on a terminal", "owns", "区水利局", target=3.0),
    _zeren("zeren workload", "workload"),
    _zeren("zeren orphans", "orphans"),
    _zeren("zeren overlaps --pairs", "overlaps", "--pairs"),
    _zeren("zeren --help", "--help", target=1.5),
    _zeren("zeren --version", "--version", target=1.5),
    _zeren(
        "completion: zeren owns 区水<Tab>",
        target=1.5,
        _ZEREN_COMPLETE="complete_bash",
        COMP_WORDS="zeren owns 区水",
        COMP_CWORD="2",
    ),
    Command('python -c "import networkx"', (sys.executable, "-c", "import networkx")),
    Command("python -c pass", (sys.executable, "-c", "pass")),
)
