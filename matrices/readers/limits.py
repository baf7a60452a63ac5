"""How much a document may hold. A notice stays far below; an attack does not.

The limits keep time and memory bounded for files nobody has looked at yet.
"""

from __future__ import annotations

from typing import Final

MEGABYTE: Final = 1024 * 1024

FILE_BYTES: Final = 100 * MEGABYTE

ARCHIVE_MEMBERS: Final = 5_000
ARCHIVE_BYTES: Final = 300 * MEGABYTE
ARCHIVE_RATIO: Final = 200
# Small members of a few repeated bytes compress very well without being an attack.
ARCHIVE_RATIO_FROM_BYTES: Final = 10 * MEGABYTE
# One XML part becomes an object tree of some ten times its size.
XML_PART_BYTES: Final = 64 * MEGABYTE
XML_DEPTH: Final = 250

HTML_BYTES: Final = 30 * MEGABYTE
HTML_DEPTH: Final = 200
TEXT_BYTES: Final = 30 * MEGABYTE
TEXT_LINES: Final = 300_000

TABLE_ROWS: Final = 20_000
TABLE_CELLS: Final = 400_000
TABLE_COLUMNS: Final = 500

PDF_PAGES: Final = 1_000
PDF_STREAM_BYTES: Final = 100 * MEGABYTE
PDF_ALL_STREAMS_BYTES: Final = 400 * MEGABYTE
# Characters, lines and forms drawn on one page; a form costs a hundred times a character.
PDF_PAGE_MARKS: Final = 100_000
PDF_FORM_MARKS: Final = 50
# Above this the search for ruled tables takes minutes; drawings and maps have such pages.
PDF_PAGE_EDGES: Final = 4_000

CONVERSION_SECONDS: Final = 120
