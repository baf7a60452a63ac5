"""Printing: the only place that writes to the screen."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from matrices.diagnostics import Problem
from matrices.wording import problem_line

if TYPE_CHECKING:
    from matrices.output.table import Table

# the exit statuses of the program; 130 is what a shell gives a program that was interrupted
EXIT_FINE, EXIT_PROBLEMS, EXIT_COULD_NOT = 0, 1, 2
EXIT_INTERRUPTED = 130

DATA_FORMATS = ("csv", "tsv", "json", "jsonl")


class ReaderGoneError(Exception):
    """Whoever read our output has seen enough; typer would make a failure of it."""


def prepare_streams() -> None:
    """Print what a narrow console cannot show as ``?`` instead of failing on it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def tell(line: str) -> None:
    """Print a message for the person, on the error stream, as one line."""
    from matrices.output.cells import visible

    try:
        print(visible(line).replace("\n", " "), file=sys.stderr)  # noqa: T201
    except BrokenPipeError as error:
        raise ReaderGoneError from error


def tell_problems(problems: Iterable[Problem]) -> None:
    """Print every problem, one a line, on the error stream."""
    for problem in problems:
        tell(problem_line(problem))


def put(text: str) -> None:
    """Print data."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise ReaderGoneError from error


def put_table(table: Table, format_name: str) -> None:
    """Print a table: drawn and folded on a terminal, aligned and unwrapped in a pipe.

    In formats that hold only data, the notes on the figures go to the error stream.
    """
    from matrices.output.formats import rendered

    if format_name == "table" and sys.stdout.isatty():
        from cli.terminal import draw

        draw(table)
        return
    put(rendered(table, format_name))
    if format_name in DATA_FORMATS:
        for note in table.notes:
            tell(note)
