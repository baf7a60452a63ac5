"""What a word typed so far may become, asked of the index.

Apart from `questions`, whose records take longer to load than a person waits for a tab.
"""

from __future__ import annotations

from matrices.answers.index.engines import Engine


def units_beginning(engine: Engine, start: str) -> list[str]:
    """Names and aliases of units: those on record first, bodies before collectives."""
    return [name for name, *_ in engine.rows("units_beginning", {"start": start})]


def tasks_beginning(engine: Engine, start: str) -> list[str]:
    """Ids of tasks, in their order."""
    return [code for *_, code in engine.rows("tasks_beginning", {"start": start})]


def notices_beginning(engine: Engine, start: str) -> list[str]:
    """Ids of notices, in the order of their files."""
    rows = engine.rows("notices_to_ask", {})
    return [code for _, code, *_ in rows if code.startswith(start)]


def jurisdictions_beginning(engine: Engine, start: str) -> list[str]:
    """Names of jurisdictions that have a notice, in the order of their files."""
    names = [name for _, _, _, name, *_ in engine.rows("notices_to_ask", {})]
    return [name for name in dict.fromkeys(names) if name.startswith(start)]
