"""Repairs that cannot change what a catalog says: names on record, repeats, separators.

Only the text of a unit cell is touched, in its own line; after a repair the cell must read
as before, and every other value of the file must be the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from matrices.catalogs.canonical import read_root, values_of
from matrices.catalogs.model import Catalog
from matrices.catalogs.nodes import read_bytes, reads_as_other_type
from matrices.catalogs.registry import Registry
from matrices.catalogs.repeats import known_names
from matrices.catalogs.unit_key import UnitKey
from matrices.diagnostics import Place
from matrices.notation import Cell, Mention, parse_cell

# the rules whose findings can be repaired
REPAIRED_RULES = ("U02", "U03", "C05", "U06")
_FULL_WIDTH = {",": "，", ";": "；"}
_UNSAFE_PLAIN = set("\"'#:{}[]&*!|>%@`,")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A file's text before and after, and how many cells differ."""

    path: str
    before: str
    after: str
    cells: int


def repair_catalog(catalog: Catalog, registry: Registry, asked: Callable[[str], bool]) -> Repaired:
    """Repair the unit cells of one catalog.

    `asked` tells for a code of `REPAIRED_RULES` whether its findings are to be repaired.
    """
    before = read_bytes(Path(catalog.path)).decode("utf-8")
    lines = before.split("\n")
    jurisdiction = catalog.notice.jurisdiction
    known = known_names(catalog, registry)
    changed: dict[Place, str] = {}
    for place, text in _cells(catalog):
        repaired = _repair_cell(text, known, jurisdiction, registry, asked)
        if repaired != text and _replace_in_line(lines, place, text, repaired):
            changed[place] = repaired
    after = "\n".join(lines)
    if changed and not _only_these(catalog.path, before, after, changed):
        return Repaired(catalog.path, before, before, 0)
    return Repaired(catalog.path, before, after, len(changed))


def _cells(catalog: Catalog) -> Iterator[tuple[Place, str]]:
    """Unit cells, the last of a line first, so that places before it stay right."""
    cells = [(cell.place, cell.text) for task in catalog.tasks for cell in task.cells if cell.text]
    return iter(sorted(cells, key=lambda each: (each[0].line, -each[0].column)))


def _repair_cell(
    text: str,
    known: frozenset[str],
    jurisdiction: str,
    registry: Registry,
    asked: Callable[[str], bool],
) -> str:
    def units(cell: Cell) -> list[tuple[UnitKey, int]]:
        return [(registry.key(jurisdiction, m.name), m.tier) for m in cell.mentions]

    wanted = list(dict.fromkeys(units(parse_cell(text, known))))
    if asked("U02") or asked("U03"):
        text = _keep_if(
            text,
            _canonical_names(parse_cell(text, known), jurisdiction, registry, asked),
            lambda new: units(parse_cell(new, known)) == units(parse_cell(text, known)),
        )
    if asked("C05"):
        text = _keep_if(
            text,
            _without_repeats(parse_cell(text, known), jurisdiction, registry),
            lambda new: units(parse_cell(new, known)) == wanted,
        )
    if asked("U06"):
        text = _keep_if(
            text,
            "".join(
                _FULL_WIDTH.get(p, p) if isinstance(p, str) else p.text + p.open_words
                for p in parse_cell(text, known).pieces
            ),
            lambda new: parse_cell(new, known).mentions == parse_cell(text, known).mentions,
        )
    return text


def _keep_if(old: str, new: str, reads_the_same: Callable[[str], bool]) -> str:
    return new if new != old and reads_the_same(new) else old


def _canonical_names(
    cell: Cell, jurisdiction: str, registry: Registry, asked: Callable[[str], bool]
) -> str:
    def name(mention: Mention) -> str:
        unit = registry.resolve(jurisdiction, mention.name)
        if unit is None or mention.text != mention.name or unit.name == mention.name:
            return mention.text
        prefixed = mention.name.startswith(registry.place_names(jurisdiction))
        return unit.name if asked("U03" if prefixed else "U02") else mention.text

    return "".join(p if isinstance(p, str) else name(p) + p.open_words for p in cell.pieces)


def _without_repeats(cell: Cell, jurisdiction: str, registry: Registry) -> str:
    """The cell without the second naming of a unit, together with the separator before it."""
    seen: set[UnitKey] = set()
    kept: list[Mention | str] = []
    for piece in cell.pieces:
        if isinstance(piece, Mention):
            key = registry.key(jurisdiction, piece.name)
            if key in seen and not piece.open_words and not piece.sub_units and kept:
                while kept and isinstance(kept[-1], str):
                    kept.pop()
                continue
            seen.add(key)
        kept.append(piece)
    return "".join(p if isinstance(p, str) else p.text + p.open_words for p in kept)


def _replace_in_line(lines: list[str], place: Place, old: str, new: str) -> bool:
    """Replace a cell that stands on one line, in the quotes it has; False where it does not."""
    line = lines[place.line - 1]
    start = place.column - 1
    for written in (json.dumps(old, ensure_ascii=False), "'" + old.replace("'", "''") + "'", old):
        if line.startswith(written, start):
            quoted = written != old or _needs_quotes(new)
            replacement = json.dumps(new, ensure_ascii=False) if quoted else new
            lines[place.line - 1] = line[:start] + replacement + line[start + len(written) :]
            return True
    return False


def _needs_quotes(text: str) -> bool:
    return bool(_UNSAFE_PLAIN & set(text) or reads_as_other_type(text) or text != text.strip())


def _only_these(path: str, before: str, after: str, changed: dict[Place, str]) -> bool:
    """Tell whether nothing but these cells differs between two texts of a file."""
    old = _flat(values_of(read_root(path, before)))
    new = _flat(values_of(read_root(path, after)))
    different = [pair for pair in zip(old, new, strict=False) if pair[0] != pair[1]]
    return len(old) == len(new) and sorted(pair[1] for pair in different) == sorted(
        changed.values()
    )


def _flat(values: object) -> list[str]:
    flat: list[str] = []
    waiting = [values]
    while waiting:
        value = waiting.pop()
        if isinstance(value, (list, tuple)):
            waiting.extend(value)
        else:
            flat.append(str(value))
    return flat
