"""The one table type that every format prints, and the one way to make it from records."""

# no postponed annotations: a named tuple would compile each of them anew at every start
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from itertools import groupby
from typing import Generic, NamedTuple, TypeVar

from matrices.wording import say

Value = str | int | float | None


Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

Record = TypeVar("Record")


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


# named tuples: making a dataclass takes longer, and every question waits for this module
class Column(NamedTuple):
    """A heading and the kind of what stands under it; `group` heads neighbouring columns."""

    header: str
    kind: Kind = Kind.TEXT
    group: str = ""


class Group(NamedTuple):
    """A run of rows under a heading of its own."""

    heading: str
    rows: int


class Table(NamedTuple):
    """An answer: a title, columns, rows, the same as objects, and notes on the figures.

    `rows` are for eyes and spreadsheets, in the columns' order; `objects` are the same
    answer as data, with the keys documented in docs/json.md. `subtitles` stand under the
    title on paper: the unit, the notice, its number and date.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    objects: tuple[dict[str, Json], ...]
    notes: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    subtitles: tuple[str, ...] = ()


def first_rows(table: Table, most: int, out_of: int = 0) -> Table:
    """The first rows of a table, told in a note; the other notes go on speaking of all.

    `out_of` is how many rows there are where the table was made of the first ones already.
    """
    total = out_of or len(table.rows)
    if total <= most:
        return table
    groups: list[Group] = []
    left = most
    for group in table.groups:
        if left > 0:
            groups.append(group._replace(rows=min(group.rows, left)))
            left -= group.rows
    return table._replace(
        rows=table.rows[:most],
        objects=table.objects[:most],
        notes=(say("note.first-rows", shown=most, total=total), *table.notes),
        groups=tuple(groups),
    )


class Col(NamedTuple, Generic[Record]):
    """A column told once: its heading, what a person reads under it, and the same as data.

    `head` is the id of a wording, with `literal` the heading itself. Without a `value` the
    column is data only (see `hidden`), without a `key` it is only shown. `data` is what
    stands under the key where that is not the `value`.
    """

    head: str
    value: Callable[[Record], Value] | None
    key: str = ""
    data: Callable[[Record], Json] | None = None
    kind: Kind = Kind.TEXT
    group: str = ""
    literal: bool = False


def hidden(key: str, data: Callable[[Record], Json]) -> Col[Record]:
    """A column that is data only: objects have the key, rows do not show it."""
    return Col("", None, key, data)


class Runs(NamedTuple, Generic[Record]):
    """Neighbouring records with the same key, and the heading that stands over such a run."""

    key: Callable[[Record], object]
    heading: Callable[[Sequence[Record]], str]


def build_table(
    title: str,
    columns: Sequence[Col[Record]],
    records: Iterable[Record],
    *,
    unseen: Iterable[Record] = (),
    notes: Iterable[str] = (),
    groups: Runs[Record] | None = None,
    subtitles: Iterable[str] = (),
) -> Table:
    """The table of these records: a row and an object for each, in the order of the columns.

    `unseen` records are objects only, after the others. A table whose columns have no key
    has no objects. Raises KeyError for a heading that no language has.
    """
    records = tuple(records)
    shown = [(column, column.value) for column in columns if column.value is not None]
    told = _keyed(columns)
    return Table(
        title,
        tuple(
            Column(column.head if column.literal else say(column.head), column.kind, column.group)
            for column, _ in shown
        ),
        tuple(tuple(value(record) for _, value in shown) for record in records),
        tuple({key: data(record) for key, data in told} for record in (*records, *unseen))
        if told
        else (),
        tuple(notes),
        _groups(records, groups) if groups else (),
        tuple(subtitles),
    )


def as_object(columns: Iterable[Col[Record]], record: Record) -> dict[str, Json]:
    """One record as data, with the keys of these columns in their order."""
    return {key: data(record) for key, data in _keyed(columns)}


def _keyed(columns: Iterable[Col[Record]]) -> list[tuple[str, Callable[[Record], Json]]]:
    return [
        (column.key, data)
        for column in columns
        if column.key and (data := column.data or column.value) is not None
    ]


def _groups(records: Sequence[Record], runs: Runs[Record]) -> tuple[Group, ...]:
    found = [tuple(run) for _, run in groupby(records, runs.key)]
    return tuple(Group(runs.heading(run), len(run)) for run in found)
