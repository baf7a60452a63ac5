from __future__ import annotations

import sys

import pytest
from asking import workload
from conftest import stopped_by
from lxml import etree
from made_catalogs import bundled

from matrices.diagnostics import MatrixError
from matrices.output.answer_tables import workload_table
from matrices.output.charts import BarChart, chinese_font, render_chart, workload_chart
from matrices.output.table import Column, Kind, Table


def has_font() -> bool:
    try:
        chinese_font()
    except MatrixError:
        return False
    return True


needs_font = pytest.mark.skipif(not has_font(), reason="no font with Chinese characters")
TABLE = Table(
    "t",
    (Column("单位"), Column("牵头", Kind.NUMBER), Column("配合", Kind.NUMBER)),
    (("$x^2$ <局>", 3, 1), ("长" * 60, 0, 2), ("区水利局\n", 1, None)),
    (),
)
CHART = BarChart("工作量 $", 0, (1, 2))


@needs_font
@pytest.mark.parametrize(("suffix", "start"), [(".svg", b"<?xml"), (".png", b"\x89PNG")])
def test_a_chart_is_a_picture_that_comes_out_the_same(suffix: str, start: bytes) -> None:
    picture = render_chart(TABLE, CHART, suffix)

    assert picture.startswith(start)
    assert picture == render_chart(TABLE, CHART, suffix)


@needs_font
def test_an_svg_is_well_formed_and_holds_its_glyphs() -> None:
    root = etree.fromstring(render_chart(TABLE, CHART, ".svg"))

    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.findall(".//{*}text") == []


@needs_font
def test_the_workload_of_a_notice_and_an_empty_one_are_drawn() -> None:
    responsibilities = bundled("wulong-2025")
    table = workload_table(workload(responsibilities))

    assert len(render_chart(table, workload_chart(), ".png")) > 20_000
    empty = Table("t", table.columns, (), ())
    assert render_chart(empty, workload_chart(), ".png").startswith(b"\x89PNG")


def test_a_missing_font_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matrices.output.charts.CHINESE_FONTS", ("Nowhere Sans",))

    with stopped_by("no-chinese-font"):
        render_chart(TABLE, CHART, ".svg")


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)

    with stopped_by("no-chart-library"):
        render_chart(TABLE, CHART, ".svg")
