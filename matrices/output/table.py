"""The one table type that every format prints."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

Value = str | int | float | None


Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


class Kind(StrEnum):
    """How a column's values are shown; `BAR` is drawn, and left out of csv and tsv.

    `ENTRY` is left blank for a person to fill in, `MARK` holds one sign or letter.
    """

    ID = "id"
    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    BAR = "bar"
    ENTRY = "entry"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and the kind of what stands under it; `group` heads neighbouring columns."""

    header: str
    kind: Kind = Kind.TEXT
    group: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A run of rows under a heading of its own."""

    heading: str
    rows: int


@dataclass(frozen=True, slots=True)
class Table:
    """An answer: a title, columns, rows, the same as objects, and notes on the figures.

    `subtitles` stand under the title on paper: the unit, the notice, its number and date.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    objects: tuple[dict[str, Json], ...]
    notes: tuple[str, ...] = ()
    groups: tuple[Group, ...] = field(default=())
    subtitles: tuple[str, ...] = ()
