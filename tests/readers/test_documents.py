from __future__ import annotations

import pytest

from matrices.readers.document import Document, DocumentPlace, GridCell, Paragraph, Table


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (DocumentPlace(), ""),
        (DocumentPlace(page=3, table=2, row=7), "第3页 表2 第7行"),
        (DocumentPlace(line=120), "第120行"),
        (DocumentPlace(sheet="任务分工", row=5), "工作表“任务分工” 第5行"),
        (DocumentPlace(sheet="任务分工", table=1, row=5), "工作表“任务分工” 第5行"),
        (DocumentPlace(paragraph=4), "第4段"),
        (DocumentPlace(page=2), "第2页"),
    ],
)
def test_a_place_is_told_in_chinese_words(place: DocumentPlace, words: str) -> None:
    assert place.describe() == words


def test_a_document_gives_paragraphs_and_tables_apart() -> None:
    paragraph = Paragraph("一、总体要求")
    table = Table(((GridCell("序号"), GridCell("任务")), (GridCell("1"),)), ragged=True)
    document = Document((paragraph, table))

    assert document.paragraphs == (paragraph,)
    assert document.tables == (table,)
    assert table.texts == (("序号", "任务"), ("1",))
    assert table.width == 2
    assert Table(()).width == 0
