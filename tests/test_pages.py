from __future__ import annotations

from html.parser import HTMLParser

import pytest
from made_catalogs import bundled

from matrices.output.html import render_html
from matrices.output.matrix import build_matrix, matrix_table
from matrices.output.table import Column, Group, Kind, Table, Value
from matrices.wording import use_language

VOID = {"meta", "input", "br"}


class Reader(HTMLParser):
    """Reads tables back, and checks that every tag is closed where it was opened."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.rows: list[list[str]] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.tags: set[str] = set()
        self.feed(page)
        self.close()

        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "td" in self.open or "th" in self.open:
            self.rows[-1][-1] += data


def test_a_page_reads_back_cell_by_cell() -> None:
    rows: tuple[tuple[Value, ...], ...] = (("a/1.1", "防汛", 3, 0.25), ("a/1.2", "值守", None, 0.5))
    columns = (
        Column("任务", Kind.ID), Column("名称"), Column("数", Kind.NUMBER), Column("占比", Kind.SHARE),  # noqa: E501
    )  # fmt: skip
    page = render_html(Table("标题", columns, rows, (), ("说明",), (Group("一", 2),), ("副题",)))

    reader = Reader(page)

    assert reader.rows == [
        ["任务", "名称", "数", "占比"],
        ["一"],
        ["a/1.1", "防汛", "3", "25.0 %"],
        ["a/1.2", "值守", "", "50.0 %"],
    ]
    assert '<p class="subtitle">副题</p>' in page
    assert "<li>说明</li>" in page


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", '"><img src=x onerror=y>', "&amp;", "</td>", "a\x1bb", "'"],
)
def test_what_stands_in_the_data_is_never_code(text: str) -> None:
    table = Table(
        text, (Column(text), Column(text, Kind.MARK, text)), ((text, text),), (), (text,),
        (Group(text, 1),), (text,),
    )  # fmt: skip

    reader = Reader(render_html(table, links=[text]))

    shown = text.replace("\x1b", "\\x1b")
    assert reader.rows == [["", shown], [shown, shown], [shown], [shown, shown]]
    assert reader.tags <= {
        "html", "head", "meta", "title", "style", "body", "h1", "p", "label", "input", "div",
        "table", "thead", "tbody", "tr", "th", "td", "a", "ul", "li", "script",
    }  # fmt: skip
    assert not [name for name, _ in reader.attributes if name.startswith("on")]


def test_a_page_needs_nothing_else() -> None:
    page = render_html(Table("t", (Column("a"),), (("b",),), ()))

    assert "default-src 'none'" in page
    assert not [word for word in ("http:", "https:", "//", "@import", "url(") if word in page]
    assert "position: sticky" in page
    assert 'type="search"' in page


def test_the_matrix_groups_its_columns() -> None:
    use_language("zh")
    responsibilities = bundled("jiangjin-2025")
    table = matrix_table(build_matrix(responsibilities), responsibilities, letters=False)

    page = render_html(table)

    rows = Reader(page).rows
    assert rows[0][1:3] == ["部门", "党委机构"]
    assert rows[1] == [column.header for column in table.columns]
    cells = [row for row in rows if row[0].startswith("jiangjin")]
    assert cells == [[str(value) for value in row] for row in table.rows]
    assert page.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
