from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from made_catalogs import bundled

from matrices.checklists.lists import build_checklists, checklist_table
from matrices.output.cells import visible
from matrices.output.docx import render_docx
from matrices.output.table import Column, Group, Kind, Table
from matrices.wording import use_language


def opened(data: bytes) -> Any:  # noqa: ANN401
    return docx.Document(io.BytesIO(data))


def cells(document: Any) -> list[list[str]]:  # noqa: ANN401
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def test_a_paper_reads_back_cell_by_cell() -> None:
    use_language("zh")
    table = Table(
        "区水利局任务清单",
        (Column("任务", Kind.ID), Column("名称"), Column("时限"), Column("进展", Kind.ENTRY)),
        (("a/1.1", "防汛\n抗旱", "", ""), ("a/1.2", "=1+1<b>", "", "")),
        (),
        ("说明",),
        (Group("牵头", 2),),
        ("单位：区水利局",),
    )

    document = opened(render_docx(table))

    assert [p.text for p in document.paragraphs] == ["区水利局任务清单", "单位：区水利局", "说明"]
    assert cells(document) == [  # a column without any value is left out, unless it is to be filled
        ["任务", "名称", "进展"],
        ["牵头", "牵头", "牵头"],
        ["a/1.1", "防汛\n抗旱", ""],
        ["a/1.2", "=1+1<b>", ""],
    ]


def test_a_paper_looks_official() -> None:
    use_language("zh")
    table = Table("标题", (Column("任务"),), (("a",),), ())
    document = opened(render_docx(table))

    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    footer = section.footer.paragraphs[0]
    fields = [element.text for element in footer._p.iter(qn("w:instrText"))]
    assert footer.text == "第  页 共  页"
    assert fields == ["PAGE", "NUMPAGES"]
    title = document.paragraphs[0].runs[0]._element.rPr.rFonts
    assert title.get(qn("w:eastAsia")) == "方正小标宋简体"
    head = document.tables[0].rows[0]._tr
    assert head.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert head.find(f".//{qn('w:rFonts')}").get(qn("w:eastAsia")) == "黑体"
    parts = {str(part.partname): part for part in document.part.package.iter_parts()}
    fonts = parts["/word/fontTable.xml"].blob.decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong' in fonts


def test_every_task_of_a_bundled_checklist_is_there() -> None:
    use_language("zh")
    responsibilities = bundled("wulong-2025")
    for checklist in build_checklists(responsibilities)[:5]:
        table = checklist_table(checklist, responsibilities)

        rows = cells(opened(render_docx(table)))

        ids = [row[0] for row in rows if "/" in row[0]]
        assert ids == [item.task.id for item in checklist.items]
        shown = [[str(value) for value in row if value] for row in table.rows]
        assert [[c for c in row if c] for row in rows if "/" in row[0]] == shown


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=3))
def test_any_text_makes_a_paper_that_opens(texts: list[str]) -> None:
    texts = ["甲" + text for text in texts]
    table = Table(texts[0], (Column("x"), Column("y")), tuple((t, "z") for t in texts), ())

    document = opened(render_docx(table))

    assert cells(document)[1:] == [[visible(text), "z"] for text in texts]


def test_an_empty_table_is_a_paper_with_its_heads() -> None:
    document = opened(render_docx(Table("t", (Column("a"), Column("b")), (), ())))

    assert cells(document) == [["a", "b"]]
