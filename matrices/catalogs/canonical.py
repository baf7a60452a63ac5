"""The canonical layout of our YAML files: the same words, comments and order, laid out one way.

The result is compared with the original, value by value and comment by comment; where
anything but the layout would change, the file is refused instead.
"""

from __future__ import annotations

import re

from matrices.catalogs.nodes import Node, read_nodes
from matrices.catalogs.writer import LAYOUT_ERRORS, dump, layout
from matrices.diagnostics import MatrixError

_COMMENT = re.compile(r"(?:^|\s)(#.*)$")
_TRIES = 3


def canonical_text(path: str, text: str) -> str:
    """The text of a file in our layout.

    Raises MatrixError for a file that cannot be read, and for one in which more than the
    layout would change (``error.not-only-layout``).
    """
    before = _values(path, text)
    for _ in range(_TRIES):
        laid_out = _laid_out(path, text)
        if laid_out == text:
            return text
        if _values(path, laid_out) != before or _comments(laid_out) != _comments(text):
            raise MatrixError("error.not-only-layout", path=path)
        text = laid_out
    raise MatrixError("error.not-only-layout", path=path)


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
