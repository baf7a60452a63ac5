"""Where in the notice a task stands, in words."""

from __future__ import annotations

from matrices.catalogs.model import Section, Task
from matrices.wording import in_every_language, say


def source_place(section: Section, task: Task) -> str:
    """Where in the notice a task stands."""
    row = task.source_place or say("show.row", no=task.no)
    return say("show.place", section=_heading(section), row=row)


def source_places(section: Section, task: Task) -> list[str]:
    """The same in every language: a sheet may come from an office with another one."""
    patterns = zip(in_every_language("show.place"), in_every_language("show.row"), strict=True)
    return [
        place.format(section=_heading(section), row=task.source_place or row.format(no=task.no))
        for place, row in patterns
    ]


def _heading(section: Section) -> str:
    return section.source_place or f"{section.no} {section.title}"
