"""Tables as text: what comes out parses back, and nothing in the data does harm."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from conftest import stopped_by
from hypothesis import given
from hypothesis import strategies as st

from matrices.output.cells import grouped_rows, shown, visible
from matrices.output.formats import (
    RENDERERS,
    format_of,
    render_csv,
    render_json,
    render_jsonl,
    render_markdown,
    render_plain,
    render_table,
    render_tsv,
    write_table,
)
from matrices.output.table import Column, Group, Kind, Table

COLUMNS = (
    Column("编号", Kind.ID),
    Column("名称"),
    Column("数", Kind.NUMBER),
    Column("占比", Kind.SHARE),
    Column("图", Kind.BAR),
)
TABLE = Table(
    "标题",
    COLUMNS,
    (("1.1", "修堤", 12, 0.5, "███"), ("1.2", "a|b", 3, None, "")),
    ({"id": "1.1"}, {"id": "1.2"}),
    ("共2项",),
)
texts = st.text(st.characters(codec="utf-8"), max_size=20)


def _table(*values: str) -> Table:
    return Table(
        "t",
        (Column("a"), Column("b")),
        tuple((value, "x") for value in values),
        tuple({"a": value} for value in values),
    )


def _csv(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_aligned_by_display_width() -> None:
    assert render_table(TABLE) == (
        "编号    名称      数    占比  图\n"
        "------  ------  ----  ------  ----\n"
        "1.1     修堤      12  50.0 %  ███\n"
        "1.2     a|b        3\n"
        "\n"
        "共2项\n"
    )


def test_plain_has_no_rules() -> None:
    lines = render_plain(TABLE).splitlines()

    assert [line.split() for line in lines] == [
        ["编号", "名称", "数", "占比", "图"],
        ["1.1", "修堤", "12", "50.0", "%", "███"],
        ["1.2", "a|b", "3"],
        [],
        ["共2项"],
    ]


def test_markdown_is_escaped() -> None:
    text = render_markdown(_table("*a* | <b>", "c\nd", "[red]"))

    assert text.startswith("## t\n\n")
    assert r"\*a\* \| \<b\>" in text
    assert "c<br>d" in text
    assert r"\[red\]" in text


def test_csv_leaves_out_bars_and_keeps_numbers() -> None:
    assert _csv(render_csv(TABLE)) == [
        ["编号", "名称", "数", "占比"],
        ["1.1", "修堤", "12", "0.5"],
        ["1.2", "a|b", "3", ""],
    ]


@pytest.mark.parametrize(
    "value",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(A1)"],
)
@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(name: str, value: str) -> None:
    rows = _csv(RENDERERS[name](_table(value)), "," if name == "csv" else "\t")

    assert rows[1][0].startswith("'")


def test_ordinary_cells_are_not_touched() -> None:
    assert _csv(render_csv(_table("a=1", "8处", "区水利局，区公安局")))[1:] == [
        ["a=1", "x"],
        ["8处", "x"],
        ["区水利局，区公安局", "x"],
    ]


def test_tsv_has_one_line_for_every_row() -> None:
    text = render_tsv(_table("a\tb\nc", "d"))

    assert text.splitlines() == ["a\tb", r"a\tb c" + "\tx", "d\tx"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("\x9b31m", r"\x9b31m"),
        ("a\x00b\x7f", r"a\x00b\x7f"),
        ("\u202etxt", r"\u202etxt"),
        ("a\u2028b\ufeff", r"a\u2028b\ufeff"),
        ("a\tb\r", r"a\tb\r"),
        ("a\nb", "a\nb"),
        ("区水利局 🌊", "区水利局 🌊"),
    ],
)
def test_control_characters_are_written_out(text: str, seen: str) -> None:
    assert visible(text) == seen


@given(texts)
def test_nothing_that_is_printed_steers_a_terminal(text: str) -> None:
    for name, render in RENDERERS.items():
        out = render(_table(text))
        steering = [c for c in out if (ord(c) < 32 or 0x7F <= ord(c) < 0xA0) and c != "\n"]
        assert steering == (["\t"] * len(steering) if name == "tsv" else [])
        assert "\u202e" not in out


@given(st.lists(texts, max_size=4))
def test_csv_parses_back(values: list[str]) -> None:
    rows = _csv(render_csv(_table(*values)))

    assert rows[0] == ["a", "b"]
    assert [row[0].removeprefix("'") for row in rows[1:]] == [
        visible(value).removeprefix("'") for value in values
    ]


@given(st.lists(texts, max_size=4))
def test_json_and_jsonl_parse_back(values: list[str]) -> None:
    table = _table(*values)

    assert json.loads(render_json(table)) == list(table.objects)
    lines = render_jsonl(table).split("\n")
    assert [json.loads(line) for line in lines[:-1]] == list(table.objects)
    assert lines[-1] == ""


@pytest.mark.parametrize("name", RENDERERS)
def test_an_empty_answer_is_valid_in_every_format(name: str) -> None:
    text = RENDERERS[name](Table("t", COLUMNS, (), (), ("共0项",)))

    match name:
        case "json":
            assert json.loads(text) == []
        case "jsonl":
            assert text == ""
        case "csv" | "tsv":
            assert len(text.splitlines()) == 1
        case "html":
            assert "<li>共0项</li>" in text
        case _:
            assert text.endswith("共0项\n")


def test_groups_stand_under_their_headings() -> None:
    table = Table(
        "t",
        (Column("a"),),
        (("1",), ("2",), ("3",)),
        (),
        groups=(Group("甲#", 1), Group("乙", 2)),
    )

    assert list(grouped_rows(table)) == [("甲#", (("1",),)), ("乙", (("2",), ("3",)))]
    assert render_plain(table) == "甲#\n\na\n1\n\n乙\n\na\n2\n3\n"
    assert r"### 甲\#" in render_markdown(table)


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, Kind.TEXT, ""),
        (0.256, Kind.SHARE, "25.6 %"),
        (1, Kind.SHARE, "100.0 %"),
        ("", Kind.SHARE, ""),
        (3, Kind.NUMBER, "3"),
        (0.25, Kind.NUMBER, "0.25"),
        ("012", Kind.ID, "012"),
    ],
)
def test_values_as_a_person_reads_them(value: str | float | None, kind: Kind, text: str) -> None:
    assert shown(value, Column("x", kind)) == text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.csv", "csv"),
        ("a.CSV", "csv"),
        ("a.b.json", "json"),
        ("a.ndjson", "jsonl"),
        ("a.jsonl", "jsonl"),
        ("a.md", "md"),
        ("a.txt", "table"),
        ("a.tsv", "tsv"),
    ],
)
def test_a_suffix_asks_for_a_format(name: str, expected: str) -> None:
    assert format_of(Path(name)) == expected


@pytest.mark.parametrize("name", ["a", "a.odt", "csv", ".csv"])
def test_other_suffixes_ask_for_none(name: str) -> None:
    with stopped_by("unknown-suffix"):
        format_of(Path(name))


@pytest.mark.parametrize("name", RENDERERS)
def test_a_file_holds_what_is_printed_and_csv_opens_in_excel(tmp_path: Path, name: str) -> None:
    path = tmp_path / "out"
    write_table(TABLE, path, name)

    mark = b"\xef\xbb\xbf" if name == "csv" else b""
    assert path.read_bytes() == mark + RENDERERS[name](TABLE).encode()
    with stopped_by("file-exists"):
        write_table(TABLE, path, name)
    write_table(TABLE, path, name, force=True)
