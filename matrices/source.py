"""YAML text to nodes that know their line and column, in bounded time and memory.

Built from the parser's events instead of `yaml.load`: no value is ever converted (``no``
stays ``no``), duplicate keys stay visible, and nesting, aliases and sizes are limited before
they can do harm (libyaml's own composer overruns the stack on deep nesting).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml

from matrices.diagnostics import MatrixError, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 32 * 1024 * 1024
MAX_DEPTH = 24
MAX_NODES = 500_000
MAX_SCALAR = 100_000

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_IMPLICIT = yaml.SafeLoader.yaml_implicit_resolvers
_STRING_TAG = "tag:yaml.org,2002:str"


@dataclass(slots=True)
class Node:
    """A piece of a YAML file: a scalar with its raw text, a sequence or a mapping."""

    kind: Literal["scalar", "sequence", "mapping"]
    place: Place
    value: str = ""
    plain: bool = False
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[Node, Node]] = field(default_factory=list)

    @property
    def other_type(self) -> str:
        """What YAML 1.1 takes a plain scalar for if not text: int, bool, null, float, ..."""
        return reads_as_other_type(self.value) if self.plain else ""


def reads_as_other_type(text: str) -> str:
    """What YAML 1.1 makes of a plain scalar if not text: int, bool, null, timestamp, ..."""
    for tag, pattern in _IMPLICIT.get(text[:1], ()):
        if pattern.match(text) and tag != _STRING_TAG:
            return str(tag).rpartition(":")[2]
    return ""


class _Refused(Exception):  # noqa: N818 - it refuses a document, it is no error of the program
    def __init__(self, name: str, line: int, column: int, **values: str) -> None:
        super().__init__(name)
        self.problem_name, self.line, self.column, self.values = name, line, column, values


def read_bytes(path: Path) -> bytes:
    """Read a file no larger than `MAX_BYTES`.

    Raises MatrixError when it is missing, unreadable, not a file or too large.
    """
    try:
        if not path.is_file():
            raise MatrixError(
                "error.not-a-file" if path.exists() else "error.no-such-file", path=str(path)
            )
        if path.stat().st_size > MAX_BYTES:
            raise MatrixError("error.too-large", path=str(path), limit=f"{MAX_BYTES >> 20} MiB")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else "") or str(error)
        raise MatrixError("error.unreadable", path=str(path), reason=reason) from error


def read_nodes(path: str, data: bytes) -> tuple[Node | None, list[Problem]]:
    """Turn the bytes of one YAML file into its root node.

    Returns the root, or None with the one problem that made it unreadable: not UTF-8, a
    syntax error, several documents, or a feature that catalogs do without (aliases, tags,
    nesting deeper than `MAX_DEPTH`, a text longer than `MAX_SCALAR`).
    """
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [_problem("not-utf8", Place(path, line, 1), encoding=_guess_encoding(data))]
    unprintable = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if unprintable:
        before = text[: unprintable.start()]
        place = Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
        return None, [_problem("not-text", place)]
    try:
        root = _compose(path, text)
    except _Refused as refused:
        return None, [
            _problem(
                refused.problem_name, Place(path, refused.line, refused.column), **refused.values
            )
        ]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return None, [_problem("not-text", Place(path, line, 1))]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
        return None, [_problem("yaml-syntax", place, reason=str(error.problem or error.context))]
    if root is None:
        return None, [_problem("empty-file", Place(path))]
    return root, []


def _problem(name: str, place: Place, **values: str) -> Problem:
    return Problem("S01", name, place, values=values)


def _guess_encoding(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "?"
    return "GB18030"


def _compose(path: str, text: str) -> Node | None:
    root: Node | None = None
    open_nodes: list[Node] = []
    waiting_keys: list[Node | None] = []
    for count, event in enumerate(_events(text)):
        mark = event.start_mark
        assert mark is not None  # every event of a parsed text has its mark
        line, column = mark.line + 1, mark.column + 1
        if isinstance(event, yaml.DocumentStartEvent) and root is not None:
            raise _Refused("several-documents", line, column)
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            open_nodes.pop()
            waiting_keys.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise _Refused("yaml-alias", line, column)
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            raise _Refused("yaml-tag", line, column, tag=tag)
        if count > MAX_NODES:
            raise _Refused("too-many-nodes", line, column, limit=str(MAX_NODES))
        node = _node(event, Place(path, line, column))
        if open_nodes:
            _attach(node, open_nodes[-1], waiting_keys)
        else:
            root = node
        if node.kind != "scalar":
            if len(open_nodes) >= MAX_DEPTH:
                raise _Refused("too-deep", line, column, limit=str(MAX_DEPTH))
            open_nodes.append(node)
            waiting_keys.append(None)
    return root


def _events(text: str) -> Iterator[yaml.Event]:
    return yaml.parse(text, Loader=_LOADER)


def _node(event: yaml.NodeEvent, place: Place) -> Node:
    if isinstance(event, yaml.MappingStartEvent):
        return Node("mapping", place)
    if isinstance(event, yaml.SequenceStartEvent):
        return Node("sequence", place)
    assert isinstance(event, yaml.ScalarEvent)  # the only node event left
    if len(event.value) > MAX_SCALAR:
        raise _Refused("text-too-long", place.line, place.column, limit=str(MAX_SCALAR))
    return Node("scalar", place, event.value, plain=event.implicit[0])


def _attach(node: Node, parent: Node, waiting_keys: list[Node | None]) -> None:
    if parent.kind == "sequence":
        parent.items.append(node)
        return
    key = waiting_keys[-1]
    if key is None:
        waiting_keys[-1] = node
    else:
        parent.pairs.append((key, node))
        waiting_keys[-1] = None
