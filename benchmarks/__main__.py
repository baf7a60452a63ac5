"""Prints the benchmark tables: ``python -m benchmarks [--rounds N] [--into FILE]``."""

from __future__ import annotations

import argparse
import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import yaml

from benchmarks.commands import COMMANDS, FLOOR
from benchmarks.growth import growth_table, measure_growth
from benchmarks.runner import Timing, time_commands

_RESULTS = re.compile(r"(<!-- results -->\n).*(<!-- end of results -->\n)", re.DOTALL)


def machine_facts(rounds: int) -> str:
    """What the figures depend on, without naming the machine."""
    libyaml = "with" if hasattr(yaml, "CSafeLoader") else "without"
    packages = ", ".join(f"{p} {version(p)}" for p in ("typer", "rich", "tabulate", "networkx"))
    return (
        f"Measured {datetime.now(UTC):%Y-%m-%d}: {rounds} rounds, {os.cpu_count()} cores, "
        f"{platform.system()} {platform.machine()}, "
        f"{platform.python_implementation()} {platform.python_version()}, "
        f"PyYAML {version('pyyaml')} ({libyaml} libyaml), {packages}."
    )


def commands_table(timings: Sequence[Timing]) -> list[str]:
    lines = [
        "| command | median ms | ratio to the floor | middle half | target |",
        "|---|---:|---:|---:|---|",
    ]
    for timing in timings:
        low, high = timing.spread
        lines.append(
            f"| `{timing.command.name}` | {timing.milliseconds:.0f} | {timing.ratio:.2f} "
            f"| {low:.2f} to {high:.2f} | {_verdict(timing)} |"
        )
    return lines


def _verdict(timing: Timing) -> str:
    target = timing.command.target
    if target is None:
        return ""
    return f"{target:.1f}, {'met' if timing.ratio <= target else 'missed'}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--rounds", type=int, default=21, help="rounds of whole commands (21)")
    parser.add_argument("--no-growth", action="store_true", help="leave out the growth table")
    parser.add_argument("--into", type=Path, help="replace the results in this Markdown file")
    options = parser.parse_args()
    lines = [machine_facts(options.rounds), ""]
    lines += commands_table(time_commands(FLOOR, COMMANDS, options.rounds))
    if not options.no_growth:
        lines += ["", *growth_table(measure_growth())]
    text = "\n".join(lines) + "\n"
    print(text, end="")
    if options.into:
        old = options.into.read_text(encoding="utf-8")
        new, found = _RESULTS.subn(lambda m: f"{m[1]}\n{text}\n{m[2]}", old)
        if not found:
            parser.error(f"{options.into} has no place for results")
        options.into.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
