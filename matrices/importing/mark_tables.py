"""Tables that assign by marks: a column per unit, ▲ where it leads and △ where it cooperates.

Such a table is unfolded into an ordinary one, with a column of units per role, before anything
else looks at it. Which mark says what is told by a legend, or by the mark itself (牵头).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from matrices.catalogs.model import Role
from matrices.notation import NONE_MARKS, looks_like_unit
from matrices.readers.document import DocumentPlace, GridCell, Table

_SIGN = "▲△▼▽●○◎⊙◉★☆◆◇■□√✓✔"
_ROLE_WORDS: tuple[tuple[str, Role], ...] = (
    ("牵头|主办|主责|主要责任", Role.LEAD),
    ("配合|协办|协助|协同|参与|参加", Role.COOPERATE),
    ("指导|督导", Role.GUIDE),
    ("责任|承办|负责|落实", Role.RESPONSIBLE),
)
_ROLES = re.compile("|".join(f"(?P<{role.name}>{words})" for words, role in _ROLE_WORDS))
# 主 and 协 in a cell are 主办 and 协办 cut short.
_SHORT = {"主": Role.LEAD, "牵": Role.LEAD, "协": Role.COOPERATE, "配": Role.COOPERATE}
_MARK = re.compile(
    rf"[{_SIGN}{''.join(_SHORT)}](?!头|办|责|合|助|同)"
    rf"|(?:{'|'.join(words for words, _ in _ROLE_WORDS)})(?:单位|部门)?"
)
_SIGNS = re.compile(f"[{_SIGN}]")
_BEFORE_SIGN = re.compile(f"(?=[{_SIGN}])")
_AFTER_SIGN = re.compile(f"(?<=[{_SIGN}])")
_PARTED = re.compile(r"[，,、；;。：:（）()\n]")
# A bracket or a colon that only parts a mark from its role: 牵头单位（▲）, ▲：牵头.
_ALONE = re.compile(
    rf"[（(]\s*([{_SIGN}])\s*[）)]|([{_SIGN}])[”’」]?\s*[：:]"
    rf"|[：:]\s*[“‘「]?([{_SIGN}])[”’」]?(?=\s*(?:[，,、；;。）)]|$))"
)
_HEADS = {
    Role.LEAD: "牵头单位",
    Role.RESPONSIBLE: "责任单位",
    Role.COOPERATE: "配合单位",
    Role.GUIDE: "指导单位",
}
# A title, a line of whose form it is, and two lines of heads stand above the first task.
_HEAD_ROWS = 6
_LONGEST_LEGEND = 60
_LEAST_UNITS = 2
_LONGEST_MARK = 2


@dataclass(frozen=True, slots=True)
class Unfolded:
    """A table of marks as a table of units.

    `doubtful` are the marks that no legend explains, whose units stand as responsible ones,
    and the cells among the marks that hold something else, each with its place. `head` is the
    row with the names of the units.
    """

    table: Table
    head: tuple[GridCell, ...]
    doubtful: tuple[tuple[str, DocumentPlace], ...]


def explained_marks(texts: Iterable[str]) -> dict[str, Role]:
    """What legends say of marks: “▲”为牵头单位, 牵头单位用●表示, △配合.

    A mark that is explained in two ways is left out, and so is one between two roles.
    """
    said: dict[str, set[Role]] = {}
    for text in texts:
        for clause in _clauses(text):
            signs = set(_SIGNS.findall(clause))
            roles = [(match.start(), _role(match)) for match in _ROLES.finditer(clause)]
            if len(signs) != 1 or not roles:
                continue
            sign = signs.pop()
            at = clause.index(sign)
            if roles[0][0] > at or roles[-1][0] < at:
                said.setdefault(sign, set()).add(roles[0][1])
    return {sign: roles.pop() for sign, roles in said.items() if len(roles) == 1}


def is_legend(text: str) -> bool:
    """Tell whether a text does nothing but explain marks."""
    return len(text) <= _LONGEST_LEGEND and bool(explained_marks([text]))


def _clauses(text: str) -> Iterator[str]:
    """The parts of a legend, each with one mark where the writer parted them."""
    if not _SIGNS.search(text):
        return
    for clause in _PARTED.split(_ALONE.sub(lambda m: m[1] or m[2] or m[3], text)):
        pieces = _SIGNS.split(clause)
        if not pieces[-1].strip(" ”’」"):  # 牵头单位▲ 配合单位△
            yield from _AFTER_SIGN.split(clause)
        else:  # ▲牵头 △配合
            yield from _BEFORE_SIGN.split(clause) if not pieces[0].strip(" “‘「") else (clause,)


def _role(match: re.Match[str]) -> Role:
    return next(role for _, role in _ROLE_WORDS if match[role.name])


def unfold_all(tables: Iterable[Table], legend: Mapping[str, Role]) -> Iterator[Unfolded | None]:
    """What `unfold` gives for each table; one without a head goes on with the one before it."""
    head: tuple[GridCell, ...] = ()
    for table in tables:
        unfolded = unfold(table, legend)
        if unfolded is None and len(head) == table.width:
            places = (table.place, *table.row_places) if table.row_places else ()
            unfolded = unfold(replace(table, rows=(head, *table.rows), row_places=places), legend)
        head = unfolded.head if unfolded is not None else ()
        yield unfolded


def unfold(table: Table, legend: Mapping[str, Role]) -> Unfolded | None:
    """The table with a column of units per role, None where it does not assign by marks.

    `legend` is what the document says of marks; the table's own words go before it.
    """
    if table.ragged:
        return None  # blank cells are missing there, and no mark stands under its unit
    for head in range(min(_HEAD_ROWS, len(table.rows) - 1)):
        columns = _columns_of_marks(table, head)
        if columns:
            own = explained_marks(
                dict.fromkeys(
                    cell.text
                    for at, row in enumerate(table.rows)
                    for cell in row
                    if at <= head or _is_line(row)
                )
            )
            return _Unfolding(table, head, columns, {**legend, **own}).result()
    return None


def _columns_of_marks(table: Table, head: int) -> list[int]:
    """The columns headed by units below which stand marks; none where they are too few."""
    heads = table.rows[head]
    columns, marked = [], 0
    for column, cell in enumerate(heads):
        if not _is_unit(cell):
            continue
        below = [
            row[column].text.strip()
            for row in table.rows[head + 1 :]
            if column < len(row) and not row[column].continues_left
        ]
        filled = [text for text in below if text not in NONE_MARKS]
        marks = sum(1 for text in filled if _marks(text))
        if marks * 2 > len(filled) or not filled:
            columns.append(column)
            marked += bool(filled)
    return columns if marked >= _LEAST_UNITS else []


def assigns_by_marks(table: Table) -> bool:
    """Tell whether a table that could not be unfolded has something short under names of units."""
    for at, head in enumerate(table.rows[:_HEAD_ROWS]):
        names = [n for n, cell in enumerate(head) if _is_unit(cell)]
        if len(names) < _LEAST_UNITS:
            continue
        below = [cell.text.strip() for row in table.rows[at + 1 :] for cell in _under(row, names)]
        short = [text for text in below if text not in NONE_MARKS and not text.isdecimal()]
        return len(short) >= _LEAST_UNITS and all(len(text) <= _LONGEST_MARK for text in short)
    return False


def _under(row: Sequence[GridCell], columns: Sequence[int]) -> list[GridCell]:
    """The cells of a row in these columns, headings over the whole table left out."""
    return [row[n] for n in columns if n < len(row) and not row[n].continues_left]


def _is_unit(cell: GridCell) -> bool:
    """Tell whether a cell of a head names a unit, and not a column of units."""
    name = _name(cell)
    return (
        looks_like_unit(name)
        and not _ROLES.search(name)
        and not any(mark in name for mark in "：:")
        and not (cell.continues_left or cell.continues_above)
    )


def _is_line(row: Sequence[GridCell]) -> bool:
    """Tell whether a row is one cell over the whole table, or but one cell of it is filled."""
    return len({cell.text for cell in row if cell.text.strip()}) == 1


def _name(cell: GridCell) -> str:
    return "".join(cell.text.split())


def _marks(text: str) -> list[str]:
    """The marks of a cell, none where it holds anything else."""
    marks = _MARK.findall(text)
    return marks if _MARK.sub("", text).strip(" 、/\n") == "" else []


class _Unfolding:
    """Builds the table of units row by row."""

    def __init__(
        self, table: Table, head: int, columns: list[int], legend: Mapping[str, Role]
    ) -> None:
        self._table = table
        self._head = head
        self._columns = columns
        self._legend = legend
        self._kept = [n for n in range(table.width) if n not in columns]
        self._marks: dict[Role, dict[str, None]] = {}
        self._unexplained: dict[str, None] = {}
        self._unread: list[tuple[str, DocumentPlace]] = []

    def result(self) -> Unfolded:
        """The table, and what of its marks could not be told."""
        found = [self._units(n) for n in range(self._head + 1, len(self._table.rows))]
        roles = [role for role in _HEADS if role in self._marks]
        rows: list[tuple[GridCell, ...]] = []
        places: list[DocumentPlace] = []
        for at, row in enumerate(self._table.rows):
            if at == self._head:
                added = self._head_row(roles)
            elif _is_line(row) and is_legend(next(c.text for c in row if c.text.strip())):
                continue  # the legend
            elif at < self._head:
                if not _is_line(row):
                    continue  # the upper line of the head
                added = self._row(row, {}, roles)
            else:
                added = self._row(row, found[at - self._head - 1], roles)
            rows.append(added)
            places += self._table.row_places[at : at + 1]
        unfolded = replace(self._table, rows=tuple(rows), row_places=tuple(places))
        marks = "、".join(self._unexplained)
        doubtful = [(marks, self._table.place)] if marks else []
        head = self._table.rows[self._head]
        return Unfolded(unfolded, head, (*doubtful, *self._unread))

    def _row(
        self, row: Sequence[GridCell], units: Mapping[Role, list[str]], roles: list[Role]
    ) -> tuple[GridCell, ...]:
        kept = tuple(row[n] for n in self._kept)
        if all(row[n].continues_left for n in self._columns if n):
            return kept + (GridCell(row[0].text, continues_left=True),) * len(roles)
        return kept + tuple(GridCell("、".join(units.get(role, ()))) for role in roles)

    def _head_row(self, roles: list[Role]) -> tuple[GridCell, ...]:
        row = self._table.rows[self._head]
        kept = tuple(replace(row[n], continues_above=False) for n in self._kept)
        return kept + tuple(
            GridCell(f"{_HEADS[role]}（{'、'.join(self._marks[role])}）") for role in roles
        )

    def _units(self, at: int) -> dict[Role, list[str]]:
        """The units of a row by their roles."""
        units: dict[Role, list[str]] = {}
        row, names = self._table.rows[at], self._table.rows[self._head]
        for column in self._columns:
            text = row[column].text.strip()
            if row[column].continues_left or text in NONE_MARKS:
                continue
            if not (marks := _marks(text)):
                places = self._table.row_places
                self._unread.append((text, places[at] if places else self._table.place))
            for mark in marks:
                role = self._role_of(mark)
                units.setdefault(role, []).append(_name(names[column]))
                self._marks.setdefault(role, {})[mark] = None
        return units

    def _role_of(self, mark: str) -> Role:
        match = _ROLES.match(mark)
        if match:
            return _role(match)
        if mark in _SHORT:
            return _SHORT[mark]
        if mark not in self._legend:
            self._unexplained[mark] = None
        return self._legend.get(mark, Role.RESPONSIBLE)
