"""Tables as one HTML page that needs nothing else: heads stay in view, a box filters the rows.

Everything from the data is escaped, and the page forbids itself to load or send anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from matrices.output.cells import grouped_rows, shown, visible
from matrices.output.table import Column, Kind, Table, Value
from matrices.wording import current_language, say

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light; }
body { margin: 0 1rem 2rem; color: #1a1a1a; background: #fff;
  font: 15px/1.5 "FangSong", "仿宋", "Noto Serif CJK SC", "Songti SC", serif; }
h1 { font: 700 1.5rem/1.4 "方正小标宋简体", "SimSun", "Noto Serif CJK SC", serif;
  text-align: center; margin: 1.2rem 0 .3rem; }
.subtitle { text-align: center; margin: 0; color: #444; }
.filter { margin: 1rem 0 .5rem; }
.filter input { font: inherit; width: min(28rem, 90vw); padding: .3rem .5rem; }
.scroll { overflow: auto; max-height: 88vh; border: 1px solid #999; }
table { border-collapse: separate; border-spacing: 0; width: 100%; }
th, td { border-right: 1px solid #bbb; border-bottom: 1px solid #bbb; padding: .25rem .45rem;
  vertical-align: top; text-align: left; white-space: pre-wrap; overflow-wrap: anywhere; }
thead { position: sticky; top: 0; z-index: 2; }
thead th { background: #e8eef6; vertical-align: bottom;
  font-family: "SimHei", "黑体", "Noto Sans CJK SC", sans-serif; }
thead tr.groups th { text-align: center; }
th.upright { writing-mode: vertical-rl; text-orientation: mixed; white-space: nowrap;
  vertical-align: top; padding: .45rem .2rem; }
td.id { white-space: nowrap; position: sticky; left: 0; background: #fff; }
td.text, td.entry { min-width: 7rem; }
td.number, td.share { text-align: right; white-space: nowrap; }
td.mark { text-align: center; }
td.bar { white-space: nowrap; color: #36c; }
tr.heading td { background: #f4f4ee; font-weight: 700; position: static; }
tbody tr:hover td { background: #fff8d8; }
.notes { color: #444; font-size: .9rem; }
@media print { .filter { display: none; }
  .scroll { max-height: none; overflow: visible; border: 0; }
  @page { size: A4 landscape; margin: 12mm; }
  thead { position: static; } body { font-size: 11px; } }
"""
_SCRIPT = """
document.querySelectorAll("input[data-filter]").forEach(function (box) {
  box.addEventListener("input", function () {
    var wanted = box.value.toLowerCase();
    var rows = document.getElementById(box.dataset.filter).tBodies[0].rows;
    var heading = null, kept = 0;
    var close = function () { if (heading) { heading.hidden = kept === 0; } };
    Array.prototype.forEach.call(rows, function (row) {
      if (row.className === "heading") { close(); heading = row; kept = 0; return; }
      row.hidden = row.textContent.toLowerCase().indexOf(wanted) < 0;
      if (!row.hidden) { kept += 1; }
    });
    close();
  });
});
"""


def render_html(table: Table, links: Sequence[str] = ()) -> str:
    """A table as a whole page; `links` gives each row's first cell an address."""
    language = "zh-CN" if current_language() == "zh" else "en"
    columns = table.columns
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{language}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_escaped(table.title)}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        f"<h1>{_escaped(table.title)}</h1>",
        *(f'<p class="subtitle">{_escaped(line)}</p>' for line in table.subtitles),
        f'<p class="filter"><label>{_escaped(say("page.filter"))} '
        '<input type="search" data-filter="table"></label></p>',
        '<div class="scroll"><table id="table">',
        "<thead>",
        *_head(columns),
        "</thead>",
        "<tbody>",
    ]
    number = 0
    for heading, rows in grouped_rows(table):
        if heading:
            lines.append(
                f'<tr class="heading"><td colspan="{len(columns)}">{_escaped(heading)}</td></tr>'
            )
        for row in rows:
            lines.append(_row(row, columns, links[number] if links else ""))
            number += 1
    lines += ["</tbody>", "</table></div>"]
    if table.notes:
        lines += [
            '<ul class="notes">',
            *(f"<li>{_escaped(note)}</li>" for note in table.notes),
            "</ul>",
        ]
    lines += [f"<script>{_SCRIPT}</script>", "</body>", "</html>", ""]
    return "\n".join(lines)


def _head(columns: tuple[Column, ...]) -> list[str]:
    lines: list[str] = []
    if any(column.group for column in columns):
        cells = "".join(
            f'<th colspan="{len(list(run))}">{_escaped(group)}</th>'
            for group, run in groupby(columns, lambda column: column.group)
        )
        lines.append(f'<tr class="groups">{cells}</tr>')
    cells = "".join(
        f'<th class="upright">{_escaped(column.header)}</th>'
        if column.kind is Kind.MARK
        else f"<th>{_escaped(column.header)}</th>"
        for column in columns
    )
    return [*lines, f"<tr>{cells}</tr>"]


def _row(row: tuple[Value, ...], columns: tuple[Column, ...], link: str) -> str:
    cells = [
        f'<td class="{column.kind.value}">{escape(shown(value, column))}</td>'
        for value, column in zip(row, columns, strict=True)
    ]
    if link:
        text = escape(shown(row[0], columns[0]))
        cells[0] = f'<td class="text"><a href="{escape(link)}">{text}</a></td>'
    return f"<tr>{''.join(cells)}</tr>"


def _escaped(text: str) -> str:
    return escape(visible(text))
