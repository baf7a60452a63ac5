"""Words that mean the same to a user: `terms.yaml`, beside the catalogs, for comparing tasks.

Two notices may call one thing by two names (明火作业, 动火作业); no counting of characters can
tell. What is written here is read as one word wherever tasks are compared, and nowhere else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from matrices.catalogs.fields import Field, Shape, read_mapping
from matrices.catalogs.nodes import Node
from matrices.diagnostics import Problem

TERM_FIELDS: dict[str, Field] = {
    "word": Field(Shape.TEXT, required=True),
    "also": Field(Shape.TEXTS, required=True),
    "note": Field(Shape.TEXT),
}
TERMS_FIELDS: dict[str, Field] = {
    "format": Field(Shape.FORMAT, required=True),
    "terms": Field(Shape.MAPPINGS, required=True, fields=TERM_FIELDS),
}


class Term(NamedTuple):
    """A word, and what else it is called."""

    word: str
    also: tuple[str, ...]


class Terms:
    """Synonyms ready to be applied: a name that stands in two entries makes one word of both."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        meant: dict[str, str] = {}
        for term in terms:
            names = [_plain(name) for name in (term.word, *term.also)]
            word = next((meant[name] for name in names if name in meant), names[0])
            joined = {meant[name] for name in names if name in meant}
            meant |= {name: word for name, other in meant.items() if other in joined}
            meant |= dict.fromkeys(names, word)
        self._meant = meant
        ordered = sorted(meant, key=lambda name: (-len(name), name))
        self._pattern = re.compile("|".join(map(re.escape, ordered))) if meant else None

    def unified(self, text: str) -> str:
        """The text with every word as it is called here, the longest names first."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda found: self._meant[found[0]], _plain(text))


def holds_terms(root: Node) -> bool:
    """Tell whether a file is one of synonyms."""
    keys = {key.value for key, _ in root.pairs}
    return "terms" in keys and "notice" not in keys


def build_terms(root: Node) -> tuple[list[Term], list[Problem]]:
    """The synonyms of one file, with every problem found in it."""
    problems: list[Problem] = []
    top = read_mapping(root, TERMS_FIELDS, problems)
    terms: list[Term] = []
    for node in top.nodes["terms"].items if top is not None and "terms" in top.nodes else ():
        entry = read_mapping(node, TERM_FIELDS, problems)
        if entry is not None and entry.text("word") and "also" in entry.lists:
            terms.append(Term(entry.text("word"), entry.lists["also"]))
    return terms, problems


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
