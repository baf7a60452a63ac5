"""Times whole commands side by side, in rounds, so that a slow minute hits all of them alike."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

CHECKOUT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Command:
    """A whole command: what to call it, its words, what it adds to the environment, its target.

    `target` is the largest wanted ratio to the floor, None where nothing is promised.
    """

    name: str
    words: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """What was measured of one command: seconds per round, and each round's ratio to the floor."""

    command: Command
    seconds: tuple[float, ...]
    ratios: tuple[float, ...]

    @property
    def milliseconds(self) -> float:
        return 1000 * median(self.seconds)

    @property
    def ratio(self) -> float:
        return median(self.ratios)

    @property
    def spread(self) -> tuple[float, float]:
        """The middle half of the ratios."""
        if len(self.ratios) < 2:
            return self.ratio, self.ratio
        low, _, high = quantiles(self.ratios, n=4, method="inclusive")
        return low, high


def time_commands(floor: Command, commands: Sequence[Command], rounds: int) -> list[Timing]:
    """Run every command once per round, each round starting with another one.

    One round before the first is not counted: it fills the disk cache and writes .pyc files.
    """
    everything = [floor, *commands]
    seconds: dict[str, list[float]] = {command.name: [] for command in everything}
    for number in range(-1, rounds):
        shift = number % len(everything)
        for command in everything[shift:] + everything[:shift]:
            elapsed = _run(command)
            if number >= 0:
                seconds[command.name].append(elapsed)
    return [
        Timing(
            command,
            tuple(seconds[command.name]),
            tuple(
                mine / base
                for mine, base in zip(seconds[command.name], seconds[floor.name], strict=True)
            ),
        )
        for command in everything
    ]


def _run(command: Command) -> float:
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("ZEREN", "_ZEREN", "PYTHON"))},
        "ZEREN_LANG": "zh",
        "NO_COLOR": "1",
        **command.environment,
    }
    start = time.perf_counter()
    done = subprocess.run(
        command.words, capture_output=True, env=environment, cwd=CHECKOUT, check=False
    )
    elapsed = time.perf_counter() - start
    if done.returncode != 0:
        raise RuntimeError(f"{command.name}: {done.stderr.decode(errors='replace')}")
    return elapsed
