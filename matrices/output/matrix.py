"""The matrix: tasks by units, with a mark for every part a unit plays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from matrices.answers import codes
from matrices.answers.assignments import Assignment, Basis, Responsibilities
from matrices.catalogs.model import Role, Task
from matrices.catalogs.unit_key import UnitKey
from matrices.output.table import Col, Json, Kind, Runs, Table, build_table, hidden
from matrices.output.unit_names import marks_note, repeats_note
from matrices.wording import say

# a lead by assumption has a sign of its own
ASSUMED_SIGN, ASSUMED_LETTER = "◇", "a"
MARKS = {Role.LEAD: "●", Role.RESPONSIBLE: "◎", Role.COOPERATE: "○", Role.GUIDE: "△"}
COLLECTIVE_MARK = "·"
# RASCI: the lead is accountable, a unit that answers without a lead responsible
LETTERS = {Role.LEAD: "A", Role.RESPONSIBLE: "R", Role.COOPERATE: "S", Role.GUIDE: "C"}
COLLECTIVE_LETTER = "m"


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A task with the assignments of each unit in it."""

    task: Task
    cells: dict[UnitKey, tuple[Assignment, ...]]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Tasks in the order of the notices; units by kind, those with most tasks first.

    Only units with an assignment in scope are there; tasks without any unit are kept, for
    a matrix is where a hole is seen.
    """

    rows: tuple[MatrixRow, ...]
    units: tuple[UnitKey, ...]


def build_matrix(responsibilities: Responsibilities) -> Matrix:
    """The matrix of all tasks in scope; `scope.roles` keeps only such parts."""
    roles = responsibilities.scope.roles
    rows: list[MatrixRow] = []
    counts: Counter[UnitKey] = Counter()
    for task_id, task in responsibilities.tasks.items():
        cells: dict[UnitKey, list[Assignment]] = {}
        for a in (*responsibilities.by_task[task_id], *responsibilities.reached(task_id)):
            if not roles or a.role in roles:
                cells.setdefault(a.unit, []).append(a)
        counts.update(cells.keys())
        rows.append(
            MatrixRow(
                task,
                {
                    unit: tuple(sorted(own, key=lambda a: codes.ROLE_ORDER[a.role]))
                    for unit, own in cells.items()
                },
            )
        )
    jurisdictions = list(dict.fromkeys(responsibilities.jurisdiction_of.values()))

    def place(unit: UnitKey) -> tuple[int, int, int, str]:
        kind = responsibilities.registry.place_of_kind(unit)
        return jurisdictions.index(unit.jurisdiction), kind, -counts[unit], unit.name

    return Matrix(tuple(rows), tuple(sorted(counts, key=place)))


def matrix_table(matrix: Matrix, responsibilities: Responsibilities, *, letters: bool) -> Table:
    """The matrix as a table: a narrow column for each unit, a heading for each section."""
    several = len({unit.jurisdiction for unit in matrix.units}) > 1

    def unit_column(unit: UnitKey) -> Col[MatrixRow]:
        return Col(
            unit.name,
            lambda row: _mark(row.cells.get(unit, ()), letters=letters),
            kind=Kind.MARK,
            group=_kind_heading(responsibilities, unit, several=several),
            literal=True,
        )

    columns: list[Col[MatrixRow]] = [
        Col("head.task", lambda row: row.task.id, "task", kind=Kind.ID),
        Col("head.title", lambda row: row.task.label, "title"),
        *map(unit_column, matrix.units),
        hidden("cells", lambda row: _cell_objects(row, matrix.units)),
    ]
    notices = {c.notice.id: c.notice for c in responsibilities.catalogs}
    shown = [notices[n] for n in dict.fromkeys(row.task.notice_id for row in matrix.rows)]
    return build_table(
        say("title.matrix"),
        columns,
        matrix.rows,
        notes=[
            *_notes(matrix, letters=letters),
            *repeats_note(responsibilities.total),
        ],
        groups=Runs(
            lambda row: (row.task.notice_id, row.task.section_no),
            lambda run: _section_heading(responsibilities, run[0].task),
        ),
        subtitles=[" ".join(filter(None, (n.title, n.number, n.issued))) for n in shown],
    )


def _cell_objects(row: MatrixRow, units: Sequence[UnitKey]) -> list[Json]:
    return [
        {
            "unit": unit.name,
            "jurisdiction": unit.jurisdiction,
            "role": a.role.value,
            "basis": a.basis.value,
            "via": a.via or None,
        }
        for unit in units
        for a in row.cells.get(unit, ())
    ]


def _notes(matrix: Matrix, *, letters: bool) -> list[str]:
    signs = LETTERS if letters else MARKS
    parts = [a for row in matrix.rows for own in row.cells.values() for a in own]
    assumed = len({a.task.id for a in parts if a.is_assumed_lead})
    notes = [
        say("note.matrix", tasks=len(matrix.rows), units=len(matrix.units)),
        say("note.signs", **{role.value: sign for role, sign in signs.items()}),
    ]
    if assumed:
        notes.append(say("note.matrix-assumed", tasks=assumed))
    return notes + marks_note((), (a.basis for a in parts))


def _mark(assignments: tuple[Assignment, ...], *, letters: bool) -> str:
    return "".join(dict.fromkeys(_sign(a, letters=letters) for a in assignments))


def _sign(a: Assignment, *, letters: bool) -> str:
    if a.basis is Basis.COLLECTIVE:
        return COLLECTIVE_LETTER if letters else COLLECTIVE_MARK
    if a.is_assumed_lead:
        return ASSUMED_LETTER if letters else ASSUMED_SIGN
    return LETTERS[a.role] if letters else MARKS[a.role]


def _kind_heading(responsibilities: Responsibilities, unit: UnitKey, *, several: bool) -> str:
    known = responsibilities.registry.resolve(unit.jurisdiction, unit.name)
    heading = say("kind." + (known.kind.value if known else "unrecorded"))
    return f"{unit.jurisdiction} {heading}" if several else heading


def _section_heading(responsibilities: Responsibilities, task: Task) -> str:
    section = responsibilities.sections[task.id]
    heading = f"{section.no} {section.title}"
    return heading if len(responsibilities.catalogs) == 1 else f"{task.notice_id} {heading}"
