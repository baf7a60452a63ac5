"""What readers have to say about a document: one code and severity per name.

A remark is a `Problem`; its sentence is made elsewhere. Every remark carries the value
`where`, the place in Chinese words ("" for the document as a whole).
"""

from __future__ import annotations

from typing import Final

from matrices.diagnostics import Place, Problem, Severity
from matrices.readers.document import DocumentPlace

_WARNING = Severity.WARNING
_NOTE = Severity.NOTE

# A number is never given to another name.
REMARKS: Final[dict[str, tuple[str, Severity]]] = {
    "characters-cleaned": ("I450", _NOTE),
    "bookmark-residue-removed": ("I451", _NOTE),
    "text-box-skipped": ("I452", _WARNING),
    "footnotes-skipped": ("I453", _WARNING),
    "comments-skipped": ("I454", _NOTE),
    "running-head-skipped": ("I455", _NOTE),
    "deletions-ignored": ("I456", _NOTE),
    "hidden-text-skipped": ("I457", _WARNING),
    "picture-not-read": ("I458", _WARNING),
    "nested-table-flattened": ("I459", _WARNING),
    "hidden-sheet-skipped": ("I460", _WARNING),
    "hidden-rows-read": ("I461", _WARNING),
    "formula-without-value": ("I462", _WARNING),
    "page-furniture-removed": ("I463", _NOTE),
    "text-outside-page-removed": ("I464", _NOTE),
    "ornament-removed": ("I465", _NOTE),
    "rotated-text-skipped": ("I466", _WARNING),
    "page-without-text": ("I467", _WARNING),
    "page-too-complex": ("I468", _WARNING),
    "table-joined-over-pages": ("I469", _NOTE),
    "converted-by-libreoffice": ("I470", _NOTE),
    "flattened-table-not-understood": ("I471", _WARNING),
    "symbol-not-read": ("I472", _WARNING),
    "pages-not-applicable": ("I473", _NOTE),
    "list-number-not-computed": ("I474", _WARNING),
    "hidden-columns-read": ("I475", _WARNING),
    "embedded-document-not-read": ("I476", _WARNING),
    "private-characters": ("I477", _WARNING),
    "radicals-replaced": ("I478", _NOTE),
}

EXCERPT_CHARACTERS: Final = 40


def excerpt(text: str) -> str:
    """Return the beginning of a text in one line, for the values of a remark."""
    flat = " ".join(text.split())
    return flat if len(flat) <= EXCERPT_CHARACTERS else f"{flat[: EXCERPT_CHARACTERS - 1]}…"


def remark(name: str, document: str, place: DocumentPlace | None = None, **values: str) -> Problem:
    """Build the remark of this name about the document called `document`."""
    code, severity = REMARKS[name]
    where = place or DocumentPlace()
    return Problem(
        code=code,
        name=name,
        place=Place(document, where.line),
        severity=severity,
        values={"where": where.describe(), **values},
    )
