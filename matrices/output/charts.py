"""Bar charts: what a chart shows, and drawing it as svg or png with matplotlib.

matplotlib is an optional extra (``zeren[chart]``); workbooks get a native chart without it.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from matrices.diagnostics import MatrixError
from matrices.output.cells import shown, visible
from matrices.output.table import Table
from matrices.wording import say

CHART_SUFFIXES = (".svg", ".png")
# by system: Windows, macOS, Linux, whatever else is common
CHINESE_FONTS = (
    "Microsoft YaHei", "SimHei", "PingFang SC", "Hiragino Sans GB", "Noto Sans CJK SC",
    "Noto Sans SC", "Source Han Sans SC", "Noto Sans CJK JP", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "Noto Serif CJK SC", "Noto Serif CJK JP", "SimSun", "FangSong",
    "Arial Unicode MS", "Droid Sans Fallback", "AR PL UMing CN",
)  # fmt: skip
_COLOURS = ("#1F4E79", "#6FA8DC", "#B45F06", "#A9C99A", "#C9B27C", "#BBBBBB")


@dataclass(frozen=True, slots=True)
class BarChart:
    """A stacked bar chart of a table: the column that names the bars, those that add up to them.

    Only the first `bars` rows are drawn.
    """

    title: str
    label_column: int
    value_columns: tuple[int, ...]
    bars: int = 30


def workload_chart() -> BarChart:
    """What the chart of a workload table shows: the parts of the heaviest units."""
    return BarChart(say("title.workload"), 1, (2, 3, 4, 5, 6, 7))


def render_chart(table: Table, chart: BarChart, suffix: str) -> bytes:
    """Draw the chart; `suffix` is one of `CHART_SUFFIXES`.

    Raises MatrixError where matplotlib or a Chinese font is missing.
    """
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MatrixError("error.no-chart-library") from error
    rows = table.rows[: chart.bars]
    settings = {
        "font.family": [chinese_font()],
        "axes.unicode_minus": False,
        "svg.fonttype": "path",  # the picture looks the same where the font is missing
        "svg.hashsalt": "zeren",
    }
    with mpl.rc_context(settings), warnings.catch_warnings():  # type: ignore[arg-type]
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = Figure(figsize=(10, 1.6 + 0.28 * max(len(rows), 1)), layout="constrained")
        axes = figure.add_subplot()
        places = list(range(len(rows)))
        start = [0.0] * len(rows)
        for number, n in enumerate(chart.value_columns):
            values = [float(row[n] or 0) for row in rows]
            if not any(values):
                continue
            colour = _COLOURS[number % len(_COLOURS)]
            axes.barh(places, values, left=start, label=table.columns[n].header, color=colour)
            start = [a + b for a, b in zip(start, values, strict=True)]
        labels = [shown(row[chart.label_column], table.columns[chart.label_column]) for row in rows]
        for text in axes.set_yticks(places, [_shortened(label) for label in labels]):
            text.label1.set_parse_math(False)  # a name may hold a dollar sign
        axes.invert_yaxis()
        axes.set_title(visible(chart.title)).set_parse_math(False)
        axes.set_xlabel(say("chart.tasks"))
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        if axes.get_legend_handles_labels()[0]:
            axes.legend(loc="lower right", frameon=False)
        out = io.BytesIO()
        name = suffix.lstrip(".").lower()
        metadata = {"Date": None} if name == "svg" else {"Software": None}
        figure.savefig(out, format=name, dpi=150, metadata=metadata)
    return out.getvalue()


def chinese_font() -> str:
    """The first installed font with Chinese characters; raises MatrixError without one."""
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    for name in CHINESE_FONTS:
        if name in installed:
            return name
    raise MatrixError("error.no-chinese-font", known="、".join(CHINESE_FONTS[:6]))


def _shortened(label: str, most: int = 24) -> str:
    label = label.replace("\n", " ")
    return label if len(label) <= most else label[: most - 1] + "…"
