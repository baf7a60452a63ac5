"""Tables as xlsx workbooks that an office can print, filter and send; written by xlsxwriter.

Whatever stands in the data is written as text or number, never as a formula or an address.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from matrices.files.names import sheet_names
from matrices.output.cells import display_width, grouped_rows, shown, visible
from matrices.output.charts import BarChart
from matrices.output.table import Column, Kind, Table, Value
from matrices.wording import say

HEAD_FONT = (
    "黑体"  # every Chinese Windows and WPS has these two; a sheet cannot name a second choice
)
BODY_FONT = "仿宋"
MAX_CELL = 32_767
_A3, _A4 = 8, 9
_WIDE = 24  # from so many columns on the sheet is laid out for A3
_FORMULA_STARTS = ("=", "+", "-", "@", "'", "\t")
_PAGE_WIDTH = 140  # characters of 10 points across A4, a little shrunk
_WIDTHS: dict[Kind, tuple[float, float]] = {
    Kind.ID: (6, 24), Kind.TEXT: (7, 64), Kind.NUMBER: (5, 12), Kind.SHARE: (7, 10),
    Kind.ENTRY: (11, 11), Kind.MARK: (2, 8),
}  # fmt: skip
_PADDING = {Kind.MARK: 0.7}
_LINE, _LEAST_LINE = 13.5, 18
_HIGHEST = 409  # Excel's limit


def render_xlsx(table: Table, chart: BarChart | None = None) -> bytes:
    """A workbook with one sheet."""
    return render_workbook([table], chart=chart)


def render_workbook(
    tables: Sequence[Table],
    names: Sequence[str] = (),
    front: Table | None = None,
    chart: BarChart | None = None,
) -> bytes:
    """A workbook with a sheet for each table.

    `names` are what the sheets are to be called. `front` is a sheet before all others; its
    first column links to the sheets, row by row. `chart` is drawn of the first table,
    on a sheet behind it.
    """
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    formats = _Formats(workbook)
    first = [front.title] if front else []
    titles = sheet_names([*first, *(names or [table.title for table in tables])])
    own = titles[len(first) :]
    if front:
        _Sheet(workbook.add_worksheet(titles[0]), formats).fill(front, links=own)
    for title, table in zip(own, tables, strict=True):
        sheet = _Sheet(workbook.add_worksheet(title), formats)
        sheet.fill(table, back=titles[0] if front else "")
        if chart is not None:
            sheet.draw(workbook, chart, *sheet_names([say("sheet.chart")], taken=titles))
            chart = None
    workbook.close()
    return out.getvalue()


class _Formats:
    """The few cell formats of a workbook; every sheet shares them."""

    def __init__(self, workbook: Workbook) -> None:
        body = {"font_name": BODY_FONT, "font_size": 10, "valign": "vcenter", "border": 1}
        head = {"font_name": HEAD_FONT, "font_size": 10, "border": 1, "bg_color": "#E8EEF6"}
        centred = {"align": "center", "valign": "vcenter", "text_wrap": True}
        self.title = workbook.add_format(
            {"font_name": HEAD_FONT, "font_size": 18, "align": "center"}
        )
        self.subtitle = workbook.add_format(
            {"font_name": BODY_FONT, "font_size": 11, "valign": "vcenter"}
        )
        note = {"font_name": BODY_FONT, "font_size": 9, "valign": "top"}
        self.note = workbook.add_format({**note, "text_wrap": True})
        self.heading = workbook.add_format({**head, "bg_color": "#F4F4EE", "bold": True})
        self.head = workbook.add_format({**head, **centred})
        # 270 is not an angle to xlsxwriter: the characters stand one below the other
        self.upright = workbook.add_format({**head, "rotation": 270, "align": "center"})
        self.upright_latin = workbook.add_format({**head, "rotation": 90, "align": "center"})
        self.text = workbook.add_format({**body, "text_wrap": True})
        self.quoted = workbook.add_format({**body, "text_wrap": True, "quote_prefix": True})
        self.number = workbook.add_format({**body, "align": "right"})
        self.share = workbook.add_format({**body, "align": "right", "num_format": "0.0%"})
        self.mark = workbook.add_format({**body, "align": "center"})
        self.link = workbook.add_format({**body, "font_color": "#0563C1", "underline": 1})
        self.back = workbook.add_format({"font_color": "#0563C1", "underline": 1, "font_size": 9})


class _Sheet:
    """One sheet while it is filled, from the top down."""

    def __init__(self, sheet: Worksheet, formats: _Formats) -> None:
        self.sheet = sheet
        sheet.set_default_row(_LEAST_LINE)
        self.formats = formats
        self.row = 0
        self.columns: tuple[Column, ...] = ()
        self.widths: list[float] = []
        self.first_row = self.last_row = 0

    def fill(self, table: Table, links: Sequence[str] = (), back: str = "") -> None:
        """Write a table: title, subtitles, heads, rows under their headings, notes."""
        kept = [n for n, column in enumerate(table.columns) if column.kind is not Kind.BAR]
        self.columns = tuple(table.columns[n] for n in kept)
        self._write_title(table, back)
        head_row = self.row
        self._set_widths(table, kept)
        self._write_heads()
        self.first_row = self.row
        number = 0
        for heading, rows in grouped_rows(table):
            if heading:
                self._write_heading(heading)
            for row in rows:
                self._write_row([row[n] for n in kept], links[number] if links else "")
                number += 1
        self.last_row = max(self.row - 1, self.first_row - 1)
        for note in table.notes:
            self._write_across(note, self.formats.note)
        self._set_up_page(head_row)

    def _write_title(self, table: Table, back: str) -> None:
        self.sheet.set_row(0, 30)
        title = _fitting(table.title)
        if len(self.columns) > 1:
            # without a format: only the first of these cells is seen, the others are not written
            self.sheet.merge_range(0, 0, 0, len(self.columns) - 1, "")
        self.sheet.write_string(0, 0, title, self.formats.title)
        self.row = 1
        for line in table.subtitles:
            self.sheet.write_string(self.row, 0, _fitting(line), self.formats.subtitle)
            self.row += 1
        if back:
            self.sheet.write_url(
                self.row, 0, f"internal:'{_quoted(back)}'!A1", self.formats.back, f"← {back}"
            )
            self.row += 1

    def _write_heads(self) -> None:
        if any(column.group for column in self.columns):
            start = 0
            lines = 1
            for group, run in groupby(self.columns, lambda column: column.group):
                size = len(list(run))
                if size > 1:
                    end = start + size - 1
                    self.sheet.merge_range(self.row, start, self.row, end, "", self.formats.head)
                self.sheet.write_string(self.row, start, _fitting(group), self.formats.head)
                lines = max(lines, _lines(group, sum(self.widths[start : start + size])))
                start += size
            self.sheet.set_row(self.row, min(_HIGHEST, lines * _LINE + 4))
            self.row += 1
        marks = [column.header for column in self.columns if column.kind is Kind.MARK]
        if marks:
            longest = max(len(header) for header in marks)
            self.sheet.set_row(self.row, min(_HIGHEST, _LINE * longest + 10))
        for n, column in enumerate(self.columns):
            cell_format = self.formats.head
            if column.kind is Kind.MARK:
                latin = column.header.isascii()
                cell_format = self.formats.upright_latin if latin else self.formats.upright
            self.sheet.write_string(self.row, n, _fitting(column.header), cell_format)
        self.row += 1

    def _set_widths(self, table: Table, kept: list[int]) -> None:
        """Set each column's width by what it shows; texts share what a page leaves them."""
        widths: list[float] = []
        for n, column in enumerate(self.columns):
            least, most = _WIDTHS[column.kind]
            width = least if column.kind is Kind.MARK else max(least, display_width(column.header))
            for row in table.rows:
                if width >= most:
                    break
                value = row[kept[n]]
                if value not in ("", None):
                    width = max(width, display_width(shown(value, column)))
            widths.append(min(width, most) + _PADDING.get(column.kind, 1.5))
        texts = [n for n, column in enumerate(self.columns) if column.kind is Kind.TEXT]
        wanted = sum(widths[n] for n in texts)
        room = _PAGE_WIDTH - (sum(widths) - wanted)
        if wanted > room and len(self.columns) <= _WIDE:
            for n in texts:
                widths[n] = max(_WIDTHS[Kind.TEXT][0] + 1.5, widths[n] * room / wanted)
        for n, width in enumerate(widths):
            self.sheet.set_column(n, n, width)
        self.widths = widths

    def _write_heading(self, heading: str) -> None:
        """Not merged: merged cells inside a list keep Excel from sorting and filtering it."""
        self.sheet.write_string(self.row, 0, _fitting(heading), self.formats.heading)
        for n in range(1, len(self.columns)):
            self.sheet.write_blank(self.row, n, None, self.formats.heading)
        self.row += 1

    def _write_row(self, row: Sequence[Value], link: str) -> None:
        sheet, formats, number, widths = self.sheet, self.formats, self.row, self.widths
        lines = 1
        for n, value in enumerate(row):
            if value is None or value == "":
                sheet.write_blank(number, n, None, formats.text)
            elif not isinstance(value, str):
                share = self.columns[n].kind is Kind.SHARE
                sheet.write_number(number, n, value, formats.share if share else formats.number)
            elif n == 0 and link:
                address = f"internal:'{_quoted(link)}'!A1"
                sheet.write_url(number, 0, address, formats.link, _fitting(value))
            else:
                cell_format = formats.mark if self.columns[n].kind is Kind.MARK else formats.text
                if value.startswith(_FORMULA_STARTS):
                    cell_format = formats.quoted  # stays text when a person edits the cell, too
                sheet.write_string(number, n, _fitting(value), cell_format)
                if len(value) * 2 > widths[n]:
                    lines = max(lines, _lines(value, widths[n]))
        if lines > 1:  # LibreOffice and WPS do not find the height of wrapped text by themselves
            sheet.set_row(number, min(_HIGHEST, lines * _LINE + 4))
        self.row += 1

    def _write_across(self, text: str, cell_format: Format) -> None:
        """A note below the table, over its whole width."""
        text = _fitting(text)
        last = len(self.columns) - 1
        if last:
            self.sheet.merge_range(self.row, 0, self.row, last, "")
        self.sheet.write_string(self.row, 0, text, cell_format)
        lines = _lines(text, sum(self.widths))
        self.sheet.set_row(self.row, min(_HIGHEST, lines * _LINE + 2))
        self.row += 1

    def _set_up_page(self, head_row: int) -> None:
        sheet = self.sheet
        wide = len(self.columns) > _WIDE
        marks = [n for n, column in enumerate(self.columns) if column.kind is Kind.MARK]
        sheet.freeze_panes(self.first_row, marks[0] if marks else 1)
        if self.last_row >= self.first_row:
            sheet.autofilter(self.first_row - 1, 0, self.last_row, len(self.columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(_A3 if wide else _A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.center_horizontally()
        sheet.print_area(0, 0, max(self.row - 1, 0), len(self.columns) - 1)
        sheet.repeat_rows(head_row, self.first_row - 1)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C" + say("page.number", page="&P", pages="&N"))

    def draw(self, workbook: Workbook, wanted: BarChart, name: str) -> None:
        """Draw a native bar chart of this sheet on a sheet of its own, the first row on top."""
        last = min(self.last_row, self.first_row + wanted.bars - 1)
        if last < self.first_row:
            return
        own, first, label = self.sheet.get_name(), self.first_row, wanted.label_column
        chart: Any = workbook.add_chart({"type": "bar", "subtype": "stacked"})
        for n in wanted.value_columns:
            chart.add_series(
                {
                    "name": [own, first - 1, n],
                    "categories": [own, first, label, last, label],
                    "values": [own, first, n, last, n],
                    "gap": 40,
                }
            )
        chart.set_title({"name": wanted.title, "name_font": {"name": HEAD_FONT, "size": 14}})
        chart.set_y_axis(
            {"reverse": True, "interval_unit": 1, "num_font": {"name": BODY_FONT, "size": 9}}
        )
        chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}})
        chart.set_legend({"position": "bottom"})
        page = workbook.add_chartsheet(name)
        page.set_chart(chart)
        page.set_paper(_A4)
        page.set_landscape()


def _fitting(text: str) -> str:
    """The text as a cell can hold it; xlsxwriter would leave out a longer one as a whole."""
    text = visible(text)
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a cell so wide."""
    room = max(2.0, width - 0.5)
    if "\n" not in text:
        return math.ceil(display_width(text) / room)
    return sum(max(1, math.ceil(display_width(line) / room)) for line in text.split("\n"))


def _quoted(sheet_name: str) -> str:
    return sheet_name.replace("'", "''")
