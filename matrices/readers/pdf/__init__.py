"""PDF files with a text layer, through pdfplumber (MIT, pdfminer.six below it).

A PDF knows characters at places and lines drawn on a page, nothing else. Lines of text come
from characters on one baseline, because fonts of one line differ in height; paragraphs from
indents and full lines, which is how official documents are set; tables from ruled lines.

`bounds` keeps a hostile file from unpacking or drawing without end, `lines` makes lines and
paragraphs of characters, `tables` makes grids of ruled lines and joins them over pages, and
`assembly` goes through the pages and puts the document together.
"""

from matrices.readers.pdf.assembly import read_pdf

__all__ = ["read_pdf"]
