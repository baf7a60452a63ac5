"""The canonical layout of our YAML files: the same words, comments and order, laid out one way.

Keys and codes that have another name today get it first; nothing else is changed. The result is compared with the original, value by value and comment by comment; where
anything but the layout would change, the file is refused instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from matrices.catalogs.fields import Field
from matrices.catalogs.nodes import Node, read_nodes
from matrices.catalogs.reader import CATALOG_FIELDS
from matrices.catalogs.registry import REGISTRY_FIELDS
from matrices.catalogs.writer import LAYOUT_ERRORS, dump, layout
from matrices.diagnostics import MatrixError, Place

_COMMENT = re.compile(r"(?:^|\s)(#.*)$")
_TRIES = 3
_LINE_BREAK = re.compile("(\r\n|[\n\r\x85\u2028\u2029])")  # as YAML counts lines


def canonical_text(path: str, text: str) -> str:
    """The text of a file in our layout.

    Raises MatrixError for a file that cannot be read, and for one in which more than the
    layout would change (``error.not-only-layout``).
    """
    text = with_new_names(path, text)
    before = _values(path, text)
    for _ in range(_TRIES):
        laid_out = _laid_out(path, text)
        if laid_out == text:
            return text
        if _values(path, laid_out) != before or _comments(laid_out) != _comments(text):
            raise MatrixError("error.not-only-layout", path=path)
        text = laid_out
    raise MatrixError("error.not-only-layout", path=path)


def with_new_names(path: str, text: str) -> str:
    """The text with keys and codes under the names they have today; all else as it is.

    Raises MatrixError for a file that cannot be read.
    """
    root = read_root(path, text)
    fields = REGISTRY_FIELDS if _has(root, "jurisdictions") else CATALOG_FIELDS
    pieces = _LINE_BREAK.split(text)  # lines and what ends them, in turn
    # from the end on, so that the places before stay where they are
    for place, old, new in sorted(_old_names(root, fields), reverse=True):
        line = pieces[2 * place.line - 2]
        start = place.column - 1
        at = line.find(old, start)
        if at in (start, start + 1):  # behind a quotation mark
            pieces[2 * place.line - 2] = line[:at] + new + line[at + len(old) :]
    return "".join(pieces)


def _has(root: Node, key: str) -> bool:
    return any(name.value == key for name, _ in root.pairs)


def _old_names(node: Node, fields: dict[str, Field]) -> Iterator[tuple[Place, str, str]]:
    renamed = {field.formerly: key for key, field in fields.items() if field.formerly}
    taken = {key.value for key, _ in node.pairs}
    for key, value in node.pairs:
        name = renamed.get(key.value, key.value) if key.value not in fields else key.value
        if name != key.value and name not in taken:
            yield key.place, key.value, name
        field = fields.get(name)
        if field is None:
            continue
        if value.value in field.old_choices:
            yield value.place, value.value, field.old_choices[value.value]
        for item in (value, *value.items) if field.fields else ():
            yield from _old_names(item, field.fields)


def _laid_out(path: str, text: str) -> str:
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").rstrip(" \n") + "\n"
    try:
        return dump(layout().load(plain))
    except LAYOUT_ERRORS as e:
        raise MatrixError("error.not-only-layout", path=path) from e


def read_root(path: str, text: str) -> Node:
    """The root node of a file; raises MatrixError with the first problem where there is none."""
    root, problems = read_nodes(path, text.encode())
    if root is None:
        place = problems[0].place
        raise MatrixError("error.unreadable-yaml", path=str(place), name=problems[0].name)
    return root


def _values(path: str, text: str) -> object:
    return values_of(read_root(path, text))


def values_of(node: Node) -> object:
    """What a node holds, without where and how it is written."""
    if node.kind == "scalar":
        return node.value, node.other_type
    if node.kind == "sequence":
        return [values_of(item) for item in node.items]
    return [(values_of(key), values_of(value)) for key, value in node.pairs]


def _comments(text: str) -> list[str]:
    return sorted(
        match.group(1).rstrip() for line in text.splitlines() if (match := _COMMENT.search(line))
    )
