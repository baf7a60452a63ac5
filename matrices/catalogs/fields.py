"""What the mappings of our YAML files may hold, and reading them by that description.

One description per mapping serves the reader here and the published JSON Schema
(`matrices.catalogs.schema`), so that an editor and `zeren` cannot disagree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from matrices.catalogs.nodes import Node
from matrices.diagnostics import Place, Problem, Severity
from matrices.spelling import FAINTLY_ALIKE, nearest_name

FORMAT = 1
IDENTIFIER = re.compile(r"[0-9A-Za-z\u3400-\u9fff][0-9A-Za-z\u3400-\u9fff._-]*")
# 0 numbers what stands before the first annex or chapter that has a number
NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:[.-][0-9]+)*")
# six digits for a county, twelve for a village (GB/T 2260 and the codes of statistics)
CODE = re.compile(r"[0-9]{6}(?:[0-9]{6})?")
DATE = re.compile(r"[12][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")


class Shape(StrEnum):
    """What a value may be."""

    TEXT = "text"  # a string that is not blank
    CELL = "cell"  # a string; "" means that the cell is blank in the source
    IDENTIFIER = "identifier"
    NUMBER = "number"
    DATE = "date"
    CODE = "code"
    FORMAT = "format"
    CHOICE = "choice"
    TEXTS = "texts"
    MAPPING = "mapping"
    MAPPINGS = "mappings"


# a plain 3 is meant as a number and 2025-03-05 as a date; a plain 1.10 would lose its 0
_MEANT_TYPES = {(Shape.NUMBER, "int"), (Shape.DATE, "timestamp"), (Shape.CODE, "int")}
_PATTERNS = {
    Shape.IDENTIFIER: IDENTIFIER,
    Shape.NUMBER: NUMBER,
    Shape.DATE: DATE,
    Shape.CODE: CODE,
}


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a mapping: its shape, whether it must stand there, what it may be.

    `formerly` is the key's old name, still read: a hint says the new one. `old_choices` maps
    values that were once written to those of today.
    """

    shape: Shape
    required: bool = False
    choices: tuple[str, ...] = ()
    fields: dict[str, Field] = field(default_factory=dict)
    formerly: str = ""
    old_choices: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Mapping:
    """A mapping as read: only keys that are there and whose values have the right shape."""

    place: Place
    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def text(self, key: str, default: str = "") -> str:
        """The text under a key, `default` where the key is missing."""
        return self.texts.get(key, default)

    def place_of(self, key: str) -> Place:
        """Where the value of a key stands; the mapping's own place where it is missing."""
        return self.places.get(key, self.place)


def read_mapping(node: Node, fields: dict[str, Field], problems: list[Problem]) -> Mapping | None:
    """Read a mapping node by its description, adding every problem found.

    Returns None where the node is no mapping at all. A value of a wrong shape is reported
    and left out; a plain scalar that YAML would turn into something else is reported and
    kept as it is written.
    """
    if node.kind != "mapping":
        problems.append(_wrong_shape(node, "mapping"))
        return None
    mapping = Mapping(node.place)
    seen: dict[str, Place] = {}
    renamed = {wanted.formerly: key for key, wanted in fields.items() if wanted.formerly}
    for key_node, value in node.pairs:
        key = key_node.value if key_node.kind == "scalar" else ""
        if key in renamed and key not in fields:
            problems.append(
                Problem(
                    "S15",
                    "old-key",
                    key_node.place,
                    Severity.NOTE,
                    {"key": key, "suggestion": renamed[key]},
                )
            )
            key = renamed[key]
        if key in seen:
            problems.append(
                Problem(
                    "S02",
                    "duplicate-key",
                    key_node.place,
                    values={"key": key, "line": str(seen[key].line)},
                )
            )
            continue
        seen[key] = key_node.place
        wanted = fields.get(key)
        if wanted is None:
            problems.append(
                Problem(
                    "S03",
                    "unknown-field",
                    key_node.place,
                    values={
                        "key": key,
                        "suggestion": nearest_name(key, fields, already_told=len(problems)),
                        "known": ", ".join(fields),
                    },
                )
            )
            continue
        _read_value(key, value, wanted, mapping, problems)
    for key, wanted in fields.items():
        if wanted.required and key not in seen:
            problems.append(Problem("S12", "missing-field", node.place, values={"key": key}))
    return mapping


def _read_value(
    key: str, node: Node, wanted: Field, mapping: Mapping, problems: list[Problem]
) -> None:
    mapping.places[key] = node.place
    if wanted.shape is Shape.TEXTS:
        if node.kind != "sequence":
            problems.append(_wrong_shape(node, "texts", key))
            return
        mapping.lists[key] = tuple(
            text
            for item in node.items
            if (text := _read_text(key, item, Shape.TEXT, problems)) is not None
        )
    elif wanted.shape in (Shape.MAPPING, Shape.MAPPINGS):
        if node.kind != ("mapping" if wanted.shape is Shape.MAPPING else "sequence"):
            problems.append(_wrong_shape(node, wanted.shape.value, key))
            return
        mapping.nodes[key] = node
    else:
        text = _read_text(key, node, wanted.shape, problems)
        if text is None:
            return
        text = wanted.old_choices.get(text, text)
        if wanted.choices and text not in wanted.choices:
            problems.append(
                Problem(
                    "S13",
                    "unknown-choice",
                    node.place,
                    values={
                        "key": key,
                        "value": text,
                        "choices": ", ".join(wanted.choices),
                        "suggestion": nearest_name(
                            text,
                            wanted.choices,
                            alike=FAINTLY_ALIKE,
                            already_told=len(problems),
                        ),
                    },
                )
            )
            return
        mapping.texts[key] = text


def _read_text(key: str, node: Node, shape: Shape, problems: list[Problem]) -> str | None:
    if node.kind != "scalar":
        problems.append(_wrong_shape(node, shape.value, key))
        return None
    text = node.value
    if node.plain and text == "":
        problems.append(Problem("S13", "empty-value", node.place, values={"key": key}))
        return None
    pattern = _PATTERNS.get(shape)
    if pattern is not None and (
        not pattern.fullmatch(text) or (shape is Shape.DATE and not _is_day(text))
    ):
        problems.append(_wrong_shape(node, shape.value, key))
        return None
    if shape is Shape.FORMAT:
        if text.isdecimal() and 1 <= int(text[:9]) <= FORMAT:
            return text
        problems.append(
            Problem(
                "S11", "unknown-format", node.place, values={"value": text, "known": str(FORMAT)}
            )
        )
        return None
    if node.other_type and (shape, node.other_type) not in _MEANT_TYPES:
        problems.append(
            Problem(
                "S08",
                "implicit-type",
                node.place,
                Severity.WARNING,
                {"value": text, "type": node.other_type, "suggestion": f'"{text}"'},
            )
        )
    if shape is Shape.TEXT and not text.strip():
        problems.append(Problem("S13", "empty-value", node.place, values={"key": key}))
        return None
    return text


def _is_day(text: str) -> bool:
    """Tell whether the calendar has this day: 2025-02-31 only looks like one."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _wrong_shape(node: Node, wanted: str, key: str = "") -> Problem:
    return Problem(
        "S13",
        "wrong-shape",
        node.place,
        values={
            "key": key,
            "wanted": wanted,
            "found": node.value[:40] if node.kind == "scalar" else node.kind,
        },
    )
