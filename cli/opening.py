"""While an index is opened: a bar for what is read, and what there is to tell about it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from cli.output import tell
from matrices.wording import say

if TYPE_CHECKING:
    from matrices.answers.index.store import Note

    Report = Callable[[int, int], object]


def tell_notes(notes: Sequence[Note]) -> None:
    """Tell where the index could not be kept or had to be mended."""
    for note in notes:
        tell(say(note.message_id, **note.values))


@contextmanager
def reading_bar() -> Iterator[Report]:
    """Show how many of the files are read, from the first one on, where a person watches.

    Where nothing has to be read, nothing is loaded that could show it.
    """
    with ExitStack() as stack:
        steps: list[Callable[[], object]] = []

        def report(done: int, expected: int) -> None:
            if not sys.stderr.isatty():
                return
            if not steps:
                from cli.terminal import progress_bar

                steps.append(stack.enter_context(progress_bar(say("progress.index"), expected)))
            steps[0]()

        yield report
