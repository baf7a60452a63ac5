from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from conftest import Zeren
from openpyxl import load_workbook
from rich.cells import cell_len

WULONG = ("--notice", "wulong-2025")


def sheet_rows(path: Path, title: str = "") -> list[list[object]]:
    workbook = load_workbook(path)
    sheet = workbook[title] if title else workbook.active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


# checklist


def test_a_checklist_is_printed(zeren: Zeren) -> None:
    run = zeren("checklist", "水利局", *WULONG, "-f", "csv", language="zh")

    lines = run.out.splitlines()
    assert run.status == 0
    assert lines[0] == (
        "单位,任务,名称,内容,指标,时限,角色,牵头,其他单位,通知中的位置,进展,问题,下一步,完成时间"
    )
    assert lines[1].startswith("区水利局,wulong-2025/3.16,防汛抗旱领域,")
    assert len(lines) == 10
    assert "区水利局：142 项任务中的 9 项；牵头 4" in run.err


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "html", "md", "csv", "json"])
def test_a_checklist_is_written(zeren: Zeren, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out.{suffix}"

    run = zeren("checklist", "水利局", *WULONG, "-o", str(path))

    assert run.status == 0
    assert run.err.startswith(str(path))
    assert "9" in run.err.removeprefix(str(path))
    assert path.stat().st_size > 1000


def test_one_units_sheet_names_it_above_and_not_in_every_row(zeren: Zeren, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    zeren("checklist", "水利局", *WULONG, "-o", str(path), language="zh")

    rows = sheet_rows(path)
    assert rows[0][0] == "区水利局任务清单"
    assert rows[1][0] == "单位：区水利局"
    assert "文号：武隆府发〔2025〕1号　印发日期：2025-03-05" in str(rows[2][0])
    assert rows[3][:2] == ["任务", "名称"]


def test_all_checklists_as_a_folder(zeren: Zeren, tmp_path: Path) -> None:
    folder = tmp_path / "清单"

    run = zeren("checklist", "--all", *WULONG, "-o", str(folder), language="zh")

    assert run.status == 0
    assert run.err == f"{folder}：已写入 43 个文件；目录见 目录.xlsx\n"
    assert len(list(folder.iterdir())) == 43
    assert sheet_rows(folder / "目录.xlsx")[0][0] == "任务清单目录"

    again = zeren("checklist", "--all", *WULONG, "-o", str(folder), language="zh")
    assert again.status == 2
    assert "已存在；加 --force 才会替换" in again.err
    assert zeren("checklist", "--all", *WULONG, "-o", str(folder), "--force").status == 0


def test_all_checklists_as_a_workbook(zeren: Zeren, tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"

    run = zeren("checklist", "--all", *WULONG, "-o", str(path))

    assert (run.status, run.err) == (0, f"{path}: 43 sheets written\n")
    assert len(load_workbook(path).sheetnames) == 43
    assert zeren("checklist", "--all", *WULONG, "-o", str(path)).status == 2


def test_units_or_all_must_be_named(zeren: Zeren) -> None:
    for call in (("checklist",), ("checklist", "水利局", "--all")):
        run = zeren(*call)
        assert (run.status, run.err) == (2, "zeren: name one or more units, or --all\n")


def test_the_same_unit_of_several_districts(zeren: Zeren, tmp_path: Path) -> None:
    run = zeren("checklist", "水利局", "-o", str(tmp_path / "out"), "-f", "md")

    assert run.status == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "index.md",
        "区水利局（武隆区）.md",
        "区水利局（江津区）.md",
    ]


@pytest.mark.parametrize("format_name", ["xlsx", "docx", "pdf"])
def test_what_is_no_text_needs_a_file(zeren: Zeren, format_name: str) -> None:
    run = zeren("orphans", "-f", format_name)

    assert (run.status, run.out) == (2, "")
    assert run.err == f"zeren: {format_name} is no text; add -o FILE\n"


@pytest.mark.parametrize(
    "call", [("owns", "水利局"), ("orphans",), ("overlaps",), ("units",), ("notices",), ("tasks",)]
)
@pytest.mark.parametrize("suffix", ["xlsx", "html", "docx"])
def test_every_question_has_the_new_formats(
    zeren: Zeren, tmp_path: Path, call: tuple[str, ...], suffix: str
) -> None:
    path = tmp_path / f"out.{suffix}"

    assert zeren(*call, *WULONG, "-o", str(path)).status == 0
    if suffix == "xlsx":
        shown = json.loads(zeren(*call, *WULONG, "-f", "json").out)
        assert len(sheet_rows(path)) > len(shown)


def test_no_bar_where_nobody_watches_and_one_where_somebody_does(
    zeren: Zeren, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "━" not in zeren("checklist", "--all", *WULONG, "-o", str(tmp_path / "a")).err

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    run = zeren("checklist", "--all", *WULONG, "-o", str(tmp_path / "b"))
    assert "Making checklists" in run.err


# merge


def test_filled_sheets_are_merged(zeren: Zeren, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    zeren("checklist", "--all", *WULONG, "-o", str(folder), language="zh")
    path = folder / "区水利局.xlsx"
    workbook = load_workbook(path)
    sheet = workbook.active
    assert sheet is not None
    row = next(cell.row for cell in sheet["A"] if cell.value == "wulong-2025/3.16")
    column = next(cell.column for cell in sheet[4] if cell.value == "进展")
    sheet.cell(row, column, "完成 5 处")
    workbook.save(path)

    run = zeren("merge", str(folder), "-f", "json", language="zh")

    merged = {item["task"]: item for item in json.loads(run.out)}
    assert run.status == 0
    assert len(merged) == 142
    assert merged["wulong-2025/3.16"]["reported"] == ["区水利局"]
    assert [t for t, item in merged.items() if item["reported"]] == ["wulong-2025/3.16"]
    assert "42 个单位中 1 个已填报" in run.err

    progress = tmp_path / "progress.xlsx"
    assert zeren("merge", str(folder), "-o", str(progress), language="zh").status == 0
    assert any("区水利局：完成 5 处" in row for row in sheet_rows(progress))


def test_a_sheet_that_cannot_be_read_stops_the_merge(zeren: Zeren, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"nonsense")

    run = zeren("merge", str(path))

    assert run.status == 2
    assert run.err.startswith(f"zeren: {path}: not a readable .xlsx, .csv or .docx file")


# matrix


def test_the_matrix_on_a_terminal_never_breaks_a_line(
    zeren: Zeren, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    for width in (30, 60, 100, 200):
        monkeypatch.setenv("COLUMNS", str(width))

        run = zeren(
            "matrix", "--notice", "jiangjin-2025", "--assume", "first-listed", language="zh"
        )

        lines = re.sub(r"\x1b\[[0-9;]*m", "", run.out).splitlines()
        table = lines[: next(n for n, line in enumerate(lines) if line.startswith("131 项任务"))]
        assert max(cell_len(line) for line in table) <= width
        page = next(line for line in lines if "共" in line)
        pages = int(page.split("共 ")[1].split()[0])
        assert sum(line.startswith("第 ") for line in lines) >= pages
        assert run.out.count("◇") >= 89


def test_the_matrix_in_letters(zeren: Zeren) -> None:
    run = zeren("matrix", *WULONG, "--letters", "-f", "csv", "--section", "3")

    assert run.status == 0
    assert len(run.out.splitlines()) == 22
    assert "A leads, R responsible" in run.err


# workload


def test_the_workload_as_a_workbook_with_a_chart(zeren: Zeren, tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"

    assert zeren("workload", *WULONG, "-o", str(path), language="zh").status == 0
    assert load_workbook(path).sheetnames == ["工作量", "图表"]

    assert zeren("workload", *WULONG, "--by", "section", "-o", str(path), "--force").status == 0
    assert load_workbook(path).sheetnames == ["Workload"]


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_the_workload_as_a_picture(zeren: Zeren, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"w.{suffix}"

    run = zeren("workload", *WULONG, "-o", str(path))

    if "no font with Chinese characters" in run.err:
        pytest.skip("no font with Chinese characters")
    assert run.status == 0
    assert path.stat().st_size > 10_000
    assert zeren("workload", *WULONG, "-o", str(path)).status == 2
    assert zeren("orphans", "-o", str(tmp_path / f"o.{suffix}")).status == 2


# graph


def test_the_graph_around_a_unit(zeren: Zeren) -> None:
    run = zeren("graph", *WULONG, "--around", "水利局")

    assert run.status == 0
    assert run.out.startswith('flowchart LR\n  n1["区水利局"]\n')
    assert run.out.count("==>|lead|") == 4


@pytest.mark.parametrize("name", ["g.graphml", "g.gexf", "g.dot", "g.mmd", "g.json"])
def test_the_graph_as_a_file(zeren: Zeren, tmp_path: Path, name: str) -> None:
    path = tmp_path / name

    run = zeren("graph", *WULONG, "-o", str(path))

    assert (run.status, run.err) == (0, f"{path}: 189 nodes and 475 edges written\n")
    assert zeren("graph", *WULONG, "-o", str(path)).status == 2


def test_the_figures_of_the_network(zeren: Zeren) -> None:
    run = zeren("graph", *WULONG, "--measures", "-f", "json")

    measures = json.loads(run.out)
    assert measures[0]["unit"] == "区应急管理局"
    assert measures[0]["partners"] == 29
    assert "Betweenness" in run.err


# hostile data

HOSTILE = """\
format: 1
notice: {id: bad-2025, title: "=cmd()", jurisdiction: 示例区, lead_rule: stated}
sections:
  - number: 1
    title: "<script>"
    tasks:
      - {number: 1, title: "=1+1", content: "[red]x[/red]", lead: "../../局、CON局", cooperate: "<b>局</b>局"}
      - {number: 2, title: "@x", lead: "$\\\\x局"}
"""  # noqa: E501


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "html", "csv", "md", "json"])
def test_hostile_data_leaves_no_folder_and_runs_nothing(
    zeren: Zeren, tmp_path: Path, suffix: str
) -> None:
    data = tmp_path / "bad.yaml"
    data.write_text(HOSTILE, encoding="utf-8")
    folder = tmp_path / "in" / "out"
    folder.parent.mkdir()

    run = zeren("checklist", "--all", "--data", str(data), "-o", str(folder), "-f", suffix)

    assert run.status == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.yaml", "in"]
    assert list(folder.parent.iterdir()) == [folder]
    assert len(list(folder.iterdir())) == 5
    for command in ("matrix", "graph", "workload"):
        assert zeren(command, "--data", str(data)).status == 0
    if suffix == "html":
        pages = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
        assert pages.count("<script>") == 5  # our own, one a page


def test_an_unwritable_place_is_told(zeren: Zeren, tmp_path: Path) -> None:
    for name in ("x" * 300 + ".xlsx", "x" * 300, "no/where.xlsx"):
        run = zeren("checklist", "--all", *WULONG, "-o", str(tmp_path / name))
        assert run.status == 2
        assert "cannot be written" in run.err
