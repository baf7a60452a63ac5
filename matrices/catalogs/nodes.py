"""YAML text to nodes that know their line and column, in bounded time and memory.

Built from the parser's events instead of `yaml.load`: no value is ever converted (``no``
stays ``no``), duplicate keys stay visible, and nesting, aliases and sizes are limited before
they can do harm (libyaml's own composer overruns the stack on deep nesting).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml

from matrices.diagnostics import MatrixError, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_BYTES = 32 * 1024 * 1024
MAX_DEPTH = 24
MAX_NODES = 500_000
MAX_SCALAR = 100_000

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STRING_TAG = "tag:yaml.org,2002:str"


@dataclass(slots=True)
class Node:
    """A piece of a YAML file: a scalar with its raw text, a sequence or a mapping."""

    kind: Literal["scalar", "sequence", "mapping"]
    place: Place
    value: str = ""
    plain: bool = False
    items: Sequence[Node] = ()
    pairs: Sequence[tuple[Node, Node]] = ()

    @property
    def other_type(self) -> str:
        """What YAML 1.1 takes a plain scalar for if not text: int, bool, null, float, ..."""
        return reads_as_other_type(self.value) if self.plain else ""


def reads_as_other_type(text: str) -> str:
    """What YAML 1.1 makes of a plain scalar if not text: int, bool, null, timestamp, ..."""
    # PyYAML tells its rules for plain scalars, by first character, nowhere but here.
    for tag, pattern in yaml.SafeLoader.yaml_implicit_resolvers.get(text[:1], ()):
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
    unprintable = _first_unprintable(text)
    if unprintable is not None:
        before = text[:unprintable]
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
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
        return None, [_problem("yaml-syntax", place, reason=str(error.problem or error.context))]
    if root is None:
        return None, [_problem("empty-file", Place(path))]
    return root, []


def _first_unprintable(text: str) -> int | None:
    """Where the first character stands that YAML forbids; PyYAML has a pattern for them only."""
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    return found.start() if found else None


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
    # the containers still open, each with the list its contents go to and a key that waits
    stack: list[_Open] = []
    for count, event in enumerate(_events(text)):
        kind = type(event)
        if kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            stack.pop()
            continue
        mark = event.start_mark
        assert mark is not None  # every event of a parsed text has its mark
        place = Place(path, mark.line + 1, mark.column + 1)
        if kind is yaml.DocumentStartEvent and root is not None:
            raise _Refused("several-documents", place.line, place.column)
        if not isinstance(event, yaml.NodeEvent):
            continue
        _refuse_extras(event, place, count)
        if isinstance(event, yaml.ScalarEvent):
            node = Node("scalar", place, event.value, plain=event.implicit[0])
        else:
            if len(stack) >= MAX_DEPTH:
                raise _Refused("too-deep", place.line, place.column, limit=str(MAX_DEPTH))
            is_mapping = kind is yaml.MappingStartEvent
            node = Node("mapping" if is_mapping else "sequence", place)
        if stack:
            stack[-1].take(node)
        else:
            root = node
        if node.kind != "scalar":
            stack.append(_Open(node))
    return root


class _Open:
    """A container whose end has not been reached."""

    __slots__ = ("_is_mapping", "_items", "_key", "_pairs")

    def __init__(self, node: Node) -> None:
        self._is_mapping = node.kind == "mapping"
        self._key: Node | None = None
        self._items: list[Node] = []
        self._pairs: list[tuple[Node, Node]] = []
        node.items, node.pairs = self._items, self._pairs

    def take(self, node: Node) -> None:
        """Put a node into the container: an item, a key, or the value of the last key."""
        if not self._is_mapping:
            self._items.append(node)
        elif self._key is None:
            self._key = node
        else:
            self._pairs.append((self._key, node))
            self._key = None


def _refuse_extras(event: yaml.NodeEvent, place: Place, count: int) -> None:
    """Catalogs do without aliases, tags and endless texts; hostile files live on them."""
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        raise _Refused("yaml-alias", place.line, place.column)
    tag = getattr(event, "tag", None)
    if tag and tag != "!":
        raise _Refused("yaml-tag", place.line, place.column, tag=tag)
    if isinstance(event, yaml.ScalarEvent) and len(event.value) > MAX_SCALAR:
        raise _Refused("text-too-long", place.line, place.column, limit=str(MAX_SCALAR))
    if count > MAX_NODES:
        raise _Refused("too-many-nodes", place.line, place.column, limit=str(MAX_NODES))


def _events(text: str) -> Iterator[yaml.Event]:
    return yaml.parse(text, Loader=_LOADER)
