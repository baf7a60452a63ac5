from __future__ import annotations

import pytest

from matrices.diagnostics import MatrixError
from matrices.readers import limits
from matrices.readers.delimited import find_delimiter, read_delimited
from matrices.readers.document import Document
from matrices.readers.identify import read_document


def read(text: str, name: str = "任务.csv") -> Document:
    return read_document(text.encode("gb18030"), name=name)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_cells_quotes_and_line_breaks(delimiter: str) -> None:
    rows = [
        ["序号", "任务", "责任单位"],
        ["1", f'"修缮{delimiter}""示例""堤防"', '"区水利局\n区财政局"'],
        ["2", "排查燃气", ""],
    ]
    document = read("\n".join(delimiter.join(row) for row in rows))

    (table,) = document.tables
    assert document.kind == "delimited"
    assert table.texts == (
        ("序号", "任务", "责任单位"),
        ("1", f'修缮{delimiter}"示例"堤防', "区水利局\n区财政局"),
        ("2", "排查燃气", ""),
    )
    assert [place.line for place in table.row_places] == [1, 2, 4]
    assert not table.ragged


def test_empty_lines_are_left_out_and_short_rows_filled_up() -> None:
    (table,) = read("任务,责任单位\n\n修缮\n,,\n排查,区公安局,急\n").tables

    assert table.texts == (("任务", "责任单位", ""), ("修缮", "", ""), ("排查", "区公安局", "急"))
    assert [place.line for place in table.row_places] == [1, 3, 5]


def test_a_named_csv_of_one_column_is_still_a_table() -> None:
    assert read("任务\n修缮\n").tables[0].texts == (("任务",), ("修缮",))


def test_prose_with_commas_is_no_table() -> None:
    prose = "坚持统筹发展和安全,突出除险固安。\n落实考核,完善制度,强化培训,加强演练。\n完,毕\n"

    assert find_delimiter(prose, "通知.txt") == ""
    assert find_delimiter("序号,任务,责任单位\n1,修缮,区水利局\n", "通知.txt") == ","
    assert find_delimiter("甲,乙\n丙,丁\n", "通知.txt") == ""
    assert find_delimiter("甲,乙,丙\n", "通知.txt") == ""


def test_a_long_table_is_sniffed_by_its_beginning() -> None:
    text = "序号,任务,责任单位\n" + '1,"修缮",区水利局\n' * 20_000

    assert find_delimiter(text, "a.txt") == ","
    long_cells = "甲" * 90_000
    assert find_delimiter(f"{long_cells},b,c\n" * 4, "a.txt") == ","


def test_broken_quoting_is_refused() -> None:
    with pytest.raises(MatrixError) as caught:
        read('任务,责任单位\n"' + "修" * 140_000)

    assert caught.value.message_id == "error.document-damaged"


def test_too_many_rows_or_columns_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TABLE_ROWS", 3)
    monkeypatch.setattr(limits, "TABLE_COLUMNS", 4)

    for text in ("甲,乙\n" * 4, "甲,乙,丙,丁,戊\n"):
        with pytest.raises(MatrixError) as caught:
            read(text)
        assert caught.value.message_id == "error.document-too-many-rows"


def test_a_table_of_nothing_is_refused() -> None:
    with pytest.raises(MatrixError) as caught:
        read_delimited(",,\n,,\n", "任务.csv", ",")

    assert caught.value.message_id == "error.document-no-text"
