"""Programs that do to an index what may befall it; `test_index_store` reads what they print.

``python index_victims.py BUILDER killed FOLDER ROUNDS SEED``: builds and refreshes the index of
FOLDER in processes that are killed at a random moment, looks at what is left, and goes on with it.

``python index_victims.py BUILDER asked FOLDER [BYTES]``: asks the index once; no file may grow
beyond BYTES.

BUILDER is a module that makes rows: `index_rows` or `matrices.answers.index.build`.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import index_contents
import index_rows
from index_rows import Contents

from matrices.answers.index import build
from matrices.answers.index.location import index_path
from matrices.answers.index.looking import connect
from matrices.answers.index.reading import Builder
from matrices.answers.index.store import open_index

builder: Builder = build if sys.argv[1] == build.__name__ else index_rows
contents = index_contents.contents if builder is build else index_rows.contents


def fresh(folder: Path) -> Contents:
    with open_index([folder], no_index=True, builder=builder) as index:
        return contents(index.connection)


def asked(folder: Path) -> tuple[Contents, list[str]]:
    with open_index([folder], builder=builder) as index:
        return contents(index.connection), [note.message_id for note in index.notes]


def left(path: Path) -> Contents | str:
    """What whoever only reads finds in the file."""
    try:
        with closing(connect(path, "ro", 0)) as connection:
            return contents(connection)
    except sqlite3.OperationalError as error:
        return error.sqlite_errorname


def killed(folder: Path, rounds: int, seed: int) -> dict[str, int]:
    """Kill builders and refreshers; count what was left of the index."""
    rng = random.Random(seed)  # noqa: S311
    path = index_path([str(folder)])
    assert path is not None
    told: Counter[str] = Counter()
    files = sorted(folder.glob("*.yaml"))
    path.unlink(missing_ok=True)
    started = time.perf_counter()
    asked(folder)
    seconds = dict.fromkeys(("build", "refresh"), time.perf_counter() - started)
    for turn in range(rounds):
        what = ("build", "refresh")[turn % 2]
        before = left(path)
        if what == "build":
            with closing(connect(path, "rw", 0)) as connection:
                connection.execute("UPDATE about SET value = 'other' WHERE name = 'program'")
        for file in rng.sample(files, 3):
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace("修堤", f"修堤{turn}"), encoding="utf-8")
        now = fresh(folder)
        started = time.perf_counter()
        process = os.fork()
        if process == 0:
            asked(folder)
            os._exit(0)
        time.sleep(1.2 * rng.random() * seconds[what])
        os.kill(process, signal.SIGKILL)
        if os.waitpid(process, 0)[1] == 0:
            seconds[what] = time.perf_counter() - started
        found = left(path)
        if found == now:
            told[f"{what}: new"] += 1
        elif found == before:
            told[f"{what}: old"] += 1
        else:  # half a transaction, which whoever may write undoes
            told[f"{what}: {found if isinstance(found, str) else 'MIXED'}"] += 1
        answer, notes = asked(folder)
        if answer != now:
            told["WRONG"] += 1
        told.update(notes)
        told["left behind"] += len([*path.parent.glob("*.new")])
    return told


def main(what: str, folder: str, *numbers: str) -> None:
    """Run one of the programs and print what it found as JSON."""
    if what == "killed":
        found: Any = killed(Path(folder), *map(int, numbers))
    else:
        import resource

        for limit in map(int, numbers):
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        read: list[int] = []
        with open_index(
            [Path(folder)], builder=builder, report=lambda done, _: read.append(done)
        ) as index:
            found = {
                "path": index.path and str(index.path),
                "notes": [note.message_id for note in index.notes],
                "contents": repr(contents(index.connection)),
                "read": len(read),
            }
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[2:])
